"""Values of the platform's rules: one row for the platform, and rows of sites that are stricter."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.rules import DEFAULTS, Rule


class PlatformRule(models.Model):
    """The value of one rule, for the whole platform when it names no site, else for that site and everything below it."""

    rule = models.CharField(_("规则"), max_length=32, choices=Rule.choices)
    site = models.ForeignKey(
        "sites.Site", models.CASCADE, null=True, blank=True, related_name="platform_rules", verbose_name=_("网站"),
        help_text=_("留空为全平台；填写的只对该网站及其下级有效，且只能更严（数值更小）。"),
    )  # fmt: skip
    value = models.PositiveSmallIntegerField(_("数值"))
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("平台规则")
        verbose_name_plural = _("平台规则")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rule", "site"], name="one_value_per_rule_and_site"),
            models.UniqueConstraint(fields=["rule"], condition=Q(site=None), name="one_platform_value_per_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}：{self.value}"

    def clean(self) -> None:
        """Refuse values that mean nothing, and sites that may not say."""
        if self.rule not in DEFAULTS:
            return
        default = DEFAULTS[Rule(self.rule)]
        if self.value is not None and not default.least <= self.value <= default.most:
            raise ValidationError({"value": _("数值应在 %s 至 %s 之间。") % (default.least, default.most)})
        if self.site_id and not default.of_sites:
            raise ValidationError({"site": _("这条规则由平台统一规定，网站不能另行设置。")})
