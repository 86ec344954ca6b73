"""An interpretation says which clauses it is about; its page shows them and leads to them, the document's page highlights
them; what a corrected text no longer has is not shown."""

import re

import pytest
from django.urls import reverse

from content.actions import save_draft, set_document_status, submit_revision
from interpretation.actions import link_interpretation, set_clauses
from interpretation.models import InterpretationLink
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_document, carry_through, the_office_of
from tests.cast import NOW
from tests.interpretation.conftest import an_interpretation

BODY = (
    "<p>第一条　为了稳定粮食生产，制定本办法。</p><p>第二条　种粮农户按面积领取补贴。</p>"
    "<p>第三条　补贴每亩不低于一百元。</p><p>第四条　本办法自发布之日起施行。</p>"
)


@pytest.fixture
def document(policies):
    return a_document(policies, body=BODY).policy_document


@pytest.fixture
def article(document, explanations, writer):
    article = an_interpretation(explanations)
    link_interpretation(article, [document], by=writer, at=NOW)
    return article


def page(client, article) -> str:
    return client.get(article.site.base_path + article.path).content.decode()


def test_the_page_shows_the_clauses_and_leads_to_them(client, article, document, writer):
    set_clauses(article, document, "第2条、三至四条", by=writer, at=NOW)
    assert InterpretationLink.objects.get().clauses == ["2", "3", "4"]
    html = page(client, article)
    assert "补贴每亩不低于一百元" in html
    target = re.search(r'href="([^"#]+)#(tiao-2)"', html)
    assert target[1] == document.article.path
    assert f'id="{target[2]}"' in page(client, document.article)
    entry = AuditEntry.objects.get(event="interpretation.interpretation.clauses-set")
    assert entry.after["clauses"] == ["2", "3", "4"]


@pytest.mark.parametrize("asked", ["第九十九条", "第二章", "第一条，<script>", "第一条至第九条", "二、九"])
def test_a_clause_that_is_not_there_is_refused(article, document, writer, asked):
    with pytest.raises(Refused, match="公开文本中没有"):
        set_clauses(article, document, asked, by=writer, at=NOW)
    assert InterpretationLink.objects.get().clauses == []


def test_saying_it_twice_writes_one_record_and_nothing_means_the_whole(article, document, writer):
    for asked in ("2", "第二条", " 第２条 ", ""):
        set_clauses(article, document, asked, by=writer, at=NOW)
    assert AuditEntry.objects.filter(event="interpretation.interpretation.clauses-set").count() == 2
    assert InterpretationLink.objects.get().clauses == []


def test_it_takes_the_right_at_both_ends_and_a_link(article, document, policies, writer, supervisor):
    with pytest.raises(Refused, match="权限"):
        set_clauses(article, document, "2", by=supervisor, at=NOW)
    other = a_document(policies, document={"document_number": "测政发〔2026〕2号"}).policy_document
    with pytest.raises(Refused, match="没有关联"):
        set_clauses(article, other, "2", by=writer, at=NOW)


def test_a_clause_that_a_correction_took_away_is_not_shown(client, article, document, writer, policies):
    set_clauses(article, document, "2、4", by=writer, at=NOW)
    people = the_office_of(policies)
    shorter = BODY.partition("<p>第四条")[0]
    carry_through(submit_revision(
        save_draft(document.article, by=people["writer"], at=NOW, body=shorter), by=people["writer"], at=NOW
    ))  # fmt: skip
    html = page(client, article)
    assert "#tiao-2" in html
    assert "#tiao-4" not in html
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    office = client.get(reverse("content-office:article", args=[article.pk])).content.decode()
    assert "第四条已不在文件的公开文本中" in office


def test_the_form_says_what_is_wrong(client, article, document, writer):
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("interpretation-office:clauses", args=[article.pk, document.pk])
    answer = client.post(address, {"clauses": "第九十九条\x00"}, follow=True)
    assert "没有“第九十九条”" in answer.content.decode()
    answer = client.post(address, {"clauses": "第三条"}, follow=True).content.decode()
    assert 'value="第三条"' in answer


def test_an_interpretation_says_that_its_document_is_repealed(client, article, document, policies):
    assert "已废止，解读内容仅供参考" not in page(client, article)
    signer = the_office_of(policies)["signer"]
    set_document_status(document, "repealed", by=signer, at=NOW, why="已被新文件代替")
    assert "已废止，解读内容仅供参考" in page(client, article)


def test_only_an_interpretation_that_names_clauses_costs_a_query_more(
    client, article, document, writer, django_assert_max_num_queries
):
    page(client, article)
    with django_assert_max_num_queries(4):
        page(client, article)
    set_clauses(article, document, "2", by=writer, at=NOW)
    with django_assert_max_num_queries(5):
        assert "#tiao-2" in page(client, article)
