"""What is done about a letter: replies and extensions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class ReplyState(models.TextChoices):
    """How a reply stands."""

    DRAFTED = "drafted", _("待审核")
    RETURNED = "returned", _("退回")
    APPROVED = "approved", _("已答复")
    LAPSED = "lapsed", _("已不需要")


class ReturnReason(models.TextChoices):
    """Why a drafted answer is sent back; counted by organization (guideline 互动交流: 敷衍、答非所问的退回重办)."""

    PERFUNCTORY = "perfunctory", _("敷衍应付")
    BESIDE_THE_POINT = "off-point", _("答非所问")
    NO_BASIS = "no-basis", _("政策依据不足")
    INCOMPLETE = "incomplete", _("内容不完整")
    UNVERIFIED = "unverified", _("事实未核清")
    WORDING = "wording", _("表述不当")
    OTHER = "other", _("其他")


class Reply(models.Model):
    """An answer to a letter (答复) with who wrote it and who approved it: two different people."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="replies")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    text = models.TextField(_("答复内容"))
    cannot_be_done = models.BooleanField(_("无法办理"), default=False, help_text=_("无法办理的，须说明理由。"))
    explanation = models.TextField(_("无法办理的理由"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReplyState.choices, default=ReplyState.DRAFTED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("提交时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    opinion = models.CharField(_("审核意见"), max_length=500, blank=True)
    return_reason = models.CharField(_("退回原因"), max_length=12, choices=ReturnReason.choices, blank=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        default_permissions = ()
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")), name="reply_approved_by_another"
            ),
            models.UniqueConstraint(fields=["letter"], condition=Q(state="drafted"), name="one_drafted_reply"),
            models.UniqueConstraint(
                fields=["letter", "round"], condition=Q(state="approved"), name="one_approved_reply"
            ),
            models.CheckConstraint(
                condition=Q(cannot_be_done=False) | ~Q(explanation=""), name="what_cannot_be_done_is_explained"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="returned_reply_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.get_state_display()}"

    @property
    def full_text(self) -> str:
        """What the citizen reads: the answer and, where something cannot be done, why."""
        if not self.explanation:
            return self.text
        return f"{self.text}\n{_('无法办理的理由：')}{self.explanation}"


class ExtensionState(models.TextChoices):
    """How a request for more time stands."""

    ASKED = "asked", _("待批准")
    GRANTED = "granted", _("已批准")
    REFUSED = "refused", _("不同意")
    LAPSED = "lapsed", _("已不需要")


class Extension(models.Model):
    """More time for a letter (延期): once, before it expires, to 15 working days in total, approved by someone else."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="extensions")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    reason = models.CharField(_("理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    old_due_on = models.DateField(_("原最迟日期"))
    new_due_on = models.DateField(_("延至"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("批准时间"), null=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "round"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_extension_per_round",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_granted_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.new_due_on}"
