"""Reminders of clocks in hours: at any hour, each step once, further up as it gets later, and never about what is met."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from responses.actions import sweep
from responses.models import ResponseReminder
from sites.models import User
from tests.cast import NOW
from tests.responses.conftest import HAPPENED, said


@pytest.fixture
def robot(db) -> User:
    return User.objects.robot()


def told(**filters) -> set[str]:
    rows = ResponseReminder.objects.filter(duty__kind="information", is_skipped=False, **filters)
    return {f"{row.recipient.username} {row.kind}" for row in rows.select_related("recipient")}


def test_everybody_concerned_is_told_at_once_at_any_hour(emergency, desk, robot):
    night = HAPPENED + timedelta(hours=1)
    sweep(by=robot, at=night)
    assert told() == {"responder opened", "head opened", "signer opened"}
    assert {message.to[0] for message in mail.outbox} == {
        "responder@example.org",
        "head@example.org",
        "signer@example.org",
    }
    assert "最迟 2026-11-18 14:00" in mail.outbox[0].body


def test_each_step_is_told_once(emergency, desk, robot):
    for minutes in range(0, 300, 30):
        sweep(by=robot, at=HAPPENED + timedelta(minutes=minutes))
    kinds = [row.kind for row in ResponseReminder.objects.filter(duty__kind="information", recipient=desk["handler"])]
    assert sorted(kinds) == ["half", "last-hour", "opened"]


def test_the_supervisor_is_told_when_it_is_late(emergency, desk, robot, supervisor):
    sweep(by=robot, at=HAPPENED + timedelta(hours=4, minutes=59))
    assert not any("supervisor" in each for each in told())
    sweep(by=robot, at=HAPPENED + timedelta(hours=5))
    assert "supervisor late" in told()


def test_after_an_outage_only_the_latest_step_is_mailed(emergency, desk, robot):
    sweep(by=robot, at=HAPPENED + timedelta(hours=12))
    assert told(recipient=desk["handler"]) == {"responder late-6"}
    skipped = ResponseReminder.objects.filter(duty__kind="information", recipient=desk["handler"], is_skipped=True)
    assert {row.kind for row in skipped} == {"opened", "half", "last-hour", "late"}


def test_what_is_met_is_not_reminded_of(emergency, desk, robot):
    said(emergency, desk)
    sweep(by=robot, at=HAPPENED + timedelta(hours=6))
    assert told() == set()


def test_a_sweep_repeated_or_tried_changes_nothing(emergency, desk, robot):
    at = HAPPENED + timedelta(hours=3)
    tried = sweep(by=robot, at=at, dry_run=True)
    assert tried.reminded and not ResponseReminder.objects.exists() and mail.outbox == []
    first = sweep(by=robot, at=at)
    assert first.reminded == tried.reminded
    again = sweep(by=robot, at=at)
    assert (again.reminded, again.mailed) == (0, 0)


def test_one_bad_row_does_not_stop_the_sweep(emergency, concern, desk, robot, monkeypatch):
    from responses.actions import reminding

    real, seen = reminding.remind, []

    def sometimes(duty, **said):
        seen.append(duty.pk)
        if len(seen) == 1:
            raise RuntimeError("bad row")
        return real(duty, **said)

    monkeypatch.setattr(reminding, "remind", sometimes)
    swept = sweep(by=robot, at=NOW)
    assert len(seen) == 3 and swept.failed >= 1 and swept.reminded


def test_the_command_says_what_would_happen_at_three_in_the_night(emergency, desk):
    out = StringIO()
    call_command("sweep_responses", "--at", "2030-01-01T03:00", "--dry-run", stdout=out)
    assert "试算" in out.getvalue() and "提醒" in out.getvalue()
