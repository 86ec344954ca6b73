"""索引号: numbered for each body and year across the whole cluster, whoever publishes."""

import pytest
from django.core.exceptions import ValidationError

from content.actions import issue_revision, pass_revision
from content.models import PolicyDocument
from sites.actions import change_site
from sites.index_numbers import DEFAULT, sample_of
from sites.models import Column, Organization
from sites.refusals import Refused
from sites.scope import reach_scope
from tests.builders import a_document, a_submitted, the_office_of
from tests.cast import NOW, a_column


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


PATTERNS = [
    ("{org_code}/{year}-{seq:05d}", "11441700007280420Y", "11441700007280420Y/2026-00001"),
    ("{org_code}/{year}-{seq:05d}", "000014349", "000014349/2026-00001"),
    ("{org_code9}/{year}-{seq:05d}", "11441700007280420Y", "007280420/2026-00001"),
    ("{org_code_hyphen}/{year}-{seq:05d}", "11441700007280420Y", "00728042-0/2026-00001"),
    ("{org_code9}-{year}-{seq:06d}", "01527918X", "01527918X-2026-000001"),
    ("{region}-{org_code9}-{genre}-{topic}-{date}-{seq}", "11441700007280420Y", "441700-007280420-08-0402-20261101-1"),
    ("{region}013{genre}001{year}{seq:04d}", "11441700007280420Y", "441700013080012026" + "0001"),
    ("〔{year}〕{org_code}第{seq}号", "11441700007280420Y", "〔2026〕11441700007280420Y第1号"),
]


@pytest.mark.parametrize(("pattern", "code", "number"), PATTERNS)
def test_a_site_numbers_by_its_own_pattern(province, news, root, pattern, code, number):
    Organization.objects.filter(pk=province.sponsor_id).update(code=code)
    change_site(province, by=root, at=NOW, index_number_pattern=pattern)
    first = a_document(Column.objects.get(pk=news.pk), document={"topic": "财政、金融、审计/税务"})
    assert first.policy_document.index_number == number
    second = a_document(Column.objects.get(pk=news.pk), document={"topic": "财政、金融、审计/税务"})
    assert second.policy_document.index_number != number


BAD_PATTERNS = [
    "", "{org_code}/{year}", "{seq}{seq}", "{org_code}/{years}-{seq}", "{org_code}/{seq:5x}", "{year:05d}-{seq}",
    "{org_code} {seq}", "{org_code}/{seq", "{{seq}}", "{org_code}{org_code}{org_code}{org_code}-{seq}", "{seq}\x00", "<b>{seq}",
]  # fmt: skip


@pytest.mark.parametrize("pattern", BAD_PATTERNS)
def test_a_pattern_that_could_not_number_is_refused_when_it_is_saved(province, root, pattern):
    with pytest.raises(ValidationError) as refused:
        change_site(province, by=root, at=NOW, index_number_pattern=pattern)
    assert "index_number_pattern" in refused.value.message_dict


def test_a_document_without_what_the_pattern_asks_for_is_refused_with_a_sentence(province, news, root):
    change_site(province, by=root, at=NOW, index_number_pattern="{org_code}-{topic}-{seq}")
    with pytest.raises(Refused, match="主题分类"):
        a_document(Column.objects.get(pk=news.pk), document={"topic": ""})


def test_the_form_can_show_what_a_number_will_look_like():
    assert sample_of(DEFAULT) == "11441700007280420Y/2026-00050"
