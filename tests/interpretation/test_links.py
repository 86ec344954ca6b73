"""A link shows on both pages, needs the right at both ends, and meets or reopens the duty with the facts."""

from datetime import date, timedelta

import pytest

from content.actions import withdraw_article
from content.actions.withdrawing import expire_article
from content.models import Article, PolicyDocument
from interpretation.actions import exempt_duty, link_interpretation, unlink_interpretation
from interpretation.models import AuthorRole, DutyState, Form, Interpretation
from sites.models import AuditEntry, OutboxRow
from sites.outbox import _consumers, register_consumer
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_document, an_article, carry_through, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.interpretation.conftest import a_draft_interpretation, an_interpretation

IN_TIME = NOW - timedelta(days=6)  # 12 November; the last day is the 13th


def state(duty) -> tuple[str, date | None]:
    duty.refresh_from_db()
    return duty.state, duty.met_on


def test_a_public_interpretation_meets_the_duty_on_its_own_day(duty, explanations, writer):
    article = an_interpretation(explanations, at=IN_TIME)
    link_interpretation(article, [duty.document], form=Form.CHART, by=writer, at=NOW)
    assert state(duty) == (DutyState.MET, date(2026, 11, 12))
    assert not duty.was_met_late
    interpretation = Interpretation.objects.get()
    assert (interpretation.form, interpretation.author_role) == (Form.CHART, AuthorRole.DRAFTING_ORGAN)


def test_one_published_after_the_last_day_meets_it_late(duty, explanations, writer):
    link_interpretation(an_interpretation(explanations), [duty.document], by=writer, at=NOW)
    assert state(duty) == (DutyState.MET, date(2026, 11, 18))
    assert duty.was_met_late


def test_the_earliest_counts(duty, explanations, writer):
    link_interpretation(an_interpretation(explanations), [duty.document], by=writer, at=NOW)
    link_interpretation(an_interpretation(explanations, at=IN_TIME), [duty.document], by=writer, at=NOW)
    assert state(duty) == (DutyState.MET, date(2026, 11, 12))


def test_a_draft_meets_nothing_until_it_is_public(duty, explanations, writer):
    article = a_draft_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    assert state(duty) == (DutyState.OPEN, None)
    carry_through(article.revisions.get())
    assert state(duty) == (DutyState.MET, date(2026, 11, 18))


def test_withdrawing_the_only_interpretation_reopens_the_duty(duty, explanations, writer):
    article = an_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    signer = the_office_of(explanations)["signer"]
    withdraw_article(article, by=signer, at=NOW, reason="wrong")
    assert state(duty) == (DutyState.OPEN, None)
    assert AuditEntry.objects.filter(event="interpretation.duty.reopened").count() == 1


def test_withdrawing_one_of_two_leaves_the_other(duty, explanations, writer):
    first, second = an_interpretation(explanations, at=IN_TIME), an_interpretation(explanations)
    for article in (first, second):
        link_interpretation(article, [duty.document], by=writer, at=NOW)
    withdraw_article(first, by=the_office_of(explanations)["signer"], at=NOW, reason="wrong")
    assert state(duty) == (DutyState.MET, date(2026, 11, 18))


def test_an_interpretation_that_expires_reopens_the_duty(duty, explanations, writer, root):
    article = an_interpretation(explanations, expires_at=NOW + timedelta(days=1))
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    expire_article(Article.objects.get(pk=article.pk), by=root, at=NOW + timedelta(days=2))
    assert state(duty) == (DutyState.OPEN, None)


def test_unlinking_reopens_the_duty(duty, explanations, writer):
    article = an_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    unlink_interpretation(article, duty.document, by=writer, at=NOW)
    assert state(duty) == (DutyState.OPEN, None)
    events = AuditEntry.objects.filter(event__startswith="interpretation.interpretation").values_list(
        "event", flat=True
    )
    assert set(events) == {"interpretation.interpretation.linked", "interpretation.interpretation.unlinked"}


def test_linking_twice_writes_one_record(duty, explanations, writer):
    article = an_interpretation(explanations)
    for _each in range(2):
        link_interpretation(article, [duty.document], by=writer, at=NOW)
    assert AuditEntry.objects.filter(event="interpretation.interpretation.linked").count() == 1


def test_one_article_may_explain_several_documents(duty, policies, explanations, writer):
    other = a_document(policies, document={"document_number": "测政发〔2026〕2号"}).policy_document
    link_interpretation(an_interpretation(explanations), [duty.document, other], by=writer, at=NOW)
    assert {each.duty.state for each in PolicyDocument.objects.all()} == {DutyState.MET}


def test_both_pages_are_announced(duty, explanations, writer, monkeypatch):
    article = an_interpretation(explanations)
    monkeypatch.setattr("sites.outbox._consumers", dict(_consumers))
    register_consumer("test", subjects={"content.Article"}, wake=lambda: None)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    told = OutboxRow.objects.filter(consumer="test").values_list("subject_id", flat=True)
    assert set(told) == {article.pk, duty.document.article_id}


def test_only_interpretations_can_be_linked(duty, explanations, writer):
    with pytest.raises(Refused, match="政策解读"):
        link_interpretation(an_article(explanations), [duty.document], by=writer, at=NOW)


def test_it_takes_the_right_at_both_ends(duty, explanations, city, writer):
    theirs = a_column(city, "zcjd", name="政策解读", type="interpretation")
    foreign = an_interpretation(theirs)
    city_writer = the_office_of(theirs)["writer"]
    with pytest.raises(Refused, match="为文件"):
        link_interpretation(foreign, [duty.document], by=city_writer, at=NOW)
    with pytest.raises(Refused, match="为这篇稿件"):
        link_interpretation(foreign, [duty.document], by=writer, at=NOW)
    both = a_person("both", (Role.CONTRIBUTOR, city), (Role.CONTRIBUTOR, duty.site))
    link_interpretation(foreign, [duty.document], by=both, at=NOW)
    assert state(duty)[0] == DutyState.MET


def test_a_supervisor_links_nothing(duty, explanations, supervisor):
    with pytest.raises(Refused):
        link_interpretation(an_interpretation(explanations), [duty.document], by=supervisor, at=NOW)


def test_an_exemption_says_why_and_stays(duty, explanations, site_admin, writer):
    with pytest.raises(Refused, match="理由"):
        exempt_duty(duty, "  ", by=site_admin, at=NOW)
    exempt_duty(duty, "内容简单，\n无需解读", by=site_admin, at=NOW)
    assert state(duty) == (DutyState.EXEMPT, None)
    assert duty.exempt_reason == "内容简单， 无需解读"
    link_interpretation(an_interpretation(explanations), [duty.document], by=writer, at=NOW)
    assert state(duty)[0] == DutyState.EXEMPT
    with pytest.raises(Refused, match="免于解读"):
        exempt_duty(duty, "再一次", by=site_admin, at=NOW)


def test_who_may_exempt(duty, site_admin, supervisor, writer, editor, other_site_editor, root):
    for person in (supervisor, writer, editor, other_site_editor, root):
        with pytest.raises(Refused, match="权限"):
            exempt_duty(duty, "理由", by=person, at=NOW)
    exempt_duty(duty, "理由", by=site_admin, at=NOW)
