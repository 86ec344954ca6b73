"""The reprint clock: each site's duty to reprint an item of a source."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models.reprint_rule import ReprintMode
from content.models.upstream import UpstreamItem
from content.querysets import ReprintManager

TARGET = timedelta(hours=1)


class ReprintState(models.TextChoices):
    """How a site's duty stands."""

    PENDING = "pending", _("待转载")
    DONE = "done", _("已转载")
    WAIVED = "waived", _("免于转载")


class ReprintStanding(models.TextChoices):
    """How a duty stands against its two clocks; derived from the times, never stored."""

    RUNNING = "running", _("未满一小时")
    PAST_TARGET = "past-target", _("已超一小时")
    OVERDUE = "overdue", _("逾期未转载")
    IN_TIME = "in-time", _("一小时内转载")
    AFTER_TARGET = "after-target", _("限期内转载")
    LATE = "late", _("逾期转载")
    WAIVED = "waived", _("免于转载")


def standing_on(target_at: datetime, due_on: date, *, done_at: datetime | None, at: datetime) -> ReprintStanding:
    """Where something with these two clocks is that was done then, or is not done yet."""
    moment, is_done = done_at or at, done_at is not None
    if timezone.localdate(moment) > due_on:
        return ReprintStanding.LATE if is_done else ReprintStanding.OVERDUE
    if moment > target_at:
        return ReprintStanding.AFTER_TARGET if is_done else ReprintStanding.PAST_TARGET
    return ReprintStanding.IN_TIME if is_done else ReprintStanding.RUNNING


class Reprint(models.Model):
    """A site's duty to reprint one item (转载任务): target one hour, limit the end of the next working day. It is done when
    the site itself answered with the page of the copy. Guizhou 2015 (11)."""

    site_path = "site"

    item = models.ForeignKey(UpstreamItem, models.CASCADE, related_name="reprints", verbose_name=_("上级信息"))
    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="reprints", verbose_name=_("网站"))
    rule = models.ForeignKey(
        "content.ReprintRule",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reprints",
        verbose_name=_("转载规则"),
    )
    state = models.CharField(_("状态"), max_length=8, choices=ReprintState.choices, default=ReprintState.PENDING)
    target_at = models.DateTimeField(_("一小时目标"))
    due_on = models.DateField(_("最迟日期"))
    is_provisional = models.BooleanField(_("暂定"), default=False)
    article = models.ForeignKey(
        "content.Article", models.SET_NULL, null=True, blank=True, related_name="reprints", verbose_name=_("转载稿件")
    )
    text = models.ForeignKey(
        "content.UpstreamText", models.PROTECT, null=True, blank=True, related_name="reprints",
        verbose_name=_("转载的版本"),
    )  # fmt: skip
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("上次核验页面"), null=True, blank=True, editable=False)
    fault = models.CharField(
        _("页面核验情况"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("向网站索取转载页面时没有取到的原因。"),
    )
    waived_reason = models.CharField(_("免于转载的理由"), max_length=200, blank=True)
    late_noted_at = models.DateTimeField(_("逾期登记时间"), null=True, blank=True, editable=False)

    objects = ReprintManager()

    class Meta:
        verbose_name = _("转载任务")
        verbose_name_plural = _("转载任务")
        default_permissions = ()
        ordering = ["-target_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "site"], name="one_reprint_per_site"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False, article__isnull=False),
                name="done_reprint_has_article",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waived") | ~models.Q(waived_reason=""), name="waived_reprint_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(state="pending"), name="pending_reprints"),
            models.Index(fields=["target_at"], name="reprints_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.site}：{self.item}"

    def standing(self, *, at: datetime) -> ReprintStanding:
        """Where the duty is on its two clocks: one hour to aim at, the end of the last day as the limit."""
        if self.state == ReprintState.WAIVED:
            return ReprintStanding.WAIVED
        done_at = self.done_at if self.state == ReprintState.DONE else None
        return standing_on(self.target_at, self.due_on, done_at=done_at, at=at)

    @property
    def is_automatic(self) -> bool:
        """True when the platform publishes the copy, by the rule or, where that leaves it to the sites, by the site's will."""
        mode = self.rule.mode if self.rule_id else ReprintMode.AS_SITE
        return mode == ReprintMode.AUTOMATIC or (mode == ReprintMode.AS_SITE and self.site.reprints_automatically)

    def minutes(self, *, at: datetime) -> int:
        """Whole minutes from the upper level's publication (or the item's return) to the copy, or until now."""
        moment = self.done_at or at
        return max(0, int((moment - self.target_at + TARGET).total_seconds() // 60))
