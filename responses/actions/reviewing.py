"""The shortened review: a text is written by one person, passed by a second, issued by a third.

Every step is an entry of the audit trail with the SHA-256 of exactly what was judged; that is the record of the review. What is
issued meets clocks, goes to the media, into feeds and the index from the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.sanitising import clean_line
from responses.actions.drafting import refuse_blocking, refuse_incomplete
from responses.actions.locks import locked_text
from responses.actions.pushing import push
from responses.actions.topics import settle_topic
from responses.models import PushOccasion, ReviewedText, Statement
from responses.workflow import Move, after
from sites.audit import Event, record
from sites.models import User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import Conflict, refuse_if, refuse_unless

LONGEST = 200


@transaction.atomic
def submit_text(text: ReviewedText, *, by: User, at: datetime) -> ReviewedText:
    """Send a draft into the shortened review; the proof-reader's blocking findings stop it. Raises Refused."""
    text = _moved(text, Move.SUBMIT, Action.RESPONSE_WRITE, by)
    _refuse_ended(text)
    refuse_incomplete(text)
    refuse_blocking(text, at=at)
    text.reviewer = text.issuer = None
    text.submitted_at, text.judged_hash, text.opinion = at, text.text_hash, ""
    text.save()
    record(Event.RESPONSE_SUBMITTED, text, by=by, at=at, site=text.site, after={"text_hash": text.judged_hash})
    return text


@transaction.atomic
def recall_text(text: ReviewedText, *, by: User, at: datetime) -> ReviewedText:
    """Take one's own text out of review. Raises Refused."""
    text = _moved(text, Move.RECALL, Action.RESPONSE_RECALL, by)
    text.reviewer, text.judged_hash = None, ""
    text.save()
    record(Event.RESPONSE_RECALLED, text, by=by, at=at, site=text.site)
    return text


@transaction.atomic
def pass_text(text: ReviewedText, *, by: User, at: datetime, opinion: str = "", seen: str = "") -> ReviewedText:
    """The first of the two agrees. Raises Refused, Conflict when it is no longer as the person saw it."""
    text = _judged(text, Move.PASS, by, seen)
    text.reviewer, text.opinion = by, _line(opinion)
    text.save()
    _note(Event.RESPONSE_PASSED, text, by=by, at=at)
    return text


@transaction.atomic
def return_text(text: ReviewedText, *, by: User, at: datetime, opinion: str, seen: str = "") -> ReviewedText:
    """Either of the two sends it back with an opinion. Raises Refused, Conflict."""
    text = _judged(text, Move.RETURN, by, seen)
    text.opinion = _line(opinion)
    refuse_unless(text.opinion, _("退回请写明意见。"))
    text.save()
    _note(Event.RESPONSE_RETURNED, text, by=by, at=at)
    return text


@transaction.atomic
def publish_text(text: ReviewedText, *, by: User, at: datetime, opinion: str = "", seen: str = "") -> ReviewedText:
    """The second of the two issues it, and it is public. Raises Refused, Conflict."""
    text = _judged(text, Move.PUBLISH, by, seen)
    _refuse_ended(text)
    if isinstance(text, Statement):
        refuse_if(text.held_at and text.held_at > at, _("新闻发布会尚未召开，请在召开后发布。"))
    text.issuer, text.opinion, text.published_at = by, _line(opinion), at
    text.save()
    _follow(text, PushOccasion.PUBLISHED, by=by, at=at)
    _note(Event.RESPONSE_PUBLISHED, text, by=by, at=at)
    return text


@transaction.atomic
def withdraw_text(text: ReviewedText, reason: str, *, by: User, at: datetime) -> ReviewedText:
    """Take back what is public, with a reason that the public reads in its place. Raises Refused."""
    text = locked_text(text)
    refuse_unless(text.is_public, _("目前为“%s”，不能撤回。") % text.get_state_display())
    refuse_unless(can(by, Action.RESPONSE_WITHDRAW, text), _("您没有撤回已发布内容的权限。"))
    reason = _line(reason)
    refuse_unless(reason, _("请写明撤回的原因，公开页面会显示。"))
    text.state, text.withdrawn_at, text.withdrawal_reason = after(text.state, Move.WITHDRAW), at, reason
    text.save()
    _follow(text, PushOccasion.WITHDRAWN, by=by, at=at)
    record(Event.RESPONSE_WITHDRAWN, text, by=by, at=at, site=text.site, after={"reason": reason})
    return text


def _refuse_ended(text: ReviewedText) -> None:
    """A statement on a topic that has ended goes nowhere, and would keep its reviewers waiting."""
    if isinstance(text, Statement):
        refuse_unless(text.topic.state == "open", _("这个热点已结束；需要补充请先重新打开。"))


def _follow(text: ReviewedText, occasion: PushOccasion, *, by: User, at: datetime) -> None:
    """What follows when the public can read a text, or no longer can."""
    if isinstance(text, Statement):
        settle_topic(text.topic, by=by, at=at)
        push(text, occasion, at=at)
        announce(text.topic, at=at)
    else:
        announce(text, at=at)


def _moved(text: ReviewedText, move: Move, action: Action, by: User) -> ReviewedText:
    """The locked text in the state that the move leads to, not saved yet. Raises Refused."""
    text = locked_text(text)
    target = after(text.state, move)
    refuse_unless(target, _("目前为“%(state)s”，不能%(move)s。") % _named(text, move))
    refuse_unless(can(by, action, text), _("您没有%s的权限。") % move.label)
    text.state = target
    return text


def _judged(text: ReviewedText, move: Move, by: User, seen: str) -> ReviewedText:
    """As `_moved`, for judgements: by the right person, over exactly the text that was submitted and that they saw."""
    text = locked_text(text)
    target = after(text.state, move)
    if not target:
        raise Conflict(_("目前为“%(state)s”，不能%(move)s。") % _named(text, move))
    refuse_if(by.pk in {text.author_id, text.reviewer_id}, _("拟稿、审核、签发须由三个人分别办理。"))
    refuse_unless(can(by, Action.RESPONSE_JUDGE, text), _("您没有%s的权限。") % move.label)
    if move != Move.RETURN:
        refuse_unless(text.judged_hash == text.text_hash, _("文本与送审时不一致，不能通过，请退回核对。"))
    if seen and seen != text.judged_hash:
        raise Conflict(_("内容在您打开之后有变化，请重新阅读后再办理。"))
    text.state = target
    return text


def _named(text: ReviewedText, move: Move) -> dict[str, object]:
    return {"state": text.get_state_display(), "move": move.label}


def _note(event: Event, text: ReviewedText, *, by: User, at: datetime) -> None:
    record(event, text, by=by, at=at, site=text.site, after={"text_hash": text.judged_hash, "opinion": text.opinion})


def _line(text: str) -> str:
    line = clean_line(text)
    refuse_if(len(line) > LONGEST, _("意见或原因不得超过 200 个字。"))
    return line
