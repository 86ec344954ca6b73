"""Corrections: what a site owes on a copy when the upper level changed or took down what was reprinted."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.reprint import Reprint, ReprintStanding, standing_on
from content.querysets import CorrectionManager


class CorrectionKind(models.TextChoices):
    """What happened above."""

    UPDATE = "update", _("上级已更改")
    WITHDRAWAL = "withdrawal", _("上级已撤下")


class CorrectionState(models.TextChoices):
    """How a correction stands."""

    PENDING = "pending", _("待更正")
    DONE = "done", _("已跟进")
    KEPT = "kept", _("不跟进")
    OVERTAKEN = "overtaken", _("已由后一次更正替代")


class Correction(models.Model):
    """A site's duty to bring one copy in line with its original (更正任务): the same two clocks as the reprint itself, closed
    when the site's page shows what the original says, or by people with a reason."""

    site_path = "reprint__site"

    reprint = models.ForeignKey(Reprint, models.CASCADE, related_name="corrections", verbose_name=_("转载任务"))
    kind = models.CharField(_("事由"), max_length=10, choices=CorrectionKind.choices)
    text = models.ForeignKey(
        "content.UpstreamText", models.PROTECT, null=True, blank=True, related_name="corrections",
        verbose_name=_("更改后的文本"),
    )  # fmt: skip
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.PENDING)
    opened_at = models.DateTimeField(_("产生时间"))
    target_at = models.DateTimeField(_("一小时目标"))
    due_on = models.DateField(_("最迟日期"))
    is_provisional = models.BooleanField(_("暂定"), default=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    reason = models.CharField(_("不跟进的理由"), max_length=200, blank=True)

    objects = CorrectionManager()

    class Meta:
        verbose_name = _("更正任务")
        verbose_name_plural = _("更正任务")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reprint"], condition=models.Q(state="pending"), name="one_open_correction_of_a_copy"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="update", text__isnull=False) | models.Q(kind="withdrawal", text__isnull=True),
                name="an_update_has_a_text",
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending", closed_at__isnull=True)
                | ~models.Q(state="pending") & models.Q(closed_at__isnull=False),
                name="a_closed_correction_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="kept") | ~models.Q(reason=""), name="a_copy_kept_says_why"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(state="pending"), name="pending_corrections")]

    def __str__(self) -> str:
        return f"{self.reprint}（{self.get_kind_display()}）"

    def standing(self, *, at: datetime) -> ReprintStanding:
        """Where it is on its two clocks; what was kept with a reason or overtaken is waived."""
        if self.state in {CorrectionState.KEPT, CorrectionState.OVERTAKEN}:
            return ReprintStanding.WAIVED
        return standing_on(self.target_at, self.due_on, done_at=self.closed_at, at=at)
