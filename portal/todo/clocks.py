"""What runs on clocks or crosses sites: interpretations, reprints, hot topics, items offered upwards. One query for all of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from content.models import Reprint, Submission
from interpretation.models import InterpretationDuty
from portal.todo.cards import Card, Group, tone_of
from portal.todo.counting import counted_at_once
from portal.todo.parts import is_editorial, oversees, responds
from responses.models import HotTopic, Rebuttal, Statement
from sites.models import User
from sites.policy import ORGANIZATION_ROLES

RECENT = timedelta(days=30)


def watched(user: User, now: datetime, on: date) -> list[Group]:
    """What runs on clocks or crosses sites, for whoever has a part in it. One query for all of it."""
    since, sets = on - RECENT, {}
    watches, answers = is_editorial(user) or oversees(user), responds(user)
    if watches:
        sets |= _clock_sets(user, now, on) | _submission_sets(user, since)
    if watches or answers:
        sets |= _response_sets(user, now)
    count = counted_at_once(sets)
    groups = [_responses(count)] if watches or answers else []
    return [*groups, *([_submissions(count, since), _clocks(count)] if watches else _drafted(user, on))]


def _clock_sets(user: User, now: datetime, on: date) -> dict[str, QuerySet]:
    duties, reprints = InterpretationDuty.objects.seen_by(user).open(), Reprint.objects.seen_by(user).pending()
    return {
        "duties": duties,
        "duties late": duties.overdue(on=on),
        "reprints": reprints,
        "reprints late": reprints.past_target(at=now),
        "correcting": Reprint.objects.seen_by(user).to_correct(),
    }


def _submission_sets(user: User, since: date) -> dict[str, QuerySet]:
    received, sent = Submission.objects.received_by(user), Submission.objects.sent_by(user)
    lately = sent.sent_between(timezone.make_aware(datetime.combine(since, time.min)), None)
    return {
        "offered": received.offered(),
        "changed": received.with_changed_original(),
        "sent": sent.offered(),
        "adopted": lately.filter(state="adopted"),
        "declined": lately.filter(state="declined"),
    }


def _response_sets(user: User, now: datetime) -> dict[str, QuerySet]:
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


def _drafted(user: User, on: date) -> list[Group]:
    """What the staff of an organization that drafts has to explain."""
    if not user.grants.organizations_with(*ORGANIZATION_ROLES):
        return []
    duties = InterpretationDuty.objects.seen_by(user).open()
    count = counted_at_once({"duties": duties, "duties late": duties.overdue(on=on)})
    return [Group("本单位起草的解读", [_explaining(count)] if count["duties"] else [])]
