"""The interpretation clock: ten working days after a document was issued (Guizhou 2015 (6))."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from content.models import ArticleState
from interpretation.kinds import IN_FORCE
from sites.models import Column, Reminder
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Role
from sites.scope import Scope, TenantManager, TenantQuerySet, everything

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import User


class DutyState(models.TextChoices):
    """How the duty stands; late is derived from the dates, never stored."""

    OPEN = "open", _("待解读")
    MET = "met", _("已解读")
    EXEMPT = "exempt", _("免于解读")


OWED = Q(document__status__in=sorted(IN_FORCE), document__article__state=ArticleState.PUBLISHED)


class Progress(models.TextChoices):
    """How far a duty has come; derived from plan, links and dates, never stored."""

    UNPLANNED = "unplanned", _("未安排")
    PLANNED = "planned", _("已定方案")
    DRAFTING = "drafting", _("起草中")
    IN_REVIEW = "in-review", _("审核中")
    MET = "met", _("按时解读")
    LATE = "late", _("逾期解读")
    EXEMPT = "exempt", _("免于解读")


class DutyQuerySet(TenantQuerySet):
    """Which duties."""

    def within(self, scope: Scope) -> Self:
        """Duties of the scope's sites, and those whose document its organizations drafted, which cross sites."""
        if scope.sites is None:
            return self
        return self.filter(Q(site__in=scope.sites) | Q(organization__in=scope.organizations))

    def with_progress(self) -> Self:
        """Say of each how far it has come: what is linked and still in the office counts by where its newest version is."""
        from content.models import Revision
        from content.workflow import EDITABLE, IN_REVIEW, State
        from interpretation.models import InterpretationPlan

        with everything("how far a duty has come depends on what any site writes about its document"):
            in_office = Revision.objects.filter(
                article__interpretation__documents=OuterRef("document"), article__published_at__isnull=True
            )
            plans = InterpretationPlan.objects.filter(article=OuterRef("document__article"), way="planned")
        waiting = [*sorted(IN_REVIEW), State.SCHEDULED]
        return self.annotate(
            progress=Case(
                When(state=DutyState.EXEMPT, then=Value(Progress.EXEMPT)),
                When(state=DutyState.MET, met_on__gt=models.F("due_on"), then=Value(Progress.LATE)),
                When(state=DutyState.MET, then=Value(Progress.MET)),
                When(Exists(in_office.filter(state__in=waiting)), then=Value(Progress.IN_REVIEW)),
                When(Exists(in_office.filter(state__in=sorted(EDITABLE))), then=Value(Progress.DRAFTING)),
                When(Exists(plans), then=Value(Progress.PLANNED)),
                default=Value(Progress.UNPLANNED),
                output_field=models.CharField(),
            )
        )

    def owed(self) -> Self:
        """Those that count: the document is in force and its page public. It needs no clock, because the publishing job
        takes down what expired."""
        return self.filter(OWED)

    def open(self) -> Self:
        """Owed and not yet met."""
        return self.owed().filter(state=DutyState.OPEN)

    def due_on(self, day: date) -> Self:
        """Open ones whose last day this is."""
        return self.open().filter(due_on=day)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose last day is over."""
        return self.open().filter(due_on__lt=on)

    def met(self) -> Self:
        """Met, in time or late."""
        return self.filter(state=DutyState.MET)

    def met_late(self) -> Self:
        """Met after the last day."""
        return self.met().filter(met_on__gt=models.F("due_on"))

    def due_within(self, working_days: int, *, on: date, calendar: WorkCalendar) -> Self:
        """Open ones, overdue ones among them, whose last day comes within so many working days."""
        return self.open().filter(due_on__lte=calendar.add_working_days(on, working_days).day)

    def counted_by_another(self, calendar: WorkCalendar) -> Self:
        """Open ones whose last day was counted before the calendar was amended."""
        return self.open().exclude(calendar_version=calendar.version)

    def not_as_the_facts(self, *, at: datetime) -> Self:
        """Owed ones that are open although a public interpretation meets them, or met although none does any more."""
        from interpretation.models import Interpretation

        explaining = Interpretation.objects.public(at=at).filter(documents=OuterRef("document"))
        return self.owed().filter(
            (Q(state=DutyState.OPEN) & Exists(explaining)) | (Q(state=DutyState.MET) & ~Exists(explaining))
        )

    def seen_by(self, user: User) -> Self:
        """What the person may see in the ledger: supervisors the subtree of sites, people of a site that site, and the staff
        of the drafting organization what it has to explain, on whatever site."""
        if user.is_platform_admin:
            return self
        columns = Column.objects.filter(pk__in=user.grants.columns_with(*COLUMN_ROLES))
        whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
        bodies = user.grants.organizations_with(*ORGANIZATION_ROLES)
        return self.filter(Q(site__in=whole_sites) | Q(site__in=columns.values("site")) | Q(organization__in=bodies))


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

    @property
    def is_owed(self) -> bool:
        """True when it counts, as `DutyQuerySet.owed` says."""
        return self.document.status in IN_FORCE and self.document.article.state == ArticleState.PUBLISHED

    def is_overdue(self, *, on: date) -> bool:
        """True when it is owed and open and its last day is over."""
        return self.state == DutyState.OPEN and self.due_on < on and self.is_owed

    @property
    def progress_display(self) -> str:
        """How far it has come, in words; for rows that were asked `with_progress`."""
        return str(Progress(self.progress).label)

    @property
    def was_met_late(self) -> bool:
        """True when it was met after its last day."""
        return self.state == DutyState.MET and self.met_on > self.due_on


class DutyReminder(Reminder):
    """One reminder about one step of a duty's clock to one person (解读任务提醒)."""

    site_path = "duty__site"
    subject = "duty"
    mailed_with = ("duty__document__article", "duty__site")

    duty = models.ForeignKey(InterpretationDuty, models.CASCADE, related_name="reminders")

    objects = TenantManager()

    class Meta:
        verbose_name = _("解读任务提醒")
        verbose_name_plural = _("解读任务提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["duty", "kind", "due_on", "recipient"], name="one_duty_reminder_each")
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(sent_at__isnull=True, is_skipped=False),
                name="duty_reminders_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.duty_id}"
