"""Interpretation: the links between documents and what explains them, and the ten-working-day clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    """Documents explained."""

    name = "interpretation"
    verbose_name = _("解读回应")

    def ready(self) -> None:
        """Register the rules on who may do what."""
        from interpretation import policy  # noqa: F401
