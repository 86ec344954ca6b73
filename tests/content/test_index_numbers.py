"""索引号: numbered for each body and year across the whole cluster, whoever publishes."""

import pytest

from content.actions import issue_revision, pass_revision
from content.models import PolicyDocument
from sites.refusals import Refused
from sites.scope import reach_scope
from tests.builders import a_document, a_submitted, the_office_of
from tests.cast import a_column


def numbers() -> list[str]:
    return sorted(PolicyDocument.objects.values_list("index_number", flat=True))


def test_documents_of_one_body_and_year_are_numbered_in_turn(province, news):
    a_document(news)
    a_document(news)
    code = province.sponsor.code
    assert numbers() == [f"{code}/2026-00001", f"{code}/2026-00002"]


def test_the_serial_counts_documents_that_the_publisher_cannot_see(province, news, city):
    a_document(news)
    column = a_column(city, "docs", type="policy")
    people = the_office_of(column)
    revision = a_submitted(
        column, kind="document", document={"issuer": province.sponsor_id, "genre": "通知", "written_on": "2026-11-01"}
    )
    with reach_scope([city.pk]):
        revision = pass_revision(revision, by=people["reviewer1"], at=revision.created_at)
        revision = pass_revision(revision, by=people["reviewer2"], at=revision.created_at)
        issue_revision(revision, by=people["signer"], at=revision.created_at)
    assert numbers()[-1].endswith("2026-00002")


def test_a_hand_typed_serial_does_not_stop_the_counting(province, news):
    a_document(news, document={"index_number": f"{province.sponsor.code}/2026-00003号"})
    a_document(news)
    assert numbers()[0].endswith("2026-00001")


def test_a_number_of_another_document_is_refused_with_a_sentence(news):
    a_document(news, document={"index_number": "X/2026-1"})
    with pytest.raises(Refused, match="索引号"):
        a_document(news, document={"index_number": "X/2026-1"})
