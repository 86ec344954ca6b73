"""The deadline sweep: each notice once, whatever happens to the job."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError

from interaction.actions import approve_reply, assign_letter, draft_reply
from interaction.deadlines import sweep
from interaction.models import DeadlineNotice
from interaction.tasks import sweep_deadlines
from sites.calendar import seed_calendar
from sites.models import AuditEntry, JobRun, User
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, china

RECEIVED = china(2026, 11, 18)  # due on Friday the 27th
MONDAY = china(2026, 11, 30)


@pytest.fixture
def addresses(people, supervisor):
    """Everybody can be mailed."""
    for person in (people.intake, people.handler, people.approver, supervisor):
        person.email = f"{person.username}@example.org"
        person.save()


def told(kind: str) -> set[str]:
    return set(DeadlineNotice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


@pytest.mark.parametrize(
    ("day", "kind"),
    [(24, None), (25, "two-before"), (26, "one-before"), (27, "last-day"), (28, "last-day"), (30, "late-1")],
)
def test_each_day_has_its_notice(mailbox, people, day, kind):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 11, day))
    to_mail = DeadlineNotice.objects.filter(is_skipped=False)
    assert set(to_mail.values_list("kind", flat=True)) == ({kind} if kind else set())


def test_a_second_run_makes_nothing_new(mailbox, people):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    first, second = sweep(at=MONDAY), sweep(at=MONDAY)
    assert (first.created > 0, second.created) == (True, 0)


def test_an_outage_of_days_loses_no_notice(mailbox, people, supervisor):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 12, 20))
    assert told("late-5") == {"handler", "approver", "supervisor"}


def test_who_is_told(mailbox, people, supervisor, other_handler):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 11, 25))
    assert told("two-before") == {"handler"}
    sweep(at=china(2026, 11, 27))
    assert told("last-day") == {"handler", "approver"}
    sweep(at=MONDAY)
    assert told("late-1") == {"handler", "approver", "supervisor"}


def test_the_intake_is_told_while_nobody_has_the_letter(mailbox, people, supervisor):
    a_letter(mailbox, at=RECEIVED)
    sweep(at=china(2026, 11, 27))
    assert told("last-day") == {"intake"}


def test_an_organization_without_people_tells_the_one_above(mailbox, people, bureau):
    from tests.cast import an_organization

    office = an_organization("测试省教育厅信访处", parent=bureau)
    letter = a_letter_in("accepted", mailbox, people, at=RECEIVED)
    assign_letter(letter, organization=office, by=people.intake, at=RECEIVED)
    sweep(at=china(2026, 11, 27))
    assert told("last-day") == {"handler", "approver"}


def test_while_nobody_anywhere_above_has_people_the_intake_is_told(mailbox, people):
    from tests.cast import an_organization

    letter = a_letter_in("accepted", mailbox, people, at=RECEIVED)
    assign_letter(letter, organization=an_organization("测试省参事室"), by=people.intake, at=RECEIVED)
    sweep(at=china(2026, 11, 25))
    assert told("two-before") == {"intake"}


def test_people_who_left_are_not_told(mailbox, people):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    people.handler.is_active = False
    people.handler.save()
    sweep(at=china(2026, 11, 27))
    assert told("last-day") == {"approver"}


def test_answered_and_declined_letters_are_left_alone(mailbox, people):
    for state in ("replied", "declined", "closed"):
        a_letter_in(state, mailbox, people, at=RECEIVED)
    assert sweep(at=MONDAY).created == 0


def test_mails_go_out_in_office_hours_once_with_all_letters_in_one(mailbox, people, addresses, mails):
    for _letter in range(3):
        a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 11, 28))  # a Saturday
    assert mails == []
    sweep(at=MONDAY)
    assert sorted(mail.to[0] for mail in mails) == [
        "approver@example.org",
        "handler@example.org",
        "supervisor@example.org",
    ]
    assert all(mail.body.count("逾期 1 个工作日") == 3 for mail in mails)
    sweep(at=MONDAY + timedelta(minutes=15))
    assert len(mails) == 3


def test_each_letter_of_a_mail_has_its_page_and_whoever_got_it_may_open_it(
    client, mailbox, people, supervisor, addresses, mails
):
    letters = [a_letter_in("in-hand", mailbox, people, at=RECEIVED) for _letter in range(2)]
    sweep(at=MONDAY)
    persons = {person.email: person for person in (people.handler, people.approver, supervisor)}
    for mail in mails:
        client.force_login(persons[mail.to[0]], backend="django.contrib.auth.backends.ModelBackend")
        lines = mail.body.splitlines()
        for letter in letters:
            [at] = [place for place, line in enumerate(lines) if line.startswith("·") and letter.number in line]
            assert lines[at + 1].strip().endswith(f"/letters/{letter.number}/")
        for link in re.findall(r"https?://\S+", mail.body):
            assert client.get(urlsplit(link).path).status_code == 200


def test_a_notice_that_no_longer_holds_is_not_mailed(mailbox, people, addresses, mails):
    letter = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 11, 28))
    draft_reply(letter, text=ANSWER, by=people.handler, at=MONDAY)
    approve_reply(letter, by=people.approver, at=MONDAY)
    sweep(at=MONDAY)
    assert mails == []


def test_a_mail_that_fails_is_tried_again(mailbox, people, addresses, mails, monkeypatch):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)

    def broken(*args, **kwargs):
        raise OSError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr("sites.reminders.EmailMessage.send", broken)
        assert sweep(at=MONDAY).mailed == 0
    assert sweep(at=MONDAY).mailed == 3


def test_one_bad_row_harms_only_itself(mailbox, people, monkeypatch):
    bad = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    good = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    from interaction.deadlines import Recipients

    real = Recipients.of

    def of(self, letter, kind):
        if letter.pk == bad.pk:
            raise DatabaseError("this row is broken")
        return real(self, letter, kind)

    monkeypatch.setattr(Recipients, "of", of)
    swept = sweep(at=MONDAY)
    assert swept.failed == 1
    assert set(DeadlineNotice.objects.values_list("letter", flat=True)) == {good.pk}


def test_a_dry_run_writes_and_sends_nothing(mailbox, people, addresses, mails):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    before = AuditEntry.objects.count()
    swept = sweep(at=MONDAY, dry_run=True, keep_rows=5)
    assert (swept.overdue, swept.created, len(swept.rows)) == (1, 3, 1)
    assert not DeadlineNotice.objects.exists() and mails == [] and AuditEntry.objects.count() == before


def test_notices_are_in_the_audit_trail_of_the_site(mailbox, people):
    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    sweep(at=MONDAY)
    assert AuditEntry.objects.get(event="interaction.reminder.made").actor_name == "系统自动"


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (china(2026, 11, 30, 8, 29), False),
        (china(2026, 11, 30, 8, 30), True),
        (china(2026, 11, 30, 18, 0), False),
        (china(2026, 11, 29, 10), False),
        (china(2026, 10, 1, 10), False),
        (china(2026, 10, 10, 10), True),  # a Saturday that is worked
    ],
)
def test_office_hours(at, open_):
    assert seed_calendar().is_office_hours(at) is open_


def test_the_job_leaves_a_heartbeat(mailbox):
    sweep_deadlines()
    assert JobRun.objects.get(name="interaction.tasks.sweep_deadlines").finished_at is not None


def test_a_reminder_leaves_the_sites_pages_alone(mailbox, people):
    from content.models import Purge

    a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    before = Purge.objects.count()
    sweep(at=MONDAY)
    assert Purge.objects.count() == before


def test_the_cost_does_not_grow_with_every_letter(mailbox, people, django_assert_max_num_queries):
    for _letter in range(20):
        a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    User.objects.robot()
    with django_assert_max_num_queries(35):
        sweep(at=MONDAY)
    assert DeadlineNotice.objects.filter(due_on=date(2026, 11, 27), is_skipped=False).count() == 40
