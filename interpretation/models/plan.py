"""Plans: how a policy document will be explained, settled before it enters issue (三同步, JD1; Guizhou 2015 (6))."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interpretation.models.interpretation import Form
from sites.scope import TenantManager


class Way(models.TextChoices):
    """How the document's claim to be explained is answered before it is issued."""

    PLANNED = "planned", _("文件公开后另行解读")
    TOGETHER = "together", _("解读随文件一起发布")
    EXEMPT = "exempt", _("免于解读")


class InterpretationPlan(models.Model):
    """What was settled about explaining a document (解读方案): who drafts what until when, which finished interpretations go
    out with it, or why it needs none. It belongs to the document's article, so it stands before the document is public."""

    site_path = "article__site"

    article = models.OneToOneField("content.Article", models.CASCADE, related_name="interpretation_plan")
    way = models.CharField(_("解读安排"), max_length=8, choices=Way.choices)
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, null=True, blank=True, related_name="interpretation_plans",
        verbose_name=_("起草单位"),
    )  # fmt: skip
    drafter = models.CharField(_("起草人"), max_length=40, blank=True)
    forms = models.JSONField(_("解读形式"), default=list, blank=True)
    planned_on = models.DateField(_("计划完成日期"), null=True, blank=True)
    companions = models.ManyToManyField(
        "content.Article", related_name="plans_going_out_with", blank=True, verbose_name=_("随文解读")
    )
    exempt_reason = models.CharField(_("免于解读的理由"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制定人"))
    made_at = models.DateTimeField(_("制定时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("解读方案")
        verbose_name_plural = _("解读方案")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="planned") | Q(organization__isnull=False, planned_on__isnull=False),
                name="plan_says_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(way="exempt") | ~Q(exempt_reason=""), name="exempt_plan_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}：{self.article}"

    @property
    def site(self):  # noqa: ANN201
        """The site of its article."""
        return self.article.site

    @property
    def forms_display(self) -> str:
        """The forms in words."""
        return "、".join(str(Form(form).label) for form in self.forms if form in Form.values)
