"""Rows are locked before the chain of the record, whatever is settled: two people never wait for each other."""

import pytest
from django.db.models import QuerySet

from content.actions import withdraw_article
from interpretation.actions import duties, link_interpretation, links
from interpretation.models import InterpretationDuty
from tests.builders import a_document, the_office_of
from tests.cast import NOW
from tests.interpretation.conftest import an_interpretation


@pytest.fixture
def steps(monkeypatch) -> list:
    """What is locked (the duties' keys) and when the record is written, in order."""
    taken, fetch, record = [], QuerySet._fetch_all, duties.record

    def fetching(rows):
        is_new = rows._result_cache is None
        fetch(rows)
        if is_new and rows.query.select_for_update and rows.model is InterpretationDuty:
            taken.append({duty.pk for duty in rows._result_cache})

    def recording(*args, **kwargs):
        taken.append("record")
        return record(*args, **kwargs)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetching)
    for module in (duties, links):
        monkeypatch.setattr(module, "record", recording)
    return taken


@pytest.fixture
def documents(policies) -> list:
    return [
        a_document(policies, document={"document_number": f"测政发〔2026〕{number}号"}).policy_document
        for number in (1, 2)
    ]


def test_linking_locks_every_duty_before_it_records(documents, explanations, writer, steps):
    article = an_interpretation(explanations)
    steps.clear()
    link_interpretation(article, documents, by=writer, at=NOW)
    assert steps[0] == {document.duty.pk for document in documents}
    assert "record" in steps


def test_withdrawing_locks_every_duty_before_it_records(documents, explanations, writer, steps):
    article = an_interpretation(explanations)
    link_interpretation(article, documents, by=writer, at=NOW)
    steps.clear()
    withdraw_article(article, by=the_office_of(explanations)["signer"], at=NOW, reason="wrong")
    assert steps[0] == {document.duty.pk for document in documents}
    assert "record" in steps
