"""The three reviews. The stage is computed from the revision's own history; a form can only say which stage it saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content import workflow
from content.actions.holding import locked_revision
from content.actions.publishing import make_live
from content.actions.readiness import refuse_unless_ready
from content.issue_conditions import companions_of, refuse_unless_met
from content.models import REVIEWED, Decision, ReviewStep, Revision
from content.proofreading.gate import refuse_blocking
from content.workflow import Move, State
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless
from sites.scope import everything
from sites.titles import in_marks

LONGEST_OPINION = 500


def at_stage(revision: Revision, move: Move, seen: str | None) -> workflow.Stage | None:
    """Check the move against the stage that the history gives; return the stage that waited. Raises Refused or Conflict."""
    if workflow.stage_reached(revision.decisions) != revision.state:
        raise Refused(_("稿件状态与审核记录不一致，已停止办理，请联系平台管理员核查。"))
    if seen is not None and seen != revision.state:
        raise Conflict(_("这篇稿件已由他人办理，目前为“%s”。") % revision.get_state_display())
    refuse_unless(
        workflow.allows(revision.state, move),
        _("稿件目前为“%(state)s”，不能%(move)s。") % {"state": revision.get_state_display(), "move": Move(move).label},
    )
    return workflow.stage_at(revision.state)


def _refuse_unless_may_judge(revision: Revision, by: User) -> None:
    """Four different people: neither who wrote any draft since the live text nor who passed it may judge."""
    refuse_if(by.pk in revision.writers, _("撰稿人不能审核自己的稿件。"))
    passed = {revision.first_reviewer_id, revision.second_reviewer_id}
    refuse_if(by.pk in passed, _("您已在前一环节审过这篇稿件，须由另一人办理本环节。"))
    refuse_unless(can(by, Action.ARTICLE_REVIEW, revision), _("您没有办理本环节的权限。"))


def note_step(
    revision: Revision, decision: str, *, by: User, at: datetime, opinion: str = "", warnings: int | None = None
) -> ReviewStep:
    """Write the line of the registration form: stage, decision, opinion, person, time, hash of the exact text, and how
    many warnings of proof-reading stood where it was looked at."""
    return ReviewStep.objects.create(
        revision=revision,
        stage=revision.state,
        decision=decision,
        opinion=opinion.strip(),
        by=by,
        at=at,
        text_hash=revision.text_hash,
        warnings=warnings,
    )


def _record(event: Event, revision: Revision, *, by: User, at: datetime, **after: object) -> None:
    article = revision.article
    record(event, article, by=by, at=at, site=article.site, after={"revision": revision.number, **after})


@transaction.atomic
def submit_revision(revision: Revision, *, by: User, at: datetime, note: str = "") -> Revision:
    """Send a draft into the first review. Raises Refused when it is not the author's, lacks title, source or text, or
    when proof-reading found what must be mended first."""
    revision = locked_revision(revision)
    at_stage(revision, Move.SUBMIT, None)
    refuse_unless(can(by, Action.ARTICLE_SUBMIT, revision), _("只能由撰稿人本人送审。"))
    refuse_unless_ready(revision)
    refuse_if(revision.expires_at and revision.expires_at <= at, _("到期下线时间已过，请改为将来的时间或留空。"))
    warnings = refuse_blocking(revision, at=at)
    note_step(revision, Decision.SUBMIT, by=by, at=at, opinion=note, warnings=warnings)
    revision.state = workflow.STAGES[0].state
    revision.submitted_at, revision.entered_stage_at = at, at
    revision.first_reviewer = revision.second_reviewer = revision.issuer = None
    revision.save(update_fields=REVIEWED)
    _record(Event.ARTICLE_SUBMITTED, revision, by=by, at=at, warnings=warnings)
    return revision


@transaction.atomic
def recall_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    """Take one's own revision out of review; whatever was passed has to be passed again. Raises Refused."""
    revision = locked_revision(revision)
    at_stage(revision, Move.RECALL, None)
    refuse_unless(can(by, Action.ARTICLE_RECALL, revision), _("只能由撰稿人本人撤回。"))
    note_step(revision, Decision.RECALL, by=by, at=at)
    revision.state, revision.entered_stage_at = State.DRAFT, at
    revision.first_reviewer = revision.second_reviewer = revision.issuer = None
    revision.save(update_fields=REVIEWED)
    _record(Event.ARTICLE_RECALLED, revision, by=by, at=at)
    return revision


@transaction.atomic
def pass_revision(
    revision: Revision, *, by: User, at: datetime, opinion: str = "", seen: str | None = None
) -> Revision:
    """Pass the first or second review on to the next stage. Raises Refused, also when something is missing without which it
    cannot enter issue; Conflict when somebody was faster."""
    revision = locked_revision(revision)
    stage = at_stage(revision, Move.PASS, seen)
    _refuse_unless_may_judge(revision, by)
    following = workflow.STAGES[workflow.STAGES.index(stage) + 1]
    if following.state == State.ISSUE:
        refuse_unless_met(revision, at=at)
    note_step(revision, Decision.PASS, by=by, at=at, opinion=opinion)
    setattr(revision, stage.field, by)
    revision.state, revision.entered_stage_at = following.state, at
    revision.save(update_fields=REVIEWED)
    _record(Event.ARTICLE_PASSED, revision, by=by, at=at, stage=stage.state, text_hash=revision.text_hash)
    return revision


@transaction.atomic
def return_revision(revision: Revision, *, by: User, at: datetime, opinion: str, seen: str | None = None) -> Revision:
    """Send it back to its author with an opinion; what was scheduled to go out with it goes back, too. Raises Refused
    without one."""
    along = companions_of(revision)
    revision = locked_revision(revision, along=along)
    stage = at_stage(revision, Move.RETURN, seen)
    refuse_unless(opinion.strip(), _("退回稿件须写明意见。"))
    _refuse_unless_may_judge(revision, by)
    for waiting in _scheduled_along(along, revision.publish_at):
        said = _("%(title)s已退回，一并退回：%(opinion)s") % {
            "title": in_marks(revision.title),
            "opinion": opinion.strip(),
        }
        try:
            return_revision(waiting, by=by, at=at, opinion=said[:LONGEST_OPINION])
        except Refused as refusal:
            named = {"title": in_marks(waiting.title), "why": refusal.reason}
            raise Refused(_("随文发布的%(title)s不能一并退回：%(why)s") % named) from None
    note_step(revision, Decision.RETURN, by=by, at=at, opinion=opinion)
    revision.state, revision.entered_stage_at, revision.publish_at = State.RETURNED, at, None
    revision.save(update_fields=REVIEWED)
    _record(Event.ARTICLE_RETURNED, revision, by=by, at=at, stage=stage.state, opinion=opinion.strip())
    return revision


@transaction.atomic
def issue_revision(
    revision: Revision,
    *,
    by: User,
    at: datetime,
    opinion: str = "",
    publish_at: datetime | None = None,
    seen: str | None = None,
) -> Revision:
    """Issue it: public at once, or at `publish_at` when that lies ahead, and with it what goes out together with it; what is
    scheduled already gets the new time. Words and conditions are looked at again, since they may have changed meanwhile. Raises
    Refused, Conflict."""
    along = companions_of(revision)
    revision = locked_revision(revision, along=along)
    is_later, before = publish_at is not None, revision.publish_at
    refuse_if(is_later and publish_at <= at, _("定时发布的时间须晚于现在；要立即发布，请把时间留空。"))
    at_stage(revision, Move.SCHEDULE if is_later else Move.PUBLISH, seen)
    _refuse_unless_may_judge(revision, by)
    refuse_if(
        revision.expires_at and revision.expires_at <= (publish_at or at), _("到期下线时间早于发布时间，请退回修改。")
    )
    refuse_unless_met(revision, at=at)
    warnings = refuse_blocking(revision, at=at)
    decision = Decision.SCHEDULE if is_later else Decision.PUBLISH
    note_step(revision, decision, by=by, at=at, opinion=opinion, warnings=warnings)
    revision.issuer, revision.entered_stage_at = by, at
    if is_later:
        revision.state, revision.publish_at = State.SCHEDULED, publish_at
        revision.save(update_fields=REVIEWED)
        _record(Event.ARTICLE_SCHEDULED, revision, by=by, at=at, publish_at=publish_at)
    else:
        revision = make_live(revision, by=by, at=at)
    if along:
        _issue_along(along, revision.title, before, by=by, at=at, publish_at=publish_at)
    return revision


def _scheduled_along(articles: Sequence[int], moment: datetime | None) -> list[Revision]:
    """Return what is scheduled among the articles for the moment at which the other one was."""
    if not articles or moment is None:
        return []
    with everything("what goes out together may be of another site; whoever decides must hold the right there, too"):
        rows = Revision.objects.filter(article__in=articles, state=State.SCHEDULED, publish_at=moment)
        return list(rows.order_by("article"))


def _issue_along(
    articles: Sequence[int], title: str, before: datetime | None, *, by: User, at: datetime, publish_at: datetime | None
) -> None:
    """Issue what waits for issue among the articles, by the same person and for the same moment, and what was scheduled with
    the revision for the moment before; they are locked already."""
    with everything("what goes out together may be of another site; whoever issues must hold the right there, too"):
        rows = list(Revision.objects.filter(article__in=articles, state=State.ISSUE).order_by("article"))
    for waiting in [*rows, *_scheduled_along(articles, before)]:
        try:
            issue_revision(waiting, by=by, at=at, opinion=_("随%s一并签发。") % in_marks(title), publish_at=publish_at)
        except Refused as refusal:
            said = {"title": in_marks(waiting.title), "why": refusal.reason}
            raise Refused(_("随文一并签发的%(title)s不能签发：%(why)s") % said) from None
