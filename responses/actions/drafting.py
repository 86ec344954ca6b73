"""Writing statements and rebuttals: drafts begin, are changed, and must be whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.proofreading.reading import findings_in
from content.sanitising import clean_line
from responses.actions.locks import locked_text
from responses.actions.topics import locked_topic
from responses.models import HotTopic, Rebuttal, ReviewedText, Statement, StatementKind
from responses.words import paragraphs_of, shown_as_html
from responses.workflow import Move, State, after
from sites.audit import Event, record
from sites.models import Site, User
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

NAMED = 5
BLOCKS = {"body", "evidence"}


@transaction.atomic
def draft_statement(topic: HotTopic, *, by: User, at: datetime, **fields: Any) -> Statement:
    """Begin a statement on the topic. Raises Refused on a topic that has ended."""
    topic = locked_topic(topic)
    refuse_unless(can(by, Action.RESPONSE_WRITE, topic), _("您没有为这个热点拟写回应的权限。"))
    refuse_unless(topic.state == "open", _("这个热点已结束；需要补充请先重新打开。"))
    fields = {"organization": topic.organization, **fields}
    return _saved(Statement(topic=topic, author=by, created_at=at, edited_at=at, **_cleaned(fields)), by=by, at=at)


@transaction.atomic
def draft_rebuttal(site: Site, *, by: User, at: datetime, **fields: Any) -> Rebuttal:
    """Begin a rebuttal. Raises Refused."""
    refuse_unless(can(by, Action.REBUTTAL_BEGIN, site), _("您没有在本网站辟谣的权限。"))
    return _saved(Rebuttal(site=site, author=by, created_at=at, edited_at=at, **_cleaned(fields)), by=by, at=at)


@transaction.atomic
def save_text(text: ReviewedText, *, by: User, at: datetime, **fields: Any) -> ReviewedText:
    """Change one's own draft. Raises Refused for anything that waits, is public, or is somebody else's."""
    text = locked_text(text)
    refuse_unless(after(text.state, Move.SAVE), _("目前为“%s”，不能修改。") % text.get_state_display())
    refuse_unless(can(by, Action.RESPONSE_WRITE, text), _("只能修改自己拟写的内容。"))
    for name, value in _cleaned(fields).items():
        setattr(text, name, value)
    text.state, text.edited_at = State.DRAFT, at
    return _saved(text, by=by, at=at)


def _saved(text: ReviewedText, *, by: User, at: datetime) -> ReviewedText:
    refuse_incomplete(text)
    text.save()
    record(Event.RESPONSE_SAVED, text, by=by, at=at, site=text.site, after={"text_hash": text.text_hash})
    return text


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they may be stored: lines in one line, blocks in paragraphs."""
    return {
        name: (paragraphs_of(value) if name in BLOCKS else clean_line(value)) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def refuse_incomplete(text: ReviewedText) -> None:
    """Raise Refused with a sentence for what is missing or does not fit together."""
    if isinstance(text, Statement):
        refuse_unless(text.title and text.body, _("请填写标题和内容。"))
        _refuse_unfitting(text)
    else:
        words = (text.title, text.claim, text.conclusion, text.evidence, text.source)
        refuse_unless(all(words), _("请填写标题、谣言内容、结论、事实依据和信息来源。"))
        refuse_if(text.topic and text.topic.site_id != text.site_id, _("只能关联本网站的热点。"))


def _refuse_unfitting(text: Statement) -> None:
    if text.kind == StatementKind.BRIEFING:
        refuse_unless(text.held_at, _("请填写新闻发布会的召开时间。"))
        refuse_if(text.held_at < text.topic.occurred_at, _("新闻发布会时间早于事件发生时间，请核对。"))
    else:
        text.held_at = None
    if text.corrects:
        fits = text.corrects.topic_id == text.topic_id and text.corrects.published_at and text.corrects_id != text.pk
        refuse_unless(fits, _("只能更正本热点已发布的回应。"))


def refuse_blocking(text: ReviewedText, *, at: datetime) -> None:
    """Raise Refused where the proof-reader finds what must be mended: it stops a statement as it stops an article."""
    if isinstance(text, Statement):
        fields = {"title": text.title, "body": shown_as_html(text.body)}
    else:
        fields = {"title": text.title, "summary": text.conclusion, "body": shown_as_html(text.evidence)}
    blocking = [each for each in findings_in(fields, site=text.site, at=at) if each.is_blocking]
    if blocking:
        named = "；".join(_("“%s”%s") % (each.quote, each.message.rstrip("。")) for each in blocking[:NAMED])
        raise Refused(_("校对发现 %(count)s 处必须修改：%(named)s。") % {"count": len(blocking), "named": named})
