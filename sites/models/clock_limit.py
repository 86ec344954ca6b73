"""Limits of clocks as rules in the database: a lower level of the site tree may tighten, never loosen."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.clocks import Clock, kinds_of


class ClockLimit(models.Model):
    """A site's own limit for one clock, in working days; it holds for the site and everything below it."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="clock_limits", verbose_name=_("网站"))
    clock = models.CharField(_("时限"), max_length=24, choices=Clock.choices)
    kind = models.CharField(
        _("类别"), max_length=24, blank=True, help_text=_("只对这一类来信（按信箱类别）有效；留空为全部。")
    )
    working_days = models.PositiveSmallIntegerField(_("工作日"), validators=[MinValueValidator(1)])
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("办理时限")
        verbose_name_plural = _("办理时限")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "clock", "kind"], name="one_limit_per_clock")]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} {self.working_days}"

    @property
    def kind_display(self) -> str:
        """The kind in words, empty for all."""
        return str(dict(kinds_of(self.clock)).get(self.kind, self.kind))

    def clean(self) -> None:
        """Refuse a kind that this clock does not know."""
        if self.kind and self.kind not in dict(kinds_of(self.clock)):
            raise ValidationError({"kind": _("这项时限不分类别，请留空。")})
