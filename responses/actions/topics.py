"""Hot topics: opened with their clocks, corrected, closed; and the clocks compared with what is public.

A clock is never set to "met" by hand. `settle_topic` compares it with the statements that the public can read, and whatever
changes those calls it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from content.sanitising import clean_line
from responses.hours import hours_of
from responses.models import DutyKind, HotTopic, ResponseDuty, Statement, StatementKind, TopicKind, TopicState
from sites.audit import Event, record
from sites.models import Organization, Site, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import reason_in, refuse_if, refuse_unless

OLDEST = timedelta(days=365)
LONGEST_REASON = 190


@transaction.atomic
def open_topic(
    site: Site, *, kind: str, title: str, summary: str, organization: Organization, occurred_at: datetime, by: User,
    at: datetime,
) -> HotTopic:  # fmt: skip
    """Open a topic and start its clocks from when it happened, however late it is entered. Raises Refused."""
    refuse_unless(can(by, Action.TOPIC_OPEN, site), _("您没有在本网站登记热点的权限。"))
    refuse_unless(kind in TopicKind.values, _("请选择类别。"))
    refuse_unless(organization.is_active, _("“%s”已停用，请选择其他单位。") % organization)
    _refuse_impossible(occurred_at, at=at)
    words = _words(title, summary)
    Site.objects.select_for_update().get(pk=site.pk)
    same = HotTopic.objects.open().filter(site=site, kind=kind, title=words["title"], occurred_at=occurred_at)
    refuse_if(same.exists(), _("同一热点已经登记，正在计时，请在“热点回应”中办理。"))
    topic = HotTopic.objects.create(
        site=site, kind=kind, organization=organization, occurred_at=occurred_at, opened_by=by, opened_at=at, **words
    )
    allowed = hours_of(kind, site)
    for duty, hours in allowed.items():
        due_at = occurred_at + timedelta(hours=hours)
        ResponseDuty.objects.create(topic=topic, kind=duty, hours=hours, due_at=due_at)
    record(
        Event.TOPIC_OPENED, topic, by=by, at=at, site=site,
        after={"kind": kind, "occurred_at": occurred_at, "organization": organization, "hours": allowed},
    )  # fmt: skip
    return topic


@transaction.atomic
def change_topic(
    topic: HotTopic, *, title: str, summary: str, organization: Organization, occurred_at: datetime, by: User,
    at: datetime,
) -> HotTopic:  # fmt: skip
    """Correct a topic's facts; a corrected moment moves the clocks, with both in the record. Raises Refused."""
    topic = locked_topic(topic)
    refuse_unless(can(by, Action.TOPIC_CHANGE, topic), _("您没有修改这个热点的权限。"))
    refuse_unless(topic.state == TopicState.OPEN, _("这个热点已结束；需要修改请先重新打开。"))
    _refuse_impossible(occurred_at, at=at)
    new = {**_words(title, summary), "organization": organization, "occurred_at": occurred_at}
    before = {name: getattr(topic, name) for name, value in new.items() if getattr(topic, name) != value}
    if not before:
        return topic
    for name, value in new.items():
        setattr(topic, name, value)
    topic.save()
    for duty in topic.duties.all():
        duty.due_at = occurred_at + timedelta(hours=duty.hours)
        duty.save(update_fields=["due_at"])
    announce(topic, at=at)
    record(
        Event.TOPIC_CHANGED, topic, by=by, at=at, site=topic.site,
        before=before, after={name: new[name] for name in before},
    )  # fmt: skip
    return topic


@transaction.atomic
def close_topic(topic: HotTopic, *, by: User, at: datetime) -> HotTopic:
    """End a topic: it leaves the home page, its timeline stays. Raises Refused while a clock or a review is open."""
    topic = locked_topic(topic)
    refuse_unless(can(by, Action.TOPIC_CHANGE, topic), _("您没有结束这个热点的权限。"))
    refuse_unless(topic.state == TopicState.OPEN, _("这个热点已结束。"))
    unmet = topic.duties.open().first()
    if unmet:
        refuse_if(True, _("“%s”尚未完成，不能结束；确不需要的，请先登记理由。") % unmet.get_kind_display())
    refuse_if(topic.statements.filter(state__in=["review", "issue"]).exists(), _("还有回应在审核中，请先办完。"))
    topic.state, topic.closed_at = TopicState.CLOSED, at
    topic.save(update_fields=["state", "closed_at"])
    announce(topic, at=at)
    record(Event.TOPIC_CLOSED, topic, by=by, at=at, site=topic.site)
    return topic


@transaction.atomic
def reopen_topic(topic: HotTopic, *, by: User, at: datetime) -> HotTopic:
    """Go on with a topic that was closed. Its clocks stay as they ended. Raises Refused."""
    topic = locked_topic(topic)
    refuse_unless(can(by, Action.TOPIC_CHANGE, topic), _("您没有重新打开这个热点的权限。"))
    refuse_unless(topic.state == TopicState.CLOSED, _("这个热点没有结束。"))
    refuse_unless(topic.public_since, _("这个热点因登记有误作废；需要回应的请重新登记。"))
    topic.state, topic.closed_at = TopicState.OPEN, None
    topic.save(update_fields=["state", "closed_at"])
    announce(topic, at=at)
    record(Event.TOPIC_REOPENED, topic, by=by, at=at, site=topic.site)
    return topic


@transaction.atomic
def void_topic(topic: HotTopic, reason: str, *, by: User, at: datetime) -> HotTopic:
    """Take back a topic that was entered by mistake: its clocks stop with the reason, the row stays in the ledger. Raises Refused
    once anything of it was public: what was said must be answered for."""
    topic = locked_topic(topic)
    refuse_unless(can(by, Action.TOPIC_CHANGE, topic), _("您没有作废这个热点的权限。"))
    refuse_unless(topic.state == TopicState.OPEN, _("这个热点已结束。"))
    refuse_if(topic.public_since, _("已经公开回应的热点不能作废。"))
    refuse_if(topic.statements.filter(state__in=["review", "issue"]).exists(), _("还有回应在审核中，请先办完。"))
    reason = clean_line(reason)
    refuse_unless(reason, _("请写明作废的理由。"))
    refuse_if(len(reason) > LONGEST_REASON, _("理由不得超过 %s 个字。") % LONGEST_REASON)
    topic.duties.open().update(waived_reason=_("登记有误：%s") % reason)
    topic.state, topic.closed_at = TopicState.CLOSED, at
    topic.save(update_fields=["state", "closed_at"])
    record(Event.TOPIC_VOIDED, topic, by=by, at=at, site=topic.site, after={"reason": reason})
    return topic


@transaction.atomic
def waive_duty(duty: ResponseDuty, reason: str, *, by: User, at: datetime) -> ResponseDuty:
    """Say that no briefing is held, and why; information and answers are never waived. Raises Refused."""
    topic = locked_topic(duty.topic)
    duty = ResponseDuty.objects.select_related("topic__site").get(pk=duty.pk)
    refuse_unless(can(by, Action.TOPIC_CHANGE, duty), _("您没有登记的权限。"))
    refuse_unless(duty.kind == DutyKind.BRIEFING, _("发布权威信息和作出回应不能免除。"))
    refuse_unless(duty.is_open, _("这一事项已办结。"))
    reason = reason_in(clean_line(reason), missing=_("请写明不需要举行新闻发布会的理由。"))
    duty.waived_reason = reason
    duty.save(update_fields=["waived_reason"])
    record(Event.RESPONSE_DUTY_WAIVED, duty, by=by, at=at, site=topic.site, after={"reason": reason})
    return duty


def settle_topic(topic: HotTopic, *, by: User, at: datetime) -> None:
    """Compare the topic with what the public can read: since when, when last, and which clocks were met when. Callers hold
    the topic's lock."""
    ever = topic.statements.filter(state__in=["published", "withdrawn"])  # a withdrawn one leaves its notice
    span = ever.aggregate(first=Min("published_at"), last=Max("published_at"))
    topic.public_since, topic.last_public_at = span["first"], span["last"]
    topic.save(update_fields=["public_since", "last_public_at"])
    for duty in list(topic.duties.select_for_update(of=("self",)).order_by("pk")):
        _settle(duty, topic, by=by, at=at)


def _settle(duty: ResponseDuty, topic: HotTopic, *, by: User, at: datetime) -> None:
    """OP1: the five hours are met by the first statement of any kind, the twenty-four by the first briefing that was reported,
    at the time it was held. OP2: any statement answers."""
    first = _earliest(duty, topic)
    met_at = None
    if first is not None:
        met_at = first.held_at if duty.kind == DutyKind.BRIEFING else first.published_at
    if met_at == duty.met_at and (first.pk if first else None) == duty.met_by_id:
        return
    before = {"met_at": duty.met_at}
    duty.met_at, duty.met_by = met_at, first
    if first is not None:
        duty.waived_reason = ""
    duty.save(update_fields=["met_at", "met_by", "waived_reason"])
    record(
        Event.RESPONSE_DUTY_MET if first else Event.RESPONSE_DUTY_REOPENED, duty, by=by, at=at, site=topic.site,
        before=before, after={"met_at": met_at, "due_at": duty.due_at, "statement": first},
    )  # fmt: skip


def _earliest(duty: ResponseDuty, topic: HotTopic) -> Statement | None:
    if duty.kind == DutyKind.BRIEFING:
        return topic.statements.public().filter(kind=StatementKind.BRIEFING).order_by("held_at", "pk").first()
    return topic.statements.public().order_by("published_at", "pk").first()


def locked_topic(topic: HotTopic) -> HotTopic:
    """Return the topic with its row locked: whoever changes what it says takes this lock first."""
    rows = HotTopic.objects.select_for_update(of=("self",)).select_related("site__sponsor", "organization")
    return rows.get(pk=topic.pk)


def _words(title: str, summary: str) -> dict[str, str]:
    title, summary = clean_line(title), clean_line(summary)
    refuse_unless(title and summary, _("请填写标题和概述。"))
    refuse_if(len(title) > 80 or len(summary) > 300, _("标题不得超过 80 个字，概述不得超过 300 个字。"))
    return {"title": title, "summary": summary}


def _refuse_impossible(occurred_at: datetime, *, at: datetime) -> None:
    refuse_if(occurred_at > at, _("发生（发现）时间不能晚于现在。"))
    refuse_if(occurred_at < at - OLDEST, _("发生（发现）时间早于一年前，请核对。"))
