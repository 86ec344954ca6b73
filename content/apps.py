"""Publishing: articles and their reviews, policy documents, media, home-page slots, reprints."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The editorial app."""

    name = "content"
    verbose_name = _("信息发布")

    def ready(self) -> None:
        """Register the rules on who may do what, and what taking an article down sets off."""
        from content import policy  # noqa: F401
        from content.actions.reprints import reopen_reprints
        from content.events import on_withdrawn

        on_withdrawn(reopen_reprints)
