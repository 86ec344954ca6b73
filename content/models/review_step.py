"""Review steps: who decided what at which stage over exactly which text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.workflow import Move
from sites.scope import TenantManager


class Decision(models.TextChoices):
    """What a step decided; the values are those of workflow.Move."""

    SUBMIT = Move.SUBMIT.value, _("送审")
    RECALL = Move.RECALL.value, _("撤回")
    PASS = Move.PASS.value, _("通过")
    RETURN = Move.RETURN.value, _("退回")
    PUBLISH = Move.PUBLISH.value, _("签发")
    SCHEDULE = Move.SCHEDULE.value, _("签发（定时）")
    RELEASE = "release", _("到时发布")
    EMERGENCY = Move.EMERGENCY.value, _("应急发布")
    CONFIRM = Move.CONFIRM.value, _("追审通过")
    FAULT = Move.FAULT.value, _("追审不通过")
    STANDING = "standing", _("依长期授权发布")


class ReviewStep(models.Model):
    """One line of the registration form (审核记录, 登记备案): stage, decision, opinion, person, time, hash of the text judged.
    Panzhihua 2015 (12): one item one review, and who reviews is responsible."""

    site_path = "revision__article__site"

    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="steps", verbose_name=_("版本"))
    stage = models.CharField(_("环节"), max_length=16)
    decision = models.CharField(_("结果"), max_length=12, choices=Decision.choices)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))
    text_hash = models.CharField(_("文本指纹"), max_length=64)
    warnings = models.PositiveIntegerField(
        _("校对提醒"), null=True, blank=True, help_text=_("办理时校对仍有多少处提醒；本环节不校对的为空。")
    )

    objects = TenantManager()

    class Meta:
        verbose_name = _("审核记录")
        verbose_name_plural = _("审核记录")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.by}"

    @property
    def stage_name(self) -> str:
        """The stage in the words of the registration form."""
        names = {"draft": "撰稿", "returned": "撰稿", "first-review": "初审", "second-review": "审核", "issue": "审发",
                 "scheduled": "发布"}  # fmt: skip
        return names.get(self.stage, self.stage)
