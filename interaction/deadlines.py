"""The deadline sweep: who must be told that a letter is due soon, due today or overdue, each thing once.

Dates that an amended calendar moved are counted again first. A sweep goes by state, so it may run twice, late, or after days of outage: a notice is a unique row (letter, kind, due date,
recipient), made first and mailed afterwards. Mails leave only in office hours of working days. A row is claimed before its
mail goes out: should the process die in between, one mail is lost, never sent twice; the workbench shows the letter anyway.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import islice

from django.core.mail import send_mail
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from interaction.actions import recount_open_letters
from interaction.countdown import SOON, countdown
from interaction.models import DeadlineNotice, Letter, NoticeKind
from interaction.workflow import OPEN
from sites.audit import Event, record
from sites.calendar import WorkCalendar, local_day
from sites.models import CalendarNotice, Organization, Site, User
from sites.policy import Role

log = logging.getLogger(__name__)

CHUNK = 500
LETTERS_PER_MAIL = 50
LONG_FIELDS = ("body", "public_body", "public_reply", "decline_reason", "advice", "extension_reason")


@dataclass
class Swept:
    """What a sweep found and did."""

    on: date
    due_soon: int = 0
    due_today: int = 0
    overdue: int = 0
    created: int = 0
    mailed: int = 0
    failed: int = 0
    moved: int = 0
    nobody: int = 0
    rows: list[tuple[NoticeKind, Letter]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.on} 即将到期 {self.due_soon}，今日到期 {self.due_today}，已逾期 {self.overdue}；"
            f"新提醒 {self.created}，发出邮件 {self.mailed}，无人可提醒 {self.nobody}，"
            f"重算日期 {self.moved}，出错 {self.failed}"
        )


def sweep(*, at: datetime, on: date | None = None, dry_run: bool = False, keep_rows: int = 0) -> Swept:
    """Make the notices of the day and mail those that wait. A dry run changes nothing and says what it would do."""
    calendar = CalendarNotice.objects.calendar()
    swept, recipients = Swept(on or local_day(at)), Recipients()
    if not dry_run:
        swept.moved = len(recount_open_letters(by=User.objects.robot(), at=at))
    for chunk in _chunks(_letters_at_issue(swept.on, calendar).iterator(chunk_size=CHUNK)):
        _count(chunk, swept, keep_rows)
        try:
            _notice(chunk, swept, recipients, at, dry_run=dry_run)
        except (DatabaseError, ValueError):
            _notice_one_by_one(chunk, swept, recipients, at, dry_run=dry_run)
    if not dry_run and calendar.is_office_hours(at):
        swept.mailed = send_waiting(at=at, calendar=calendar)
    return swept


def kind_of(letter: Letter, on: date) -> NoticeKind:
    """Which notice the letter calls for on the day."""
    if letter.due_on < on:
        return NoticeKind.OVERDUE
    return NoticeKind.DUE_TODAY if letter.due_on == on else NoticeKind.DUE_SOON


# --- making the rows ---------------------------------------------------------------------------------------------------


def _letters_at_issue(on: date, calendar: WorkCalendar):  # noqa: ANN202 (a queryset)
    soon = calendar.add_working_days(on, SOON).day
    return Letter.objects.open().filter(due_on__lte=soon).defer(*LONG_FIELDS).order_by("due_on", "pk")


def _chunks(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    letters = iter(letters)
    while chunk := list(islice(letters, CHUNK)):
        yield chunk


def _count(chunk: list[Letter], swept: Swept, keep_rows: int) -> None:
    for letter in chunk:
        kind = kind_of(letter, swept.on)
        name = {NoticeKind.OVERDUE: "overdue", NoticeKind.DUE_TODAY: "due_today", NoticeKind.DUE_SOON: "due_soon"}[kind]
        setattr(swept, name, getattr(swept, name) + 1)
        if len(swept.rows) < keep_rows:
            swept.rows.append((kind, letter))


def _notice(chunk: list[Letter], swept: Swept, recipients: Recipients, at: datetime, *, dry_run: bool) -> None:
    """Make the rows that a chunk of letters lacks, in one transaction with an audit entry for each site."""
    wanted = [
        DeadlineNotice(
            letter_id=letter.pk, kind=kind_of(letter, swept.on), due_on=letter.due_on, recipient_id=person, at=at
        )
        for letter in chunk
        for person in recipients.of(letter, kind_of(letter, swept.on))
    ]
    swept.nobody += len(chunk) - len({notice.letter_id for notice in wanted})
    letters = {letter.pk: letter for letter in chunk}
    existing = set(
        DeadlineNotice.objects.filter(letter__in=letters).values_list("letter_id", "kind", "due_on", "recipient_id")
    )
    new = [row for row in wanted if (row.letter_id, row.kind, row.due_on, row.recipient_id) not in existing]
    swept.created += len(new)
    if dry_run or not new:
        return
    with transaction.atomic():
        DeadlineNotice.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)
        _record(Counter(letters[row.letter_id].site_id for row in new), swept.on, at)


def _record(per_site: Counter[int], on: date, at: datetime) -> None:
    robot = User.objects.robot()
    for site in Site.objects.filter(pk__in=per_site):
        after = {"on": on, "notices": per_site[site.pk]}
        record(Event.LETTER_REMINDED, site, by=robot, at=at, site=site, after=after)


def _notice_one_by_one(
    chunk: list[Letter], swept: Swept, recipients: Recipients, at: datetime, *, dry_run: bool
) -> None:
    """After a chunk failed: every letter by itself, so that a bad row harms only itself."""
    for letter in chunk:
        try:
            _notice([letter], swept, recipients, at, dry_run=dry_run)
        except (DatabaseError, ValueError) as error:
            swept.failed += 1
            log.error("No notice could be made for letter %s: %s", letter.pk, error)


class Recipients:
    """Who is told about a letter: its handler or the organization's handlers and approvers, the intake of the site while
    nobody has it, and for overdue ones the supervisors too. Looked up once per organization and site."""

    def __init__(self) -> None:
        self._bodies: dict[int, frozenset[int]] = {}
        self._approvers: dict[int, frozenset[int]] = {}
        self._intake: dict[int, frozenset[int]] = {}
        self._supervisors: dict[int, frozenset[int]] = {}

    def of(self, letter: Letter, kind: NoticeKind) -> frozenset[int]:
        """Return the ids of the people to tell."""
        if letter.organization_id is None:
            people = self._remember(self._intake, letter.site_id, self._intake_of)
        elif letter.handler_id not in self.active:
            people = self._remember(self._bodies, letter.organization_id, self._office_of)
        else:
            people = frozenset({letter.handler_id})
            if kind != NoticeKind.DUE_SOON:
                people |= self._remember(self._approvers, letter.organization_id, self._approvers_of)
        if kind == NoticeKind.OVERDUE:
            people |= self._remember(self._supervisors, letter.site_id, self._supervisors_of)
        return people & self.active

    @staticmethod
    def _remember(kept: dict[int, frozenset[int]], key: int, find) -> frozenset[int]:  # noqa: ANN001
        if key not in kept:
            kept[key] = find(key)
        return kept[key]

    @cached_property
    def active(self) -> frozenset[int]:
        """People who can still sign in."""
        return frozenset(User.objects.filter(is_active=True).values_list("pk", flat=True))

    @cached_property
    def _held(self) -> dict[tuple[str, int, str], frozenset[int]]:
        """Who holds which of the roles at which place. One query."""
        roles = [Role.HANDLER, Role.REPLY_APPROVER, Role.INTAKE, Role.SUPERVISOR]
        rows = UserObjectPermission.objects.filter(
            permission__codename__in=[role.value for role in roles], content_type__app_label="sites"
        ).values_list("content_type__model", "object_pk", "permission__codename", "user_id")
        held: dict[tuple[str, int, str], set[int]] = defaultdict(set)
        for model, place, role, person in rows:
            held[model, int(place), role].add(person)
        return {key: frozenset(people) for key, people in held.items()}

    @cached_property
    def _above(self) -> dict[str, dict[int, int | None]]:
        return {
            "organization": dict(Organization.objects.values_list("pk", "parent_id")),
            "site": dict(Site.objects.values_list("pk", "parent_id")),
        }

    def _nearest(self, model: str, place: int | None, *roles: Role) -> frozenset[int]:
        """Return who holds one of the roles at the place or, when nobody does, at the nearest place above it."""
        while place is not None:
            people = frozenset().union(*(self._held.get((model, place, role.value), frozenset()) for role in roles))
            if people & self.active:
                return people
            place = self._above[model].get(place)
        return frozenset()

    def _office_of(self, organization: int) -> frozenset[int]:
        return self._nearest("organization", organization, Role.HANDLER, Role.REPLY_APPROVER)

    def _approvers_of(self, organization: int) -> frozenset[int]:
        return self._nearest("organization", organization, Role.REPLY_APPROVER)

    def _intake_of(self, site: int) -> frozenset[int]:
        return self._held.get(("site", site, Role.INTAKE.value), frozenset()) or self._supervisors_of(site)

    def _supervisors_of(self, site: int) -> frozenset[int]:
        return self._nearest("site", site, Role.SUPERVISOR)


# --- mailing them ------------------------------------------------------------------------------------------------------


def send_waiting(*, at: datetime, calendar: WorkCalendar) -> int:
    """Mail what waits, one mail for each person; notices that no longer hold are dropped. Returns the mails sent."""
    DeadlineNotice.objects.filter(sent_at=None).exclude(letter__state__in=OPEN, letter__due_on=F("due_on")).delete()
    waiting = DeadlineNotice.objects.filter(sent_at=None)
    people = User.objects.filter(pk__in=waiting.values("recipient")).exclude(email="").order_by("pk")
    return sum(_mail(person, at, calendar) for person in people.iterator(chunk_size=CHUNK))


def _mail(person: User, at: datetime, calendar: WorkCalendar) -> bool:
    """Claim the person's waiting rows and send them as one mail; a failed mail gives the rows back."""
    claimed = _claim(person, at)
    if not claimed:
        return False
    letters = {notice.letter_id: notice.letter for notice in claimed}
    ordered = sorted(letters.values(), key=lambda letter: (letter.due_on, letter.pk))
    today = local_day(at)
    lines = [
        f"· {countdown(letter, on=today, calendar=calendar).words}　{letter.number}　{letter.title}"
        for letter in ordered[:LETTERS_PER_MAIL]
    ]
    if len(ordered) > LETTERS_PER_MAIL:
        lines.append(_("……另有 %s 件，请到工作台查看。") % (len(ordered) - LETTERS_PER_MAIL))
    text = "\n".join(
        [_("以下来信需要您尽快办理："), "", *lines, "", _("请登录管理平台“来信办理”处理。本邮件由系统发出。")]
    )
    try:
        send_mail(_("来信时限提醒：%s 件") % len(ordered), text, None, [person.email])
    except Exception as error:  # whatever the mail server does: the rows wait for the next sweep
        DeadlineNotice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(sent_at=None)
        log.warning("Deadline notices for %s could not be mailed: %s", person.username, error)
        return False
    return True


def _claim(person: User, at: datetime) -> list[DeadlineNotice]:
    """Take the person's waiting rows; of two sweeps at once only one gets each of them."""
    with transaction.atomic():
        waiting = list(
            DeadlineNotice.objects.select_for_update(of=("self",))
            .filter(recipient=person, sent_at=None)
            .select_related("letter")
            .defer(*(f"letter__{name}" for name in LONG_FIELDS))
        )
        pks = [notice.pk for notice in waiting]
        taken = DeadlineNotice.objects.filter(pk__in=pks, sent_at=None).update(sent_at=at)
        if taken != len(pks):
            transaction.set_rollback(True)
            return []
    return waiting
