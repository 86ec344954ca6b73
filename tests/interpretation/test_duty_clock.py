"""A duty opens when a document goes public and counts ten working days from its day of issue."""

from datetime import date

import pytest

from content.actions import pass_revision, save_draft, submit_revision
from content.actions.reviews import issue_revision
from interpretation.actions import open_duty, recount_duty
from interpretation.models import DutyState, InterpretationDuty
from sites.actions import save_calendar_notice
from sites.models import AuditEntry, CalendarNotice, ClockLimit
from tests.builders import a_document, a_draft, a_plan, carry_through, the_office_of
from tests.cast import NOW


def test_publishing_a_document_opens_its_duty(document, province):
    duty = InterpretationDuty.objects.get()
    assert (duty.document, duty.site, duty.organization) == (document, province, document.issuer)
    assert (duty.starts_on, duty.working_days, duty.due_on) == (date(2026, 11, 1), 10, date(2026, 11, 13))
    assert (duty.state, duty.is_provisional) == (DutyState.OPEN, False)
    assert AuditEntry.objects.filter(event="interpretation.duty.opened").count() == 1


@pytest.mark.parametrize(
    ("written_on", "due_on", "is_provisional"),
    [
        ("2026-11-18", date(2026, 12, 2), False),
        ("2026-11-20", date(2026, 12, 4), False),  # Friday
        ("2026-09-18", date(2026, 10, 9), False),  # Sunday the 20th is made up; Mid-Autumn and National Day are off
        ("2026-09-30", date(2026, 10, 20), False),  # the eve of National Day's week; Saturday 10 October is made up
        ("2026-02-13", date(2026, 3, 5), False),  # before the Spring Festival, with two make-up Saturdays
        ("2026-12-25", date(2027, 1, 8), True),  # the notice for 2027 is not out
    ],
)
def test_the_last_day_follows_the_state_councils_calendar(policies, written_on, due_on, is_provisional):
    a_document(policies, document={"written_on": written_on})
    duty = InterpretationDuty.objects.get()
    assert (duty.due_on, duty.is_provisional) == (due_on, is_provisional)


def test_the_day_of_printing_is_the_day_of_issue(policies):
    a_document(policies, document={"written_on": "2026-11-01", "printed_on": "2026-11-04"})
    assert InterpretationDuty.objects.get().starts_on == date(2026, 11, 4)


def test_a_document_that_needs_none_has_no_duty(policies):
    a_document(policies, document={"needs_interpretation": False})
    assert not InterpretationDuty.objects.exists()


def test_a_document_no_longer_in_force_has_no_duty(policies):
    a_document(policies, document={"status": "repealed"})
    assert not InterpretationDuty.objects.exists()


def test_a_draft_has_no_duty_yet(policies):
    a_draft(policies, kind="document", document={"issuer": policies.site.sponsor_id, "written_on": "2026-11-01"})
    assert not InterpretationDuty.objects.exists()


def test_a_site_may_promise_less_days(policies, province):
    ClockLimit.objects.create(site=province, clock="interpretation", working_days=3)
    a_document(policies)
    duty = InterpretationDuty.objects.get()
    assert (duty.working_days, duty.due_on) == (3, date(2026, 11, 4))


def test_opening_twice_keeps_one(duty, document, writer):
    open_duty(document, by=writer, at=NOW)
    assert InterpretationDuty.objects.count() == 1


def test_a_corrected_day_of_issue_is_counted_anew(document, duty, policies):
    people, article = the_office_of(policies), document.article
    data = {
        "issuer": policies.site.sponsor_id,
        "genre": "通知",
        "written_on": "2026-11-10",
        "needs_interpretation": True,
    }
    revision = save_draft(article, by=people["writer"], at=NOW, document=data)
    carry_through(submit_revision(revision, by=people["writer"], at=NOW))
    duty.refresh_from_db()
    assert (duty.starts_on, duty.due_on) == (date(2026, 11, 10), date(2026, 11, 24))
    assert AuditEntry.objects.get(event="interpretation.duty.recounted").before["due_on"] == "2026-11-13"


def test_an_amended_calendar_moves_open_duties_only(policies, root):
    a_document(policies, document={"written_on": "2026-12-25"})
    duty = InterpretationDuty.objects.get()
    notice = CalendarNotice(
        year=2027,
        title="关于2027年部分节假日安排的通知",
        published_on=date(2026, 11, 18),
        days_off=[{"day": f"2027-01-0{day}", "name": "元旦"} for day in (1, 2, 3)],
    )
    save_calendar_notice(notice, by=root, at=NOW)
    duty = recount_duty(duty, by=root, at=NOW)
    assert (duty.due_on, duty.is_provisional) == (date(2027, 1, 11), False)
    assert AuditEntry.objects.filter(event="interpretation.duty.recounted").count() == 1

    duty.state, duty.exempt_reason = DutyState.EXEMPT, "理由"
    duty.save()
    CalendarNotice.objects.all().delete()
    assert recount_duty(duty, by=root, at=NOW).due_on == date(2027, 1, 11)


def test_a_document_goes_public_with_its_duty_or_not_at_all(policies, monkeypatch):
    """The duty is opened inside the publishing transaction."""

    def fails(*args, **kwargs):
        raise RuntimeError("boom")

    people = the_office_of(policies)
    data = {
        "issuer": policies.site.sponsor_id,
        "genre": "通知",
        "written_on": "2026-11-01",
        "needs_interpretation": True,
    }
    revision = a_draft(policies, kind="document", document=data)
    a_plan(revision.article, by=people["writer"])
    revision = submit_revision(revision, by=people["writer"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer1"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer2"], at=NOW)
    monkeypatch.setattr("interpretation.actions.duties._count", fails)
    with pytest.raises(RuntimeError):
        issue_revision(revision, by=people["signer"], at=NOW)
    revision.article.refresh_from_db()
    assert revision.article.state == "unpublished"
