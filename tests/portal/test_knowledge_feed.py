"""The questions of a public interpretation become drafts of the knowledge base, once, for whoever keeps it."""

import pytest
from django.urls import reverse

from content.models import ArticleKind
from interaction.models import KnowledgeEntry
from interpretation.charts import Block, Kind, to_html
from tests.builders import a_draft, an_article
from tests.cast import a_column

BODY = to_html([Block(Kind.FAQ, "常问", (("谁能领补贴？", "种粮农户。"), ("怎样申请？", "到村委会登记。")))])


@pytest.fixture
def column(province):
    return a_column(province, "zcjd", name="政策解读", type="interpretation")


@pytest.fixture
def article(column):
    return an_article(column, kind=ArticleKind.INTERPRETATION, title="问答", body=BODY)


@pytest.fixture
def desk(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def address(article) -> str:
    return reverse("portal-office:feed-knowledge", args=[article.pk])


def test_the_chosen_questions_become_drafts_once(article, desk, site_admin):
    page = desk(site_admin).get(reverse("content-office:article", args=[article.pk])).content.decode()
    assert "怎样申请？" in page
    for _each in range(2):
        desk(site_admin).post(address(article), {"question": ["1", "1", "99", "x", "-1"]})
    entry = KnowledgeEntry.objects.get()
    assert (entry.question, entry.answer, entry.state) == ("怎样申请？", "到村委会登记。", "draft")
    page = desk(site_admin).get(reverse("content-office:article", args=[article.pk])).content.decode()
    assert "知识库已有" in page


def test_only_those_who_keep_the_knowledge_base_and_only_what_is_public(
    article, column, desk, site_admin, editor, supervisor
):
    for person in (editor, supervisor):
        assert desk(person).post(address(article), {"question": ["0"]}).status_code == 404
    draft = a_draft(column, kind=ArticleKind.INTERPRETATION, title="草稿", body=BODY).article
    assert desk(site_admin).post(address(draft), {"question": ["0"]}).status_code == 404
    assert not KnowledgeEntry.objects.exists()
