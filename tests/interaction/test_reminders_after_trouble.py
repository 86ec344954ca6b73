"""Reminders when things go wrong: the job stood still, a process was killed, thousands are due at once."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interaction import deadlines
from interaction.deadlines import STILL_TRUE, Mail, sweep
from interaction.models import DeadlineNotice, Letter
from sites.calendar import seed_calendar
from sites.reminders import LEASE, Step, send_waiting
from tests.interaction.letters import a_letter_in, china

RECEIVED = china(2026, 11, 18)  # due on Friday the 27th
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _addresses(people, supervisor):
    for person in (people.handler, people.approver, supervisor):
        person.email = f"{person.username}@example.org"
        person.save()


@pytest.fixture
def letter(mailbox, people) -> Letter:
    return a_letter_in("in-hand", mailbox, people, at=RECEIVED)


def steps_of(person, **fields) -> list[str]:
    rows = DeadlineNotice.objects.filter(recipient=person, **fields)
    return [step.value for step in Step if rows.filter(kind=step).exists()]


def test_after_three_days_without_the_job_only_the_latest_step_is_mailed(letter, people, mails):
    sweep(at=china(2026, 11, 25))
    mails.clear()
    sweep(at=china(2026, 11, 30))  # nothing ran on the 26th, the 27th and over the weekend
    assert sorted(mail.to[0] for mail in mails) == [
        "approver@example.org",
        "handler@example.org",
        "supervisor@example.org",
    ]
    page = letter.site.address_of("interaction-office:letter", letter.number)
    for mail in mails:
        assert "逾期 1 个工作日" in mail.body
        assert [letter.number in line for line in mail.body.splitlines() if line.startswith("·")] == [True]
        assert mail.body.count(page) == 1 and mail.body.replace(page, "").count(letter.number) == 1


def test_steps_that_were_missed_are_kept_as_skipped(letter, people):
    sweep(at=china(2026, 11, 25))
    sweep(at=china(2026, 11, 30))
    assert steps_of(people.handler, is_skipped=False) == ["two-before", "late-1"]
    assert steps_of(people.handler, is_skipped=True) == ["one-before", "last-day"]
    assert steps_of(people.approver, is_skipped=True) == ["last-day"]


def test_each_step_goes_out_exactly_once_however_often_the_job_runs(letter, people, mails):
    moment = china(2026, 11, 24, 0, 5)
    while moment < china(2026, 12, 8):
        sweep(at=moment)
        moment += timedelta(hours=5)
    assert [mail.to[0] for mail in mails].count("handler@example.org") == 6
    assert [mail.to[0] for mail in mails].count("supervisor@example.org") == 3


def test_a_night_and_a_weekend_queue_what_they_make(letter, people, mails):
    sweep(at=china(2026, 11, 25, 0, 5))
    assert mails == [] and steps_of(people.handler, sent_at=None) == ["two-before"]
    sweep(at=china(2026, 11, 25, 8, 30))
    assert [mail.to for mail in mails] == [["handler@example.org"]]


def test_a_mail_server_that_was_down_for_a_day_sends_the_latest_step_only(letter, people, mails, monkeypatch):
    def broken(mail):
        raise OSError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr("sites.reminders.EmailMessage.send", broken)
        sweep(at=china(2026, 11, 25))
    sweep(at=china(2026, 11, 26))
    assert len(mails) == 1
    assert steps_of(people.handler, is_skipped=True) == ["two-before"]


def test_a_letter_handed_over_within_a_step_is_told_to_those_who_have_it_now(
    letter, people, other_bureau, other_handler
):
    from interaction.actions import assign_letter

    sweep(at=china(2026, 11, 30))
    assign_letter(letter, organization=other_bureau, by=people.intake, at=china(2026, 11, 30, 11))
    sweep(at=china(2026, 11, 30, 12))
    assert steps_of(other_handler, is_skipped=False) == ["late-1"]


# --- cut short between claim and mail --------------------------------------------------------------------------------------


def test_a_claim_that_was_cut_short_is_found_again_under_the_same_message_id(letter, people, mails, monkeypatch):
    seen = []

    def dies(mail):
        seen.append(mail.extra_headers["Message-ID"])
        raise KeyboardInterrupt

    now = china(2026, 11, 25)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("sites.reminders.EmailMessage.send", dies)
        sweep(at=now)
    row = DeadlineNotice.objects.get()
    assert row.claim and row.sent_at is None
    sweep(at=now + timedelta(minutes=15))
    assert mails == []  # whoever claimed it may still be at it
    sweep(at=now + LEASE)
    assert [mail.extra_headers["Message-ID"] for mail in mails] == seen
    sweep(at=now + 2 * LEASE)
    assert len(mails) == 1


KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.mail import EmailMessage
from datetime import datetime
from interaction.deadlines import sweep
from sites.scope import everything

def killed(mail):
    print(mail.extra_headers["Message-ID"], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

EmailMessage.send = killed
with everything("test"):
    sweep(at=datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_claim_and_mail_loses_nothing(letter, people, mails, tmp_path):
    """A real process, killed with SIGKILL while its mail is on the way; the next run after the lease sends that mail."""
    now = china(2026, 11, 25)
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        name = tmp_path / "killed.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(name)])
        url = f"sqlite:///{name}"
    else:
        at = connection.settings_dict
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_VAR": str(tmp_path),
    }
    command = [sys.executable, "-c", textwrap.dedent(KILLED), now.isoformat()]
    child = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr
    if connection.vendor == "sqlite":
        _take_over(name)
    assert DeadlineNotice.objects.get(recipient=people.handler).sent_at is None
    sweep(at=now + timedelta(minutes=15))
    assert mails == []
    sweep(at=now + LEASE)
    assert [mail.extra_headers["Message-ID"] for mail in mails] == [child.stdout.strip()]


def _take_over(file) -> None:
    """SQLite tests run in memory: take the notices that the child left in its copy of the database."""
    fields = ", ".join(field.column for field in DeadlineNotice._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS killed", [str(file)])
        table = DeadlineNotice._meta.db_table
        cursor.execute(f"INSERT INTO {table} ({fields}) SELECT {fields} FROM killed.{table}")
        cursor.execute("DETACH DATABASE killed")


# --- ten thousand at once ----------------------------------------------------------------------------------------------------


def many(letter: Letter, count: int) -> None:
    """Copies of the letter, written as rows."""
    fields = {f.attname: getattr(letter, f.attname) for f in Letter._meta.concrete_fields if not f.primary_key}
    Letter.objects.bulk_create(
        (Letter(**{**fields, "number": f"99{number:08}", "form_token": None}) for number in range(count)),
        batch_size=2000,
    )


def test_ten_thousand_due_in_one_run_cost_the_same_few_queries_for_each_chunk(letter, people, monkeypatch):
    monkeypatch.setattr(deadlines, "CHUNK", 1000)
    late = {"received_on": "2026-11-27", "counted_from": "2026-11-27"}  # so that no step lies before
    Letter.objects.filter(pk=letter.pk).update(**late)
    letter.refresh_from_db()
    costs = []
    for count in (1_000, 10_000):
        Letter.objects.exclude(pk=letter.pk).delete()
        DeadlineNotice.objects.all().delete()
        many(letter, count - 1)
        with CaptureQueriesContext(connection) as counted:
            sweep(at=china(2026, 11, 27, 20))
        assert DeadlineNotice.objects.filter(kind=Step.LAST_DAY).count() == 2 * count
        costs.append(len(counted))
    one, ten = costs
    assert (ten - one) / 9 <= 40  # for each chunk of a thousand; SQLite takes few rows in one statement


def test_ten_thousand_due_are_one_mail_a_person(letter, people, mails):
    many(letter, 2000)
    sweep(at=china(2026, 11, 30))
    assert len(mails) == 3
    assert all("另有 1951 件" in mail.body for mail in mails)
    assert all(mail.body.count("/letters/") == 20 for mail in mails)


def test_of_two_runs_at_once_one_mails(letter, people, mails):
    sweep(at=china(2026, 11, 30, 7))
    now = china(2026, 11, 30)
    compose = Mail(seed_calendar(), now)

    sent = send_waiting(DeadlineNotice, still_true=STILL_TRUE, compose=compose, at=now)
    assert (sent, send_waiting(DeadlineNotice, still_true=STILL_TRUE, compose=compose, at=now)) == (3, 0)
