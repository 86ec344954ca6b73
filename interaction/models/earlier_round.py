"""Earlier rounds: a round of handling whose answer did not satisfy, kept with its clock for the figures."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


def used_in_words(days: int | None) -> str:
    """Return how long an answer took; nothing before there is one."""
    if days is None:
        return ""
    return f"{days} 个工作日" if days else "当日答复"


class AnsweredInTime:
    """What a round says about its answer, whether it is the letter's running round or an earlier one."""

    days_used: int | None
    replied_on: date | None
    due_on: date

    @property
    def used(self) -> str:
        """The working days that the answer took, in words; nothing before there is one."""
        return used_in_words(self.days_used)

    @property
    def is_late(self) -> bool:
        """True when the answer came after its last day."""
        return self.replied_on is not None and self.replied_on > self.due_on


class EarlierRound(AnsweredInTime, models.Model):
    """The clock and answer of a round that ended with a bad rating (已结束的办理轮次); the letter carries the running round."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="earlier_rounds")
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="+", verbose_name=_("答复单位"))
    counted_from = models.DateField(_("起算日期"))
    working_days = models.PositiveSmallIntegerField(_("办理时限（工作日）"))
    due_on = models.DateField(_("最迟答复日期"))
    is_extended = models.BooleanField(_("已延期"), default=False)
    extension_reason = models.CharField(_("延期理由"), max_length=500, blank=True)
    replied_at = models.DateTimeField(_("答复时间"))
    replied_on = models.DateField(_("答复日期"))
    days_used = models.PositiveSmallIntegerField(_("用时（工作日）"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("已结束的办理轮次")
        verbose_name_plural = _("已结束的办理轮次")
        default_permissions = ()
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round"], name="one_row_per_earlier_round"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("counted_from")), name="earlier_round_due_after_its_start"
            ),
        ]
        indexes = [models.Index(fields=["replied_on"], name="earlier_rounds_by_reply")]

    def __str__(self) -> str:
        return f"{self.letter_id} / {self.round}"
