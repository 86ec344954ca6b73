"""Interpretation: the links between documents and what explains them, and the ten-working-day clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    """Documents explained."""

    name = "interpretation"
    verbose_name = _("解读回应")

    def ready(self) -> None:
        """Register the rules on who may do what, and the links that article pages show."""
        from content.links import add_source
        from interpretation import policy  # noqa: F401
        from interpretation.links import interpretation_links

        add_source(interpretation_links)
