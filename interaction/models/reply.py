"""What is done about a letter: assignments, replies, extensions, the citizen's rating."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class Assignment(models.Model):
    """A letter handed to an organization (转办); the clock is not touched."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="assignments")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="assignments")
    note = models.CharField(_("转办意见"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("转办")
        verbose_name_plural = _("转办")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.organization}"


class ReplyState(models.TextChoices):
    """How a reply stands."""

    DRAFTED = "drafted", _("待审核")
    RETURNED = "returned", _("退回")
    APPROVED = "approved", _("已答复")


class Reply(models.Model):
    """An answer to a letter (答复) with who wrote it and who approved it: two different people."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="replies")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="replies")
    text = models.TextField(_("答复内容"))
    cannot_be_done = models.BooleanField(_("无法办理"), default=False, help_text=_("无法办理的，须在答复中说明理由。"))
    state = models.CharField(_("状态"), max_length=10, choices=ReplyState.choices, default=ReplyState.DRAFTED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("提交时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    opinion = models.CharField(_("审核意见"), max_length=500, blank=True)

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
            models.UniqueConstraint(fields=["letter"], condition=Q(state="approved"), name="one_approved_reply"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.get_state_display()}"


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
                fields=["letter"], condition=Q(state__in=["asked", "granted"]), name="one_extension_per_letter"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_granted_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.new_due_on}"


class Rating(models.Model):
    """The citizen's view of the answer (评价), one per letter."""

    site_path = "letter__site"

    letter = models.OneToOneField("interaction.Letter", models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(_("满意度"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.CharField(_("意见"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.score}"
