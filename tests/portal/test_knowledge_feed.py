"""The questions of a public interpretation become drafts of the knowledge base, once, for whoever keeps it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.actions import save_draft, submit_revision
from content.models import Article, ArticleKind
from interaction.models import KnowledgeEntry
from interpretation.actions import link_interpretation
from interpretation.charts import Block, Kind, to_html
from interpretation.models import AnsweredQuestions
from portal.knowledge_feed import _with_subject
from tests.builders import a_document, a_draft, an_article, carry_through, the_office_of
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


def test_the_intake_takes_questions_over_without_an_editorial_right(article, desk, intake):
    client = desk(intake)
    assert client.get(reverse("content-office:article", args=[article.pk])).status_code == 404
    listed = client.get(reverse("portal-office:knowledge-sources")).content.decode()
    assert address(article) in listed and "2 条" in listed
    assert "怎样申请？" in client.get(address(article)).content.decode()
    page = client.post(address(article), {"question": ["1"]}, follow=True).content.decode()
    assert "已收入知识库 1 条" in page and "知识库已有" in page
    assert (KnowledgeEntry.objects.get().written_by, KnowledgeEntry.objects.get().state) == (intake, "draft")


def test_the_list_has_only_what_is_public_and_asks_something(article, column, desk, intake):
    an_article(column, kind=ArticleKind.INTERPRETATION, title="没有问题的解读", body="<p>全文如下。</p>")
    an_article(column, title="问一问", body=BODY)
    draft = a_draft(column, kind=ArticleKind.INTERPRETATION, title="草稿", body=BODY).article
    page = desk(intake).get(reverse("portal-office:knowledge-sources")).content.decode()
    assert (
        "《" not in page
        and "没有问题的解读" not in page
        and "问一问" not in page
        and "草稿" not in page.split("<table")[1]
    )
    assert desk(intake).get(address(draft)).status_code == 404


def test_what_has_run_out_is_not_offered_whether_a_job_took_it_down_yet_or_not(article, desk, intake):
    Article.objects.filter(pk=article.pk).update(expires_at=NOW)
    assert address(article) not in desk(intake).get(reverse("portal-office:knowledge-sources")).content.decode()
    assert desk(intake).get(address(article)).status_code == 404


def test_the_list_is_searched_and_bad_pages_are_clamped(article, desk, intake):
    sources = reverse("portal-office:knowledge-sources")
    assert address(article) in desk(intake).get(sources, {"q": "问答", "page": "x"}).content.decode()
    assert "没有符合条件" in desk(intake).get(sources, {"q": "\x00没有这样的"}).content.decode()


def test_another_sites_interpretations_are_not_offered(city, desk, intake):
    other = an_article(a_column(city, "zcjd", name="政策解读", type="interpretation"), kind="interpretation", body=BODY)
    assert address(other) not in desk(intake).get(reverse("portal-office:knowledge-sources")).content.decode()
    assert desk(intake).get(address(other)).status_code == desk(intake).post(address(other)).status_code == 404


def test_the_list_costs_as_much_for_many_as_for_one(article, column, desk, intake, django_assert_max_num_queries):
    for number in range(4):
        an_article(column, kind=ArticleKind.INTERPRETATION, title=f"问答{number}", body=BODY)
    client, sources = desk(intake), reverse("portal-office:knowledge-sources")
    client.get(sources)
    with django_assert_max_num_queries(12):
        assert "问答3" in client.get(sources).content.decode()


def test_no_text_is_read_to_find_what_is_asked(article, column, desk, root):
    for number in range(40):
        an_article(column, kind=ArticleKind.INTERPRETATION, title=f"解读{number}", body="<p>问题很多，全文如下。</p>")
    with CaptureQueriesContext(connection) as captured:
        page = desk(root).get(reverse("portal-office:knowledge-sources")).content.decode()
    assert "2 条" in page and "解读3" not in page
    texts = [query["sql"] for query in captured if '"content_revision"."body"' in query["sql"]]
    assert len(texts) == 1 and "LIMIT 1" in texts[0]  # the rows of the page, of which there is one
    assert not any("body" in sql.partition(" WHERE ")[2] for sql in texts)


def test_the_list_follows_what_the_public_version_asks(article, column, desk, intake):
    writer = the_office_of(column)["writer"]

    def listed() -> bool:
        return address(article) in desk(intake).get(reverse("portal-office:knowledge-sources")).content.decode()

    draft = save_draft(article, by=writer, at=NOW, body="<p>问答另行公布。</p>")
    assert listed()  # a draft is nobody's to read yet
    carry_through(submit_revision(draft, by=writer, at=NOW))
    assert not listed()
    carry_through(submit_revision(save_draft(article, by=writer, at=NOW, body=BODY), by=writer, at=NOW))
    assert listed()


def test_what_was_public_before_it_was_noted_is_noted_by_the_migration(article, column, desk, intake):
    an_article(column, kind=ArticleKind.INTERPRETATION, title="没有问题的解读", body="<p>问题很多，全文如下。</p>")
    AnsweredQuestions.objects.all().delete()
    import_module("interpretation.migrations.0007_questions_already_published").note_what_is_asked(apps, None)
    assert [row.article for row in AnsweredQuestions.objects.all()] == [article]


@pytest.mark.parametrize("name", ["editor", "supervisor", "handler"])
def test_whoever_keeps_no_knowledge_base_finds_no_list(name, desk, request, article):
    assert desk(request.getfixturevalue(name)).get(reverse("portal-office:knowledge-sources")).status_code == 404
