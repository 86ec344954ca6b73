"""Reminders come two working days before, on the last day and once after it; never twice, and never lost."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command

from content.models import Article, PolicyDocument
from interpretation import reminders
from interpretation.models import DutyReminder, DutyState
from interpretation.reminders import sweep
from interpretation.tasks import sweep_duties
from sites.calendar import seed_calendar
from sites.models import AuditEntry, JobRun, User
from sites.policy import Role
from sites.reminders import Schedule, Step
from tests.builders import a_document, the_office_of
from tests.cast import a_column, a_person


def on(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00+08:00").astimezone(UTC)


@pytest.fixture
def robot(db) -> User:
    return User.objects.robot()


@pytest.fixture
def keeper(province) -> User:
    """The site's administrator, with an address."""
    return a_person("keeper", (Role.SITE_ADMIN, province), name="钱站长", email="keeper@example.org")


@pytest.fixture
def due(policies, keeper):
    """A duty whose last day is Friday 13 November 2026, published before the clock runs out."""
    return a_document(policies, at=on("2026-11-02")).policy_document.duty


def kinds() -> list[str]:
    """The steps that the site's administrator was or is to be mailed of, without those that were missed."""
    rows = DutyReminder.objects.filter(is_skipped=False, recipient__username="keeper")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_nothing_is_said_while_there_is_time(due, robot):
    assert sweep(by=robot, at=on("2026-11-10")).reminded == 0


def test_each_point_of_the_clock_is_reminded_of_once(due, robot, keeper):
    writer = due.document.article.live.author
    for day in ("2026-11-11", "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-13", "2026-11-14", "2026-11-20"):
        sweep(by=robot, at=on(day))
    assert kinds() == ["two-before", "one-before", "last-day", "late-5"]
    missed = DutyReminder.objects.filter(is_skipped=True, recipient=keeper)
    assert set(missed.values_list("kind", flat=True)) == {"late-1", "late-3"}
    assert {row.recipient for row in DutyReminder.objects.all()} == {keeper, writer}
    assert len(mail.outbox) == 4
    assert AuditEntry.objects.filter(event="interpretation.duty.reminded").count() == 4


def test_the_mail_says_which_document_and_until_when(due, robot):
    sweep(by=robot, at=on("2026-11-13"))
    [message] = mail.outbox
    assert message.to == ["keeper@example.org"]
    assert "钱站长" in message.body
    assert "测试省人民政府关于稳定粮食生产的通知" in message.body
    assert "2026-11-13" in message.body


def test_after_an_outage_only_what_is_true_now_is_said(due, robot):
    sweep(by=robot, at=on("2026-11-13"))
    assert set(kinds()) == {"last-day"}


def test_two_working_days_before_skips_the_weekend(policies, keeper, robot):
    a_document(policies, at=on("2026-11-03"), document={"written_on": "2026-11-02"})  # due on Monday the 16th
    sweep(by=robot, at=on("2026-11-11"))
    assert kinds() == []
    sweep(by=robot, at=on("2026-11-12"))
    assert set(kinds()) == {"two-before"}


def test_supervisors_hear_of_it_when_it_is_late(due, robot, supervisor):
    sweep(by=robot, at=on("2026-11-13"))
    assert not DutyReminder.objects.filter(recipient=supervisor).exists()
    sweep(by=robot, at=on("2026-11-16"))
    assert DutyReminder.objects.get(recipient=supervisor).kind == "late-1"


def test_an_inactive_person_is_not_written_to(due, robot, keeper):
    keeper.is_active = False
    keeper.save()
    sweep(by=robot, at=on("2026-11-13"))
    assert mail.outbox == []


def test_met_and_exempt_duties_are_left_alone(due, robot):
    due.state, due.exempt_reason = DutyState.EXEMPT, "理由"
    due.save()
    assert sweep(by=robot, at=on("2026-11-20")).reminded == 0


def test_several_duties_come_in_one_mail(due, policies, robot):
    a_document(policies, at=on("2026-11-02"), document={"document_number": "测政发〔2026〕2号"})
    sweep(by=robot, at=on("2026-11-13"))
    [message] = mail.outbox
    assert "2 项" in message.subject


def test_each_document_of_a_mail_has_its_page_and_whoever_got_it_may_open_it(client, due, policies, robot, keeper):
    other = a_document(policies, at=on("2026-11-02"), document={"document_number": "测政发〔2026〕2号"})
    sweep(by=robot, at=on("2026-11-13"))
    [message] = mail.outbox
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    lines = message.body.splitlines()
    for duty in (due, other.policy_document.duty):
        [at] = [place for place, line in enumerate(lines) if duty.document.document_number in line]
        assert lines[at + 1].strip() == duty.site.address_of("interpretation-office:duty", duty.pk)
    for link in re.findall(r"https?://\S+", message.body):
        assert client.get(urlsplit(link).path).status_code == 200


def test_a_mail_server_that_refuses_is_tried_again(due, robot, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("sites.reminders.EmailMessage.send", lambda mail: (_ for _ in ()).throw(OSError("no route")))
        assert sweep(by=robot, at=on("2026-11-13")).mailed == 0
    assert mail.outbox == []
    assert sweep(by=robot, at=on("2026-11-13", 10)).mailed == 1
    assert len(mail.outbox) == 1


def test_a_sweep_cut_short_before_the_mail_sends_it_next_time(due, robot, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(reminders, "send_reminders", lambda **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sweep(by=robot, at=on("2026-11-13"))
    assert sweep(by=robot, at=on("2026-11-13", 10)).mailed == 1
    assert set(kinds()) == {"last-day"}


def test_one_bad_row_does_not_stop_the_rest(due, policies, robot, monkeypatch):
    a_document(policies, at=on("2026-11-02"), document={"document_number": "测政发〔2026〕2号"})
    real = reminders.remind

    def fails_for_the_first(duty, *args, **kwargs):
        if duty.pk == due.pk:
            raise RuntimeError("boom")
        return real(duty, *args, **kwargs)

    monkeypatch.setattr(reminders, "remind", fails_for_the_first)
    swept = sweep(by=robot, at=on("2026-11-13"))
    assert (swept.reminded, swept.failed) == (1, 1)


def test_the_sweep_sets_right_what_nobody_told_it(due, robot, explanations):
    """An interpretation went offline without anybody telling: the facts decide."""
    from interpretation.actions import link_interpretation
    from tests.interpretation.conftest import an_interpretation

    article = an_interpretation(explanations, at=on("2026-11-05"))
    link_interpretation(article, [due.document], by=the_office_of(explanations)["writer"], at=on("2026-11-05"))
    Article.objects.filter(pk=article.pk).update(expires_at=on("2026-11-06"))
    assert sweep(by=robot, at=on("2026-11-09")).settled == 1
    due.refresh_from_db()
    assert due.state == DutyState.OPEN


def test_a_dry_run_counts_and_writes_nothing(due):
    out = StringIO()
    call_command("sweep_duties", "--on", "2026-11-13", "--dry-run", stdout=out)
    assert "提醒 1 项" in out.getvalue()
    assert not DutyReminder.objects.exists()


def test_the_job_leaves_its_heartbeat(db):
    sweep_duties()
    assert JobRun.objects.get(name="interpretation.tasks.sweep_duties").failures == 0


def test_a_new_last_day_is_reminded_of_anew(due, robot):
    sweep(by=robot, at=on("2026-11-13"))
    due.due_on = date(2026, 11, 18)
    due.save()
    sweep(by=robot, at=on("2026-11-18") + timedelta(hours=1))
    assert kinds().count("last-day") == 2


# --- only what holds, only in office hours ----------------------------------------------------------------------------


def exempt(duty) -> None:
    duty.state, duty.exempt_reason = DutyState.EXEMPT, "理由"
    duty.save()


def is_settled_since(duty) -> None:
    duty.state, duty.met_on = DutyState.MET, date(2026, 11, 13)
    duty.save()


def is_recounted_since(duty) -> None:
    duty.due_on = date(2026, 11, 30)
    duty.save()


def is_repealed_since(duty) -> None:
    PolicyDocument.objects.filter(pk=duty.document_id).update(status="repealed")


@pytest.mark.parametrize("changed", [exempt, is_settled_since, is_recounted_since, is_repealed_since])
def test_what_no_longer_holds_is_not_mailed(due, robot, changed):
    reminders.remind(due, Schedule(date(2026, 11, 13), seed_calendar()), by=robot, at=on("2026-11-13", 0))
    changed(due)
    assert reminders.send_reminders(at=on("2026-11-13")) == 0
    assert mail.outbox == []
    assert not DutyReminder.objects.filter(recipient__username="keeper", is_skipped=False).exists()


def test_a_reminder_overtaken_by_the_next_one_is_not_mailed(due, robot):
    sweep(by=robot, at=on("2026-11-13", 7))
    sweep(by=robot, at=on("2026-11-16"))
    [message] = mail.outbox
    assert "[逾期 1 个工作日]" in message.body
    assert "今日到期" not in message.body


@pytest.mark.parametrize(
    ("day", "hour", "mailed"),
    [
        ("2026-11-13", 8, 0),
        ("2026-11-13", 9, 1),
        ("2026-11-13", 17, 1),
        ("2026-11-13", 18, 0),
        ("2026-11-14", 10, 0),  # a Saturday
        ("2026-10-10", 10, 1),  # a Saturday made up for National Day's week
    ],
)
def test_mails_leave_in_office_hours_of_working_days_only(policies, keeper, robot, day, hour, mailed):
    a_document(policies, at=on("2026-09-01"), document={"written_on": "2026-08-31"})
    assert sweep(by=robot, at=on(day, hour)).mailed == mailed
    assert DutyReminder.objects.filter(recipient=keeper, is_skipped=False).count() == 1


def test_only_the_nearest_supervisors_hear_of_it(city, robot, supervisor):
    nearer = a_person("nearer", (Role.SUPERVISOR, city))
    duty = a_document(a_column(city, "zcwj", type="policy"), at=on("2026-11-02")).policy_document.duty
    told = set(reminders.recipients(duty, Step.LATE_1))
    assert nearer in told
    assert supervisor not in told


def test_a_supervisor_who_left_leaves_it_to_the_next_above(city, robot, supervisor):
    nearer = a_person("nearer", (Role.SUPERVISOR, city))
    nearer.is_active = False
    nearer.save()
    duty = a_document(a_column(city, "zcwj", type="policy"), at=on("2026-11-02")).policy_document.duty
    assert supervisor in reminders.recipients(duty, Step.LATE_1)


def test_a_mail_long_after_the_last_day_says_how_late_it_is_now(due, robot):
    sweep(by=robot, at=on("2026-12-25"))
    assert mail.outbox and all("[逾期 30 个工作日]" in message.body for message in mail.outbox)
