"""Emergency publication, and the reviews that it jumped over, made up afterwards while the page stays.

House rule (design 4): a separate right, a reason, and the missing reviews within one working day by three different people,
none of whom wrote the text or published it in emergency. A reviewer who finds it wrong says so; the page stays until somebody
withdraws or replaces it, since taking a warning down unseen can do more harm than leaving it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content import workflow
from content.actions.holding import locked_revision
from content.actions.publishing import make_live
from content.actions.readiness import refuse_unless_complete
from content.actions.retrospective_notices import make_notices
from content.actions.reviews import at_stage, note_step
from content.issue_conditions import refuse_unless_met
from content.models import NoticeKind, ReviewStep, Revision
from content.proofreading.gate import refuse_blocking
from content.workflow import Move, Retrospect, State
from sites.audit import Event, record
from sites.calendar import DueDate, WorkCalendar, local_day
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice, Site, User
from sites.policy import Action, can
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless

SHORTEST_REASON = 10


def review_due(site: Site, at: datetime, calendar: WorkCalendar | None = None) -> DueDate:
    """Until when the missing reviews of what the site published at the moment must be made up."""
    calendar = calendar or CalendarNotice.objects.calendar()
    return calendar.add_working_days(local_day(at), working_days_allowed(Clock.RETROSPECTIVE_REVIEW, site))


@transaction.atomic
def publish_emergency(revision: Revision, *, by: User, at: datetime, reason: str, seen: str | None = None) -> Revision:
    """Make an open revision public at once, whatever reviews it has passed; the rest is made up afterwards.

    Raises Refused without the right or a reason of ten characters, and for what proof-reading blocks; Conflict when it is
    no longer at the stage `seen`.
    """
    revision = locked_revision(revision)
    at_stage(revision, Move.EMERGENCY, seen)
    refuse_unless(can(by, Action.ARTICLE_EMERGENCY, revision), _("您没有应急发布的权限。"))
    reason = " ".join(reason.split())
    refuse_if(
        len(reason.replace(" ", "")) < SHORTEST_REASON, _("请写明应急发布的理由，不少于 %s 个字。") % SHORTEST_REASON
    )
    refuse_unless_complete(revision)
    refuse_if(revision.expires_at and revision.expires_at <= at, _("到期下线时间已过，不能发布。"))
    refuse_if(revision.issuer_id == by.pk, _("您已签发这篇稿件，三审齐全，请直接改为立即发布。"))
    warnings = refuse_blocking(revision, at=at)
    note_step(revision, workflow.Move.EMERGENCY, by=by, at=at, opinion=reason, warnings=warnings)
    due = review_due(revision.article.site, at)
    revision.is_emergency, revision.emergency_by = True, by
    revision.review_due_on, revision.is_review_due_provisional = due.day, due.is_provisional
    is_whole = None not in (revision.first_reviewer_id, revision.second_reviewer_id, revision.issuer_id)
    revision.retrospect = Retrospect.MADE_UP if is_whole else Retrospect.PENDING
    revision.submitted_at = revision.submitted_at or at
    revision.entered_stage_at = at
    if not is_whole:
        make_notices(revision, NoticeKind.PUBLISHED, at=at)
    return make_live(revision, by=by, at=at, event=Event.ARTICLE_EMERGENCY, reason=reason, review_due_on=due.day)


@transaction.atomic
def confirm_emergency(
    revision: Revision, *, by: User, at: datetime, opinion: str = "", seen: str | None = None
) -> Revision:
    """Make up the next missing review of an emergency publication; the last one asks for what issue asks for. Raises
    Refused, Conflict when somebody was faster."""
    revision, stage = _missing_stage(revision, Move.CONFIRM, by=by, seen=seen)
    if stage.state == State.ISSUE:
        refuse_unless_met(revision, at=at)
    _note_in_retrospect(revision, stage, Move.CONFIRM, by=by, at=at, opinion=opinion)
    setattr(revision, stage.field, by)
    if not revision.missing_reviews:
        revision.retrospect = Retrospect.MADE_UP
    revision.save(update_fields=[stage.field, "retrospect"])
    _record(Event.ARTICLE_CONFIRMED, revision, stage, by=by, at=at)
    return revision


@transaction.atomic
def fault_emergency(revision: Revision, *, by: User, at: datetime, opinion: str, seen: str | None = None) -> Revision:
    """Say in retrospect that it should not have been published so; the issuers are alerted, the page stays until somebody
    withdraws or corrects it. Raises Refused without an opinion, Conflict."""
    revision, stage = _missing_stage(revision, Move.FAULT, by=by, seen=seen)
    refuse_unless(opinion.strip(), _("追审不通过须写明意见。"))
    _note_in_retrospect(revision, stage, Move.FAULT, by=by, at=at, opinion=opinion)
    revision.retrospect = Retrospect.FAULTED
    revision.save(update_fields=["retrospect"])
    make_notices(revision, NoticeKind.FAULTED, at=at)
    _record(Event.ARTICLE_FAULTED, revision, stage, by=by, at=at, opinion=opinion.strip())
    return revision


def _missing_stage(revision: Revision, move: Move, *, by: User, seen: str | None) -> tuple[Revision, workflow.Stage]:
    """Lock the revision and return it with the review that comes next. Raises Refused or Conflict."""
    revision = locked_revision(revision)
    refuse_unless(
        move in workflow.RETROSPECTIVE_MOVES[revision.retrospect],
        _("这篇稿件目前不需要追审。")
        if not revision.retrospect
        else _("追审已办结：%s。") % revision.get_retrospect_display(),
    )
    if workflow.stage_reached(revision.decisions) != State.PUBLISHED:
        raise Refused(_("稿件状态与审核记录不一致，已停止办理，请联系平台管理员核查。"))
    stage = revision.missing_reviews[0]
    if seen and seen != stage.state:
        raise Conflict(_("这个环节已由他人追审，现在待补的是“%s”。") % stage.name)
    refuse_if(by.pk in revision.writers, _("撰稿人不能追审自己的稿件。"))
    refuse_if(by.pk == revision.emergency_by_id, _("应急发布人不能追审自己的发布。"))
    passed = {revision.first_reviewer_id, revision.second_reviewer_id, revision.issuer_id}
    refuse_if(by.pk in passed, _("您已审过这篇稿件的另一环节，须由另一人办理本环节。"))
    refuse_unless(can(by, Action.ARTICLE_REVIEW_AFTER, revision), _("您没有追审本环节的权限。"))
    return revision, stage


def _note_in_retrospect(
    revision: Revision, stage: workflow.Stage, move: Move, *, by: User, at: datetime, opinion: str
) -> None:
    ReviewStep.objects.create(
        revision=revision, stage=stage.state, decision=move, opinion=opinion.strip(), by=by, at=at,
        text_hash=revision.text_hash,
    )  # fmt: skip


def _record(
    event: Event, revision: Revision, stage: workflow.Stage, *, by: User, at: datetime, **after: object
) -> None:
    article = revision.article
    said = {"revision": revision.number, "stage": stage.state, "text_hash": revision.text_hash, **after}
    record(event, article, by=by, at=at, site=article.site, after=said)
