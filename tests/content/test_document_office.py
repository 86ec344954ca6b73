"""The office's side of the library: relations on a document's page, the picker, the list of what needs somebody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from content.models import DocumentRelation, PolicyDocument
from content.office.documents import months_after
from content.punctuality import punctuality
from sites.calendar import seed_calendar
from sites.policy import Role
from tests.builders import a_document, a_draft, the_office_of
from tests.cast import NOW, a_column, a_person

LEDGER = "content-office:documents"


@pytest.fixture(autouse=True)
def _soon_after():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def signer(news):
    return the_office_of(news)["signer"]


@pytest.fixture
def desk(client, signer):
    client.force_login(signer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def relate(desk, article, target, kind="repeals"):
    fields = {"kind": kind, "target": target if isinstance(target, str) else target.policy_document.pk}
    return desk.post(reverse("content-office:relate", args=[article.pk]), fields, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_relation_is_made_and_taken_back_on_the_documents_page(desk, news):
    old, new = a_document(news, title="旧办法"), a_document(news, title="新办法")
    assert "已建立关系" in said(relate(desk, new, old))
    assert "旧办法" in desk.get(reverse("content-office:article", args=[new.pk])).content.decode()
    assert "被废止" in desk.get(reverse("content-office:article", args=[old.pk])).content.decode()
    relation = DocumentRelation.objects.get()
    address = reverse("content-office:unrelate", args=[new.pk, relation.pk])
    assert "已解除" in said(desk.post(address, follow=True))
    assert PolicyDocument.objects.get(article=old).status == "in-force"
    assert desk.post(address).status_code == 404


@pytest.mark.parametrize("target", ["", "0", "x", "99999999999999999999"])
def test_a_target_that_is_none_gives_a_sentence(desk, news, target):
    assert "请选择" in said(relate(desk, a_document(news), target))
    assert not DocumentRelation.objects.exists()


def test_an_unknown_kind_gives_a_sentence(desk, news):
    assert said(relate(desk, a_document(news), a_document(news, title="另一份"), "eats"))
    assert not DocumentRelation.objects.exists()


def test_whoever_has_no_right_on_the_target_is_told_whom_to_ask(desk, news, city):
    theirs = a_document(a_column(city, "docs", type="policy"), title="市里的办法")
    assert "请联系" in said(relate(desk, a_document(news), theirs))
    assert not DocumentRelation.objects.exists()


def test_a_refused_relation_comes_back_with_what_was_picked(desk, news, city):
    theirs = a_document(a_column(city, "docs", type="policy"), title="市里的办法")
    response = relate(desk, a_document(news), theirs, "amends")
    assert response.status_code == 422
    html = response.content.decode()
    assert "<strong>市里的办法" in html
    assert f'<input type="hidden" name="target" value="{theirs.policy_document.pk}">' in html
    assert '<option value="amends" selected>' in html


def test_a_relation_without_a_kind_keeps_the_document_that_was_picked(desk, news):
    other = a_document(news, title="另一份")
    html = relate(desk, a_document(news), other, "").content.decode()
    assert f'<input type="hidden" name="target" value="{other.policy_document.pk}">' in html


def test_a_refused_declaration_comes_back_with_its_ground(desk, news):
    lapsed = a_document(news, document={"expires_on": "2026-11-17"})
    fields = {"status": "in-force", "why": "省政府令第 12 号"}
    response = desk.post(reverse("content-office:document-status", args=[lapsed.pk]), fields)
    assert response.status_code == 422 and "请先发布修改了失效日期的新版本" in said(response)
    assert "省政府令第 12 号" in response.content.decode()


def test_strangers_find_no_document_to_relate(client, news, other_site_editor):
    document = a_document(news)
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("content-office:relate", args=[document.pk])).status_code == 404


def test_the_picker_finds_public_documents_of_the_cluster_by_number_or_title(desk, news, city):
    a_document(a_column(city, "docs", type="policy"), title="市里的办法")
    a_draft(news, title="办法草稿", kind="document", document={"issuer": news.site.sponsor_id})
    found = desk.get(reverse("content-office:find-documents"), {"q": "办法"}).json()["found"]
    assert [each["title"] for each in found] == ["市里的办法"]
    assert desk.get(reverse("content-office:find-documents"), {"q": "\x00" * 300}).status_code == 200


def test_the_picker_offers_the_documents_within_reach_first(desk, news, city):
    a_document(news, title="省里的办法", document={"written_on": "2026-01-01"})
    a_document(a_column(city, "docs", type="policy"), title="市里的办法", document={"written_on": "2026-09-01"})
    found = desk.get(reverse("content-office:find-documents"), {"q": "办法"}).json()["found"]
    assert [each["title"] for each in found] == ["省里的办法", "市里的办法"]


def test_the_picker_answers_people_whose_only_role_is_at_an_organization(client, news):
    document = a_document(news).policy_document
    person = a_person("clerk", (Role.HANDLER, document.issuer))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found = client.get(reverse("content-office:find-documents")).json()["found"]
    assert [each["id"] for each in found] == [document.pk]


def rows(desk, **asked) -> str:
    return desk.get(reverse(LEDGER), asked).content.decode()


def test_the_list_shows_what_lapses_within_six_months(desk, news):
    a_document(news, title="快到期的办法", document={"expires_on": "2027-05-18"})
    a_document(news, title="还早的办法", document={"expires_on": "2027-05-19"})
    html = rows(desk, tab="review")
    assert "快到期的办法" in html and "还早的办法" not in html


def test_the_list_shows_what_went_online_late(desk, news):
    late = {"is_normative": True, "written_on": "2026-11-01", "printed_on": "2026-11-12"}
    a_document(news, title="迟公开的办法", document=late)
    a_document(news, title="按时公开的办法", document={**late, "printed_on": "2026-11-13"})
    a_document(news, title="不是规范性文件", document={**late, "is_normative": False})
    html = rows(desk, tab="late")
    assert "迟公开的办法" in html and "迟 1 个工作日公开" in html
    assert "按时公开的办法" not in html and "不是规范性文件" not in html


def test_printed_drafts_that_are_not_online_stand_on_top(desk, news):
    data = {"issuer": news.site.sponsor_id, "is_normative": True, "printed_on": "2026-11-10"}
    a_draft(news, title="已印发的办法", kind="document", document=data)
    assert "已印发的办法" in rows(desk) and "逾期" in rows(desk)


@pytest.mark.parametrize(
    "asked", [{"tab": "x"}, {"page": "x"}, {"page": "-1"}, {"site": "x"}, {"q": "\x00'%"}, {"site": "9" * 40}]
)
def test_bad_input_in_the_list_is_no_fault(desk, news, asked):
    a_document(news)
    assert desk.get(reverse(LEDGER), asked).status_code == 200


def test_six_months_end_on_the_same_day_or_the_last_of_a_shorter_month():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 18), 6) == date(2027, 5, 18)
    assert months_after(date(2026, 12, 31), 12) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("online_on", "tone", "late"),
    [
        (date(2026, 11, 18), "safe", 0),
        (date(2026, 11, 19), "late", 1),
        (date(2026, 11, 23), "late", 3),
        (None, "late", 2),
    ],
)
def test_lateness_is_counted_in_working_days(online_on, tone, late):
    standing = punctuality(date(2026, 11, 18), online_on=online_on, on=date(2026, 11, 20), calendar=seed_calendar())
    assert (standing.tone, standing.days_late) == (tone, late)
