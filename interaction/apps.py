"""Interaction: mailboxes, letters and the reply clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InteractionConfig(AppConfig):
    """The unified interaction platform."""

    name = "interaction"
    verbose_name = _("互动交流")

    def ready(self) -> None:
        """Register the rules on who may do what, and let key words follow what becomes public."""
        from interaction import policy, similar  # noqa: F401
