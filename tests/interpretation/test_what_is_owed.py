"""A duty is owed while its document is in force and its page public; what is not owed is neither late nor counted."""

from datetime import date

import pytest
from django.urls import reverse

from content.actions import save_draft, set_document_status, submit_revision, withdraw_article
from content.models import DocumentStatus
from interpretation.actions import link_interpretation, settle_duty
from interpretation.models import DutyReminder, DutyState, InterpretationDuty
from interpretation.reminders import sweep
from interpretation.standing import standing_of
from sites.models import CalendarNotice, User
from tests.builders import carry_through, the_office_of
from tests.cast import NOW
from tests.interpretation.conftest import an_interpretation

LATER = NOW.date().replace(day=30)
OUT_OF_FORCE = [DocumentStatus.REPEALED, DocumentStatus.LAPSED]


@pytest.fixture
def robot(db) -> User:
    return User.objects.robot()


def withdraw(document, by) -> None:
    withdraw_article(document.article, by=by, at=NOW, reason="wrong")


def publish_again(document, policies) -> None:
    writer = the_office_of(policies)["writer"]
    data = {
        "issuer": policies.site.sponsor_id,
        "genre": "通知",
        "written_on": "2026-11-01",
        "needs_interpretation": True,
    }
    carry_through(submit_revision(save_draft(document.article, by=writer, at=NOW, document=data), by=writer, at=NOW))


@pytest.mark.parametrize("status", OUT_OF_FORCE)
def test_a_document_out_of_force_owes_nothing_until_it_is_in_force_again(duty, document, robot, status):
    set_document_status(document, status, by=robot, at=NOW, why="公告")
    assert not InterpretationDuty.objects.open().exists()
    assert not InterpretationDuty.objects.overdue(on=LATER).exists()
    set_document_status(document, DocumentStatus.IN_FORCE, by=robot, at=NOW, why="更正")
    assert InterpretationDuty.objects.overdue(on=LATER).get() == duty


def test_an_amended_document_is_in_force(duty, document, robot):
    set_document_status(document, DocumentStatus.AMENDED, by=robot, at=NOW, why="公告")
    assert InterpretationDuty.objects.open().get() == duty


def test_a_withdrawn_document_owes_nothing_until_it_is_public_again(duty, document, policies):
    withdraw(document, the_office_of(policies)["signer"])
    assert not InterpretationDuty.objects.open().exists()
    publish_again(document, policies)
    assert InterpretationDuty.objects.open().get() == duty


def test_what_is_not_owed_is_not_reminded_of(duty, document, robot, site_admin):
    set_document_status(document, DocumentStatus.REPEALED, by=robot, at=NOW, why="公告")
    sweep(by=robot, at=NOW)
    assert not DutyReminder.objects.exists()


def test_what_is_not_owed_is_not_settled_until_it_is_owed_again(duty, document, explanations, robot, writer):
    article = an_interpretation(explanations)
    set_document_status(document, DocumentStatus.REPEALED, by=robot, at=NOW, why="公告")
    link_interpretation(article, [document], by=writer, at=NOW)
    assert settle_duty(duty, by=robot, at=NOW).state == DutyState.OPEN
    assert sweep(by=robot, at=NOW).settled == 0
    set_document_status(document, DocumentStatus.IN_FORCE, by=robot, at=NOW, why="更正")
    assert sweep(by=robot, at=NOW).settled == 1
    duty.refresh_from_db()
    assert (duty.state, duty.met_on) == (DutyState.MET, date(2026, 11, 18))


def test_a_document_published_again_is_compared_with_the_facts_at_once(duty, document, policies, explanations, writer):
    withdraw(document, the_office_of(policies)["signer"])
    link_interpretation(an_interpretation(explanations), [document], by=writer, at=NOW)
    publish_again(document, policies)
    duty.refresh_from_db()
    assert duty.state == DutyState.MET


def test_it_says_why_it_is_not_owed(duty, document, policies, robot):
    def words() -> str:
        fresh = InterpretationDuty.objects.select_related("document__article").get()
        return standing_of(fresh, on=LATER, calendar=CalendarNotice.objects.calendar()).words

    assert "逾期" in words()
    set_document_status(document, DocumentStatus.REPEALED, by=robot, at=NOW, why="公告")
    assert words() == "文件已废止"
    withdraw(document, the_office_of(policies)["signer"])
    assert words() == "文件已撤下"


def test_the_ledger_keeps_it_under_a_tab_of_its_own_and_out_of_the_figures(duty, document, robot, writer, client):
    set_document_status(document, DocumentStatus.REPEALED, by=robot, at=NOW, why="公告")
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("interpretation-office:ledger"))
    assert list(page.context["page"]) == []
    assert (page.context["figures"]["owed"], page.context["figures"]["overdue"]) == (0, 0)
    tabs = {name: count for name, _label, count in page.context["tabs"]}
    assert (tabs["open"], tabs["not-owed"], tabs["all"]) == (0, 1, 1)
    assert list(client.get(reverse("interpretation-office:ledger") + "?tab=not-owed").context["page"]) == [duty]
