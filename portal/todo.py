"""The to-do page: what waits for me, what came back, what runs out, each a number with the list that holds exactly those
rows; at most ten queries, whatever roles somebody has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Article, Reprint, Revision, Submission
from content.office.queues import QUEUES, queued, within_reach
from content.reprint_clock import show_reprint_clocks
from content.workflow import Retrospect
from interaction.access import letters_reached
from interaction.countdown import SOON
from interaction.figures import open_counts
from interaction.readings import tally
from interpretation.models import InterpretationDuty
from portal.todo_counts import counted_at_once
from responses.models import HotTopic, Rebuttal, Statement
from sites.calendar import WorkCalendar
from sites.durations import time_since
from sites.models import CalendarNotice, JobRun, User
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Role

SHOWN = 8


@dataclass(frozen=True)
class Card:
    """One number with the address of its rows; the tone is work, soon, late or plain."""

    label: str
    number: int
    link: str
    tone: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The cards of one kind of work, under its heading."""

    title: str
    cards: list[Card] = field(default_factory=list)


def todo_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the to-do page shows to the person."""
    user, now = request.user, timezone.now()
    on = timezone.localdate(now)
    waiting, calendar = _waiting(user, now), CalendarNotice.objects.calendar()
    groups = [
        *_editorial(user, now, waiting),
        *_emergencies(user, now, on),
        *_readings(user, on, calendar),
        *_letters(user, on, calendar),
        *_watched(user, now, on),
    ]
    return {
        "groups": [group for group in groups if group.cards],
        "waiting": waiting,
        "late_jobs": [run for run in JobRun.objects.all() if run.is_late(at=now)] if user.is_platform_admin else [],
        "today": on,
        "calendar_warning": _calendar_warning(user, on, calendar),
    }


NOTICE_EXPECTED_FROM = 11  # the State Council's office publishes the next year's notice about then


def _calendar_warning(user: User, on: date, calendar: WorkCalendar) -> str:
    """From November on: that the next year has no holiday notice yet, to those who keep clocks or watch them."""
    if not (user.is_platform_admin or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR, Role.INTAKE)):
        return ""
    years = calendar.years
    expected = [on.year, on.year + 1] if on.month >= NOTICE_EXPECTED_FROM else [on.year]
    missing = [str(year) for year in expected if year not in years]
    return _("%s 年放假安排尚未录入，跨入该年的期限都是暂定日期。") % "、".join(missing) if missing else ""


def _is_editorial(user: User) -> bool:
    return bool(user.grants.sites_with(*COLUMN_ROLES) or user.grants.columns_with(*COLUMN_ROLES))


def _oversees(user: User) -> bool:
    return bool(user.is_platform_admin or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR))


def _tone(number: int, tone: str) -> str:
    return tone if number else "plain"


def _waiting(user: User, now: datetime) -> list[Revision]:
    if not _is_editorial(user):
        return []
    rows = queued("waiting", user, at=now).select_related("article__column", "article__site", "author")
    waiting = list(rows.annotate(of_all=Window(Count("pk"))).in_turn()[:SHOWN])
    show_reprint_clocks(waiting, at=now)
    for revision in waiting:
        revision.waited = time_since(revision.entered_stage_at, at=now)
    return waiting


def _editorial(user: User, now: datetime, waiting: list[Revision]) -> list[Group]:
    if not (_is_editorial(user) or _oversees(user)):
        return []
    address = reverse("content-office:review-queue")

    def counted(*names: str) -> dict[str, int]:
        return {name: Count("pk", filter=QUEUES[name].which(user, now)) for name in names}

    def card(name: str, number: int, tone: str = "plain", note: str = "") -> Card:
        return Card(str(QUEUES[name].label), number, f"{address}?queue={name}", _tone(number, tone), note)

    either = QUEUES["scheduled"].which(user, now) | QUEUES["today"].which(user, now)
    flow = within_reach(user).filter(either).aggregate(**counted("scheduled", "today"))
    site = Group("发布", [card("scheduled", flow["scheduled"]), card("today", flow["today"])])
    if not _is_editorial(user):
        return [site]
    mine = within_reach(user).filter(author=user).aggregate(**counted("returned", "drafts", "mine"))
    first = min(waiting, key=lambda revision: revision.entered_stage_at, default=None)
    oldest = f"最久已等 {first.waited}" if first else ""
    own = Group(
        "审稿与撰稿",
        [
            card("waiting", waiting[0].of_all if waiting else 0, "work", oldest),
            card("returned", mine["returned"], "late"),
            card("drafts", mine["drafts"]),
            card("mine", mine["mine"]),
        ],
    )
    return [own, site]


def _emergencies(user: User, now: datetime, on: date) -> list[Group]:
    if not (_is_editorial(user) or _oversees(user)):
        return []
    address = reverse("content-office:retrospects")
    reached = Revision.objects.filter(is_emergency=True, article__in=Article.objects.reached_by(user))
    pending = Q(retrospect=Retrospect.PENDING)
    count = reached.to_settle(at=now).aggregate(
        all=Count("pk"),
        late=Count("pk", filter=pending & Q(review_due_on__lt=on)),
        wrong=Count("pk", filter=Q(retrospect=Retrospect.FAULTED)),
    )
    notes = [f"逾期 {count['late']}"] * bool(count["late"]) + [f"追审不通过 {count['wrong']}"] * bool(count["wrong"])
    tone = "late" if notes else _tone(count["all"], "soon")
    cards = [Card("应急发布待处理", count["all"], f"{address}?list=open", tone, "，".join(notes))]
    if _is_editorial(user):
        mine = Revision.objects.to_review_after_by(user).count()
        cards.insert(0, Card("等我追审", mine, f"{address}?list=mine", _tone(mine, "work")))
    return [Group("应急发布", cards)]


def _letters(user: User, on: date, calendar: WorkCalendar) -> list[Group]:
    handles = user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER)
    if not (user.is_platform_admin or handles or user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR)):
        return []
    soon = calendar.add_working_days(on, SOON).day
    count = open_counts(letters_reached(user), on=on, soon=soon)
    workbench = reverse("interaction-office:workbench")

    def card(label: str, name: str, tone: str) -> Card:
        return Card(label, count[name], f"{workbench}?queue={name}", _tone(count[name], tone))

    return [
        Group(
            "来信",
            [
                card("已逾期", "overdue", "late"), card("今日到期", "today", "soon"), card("两日内到期", "soon", "soon"),
                card("待受理", "accept", "work"), card("答复待审核", "approve", "work"), card("退回重办", "returned", "late"),
            ],
        )
    ]  # fmt: skip


RECENT = timedelta(days=30)


def _watched(user: User, now: datetime, on: date) -> list[Group]:
    """What runs on clocks or crosses sites, for whoever has a part in it. One query for all of it."""
    since, sets = on - RECENT, {}
    watches, responds = _is_editorial(user) or _oversees(user), _responds(user)
    if watches:
        sets |= _clock_sets(user, now, on) | _submission_sets(user, since)
    if watches or responds:
        sets |= _response_sets(user, now)
    count = counted_at_once(sets)
    groups = [_responses(count)] if watches or responds else []
    return [*groups, *([_submissions(count, since), _clocks(count)] if watches else _drafted(user, on))]


def _responds(user: User) -> bool:
    return bool(user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER))


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
        return Card(label, count[name], f"{ledger}?{query}", _tone(count[name], tone), note)

    cards = [
        card("下级报送待处理", "offered", "side=received&tab=offered", "work"),
        card("报送原稿有变动", "changed", "side=received&tab=changed", "soon", "请核对采用稿"),
        card("报送上级待处理", "sent", "side=sent&tab=offered", "plain"),
        card("上级已采用", "adopted", f"side=sent&tab=adopted&since={since}", "plain", note),
        card("上级未采用", "declined", f"side=sent&tab=declined&since={since}", "late", note),
    ]
    return Group("信息报送", [each for each in cards if each.number])


def _readings(user: User, on: date, calendar: WorkCalendar) -> list[Group]:
    """Mailboxes are read every working day by the intake; supervisors see where that was missed."""
    if not user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR):
        return []
    told, ledger = (
        tally(user, Role.INTAKE, Role.SUPERVISOR, on=on, calendar=calendar),
        reverse("interaction-office:readings"),
    )
    note = f"共 {told.days} 天" if told.days else ""
    return [
        Group(
            "信箱每日阅看",
            [
                Card("今天未阅看的信箱", told.unread, f"{ledger}?list=unread", _tone(told.unread, "soon")),
                Card("本月漏看的信箱", told.missed, f"{ledger}?list=missed", _tone(told.missed, "late"), note),
            ],
        )
    ]


def _clocks(count: dict[str, int]) -> Group:
    """Documents to explain and items to reprint."""
    return Group(
        "解读与转载",
        [
            _explaining(count),
            Card(
                "国务院信息待转载", count["reprints"], f"{reverse('reprint-office:ledger')}?tab=pending",
                "late" if count["reprints late"] else _tone(count["reprints"], "soon"),
                f"超过一小时 {count['reprints late']}" if count["reprints late"] else "",
            ),
            Card(
                "转载待更正", count["correcting"], f"{reverse('reprint-office:ledger')}?tab=to-correct",
                _tone(count["correcting"], "soon"),
            ),
        ],
    )  # fmt: skip


def _explaining(count: dict[str, int]) -> Card:
    return Card(
        "待解读", count["duties"], f"{reverse('interpretation-office:ledger')}?tab=open",
        "late" if count["duties late"] else _tone(count["duties"], "soon"),
        f"其中逾期 {count['duties late']}" if count["duties late"] else "",
    )  # fmt: skip


def _drafted(user: User, on: date) -> list[Group]:
    """What the staff of an organization that drafts has to explain."""
    if not user.grants.organizations_with(*ORGANIZATION_ROLES):
        return []
    duties = InterpretationDuty.objects.seen_by(user).open()
    count = counted_at_once({"duties": duties, "duties late": duties.overdue(on=on)})
    return [Group("本单位起草的解读", [_explaining(count)] if count["duties"] else [])]
