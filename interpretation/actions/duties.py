"""The duty to explain: opened, met, reopened, exempted, recounted.

A duty is never set to "met" by hand. `settle_duty` compares it with the facts (is a linked interpretation public?), and
whatever changes the facts calls it; the sweep calls it again for what was missed.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Article, PolicyDocument
from interpretation.kinds import IN_FORCE, why_wanted
from interpretation.models import DutyState, InterpretationDuty, InterpretationPlan, Way
from sites.audit import Event, record
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice, User
from sites.policy import Action, can
from sites.refusals import reason_in, refuse_unless


def settle_all(duties: QuerySet[InterpretationDuty], *, by: User, at: datetime) -> None:
    """Settle the duties; every row is locked, in one order, before the first entry locks the chain of the record."""
    for duty in list(duties.select_for_update(of=("self",)).order_by("pk")):
        settle_duty(duty, by=by, at=at)


def issued_on(document: PolicyDocument) -> date:
    """The day from which the ten working days are counted: when it was printed, else when it was written."""
    return document.printed_on or document.written_on


@transaction.atomic
def open_duty(document: PolicyDocument, *, by: User, at: datetime) -> InterpretationDuty | None:
    """Open the document's duty, once; when there is one, recount and settle it: the day of issue may have been corrected,
    or the document public again. None when it needs no interpretation.

    Guizhou 2015 (6): the drafting body interprets within ten working days after the document was issued.
    """
    existing = InterpretationDuty.objects.filter(document=document).first()
    if existing:
        return settle_duty(recount_duty(existing, by=by, at=at), by=by, at=at)
    site = document.article.site
    if document.status not in IN_FORCE or not _is_wanted(document, at=at):
        return None
    plan = InterpretationPlan.objects.filter(article=document.article_id).first()
    organization = plan.organization_id if plan and plan.organization_id else document.issuer_id
    duty = InterpretationDuty(document=document, site=site, organization_id=organization)
    if plan and plan.way == Way.EXEMPT:
        duty.state, duty.exempt_reason = DutyState.EXEMPT, plan.exempt_reason
    _count(duty)
    duty.save()
    said = {"document": document, "starts_on": duty.starts_on, "due_on": duty.due_on, "days": duty.working_days}
    if duty.exempt_reason:
        said["exempt_reason"] = duty.exempt_reason
    record(Event.DUTY_OPENED, duty, by=by, at=at, site=site, after=said)
    return settle_duty(duty, by=by, at=at)


def _is_wanted(document: PolicyDocument, *, at: datetime) -> bool:
    article = document.article
    data = {
        "genre": document.genre, "is_normative": document.is_normative, "issuer": document.issuer_id,
        "needs_interpretation": document.needs_interpretation,
    }  # fmt: skip
    was_public = article.published_at < at or article.live.is_standing_approval  # migrated, or reprinted by itself
    return bool(why_wanted(data, article.site, was_public=was_public, on=timezone.localdate(at)))


def latest_day(article: Article) -> date | None:
    """Return the last day of the duty that the article has, or would have by its newest version; None without a date."""
    duty = InterpretationDuty.objects.filter(document__article=article).first()
    if duty:
        return duty.due_on
    data = article.revisions.order_by("-number").values_list("document", flat=True).first() or {}
    issued = data.get("printed_on") or data.get("written_on")
    if not issued:
        return None
    allowed = working_days_allowed(Clock.INTERPRETATION, article.site)
    return CalendarNotice.objects.calendar().add_working_days(date.fromisoformat(issued), allowed).day


def _count(duty: InterpretationDuty) -> None:
    """Set the duty's dates from its document, its site's limit and the calendar in force."""
    calendar = CalendarNotice.objects.calendar()
    duty.starts_on = issued_on(duty.document)
    duty.working_days = working_days_allowed(Clock.INTERPRETATION, duty.site)
    due = calendar.add_working_days(duty.starts_on, duty.working_days)
    duty.due_on, duty.is_provisional, duty.calendar_version = due.day, due.is_provisional, calendar.version


@transaction.atomic
def recount_duty(duty: InterpretationDuty, *, by: User, at: datetime) -> InterpretationDuty:
    """Count an open duty's last day anew: the calendar was amended, or the document's day of issue corrected."""
    duty = _locked(duty)
    if duty.state != DutyState.OPEN:
        return duty
    before = {"starts_on": duty.starts_on, "due_on": duty.due_on, "is_provisional": duty.is_provisional}
    _count(duty)
    duty.save()
    after = {name: getattr(duty, name) for name in before}
    if after != before:
        record(Event.DUTY_RECOUNTED, duty, by=by, at=at, site=duty.site, before=before, after=after)
    return duty


def _locked(duty: InterpretationDuty) -> InterpretationDuty:
    rows = InterpretationDuty.objects.select_for_update(of=("self",)).select_related("document__article", "site")
    return rows.get(pk=duty.pk)


@transaction.atomic
def settle_duty(duty: InterpretationDuty, *, by: User, at: datetime) -> InterpretationDuty:
    """Make the duty say what is so: met on the day the earliest linked interpretation went public, or open.
    What is exempt or not owed stays as it is; once it is owed again, the sweep compares it anew."""
    duty = _locked(duty)
    if duty.state == DutyState.EXEMPT or not duty.is_owed:
        return duty
    public = Article.objects.public(at=at).filter(interpretation__documents=duty.document_id)
    first = public.aggregate(first=Min("published_at"))["first"]
    met_on = timezone.localdate(first) if first else None
    if met_on == duty.met_on:
        return duty
    before = {"state": duty.state, "met_on": duty.met_on}
    duty.state, duty.met_on = (DutyState.MET if met_on else DutyState.OPEN), met_on
    duty.save(update_fields=["state", "met_on"])
    record(
        Event.DUTY_MET if met_on else Event.DUTY_REOPENED, duty, by=by, at=at, site=duty.site,
        before=before, after={"met_on": met_on, "due_on": duty.due_on},
    )  # fmt: skip
    return duty


@transaction.atomic
def exempt_duty(duty: InterpretationDuty, reason: str, *, by: User, at: datetime) -> InterpretationDuty:
    """Free the document from its duty, with a reason for the record. Raises Refused."""
    duty = _locked(duty)
    refuse_unless(can(by, Action.DUTY_EXEMPT, duty), _("您没有免除这项解读任务的权限。"))
    refuse_unless(duty.state == DutyState.OPEN, _("这项解读任务目前为“%s”。") % duty.get_state_display())
    reason = reason_in(reason, missing=_("请写明免于解读的理由。"))
    duty.state, duty.exempt_reason = DutyState.EXEMPT, reason
    duty.save(update_fields=["state", "exempt_reason"])
    record(Event.DUTY_EXEMPTED, duty, by=by, at=at, site=duty.site, after={"reason": reason})
    return duty
