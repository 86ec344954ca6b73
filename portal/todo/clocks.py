"""What runs on clocks or crosses sites: interpretations, reprints, hot topics, items offered upwards."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from content.models import Reprint, Submission
from interpretation.models import InterpretationDuty
from portal.todo.cards import Card, Group, tone_of
from portal.todo.counting import Sets
from portal.todo.parts import drafts, responds, sees_publishing
from responses.models import HotTopic, Rebuttal, Statement
from sites.models import User

RECENT = timedelta(days=30)


def watched_sets(user: User, now: datetime, on: date) -> Sets:
    """What is counted of what runs on clocks or crosses sites, for whoever has a part in it."""
    sets: Sets = {}
    if sees_publishing(user):
        sets |= _clock_sets(user, now, on) | _submission_sets(user, on - RECENT)
    elif drafts(user):
        sets |= _duty_sets(user, on)
    if sees_publishing(user) or responds(user):
        sets |= _response_sets(user, now)
    return sets


def watched(user: User, on: date, count: dict[str, int]) -> list[Group]:
    """What runs on clocks or crosses sites, for whoever has a part in it."""
    groups = [_responses(count)] if sees_publishing(user) or responds(user) else []
    if sees_publishing(user):
        return [*groups, _submissions(count, on - RECENT), _clocks(count)]
    return [*groups, *([Group("本单位起草的解读", [_explaining(count)])] if count.get("duties") else [])]


def _clock_sets(user: User, now: datetime, on: date) -> Sets:
    reprints = Reprint.objects.seen_by(user).pending()
    return _duty_sets(user, on) | {
        "reprints": reprints,
        "reprints late": reprints.past_target(at=now),
        "correcting": Reprint.objects.seen_by(user).to_correct(),
    }


def _duty_sets(user: User, on: date) -> Sets:
    duties = InterpretationDuty.objects.seen_by(user).open()
    return {"duties": duties, "duties late": duties.overdue(on=on)}


def _submission_sets(user: User, since: date) -> Sets:
    received, sent = Submission.objects.received_by(user), Submission.objects.sent_by(user)
    lately = sent.sent_between(timezone.make_aware(datetime.combine(since, time.min)), None)
    return {
        "offered": received.offered(),
        "changed": received.with_changed_original(),
        "sent": sent.offered(),
        "adopted": lately.filter(state="adopted"),
        "declined": lately.filter(state="declined"),
    }


def _response_sets(user: User, now: datetime) -> Sets:
    topics = HotTopic.objects.reached_by(user)
    return {
        "topics": topics.open(),
        "topics late": topics.with_overdue(at=now),
        "statements to judge": Statement.objects.to_judge_by(user),
        "rebuttals to judge": Rebuttal.objects.to_judge_by(user),
        "statements returned": Statement.objects.returned_to(user),
        "rebuttals returned": Rebuttal.objects.returned_to(user),
    }


def _responses(count: dict[str, int]) -> Group:
    """Hot topics whose hours run, and texts of the shortened review."""
    ledger, waiting = reverse("responses-office:topics"), reverse("responses-office:waiting")
    judge = count["statements to judge"] + count["rebuttals to judge"]
    returned = count["statements returned"] + count["rebuttals returned"]
    cards = [
        Card("逾期未回应的热点", count["topics late"], f"{ledger}?tab=overdue", "late"),
        Card("持续回应的热点", count["topics"], f"{ledger}?tab=open", "soon", "按小时计时，夜间不停"),
        Card("回应待我审签", judge, f"{waiting}?list=waiting", "work"),
        Card("退回给我的回应", returned, f"{waiting}?list=returned", "late"),
    ]
    return Group("热点回应", [card for card in cards if card.number])


def _submissions(count: dict[str, int], since: date) -> Group:
    """What lower sites offer, and what became of what was offered upwards."""
    ledger, note = reverse("submission-office:ledger"), f"{since:%Y-%m-%d} 以来报送的"

    def card(label: str, name: str, query: str, tone: str, note: str = "") -> Card:
        return Card(label, count[name], f"{ledger}?{query}", tone_of(count[name], tone), note)

    cards = [
        card("下级报送待处理", "offered", "side=received&tab=offered", "work"),
        card("报送原稿有变动", "changed", "side=received&tab=changed", "soon", "请核对采用稿"),
        card("报送上级待处理", "sent", "side=sent&tab=offered", "plain"),
        card("上级已采用", "adopted", f"side=sent&tab=adopted&since={since}", "plain", note),
        card("上级未采用", "declined", f"side=sent&tab=declined&since={since}", "late", note),
    ]
    return Group("信息报送", [each for each in cards if each.number])


def _clocks(count: dict[str, int]) -> Group:
    """Documents to explain and items to reprint."""
    return Group(
        "解读与转载",
        [
            _explaining(count),
            Card(
                "国务院信息待转载", count["reprints"], f"{reverse('reprint-office:ledger')}?tab=pending",
                "late" if count["reprints late"] else tone_of(count["reprints"], "soon"),
                f"超过一小时 {count['reprints late']}" if count["reprints late"] else "",
            ),
            Card(
                "转载待更正", count["correcting"], f"{reverse('reprint-office:ledger')}?tab=to-correct",
                tone_of(count["correcting"], "soon"),
            ),
        ],
    )  # fmt: skip


def _explaining(count: dict[str, int]) -> Card:
    return Card(
        "待解读", count["duties"], f"{reverse('interpretation-office:ledger')}?tab=open",
        "late" if count["duties late"] else tone_of(count["duties"], "soon"),
        f"其中逾期 {count['duties late']}" if count["duties late"] else "",
    )  # fmt: skip
