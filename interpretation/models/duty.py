"""The interpretation clock: ten working days after a document was issued (Guizhou 2015 (6))."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager, TenantQuerySet


class DutyState(models.TextChoices):
    """How the duty stands; late is derived from the dates, never stored."""

    OPEN = "open", _("待解读")
    MET = "met", _("已解读")
    EXEMPT = "exempt", _("免于解读")


class DutyQuerySet(TenantQuerySet):
    """Which duties."""

    def open(self) -> Self:
        """Not yet met."""
        return self.filter(state=DutyState.OPEN)

    def due_on(self, day: date) -> Self:
        """Open ones whose last day this is."""
        return self.open().filter(due_on=day)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose last day is over."""
        return self.open().filter(due_on__lt=on)

    def met_late(self) -> Self:
        """Met after the last day."""
        return self.filter(state=DutyState.MET, met_on__gt=models.F("due_on"))


class DutyManager(TenantManager.from_queryset(DutyQuerySet)):
    """Duties behind the tenant net."""


class InterpretationDuty(models.Model):
    """The duty to explain one document (解读任务), opened when the document is issued."""

    site_path = "site"

    document = models.OneToOneField("content.PolicyDocument", models.CASCADE, related_name="duty")
    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="interpretation_duties", verbose_name=_("网站"))
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="interpretation_duties", verbose_name=_("起草单位")
    )
    starts_on = models.DateField(_("起算日期"))
    working_days = models.PositiveSmallIntegerField(_("时限（工作日）"))
    due_on = models.DateField(_("最迟日期"))
    is_provisional = models.BooleanField(_("暂定"), default=False)
    calendar_version = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=DutyState.choices, default=DutyState.OPEN)
    met_on = models.DateField(_("完成日期"), null=True, blank=True)
    exempt_reason = models.CharField(_("免于解读的理由"), max_length=200, blank=True)

    objects = DutyManager()

    class Meta:
        verbose_name = _("解读任务")
        verbose_name_plural = _("解读任务")
        default_permissions = ()
        ordering = ["due_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(due_on__gte=models.F("starts_on")), name="duty_due_after_start"),
            models.CheckConstraint(
                condition=~models.Q(state="met") | models.Q(met_on__isnull=False), name="met_duty_says_when"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exempt") | ~models.Q(exempt_reason=""), name="exempt_duty_says_why"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(state="open"), name="open_duties")]

    def __str__(self) -> str:
        return str(self.document)

    def is_overdue(self, *, on: date) -> bool:
        """True when it is open and its last day is over."""
        return self.state == DutyState.OPEN and self.due_on < on


class DutyReminder(models.Model):
    """One reminder about one duty to one person, sent once: the unique row is what an outage cannot lose or repeat."""

    site_path = "duty__site"

    duty = models.ForeignKey(InterpretationDuty, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=16)
    due_on = models.DateField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["duty", "kind", "due_on", "recipient"], name="one_duty_reminder_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.duty_id}"
