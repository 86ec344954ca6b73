"""The policy library finds documents by the words of their texts, its own and public ones only."""

from datetime import timedelta

import pytest
import time_machine

from content.actions import withdraw_article
from search.backends import get_backend
from tests.builders import a_document, a_draft, an_article, the_office_of
from tests.cast import NOW, a_column

LIBRARY = "/zhengceku/"
BODY = "<p>对种植双季稻的农户发放补贴，每亩一百五十元。</p>"


@pytest.fixture(autouse=True)
def _soon_after():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def docs(province):
    return a_column(province, "docs", name="文件", type="policy")


@pytest.fixture
def paper(docs, engine):
    engine.holds()
    return a_document(docs, body=BODY)


def shown(client, q: str, *, host: str = "testserver", prefix: str = "") -> list[str]:
    answer = client.get(f"{prefix}{LIBRARY}", {"q": q}, headers={"host": host})
    return [entry.title for entry in answer.context["library"].entries]


def test_the_words_of_the_text_find_a_document(client, paper, fed):
    fed()
    for words in ("双季稻", "农户 补贴", "双季稻 粮食生产", "测政发〔2026〕1号 双季稻"):
        assert shown(client, words) == [paper.title], words
    assert shown(client, "双季稻 小麦") == []
    assert client.get("/api/documents.json", {"q": "双季稻"}).json()["count"] == 1


def test_a_rare_word_and_a_common_one_find_the_old_document(client, paper, docs, fed, monkeypatch):
    for number in range(3):
        a_document(
            docs,
            title=f"补贴{number}",
            body="<p>农户补贴。</p>",
            document={"document_number": f"测政发〔2026〕{number + 5}号"},
        )
    fed()
    monkeypatch.setattr("search.library.MOST", 1)
    assert shown(client, "双季稻 补贴") == [paper.title]


def test_facets_count_what_the_words_find(client, paper, docs, fed):
    a_document(docs, title="另一件", document={"document_number": "测政发〔2026〕2号"})
    fed()
    library = client.get(LIBRARY, {"q": "双季稻"}).context["library"]
    assert library.total == 1
    assert {choice.count for facet in library.facets for choice in facet.choices} == {1}


def test_drafts_and_what_was_taken_down_are_never_found(client, paper, docs, fed):
    a_draft(docs, title="草稿", body="<p>双季稻草稿</p>")
    an_article(docs, title="不是文件", body=BODY)
    fed()
    withdraw_article(paper, by=the_office_of(docs)["signer"], at=NOW, reason="wrong")
    assert shown(client, "双季稻") == []  # the index still names it: the tables decide
    fed()
    assert shown(client, "双季稻") == []


def test_each_site_finds_its_own(client, paper, city, subsite, fed):
    of_city, of_subsite = (
        a_document(a_column(site, "docs", name="文件", type="policy"), title=f"{site.slug}的通知", body=BODY,
                   document={"document_number": f"测{site.slug}发〔2026〕3号"})
        for site in (city, subsite)
    )  # fmt: skip
    fed()
    assert shown(client, "双季稻") == [paper.title]
    assert shown(client, "双季稻", host="city.testserver") == [of_city.title]
    assert shown(client, "双季稻", host="city.testserver", prefix="/jyj") == [of_subsite.title]


def test_without_an_index_titles_and_numbers_are_found(client, paper):
    with get_backend().writing():
        get_backend().clear()
    assert shown(client, "粮食生产") == [paper.title]
    assert shown(client, "双季稻") == []


def test_looking_into_texts_costs_no_query(client, paper, fed, django_assert_max_num_queries):
    fed()
    client.get(LIBRARY)
    with django_assert_max_num_queries(8):
        assert shown(client, "双季稻 农户 补贴") == [paper.title]


@pytest.mark.parametrize("words", ['"', "“双季稻", "稻", "*", "a:b", "AND OR", "（", "\\", "%"])
def test_odd_words_break_nothing(client, paper, fed, words):
    fed()
    assert client.get(LIBRARY, {"q": words}).status_code == 200
