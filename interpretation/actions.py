"""Links between documents and what explains them, and the duty to explain: opened, met, reopened, exempted, recounted.

A duty is never set to "met" by hand. `settle_duty` compares it with the facts (is a linked interpretation public?), and
whatever changes the facts calls it; the sweep calls it again for what was missed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Article, ArticleKind, PolicyDocument
from interpretation.models import AuthorRole, DutyState, Form, Interpretation, InterpretationDuty
from interpretation.models.duty import IN_FORCE
from sites.audit import Event, record
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless

# --- what publishing tells us ----------------------------------------------------------------------------------------


def follow_publication(article: Article, by: User, at: datetime) -> None:
    """A document went public: its duty begins. An interpretation did: the duties of what it explains may be met."""
    if article.kind == ArticleKind.DOCUMENT:
        document = PolicyDocument.objects.select_related("article__site", "issuer").filter(article=article).first()
        if document:
            open_duty(document, by=by, at=at)
    settle_duties_of(article, by=by, at=at)


def follow_withdrawal(article: Article, by: User, at: datetime) -> None:
    """An interpretation is no longer public: when it was the only one, the duty is open again."""
    settle_duties_of(article, by=by, at=at)


@transaction.atomic
def settle_duties_of(article: Article, *, by: User, at: datetime) -> None:
    """Compare the duties of everything that the article explains with the facts."""
    if article.kind == ArticleKind.INTERPRETATION:
        _settle_all(InterpretationDuty.objects.filter(document__interpretations__article=article), by=by, at=at)


def _settle_all(duties: QuerySet[InterpretationDuty], *, by: User, at: datetime) -> None:
    """Settle the duties; every row is locked, in one order, before the first entry locks the chain of the record."""
    for duty in list(duties.select_for_update(of=("self",)).order_by("pk")):
        settle_duty(duty, by=by, at=at)


# --- the duty --------------------------------------------------------------------------------------------------------


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
    if not document.needs_interpretation or document.status not in IN_FORCE:
        return None
    site = document.article.site
    duty = InterpretationDuty(document=document, site=site, organization=document.issuer)
    _count(duty)
    duty.save()
    record(
        Event.DUTY_OPENED, duty, by=by, at=at, site=site,
        after={"document": document, "starts_on": duty.starts_on, "due_on": duty.due_on, "days": duty.working_days},
    )  # fmt: skip
    return settle_duty(duty, by=by, at=at)


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
    reason = " ".join(reason.split())
    refuse_unless(reason, _("请写明免于解读的理由。"))
    refuse_if(len(reason) > 200, _("理由不得超过 200 个字。"))
    duty.state, duty.exempt_reason = DutyState.EXEMPT, reason
    duty.save(update_fields=["state", "exempt_reason"])
    record(Event.DUTY_EXEMPTED, duty, by=by, at=at, site=duty.site, after={"reason": reason})
    return duty


# --- the links -------------------------------------------------------------------------------------------------------


@transaction.atomic
def link_interpretation(
    article: Article,
    documents: Collection[PolicyDocument],
    *,
    by: User,
    at: datetime,
    form: Form | None = None,
    author_role: AuthorRole | None = None,
) -> Interpretation:
    """Say that the article explains the documents, in addition to those it explains already. Raises Refused.

    The link takes the right at both ends, because it shows on both pages; drafts may be linked and show once they are
    public.
    """
    article = Article.objects.select_related("column", "site").get(pk=article.pk)
    refuse_unless(article.kind == ArticleKind.INTERPRETATION, _("只有“政策解读”类稿件可以关联文件。"))
    _refuse_strangers(article, documents, by)
    interpretation, is_new = Interpretation.objects.get_or_create(article=article)
    before = {"form": interpretation.form, "author_role": interpretation.author_role}
    interpretation.form = Form(form or interpretation.form)
    interpretation.author_role = AuthorRole(author_role or interpretation.author_role)
    interpretation.save()
    known = set(interpretation.documents.values_list("pk", flat=True))
    added = [document for document in documents if document.pk not in known]
    interpretation.documents.add(*added)
    after = {"form": interpretation.form, "author_role": interpretation.author_role}
    if added or is_new or after != before:
        _tell(Event.INTERPRETATION_LINKED, interpretation, added, by=by, at=at, **after)
    return interpretation


@transaction.atomic
def unlink_interpretation(article: Article, document: PolicyDocument, *, by: User, at: datetime) -> None:
    """Take one link away; when it was the last public interpretation, the duty is open again. Raises Refused."""
    interpretation = Interpretation.objects.select_related("article__column", "article__site").get(article=article.pk)
    _refuse_strangers(interpretation.article, [document], by)
    if interpretation.documents.filter(pk=document.pk).exists():
        interpretation.documents.remove(document)
        _tell(Event.INTERPRETATION_UNLINKED, interpretation, [document], by=by, at=at)


def _refuse_strangers(article: Article, documents: Collection[PolicyDocument], by: User) -> None:
    refuse_unless(can(by, Action.INTERPRETATION_LINK, article), _("您没有为这篇稿件关联文件的权限。"))
    for document in documents:
        refuse_unless(can(by, Action.INTERPRETATION_LINK, document), _("您没有为文件“%s”关联解读的权限。") % document)


def _tell(
    event: Event,
    interpretation: Interpretation,
    documents: Collection[PolicyDocument],
    *,
    by: User,
    at: datetime,
    **facts: str,
) -> None:
    """Settle the duties, tell those who follow both pages, write the record."""
    _settle_all(InterpretationDuty.objects.filter(document__in=documents), by=by, at=at)
    linked = PolicyDocument.objects.filter(interpretations=interpretation).select_related("article")
    for article in {interpretation.article, *(document.article for document in [*linked, *documents])}:
        announce(article, at=at)
    record(
        event, interpretation, by=by, at=at, site=interpretation.article.site,
        after={"documents": list(documents), **facts},
    )  # fmt: skip
