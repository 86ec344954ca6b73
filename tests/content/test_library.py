"""The policy library: facets whose counts are what a click shows, shareable addresses, data, PDF, and nothing hidden."""

import io
import json
import re
from datetime import timedelta
from urllib.parse import unquote_plus

import pypdf
import pytest
import time_machine

from content.actions import relate_documents, upload_asset, withdraw_article
from content.library.facets import library_page
from content.library.forms import LibraryForm
from content.models import PolicyDocument
from content.structure import structure_of
from sites.scope import site_scope
from tests.builders import a_document, a_draft, an_article, the_office_of
from tests.cast import NOW, a_column, a_site, an_organization
from tests.content.files import a_picture

LIBRARY, API = "/zhengceku/", "/api/documents.json"


@pytest.fixture(autouse=True)
def _soon_after():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def docs(province):
    return a_column(province, "docs", name="文件", type="policy")


@pytest.fixture
def shelf(docs):
    """Documents that differ in every facet."""
    bureau = an_organization("测试省财政厅")
    rows = [
        ("关于粮食生产的通知", "测政发〔2026〕10号", "农业、林业、水利/林业", "通知", "2026-11-01", None),
        ("关于税费的意见", "测政发〔2026〕9号", "财政、金融、审计/税务", "意见", "2026-10-01", bureau.pk),
        ("关于预算的通知", "测政办发〔2025〕3号", "财政、金融、审计/财政", "通知", "2025-03-01", bureau.pk),
        ("关于碳汇的通知", "测碳发〔2026〕1号", "本省自设/碳汇", "通知", "2024-06-01", None),
        ("关于税费分成的通知", "测财发〔2024〕1号", "财政、金融、审计/税费分成", "通知", "2024-05-01", bureau.pk),
        ("无类别的公告", "公告2024年第5号", "", "公告", "2024-02-01", None),
    ]
    return [
        a_document(docs, title=title, document={
            "document_number": number, "topic": topic, "genre": genre, "written_on": day,
            **({"issuer": issuer} if issuer else {}),
        })
        for title, number, topic, genre, day, issuer in rows
    ]  # fmt: skip


def titles(client, **asked) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', client.get(LIBRARY, asked).content.decode())


def api(client, **asked) -> dict:
    return client.get(API, asked).json()


def asked(**values) -> dict:
    form = LibraryForm(values)
    assert form.is_valid()
    return form.cleaned_data


def test_documents_are_listed_newest_first_and_sorted_by_number_as_people_count(client, shelf):
    assert titles(client) == [
        "关于粮食生产的通知",
        "关于税费的意见",
        "关于预算的通知",
        "关于碳汇的通知",
        "关于税费分成的通知",
        "无类别的公告",
    ]
    by_number = titles(client, sort="number")
    assert by_number.index("关于税费的意见") < by_number.index("关于粮食生产的通知")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"topic": "财政、金融、审计"}, 3),
        ({"topic": "本省自设"}, 1),
        ({"topic": "没有的主题"}, 0),
        ({"topic": "财政、金融、审计/税务"}, 1),
        ({"genre": "通知"}, 4),
        ({"year": "2025"}, 1),
        ({"status": "in-force"}, 6),
        ({"status": "repealed"}, 0),
        ({"q": "粮食"}, 1),
        ({"q": "测政发[2026]9号"}, 1),
        ({"q": "税费 意见"}, 1),
        ({"q": "不存在的词"}, 0),
        ({"topic": "财政、金融、审计", "genre": "通知"}, 2),
    ],
)
def test_page_and_interface_find_the_same(client, shelf, question, found):
    assert len(titles(client, **question)) == api(client, **question)["count"] == found


CHOSEN = [
    ("", "", ""),
    ("财政、金融、审计", "通知", ""),
    ("本省自设", "", "in-force"),
    ("本省自设/碳汇", "", ""),
]


def test_the_count_beside_every_choice_is_the_number_of_rows_behind_it(province, shelf):
    with site_scope(province):
        structure = structure_of(province)
        for topic, genre, status in CHOSEN:
            page = library_page(asked(topic=topic, genre=genre, status=status), structure, at=NOW)
            for choice in (each for facet in page.facets for each in facet.choices):
                query = dict(part.split("=") for part in choice.url.partition("?")[2].split("&") if part)
                values = {name: unquote_plus(value) for name, value in query.items()}
                assert library_page(asked(**values), structure, at=NOW).total == choice.count, (choice.name, choice.url)


def test_a_chosen_condition_is_shown_and_can_be_taken_away(client, shelf):
    html = client.get(LIBRARY, {"genre": "通知", "q": "预算"}).content.decode()
    assert "library-chosen" in html
    assert '<input type="hidden" name="genre" value="通知">' in html
    assert titles(client, q="预算") == ["关于预算的通知"]


BAD = {
    "q": ["\x00", "a" * 5000, "%", "_", "'\"--", "〔〕"],
    "topic": ["x", "财政、金融、审计/x", "\x00"],
    "issuer": ["x", "-1", "0", "9" * 40, "１"],
    "year": ["x", "0", "99999999999999999999"],
    "genre": ["x", "\x00"],
    "status": ["x"],
    "sort": ["x"],
    "page": ["x", "0", "-1", "99999999", "9" * 50],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_bad_input_in_any_filter_is_no_fault(client, shelf, name, value):
    assert client.get(LIBRARY, {name: value}).status_code == 200
    assert client.get(API, {name: value}).status_code == 200


def test_repeated_and_unknown_parameters_are_no_fault(client, shelf):
    assert client.get(f"{LIBRARY}?genre=通知&genre=意见&x=1").status_code == 200
    assert client.post(LIBRARY).status_code == 405


def hidden_ones(province, city, docs) -> set[str]:
    """Titles that nobody may find in the province's library."""
    withdrawn = a_document(docs, title="撤下的文件")
    withdraw_article(withdrawn, by=the_office_of(docs)["signer"], at=NOW, reason="wrong")
    a_draft(docs, title="起草的文件", kind="document", document={"issuer": province.sponsor_id})
    a_document(docs, title="到期的文件", expires_at=NOW + timedelta(hours=1))
    an_article(docs, title="不是文件")
    a_document(a_column(city, "docs", type="policy"), title="市里的文件")
    closed = a_document(docs, title="不予公开的文件")
    PolicyDocument.objects.filter(article=closed).update(openness="closed")
    return {"撤下的文件", "起草的文件", "到期的文件", "不是文件", "市里的文件", "不予公开的文件"}


def test_what_is_hidden_is_in_no_list(client, province, city, docs, shelf):
    hidden = hidden_ones(province, city, docs)
    assert not hidden & set(titles(client))
    assert not hidden & {row["title"] for row in api(client)["results"]}
    assert api(client)["count"] == 6


def test_a_withdrawn_document_has_neither_data_nor_pdf(client, docs, shelf):
    address = shelf[0].path.removesuffix(".html")
    assert client.get(f"{address}.json").status_code == 200
    withdraw_article(shelf[0], by=the_office_of(docs)["signer"], at=NOW, reason="wrong")
    for suffix in ("json", "pdf"):
        assert client.get(f"{address}.{suffix}").status_code == 404


def test_an_article_that_is_no_document_has_neither(client, news):
    address = an_article(news).path.removesuffix(".html")
    assert client.get(f"{address}.json").status_code == 404
    assert client.get(f"{address}.pdf").status_code == 404


def test_data_and_interface_say_what_the_document_says(client, province, shelf, docs):
    new = a_document(docs, title="新通知", document={"effective_on": "2026-12-01"})
    relate_documents(new, "repeals", shelf[0].policy_document, by=the_office_of(docs)["signer"], at=NOW)
    response = client.get(shelf[0].path.replace(".html", ".json"))
    data = response.json()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert data["document_number"] == "测政发〔2026〕10号"
    assert (data["status"], data["status_because_of"], data["status_since"]) == ("repealed", "《新通知》", "2026-12-01")
    assert data["body_text"] == "会议部署春耕备耕工作。"
    assert data["url"] == province.address(shelf[0].path)
    row = next(each for each in api(client)["results"] if each["id"] == shelf[0].pk)
    assert {name: data[name] for name in row} == row


def test_the_pdf_holds_text_facts_and_the_repeal_note(client, shelf, docs):
    new = a_document(docs, title="新通知")
    relate_documents(new, "repeals", shelf[0].policy_document, by=the_office_of(docs)["signer"], at=NOW)
    response = client.get(shelf[0].path.replace(".html", ".pdf"))
    assert response["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    said = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for part in ("关于粮食生产的通知", "测政发〔2026〕10号", "会议部署春耕备耕工作", "已被《新通知》废止"):
        assert part in said


def test_a_cache_that_is_down_costs_the_reader_nothing(client, shelf, settings):
    gone = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": gone}}
    assert client.get(shelf[0].path.replace(".html", ".pdf")).content.startswith(b"%PDF")


def test_a_picture_of_the_text_is_printed(client, docs, province):
    asset = upload_asset(province, a_picture(), by=the_office_of(docs)["writer"], at=NOW, alt="示意图")
    body = f'<p>一</p><p><img src="{asset.file.url}" alt="示意图"></p>'
    article = a_document(docs, title="有图的文件", body=body)
    response = client.get(article.path.replace(".html", ".pdf"))
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    assert sum(len(page.images) for page in pages) == 1


def test_the_page_offers_citation_downloads_and_legislation(client, shelf):
    html = client.get(shelf[0].path).content.decode()
    assert "引用格式" in html and "《关于粮食生产的通知》（测政发〔2026〕10号），2026年11月1日" in html
    assert shelf[0].path.replace(".html", ".pdf") in html
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])["@graph"]
    law = next(node for node in graph if node["@type"] == "Legislation")
    assert law["legislationIdentifier"] == "测政发〔2026〕10号"
    assert law["legislationLegalForce"].endswith("/InForce")


def test_a_prefix_sites_library_is_its_own(client, city, shelf):
    sub = a_site("bureau", host="city.testserver", path_prefix="jyj", parent=city, kind="subsite")
    a_document(a_column(sub, "docs", type="policy"), title="局里的文件")
    html = client.get("/jyj/zhengceku/", headers={"host": "city.testserver"}).content.decode()
    assert "局里的文件" in html and "关于粮食生产的通知" not in html
    assert 'href="/jyj/docs/' in html


@pytest.mark.parametrize("address", [LIBRARY, API, f"{LIBRARY}?genre=通知&q=通知"])
def test_a_list_costs_as_many_queries_when_it_has_grown(client, docs, shelf, django_assert_max_num_queries, address):
    client.get(address)
    with django_assert_max_num_queries(8) as small:
        client.get(address)
    for number in range(6):
        a_document(
            docs,
            title=f"关于第{number}项工作的通知",
            document={"topic": "国防", "written_on": f"20{number + 10}-01-01"},
        )
    with django_assert_max_num_queries(8) as large:
        client.get(address)
    assert len(large) == len(small)
