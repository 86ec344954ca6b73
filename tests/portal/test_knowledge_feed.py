"""The questions of a public interpretation become drafts of the knowledge base, once, for whoever keeps it."""

import pytest
from django.urls import reverse

from content.models import ArticleKind
from interaction.models import KnowledgeEntry
from interpretation.actions import link_interpretation
from interpretation.charts import Block, Kind, to_html
from portal.knowledge_feed import _with_subject
from tests.builders import a_document, a_draft, an_article, the_office_of
from tests.cast import NOW, a_column

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
    assert (entry.question, entry.answer, entry.state) == ("《问答》：怎样申请？", "到村委会登记。", "draft")
    page = desk(site_admin).get(reverse("content-office:article", args=[article.pk])).content.decode()
    assert "知识库已有" in page


def test_the_same_question_about_two_documents_is_two_questions(article, column, desk, site_admin):
    other = an_article(column, kind=ArticleKind.INTERPRETATION, title="另一份文件的问答", body=BODY)
    for each in (article, other):
        desk(site_admin).post(address(each), {"question": ["1"]})
    assert sorted(KnowledgeEntry.objects.values_list("question", flat=True)) == [
        "《另一份文件的问答》：怎样申请？",
        "《问答》：怎样申请？",
    ]


def test_a_question_of_a_linked_interpretation_names_the_document(article, province, desk, site_admin):
    policies = a_column(province, "zcwj", name="政策文件", type="policy")
    document = a_document(policies, title="测试省种粮补贴办法").policy_document
    link_interpretation(article, [document], by=the_office_of(policies)["writer"], at=NOW)
    desk(site_admin).post(address(article), {"question": ["0"]})
    assert KnowledgeEntry.objects.get().question == "《测试省种粮补贴办法》：谁能领补贴？"


def test_a_long_subject_is_cut_and_a_very_long_question_stands_alone():
    assert _with_subject("如" * 100, "办" * 60) == f"《{'办' * 16}…》：{'如' * 100}"
    assert _with_subject("如" * 115, "办" * 60) == "如" * 115


def test_only_those_who_keep_the_knowledge_base_and_only_what_is_public(
    article, column, desk, site_admin, editor, supervisor
):
    for person in (editor, supervisor):
        assert desk(person).post(address(article), {"question": ["0"]}).status_code == 404
    draft = a_draft(column, kind=ArticleKind.INTERPRETATION, title="草稿", body=BODY).article
    assert desk(site_admin).post(address(draft), {"question": ["0"]}).status_code == 404
    assert not KnowledgeEntry.objects.exists()
