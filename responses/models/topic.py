"""Hot topics and emergencies, and the clocks of who must respond to them (国办发〔2016〕61号、80号: OP1, OP2)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from responses.hours import HourStep
from responses.querysets import DutyManager, TopicManager
from sites.models import Reminder
from sites.scope import TenantManager


class TopicKind(models.TextChoices):
    """What it is, which says how long there is to respond."""

    EMERGENCY = "emergency", _("重大突发事件")
    CONCERN = "concern", _("热点关切")


class TopicState(models.TextChoices):
    """Whether it goes on."""

    OPEN = "open", _("持续回应")
    CLOSED = "closed", _("已结束")


class HotTopic(models.Model):
    """Something that the public asks about (热点), with the timeline of what was officially said. `organization` must respond;
    `occurred_at` is when it happened or was found out, and starts the clocks. It is public once a statement is."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="hot_topics", verbose_name=_("网站"))
    kind = models.CharField(_("类别"), max_length=10, choices=TopicKind.choices)
    title = models.CharField(_("标题"), max_length=80)
    summary = models.CharField(_("概述"), max_length=300, help_text=_("一两句话说明是什么事，公开页面显示。"))
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="hot_topics", verbose_name=_("回应主体")
    )
    occurred_at = models.DateTimeField(
        _("发生（发现）时间"), help_text=_("时限从这一时刻起连续计算，夜间和节假日不停。")
    )
    state = models.CharField(_("状态"), max_length=8, choices=TopicState.choices, default=TopicState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    opened_at = models.DateTimeField(_("登记时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    public_since = models.DateTimeField(_("首次公开时间"), null=True, blank=True)
    last_public_at = models.DateTimeField(_("最近公开时间"), null=True, blank=True)

    objects = TopicManager()

    class Meta:
        verbose_name = _("热点")
        verbose_name_plural = _("热点")
        default_permissions = ()
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_topic_says_when"
            ),
            models.CheckConstraint(
                condition=Q(public_since__isnull=True, last_public_at__isnull=True)
                | Q(public_since__isnull=False, last_public_at__isnull=False),
                name="public_topic_says_since_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "-last_public_at", "-id"],
                condition=Q(public_since__isnull=False),
                name="public_topics",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page, as the running request's site has it."""
        return reverse("responses:topic", args=[self.pk])

    @property
    def public_path(self) -> str:
        """The path of its page below the site's root."""
        return f"/huiying/{self.pk}/"

    @property
    def is_pinned(self) -> bool:
        """True for an emergency that goes on: the home page shows it first."""
        return self.kind == TopicKind.EMERGENCY and self.state == TopicState.OPEN and self.public_since is not None


class DutyKind(models.TextChoices):
    """What must be done by when."""

    INFORMATION = "information", _("发布权威信息")
    BRIEFING = "briefing", _("举行新闻发布会")
    ANSWER = "answer", _("作出回应")


class ResponseDuty(models.Model):
    """One clock of one topic (回应时限), in hours of real time. Whether it was met follows from what is public
    (responses.actions.topics.settle_topic) and is never set by hand."""

    site_path = "topic__site"

    topic = models.ForeignKey(HotTopic, models.CASCADE, related_name="duties", verbose_name=_("热点"))
    kind = models.CharField(_("事项"), max_length=12, choices=DutyKind.choices)
    hours = models.PositiveSmallIntegerField(_("时限（小时）"))
    due_at = models.DateTimeField(_("最迟时间"))
    met_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    met_by = models.ForeignKey(
        "responses.Statement", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("完成依据")
    )
    waived_reason = models.CharField(_("不需要的理由"), max_length=200, blank=True)

    objects = DutyManager()

    class Meta:
        verbose_name = _("回应时限")
        verbose_name_plural = _("回应时限")
        default_permissions = ()
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "kind"], name="one_response_duty_of_a_kind"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_by__isnull=True) | Q(met_at__isnull=False, met_by__isnull=False),
                name="met_response_duty_names_its_statement",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(met_at__isnull=True, waived_reason=""), name="open_response_duties"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """True while it is neither met nor waived."""
        return self.met_at is None and not self.waived_reason

    @property
    def was_met_late(self) -> bool:
        """True when it was met after its moment."""
        return self.met_at is not None and self.met_at > self.due_at

    def is_overdue(self, *, at: datetime) -> bool:
        """True when it is open and its moment is over."""
        return self.is_open and self.due_at < at


class ResponseReminder(Reminder):
    """One reminder about one step of a response's clock to one person (回应时限提醒), in hours, at night too."""

    site_path = "duty__topic__site"
    subject = "duty"
    mailed_with = ("duty__topic__site", "duty__topic__organization")

    duty = models.ForeignKey(ResponseDuty, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("提醒"), max_length=12, choices=HourStep.choices)
    due_on = models.DateTimeField(_("最迟时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("回应时限提醒")
        verbose_name_plural = _("回应时限提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["duty", "kind", "due_on", "recipient"], name="one_response_reminder_each")
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=Q(sent_at__isnull=True, is_skipped=False),
                name="response_reminders_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.duty_id}"
