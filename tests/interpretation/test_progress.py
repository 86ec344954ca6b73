"""How far a duty has come is derived from plan, links and dates; the drafting organization sees what it has to explain."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import recall_revision, return_revision
from interpretation.actions import exempt_duty, link_interpretation, unlink_interpretation
from interpretation.models import InterpretationDuty, InterpretationPlan, Progress
from interpretation.reminders import recipients
from sites.actions import save_clock_limit
from sites.models import ClockLimit
from sites.policy import Action, can
from sites.reminders import Step
from sites.scope import reach_scope
from tests.builders import a_document, a_draft, carry_through, the_office_of
from tests.cast import NOW
from tests.interpretation.conftest import a_draft_interpretation, an_interpretation


def progress(duty) -> str:
    return InterpretationDuty.objects.with_progress().get(pk=duty.pk).progress


@pytest.fixture
def desk(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_from_plan_to_published(duty, explanations, writer):
    assert progress(duty) == Progress.PLANNED
    article = a_draft(explanations, kind="interpretation", title="解读").article
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    assert progress(duty) == Progress.DRAFTING
    unlink_interpretation(article, duty.document, by=writer, at=NOW)
    article = a_draft_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    assert progress(duty) == Progress.IN_REVIEW
    carry_through(article.revisions.get())
    assert progress(duty) == Progress.LATE


def test_what_came_back_is_being_drafted_again(duty, explanations, writer):
    article = a_draft_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    recall_revision(article.revisions.get(), by=writer, at=NOW)
    assert progress(duty) == Progress.DRAFTING


def test_returned_counts_as_drafting(duty, explanations, writer):
    article = a_draft_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    reviewer = the_office_of(explanations)["reviewer1"]
    return_revision(article.revisions.get(), by=reviewer, at=NOW, opinion="请补充背景")
    assert progress(duty) == Progress.DRAFTING


def test_in_time_without_a_plan_and_exempt(duty, explanations, writer, site_admin):
    InterpretationPlan.objects.all().delete()
    assert progress(duty) == Progress.UNPLANNED
    article = an_interpretation(explanations, at=NOW - timedelta(days=6))
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    assert progress(duty) == Progress.MET
    unlink_interpretation(article, duty.document, by=writer, at=NOW)
    exempt_duty(duty, "内容简单", by=site_admin, at=NOW)
    assert progress(duty) == Progress.EXEMPT


def test_the_drafting_organization_sees_its_duties_on_whatever_site(
    policies, bureau, handler, reply_approver, other_handler, desk
):
    duty = a_document(policies, document={"issuer": bureau.pk}).policy_document.duty
    assert duty.organization == policies.site.sponsor  # the plan names who drafts
    InterpretationDuty.objects.update(organization=bureau)
    duty.refresh_from_db()
    assert {person for person in (handler, reply_approver, other_handler) if can(person, Action.DUTY_VIEW, duty)} == {
        handler, reply_approver,
    }  # fmt: skip
    page = desk(handler).get(reverse("interpretation-office:ledger"))
    assert [row.pk for row in page.context["page"]] == [duty.pk]
    page = desk(handler).get(reverse("interpretation-office:duty", args=[duty.pk])).content.decode()
    assert "解读方案" in page
    assert "登记为免于解读" not in page
    assert "本单位起草的解读" in desk(handler).get(reverse("admin:index")).content.decode()
    assert not list(desk(other_handler).get(reverse("interpretation-office:ledger")).context["page"])
    assert desk(other_handler).get(reverse("interpretation-office:duty", args=[duty.pk])).status_code == 404


def test_the_net_lets_through_sites_and_drafting_organizations_only(duty, province, city, bureau):
    InterpretationDuty.objects.update(organization=bureau)
    for sites, bodies, seen in (([province.pk], (), 1), ([city.pk], (), 0), ([city.pk], [bureau.pk], 1), ([], (), 0)):
        with reach_scope(sites, bodies):
            assert InterpretationDuty.objects.count() == seen


def test_the_drafting_organization_is_reminded(duty, bureau, handler, other_handler, site_admin, writer):
    InterpretationDuty.objects.update(organization=bureau)
    duty.refresh_from_db()
    assert set(recipients(duty, Step.TWO_BEFORE)) == {handler, site_admin, writer}


def test_the_ledger_is_narrowed_by_progress_and_organization(duty, policies, bureau, explanations, writer, desk):
    other = a_document(policies, document={"document_number": "测政发〔2026〕2号"}).policy_document.duty
    InterpretationDuty.objects.filter(pk=other.pk).update(organization=bureau)
    link_interpretation(a_draft_interpretation(explanations), [duty.document], by=writer, at=NOW)
    ledger = reverse("interpretation-office:ledger")
    for query, found in (
        ("progress=in-review", [duty.pk]), ("progress=planned", [other.pk]), (f"organization={bureau.pk}", [other.pk]),
        ("progress=x&organization=999999", [duty.pk, other.pk]), (f"progress=drafting&organization={bureau.pk}", []),
        ("organization=%00&progress=%00", [duty.pk, other.pk]),
    ):  # fmt: skip
        page = desk(writer).get(f"{ledger}?{query}")
        assert sorted(row.pk for row in page.context["page"]) == sorted(found), query


def test_a_site_may_tighten_the_limit_for_what_it_issues_from_then_on(policies, province, duty, root):
    save_clock_limit(ClockLimit(site=province, clock="interpretation", working_days=3), by=root, at=NOW)
    later = a_document(policies, document={"document_number": "测政发〔2026〕2号"}).policy_document.duty
    duty.refresh_from_db()
    assert (duty.working_days, later.working_days) == (10, 3)
    assert f"{later.due_on}" == "2026-11-04"
