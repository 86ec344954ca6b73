"""Proof-reading in the office: while writing, on the article's page, on the reviewer's screen, and for who keeps the words."""

import io
import re

import pytest
from django.urls import reverse

from content.actions import save_word, save_word_list
from content.models import Revision, Word, WordList
from sites.models import AuditEntry
from tests.builders import a_draft, a_submitted, the_office_of
from tests.cast import NOW

PROOFREAD = "content-office:proofread"


@pytest.fixture
def words(root) -> WordList:
    word_list = save_word_list(WordList(kind="error-prone", name="平台易错词"), by=root, at=NOW)
    save_word(Word(word_list=word_list, pattern="登陆网站", replacement="登录网站"), by=root, at=NOW)
    return word_list


@pytest.fixture
def at_desk(client, editor):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


# --- while writing ----------------------------------------------------------------------------------------------------


def test_what_is_on_the_page_is_read_as_it_would_be_saved(at_desk, news, words):
    body = "<script>登陆网站</script><p>请登<b>陆网</b>站。</p>"
    answer = at_desk.post(reverse(PROOFREAD), {"column": news.pk, "title": "登陆网站须知", "body": body}).json()
    assert (answer["total"], answer["blocking"]) == (2, 0)
    assert [(f["field"], f["quote"], f["replacement"], f["occurrence"]) for f in answer["findings"]] == [
        ("title", "登陆网站", "登录网站", 0), ("body", "登陆网站", "登录网站", 0),
    ]  # fmt: skip
    assert answer["findings"][0]["kind_label"] == "易错词"


@pytest.mark.parametrize(
    "sent", [{}, {"column": "x"}, {"column": -1}, {"title": "x" * 201}, {"title": "\x00"}, {"body": "x" * 2_000_001}]
)
def test_bad_input_gets_a_sentence(at_desk, news, sent):
    response = at_desk.post(reverse(PROOFREAD), {"column": news.pk, **sent} if sent else {})
    assert response.status_code == 400
    assert response.json()["error"]


def test_nobody_reads_with_the_words_of_a_column_where_they_may_not_write(client, news, other_site_editor):
    response = signed_in(client, other_site_editor).post(reverse(PROOFREAD), {"column": news.pk, "title": "甲"})
    assert response.status_code == 404


def test_a_column_that_is_absent_is_404_and_a_link_does_not_start_it(at_desk, news):
    assert at_desk.post(reverse(PROOFREAD), {"column": 99999}).status_code == 404
    assert at_desk.get(reverse(PROOFREAD)).status_code == 405


def test_reading_leaves_no_trace(at_desk, news, words):
    before = AuditEntry.objects.count()
    at_desk.post(reverse(PROOFREAD), {"column": news.pk, "title": "登陆网站"})
    assert (AuditEntry.objects.count(), Revision.objects.count()) == (before, 0)


# --- on the article's page, without any script -------------------------------------------------------------------------


def test_the_articles_page_lists_what_was_found_in_the_draft(client, news, words):
    draft = a_draft(news, body="<p>请登陆网站，<b>2月30日</b>截止。</p>")
    page = signed_in(client, the_office_of(news)["writer"]).get(
        reverse("content-office:article", args=[draft.article_id])
    )
    content = page.content.decode()
    assert "<mark>登陆网站</mark>" in content
    assert "2月没有" in content.replace(" ", "")
    assert "按建议改正 1 处" in content


def test_the_right_forms_are_put_into_the_draft_and_the_markup_stays(client, news, words):
    draft = a_draft(news, title="登陆网站须知", body="<p>请<b>登陆</b>网站，再登陆网站。</p>")
    client = signed_in(client, the_office_of(news)["writer"])
    address = reverse("content-office:correct", args=[draft.article_id])
    page = client.post(address, follow=True)
    assert "已改正 3 处" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("登录网站须知", "<p>请<b>登录网站</b>，再登录网站。</p>")
    assert draft.summary == "请登录网站，再登录网站。"
    assert "没有可以直接改正的地方" in client.post(address, follow=True).content.decode()


def test_a_summary_of_ones_own_stays_when_the_body_is_put_right(client, news, words):
    draft = a_draft(news, body="<p>请登陆网站。</p>", summary="另写的摘要")
    client = signed_in(client, the_office_of(news)["writer"])
    client.post(reverse("content-office:correct", args=[draft.article_id]))
    draft.refresh_from_db()
    assert (draft.body, draft.summary) == ("<p>请登录网站。</p>", "另写的摘要")


def test_a_text_in_review_is_not_put_right_behind_the_reviewers_back(client, news, words):
    revision = a_submitted(news, body="<p>请登陆网站。</p>")
    client = signed_in(client, the_office_of(news)["writer"])
    page = client.post(reverse("content-office:correct", args=[revision.article_id]), follow=True)
    assert "不能修改" in page.content.decode()
    assert Revision.objects.get().body == "<p>请登陆网站。</p>"


def test_another_sites_editor_puts_nothing_right(client, news, words, other_site_editor):
    draft = a_draft(news, body="<p>请登陆网站。</p>")
    response = signed_in(client, other_site_editor).post(reverse("content-office:correct", args=[draft.article_id]))
    assert response.status_code == 404


def test_the_reviewer_sees_the_findings(client, news, words):
    revision = a_submitted(news, body="<p>请登陆网站&lt;。</p>")
    client = signed_in(client, the_office_of(news)["reviewer1"])
    content = client.get(reverse("content-office:review", args=[revision.pk])).content.decode()
    assert "校对发现 1 处" in content
    assert 'data-quote="登陆网站"' in content
    assert "办理时校对提醒 1 处" in content


# --- keeping the words -------------------------------------------------------------------------------------------------


def table(text: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = "词.csv"
    return file


def test_a_site_administrator_makes_a_list_and_takes_in_a_table(client, province, site_admin):
    client = signed_in(client, site_admin)
    client.post(
        reverse("admin:content_wordlist_add"),
        {"site": province.pk, "kind": "error-prone", "name": "本站", "is_active": "on"},
    )
    own = WordList.objects.get(name="本站")
    address = reverse("admin:content_wordlist_import", args=[own.pk])
    page = client.post(address, {"file": table("词语,正确写法\n帐号,账号\n坏,好\n")})
    assert "新增 1 条" in page.content.decode()
    assert "太短" in page.content.decode()
    assert client.post(address, {"file": table("不是表格")}).status_code == 200
    misnamed = table("词语,正确写法\n另一,另外\n")
    misnamed.name = "词.xlsx"
    assert "扩展名改为 .csv" in client.post(address, {"file": misnamed}).content.decode()
    assert client.post(address, {}).status_code == 200
    assert [word.pattern for word in own.words.all()] == ["帐号"]


@pytest.mark.parametrize(("who", "place"), [("root", "平台（对所有网站生效）"), ("site_admin", "测试省人民政府")])
def test_what_kind_of_list_it_is_and_whose_is_never_guessed(client, request, province, city, who, place):
    client = signed_in(client, request.getfixturevalue(who))
    form = client.get(reverse("admin:content_wordlist_add")).context["adminform"].form
    chosen = [label for value, label in form.fields["kind"].choices if value == ""]
    assert chosen == ["请选择"] and form["kind"].value() in (None, "")
    options = re.findall(r"<option[^>]*>([^<]*)", str(form["site"]))
    assert place in options and ("测试市人民政府" in options) == (who == "root")
    page = client.post(reverse("admin:content_wordlist_add"), {"site": province.pk, "name": "本站", "kind": ""})
    assert "此项必填" in str(page.context["adminform"].form.errors["kind"]) and not WordList.objects.exists()


def test_a_site_administrator_sees_the_platforms_list_but_cannot_change_it(client, words, site_admin):
    client = signed_in(client, site_admin)
    assert "平台易错词" in client.get(reverse("admin:content_wordlist_changelist")).content.decode()
    assert client.get(reverse("admin:content_wordlist_import", args=[words.pk])).status_code == 404
    assert client.get(reverse("admin:content_wordlist_export", args=[words.pk, "xlsx"])).status_code == 200
    word = words.words.get()
    client.post(reverse("admin:content_word_change", args=[word.pk]), {"pattern": "改了", "severity": "warn"})
    client.post(reverse("admin:content_word_delete", args=[word.pk]), {"post": "yes"})
    client.post(reverse("admin:content_wordlist_add"), {"site": "", "kind": "error-prone", "name": "冒充平台"})
    assert words.words.get().pattern == "登陆网站"
    assert not WordList.objects.filter(name="冒充平台").exists()


def test_deleting_a_word_is_asked_about_in_plain_words(client, province, root):
    word_list = save_word_list(WordList(kind="error-prone", name="平台错词"), by=root, at=NOW)
    word = save_word(Word(word_list=word_list, pattern="按装", replacement="安装"), by=root, at=NOW)
    address = reverse("admin:content_word_delete", args=[word.pk])
    html = signed_in(client, root).get(address).content.decode()
    assert "确定删除词条“按装”吗？" in html and "不删除，返回" in html
    assert "已删除词条“按装”。" in client.post(address, {"post": "yes"}, follow=True).content.decode()
    page = client.get(reverse("admin:content_wordlist_change", args=[word_list.pk])).content.decode()
    assert re.search(r"范围.*?平台", page, re.S) and 'name="site"' not in page


def test_only_those_who_keep_a_list_are_offered_to_import_into_it(client, province, words, site_admin):
    own = save_word_list(WordList(kind="error-prone", name="本站易错词", site=province), by=site_admin, at=NOW)
    page = signed_in(client, site_admin).get(reverse("admin:content_wordlist_changelist")).content.decode()
    assert reverse("admin:content_wordlist_import", args=[own.pk]) in page
    assert reverse("admin:content_wordlist_import", args=[words.pk]) not in page
    assert reverse("admin:content_wordlist_export", args=[words.pk, "csv"]) in page


def test_lists_of_another_site_are_hidden(client, city, root, site_admin):
    other = save_word_list(WordList(site=city, kind="sensitive", name="别站词库"), by=root, at=NOW)
    word = save_word(Word(word_list=other, pattern="别站词语"), by=root, at=NOW)
    client = signed_in(client, site_admin)
    assert "别站词库" not in client.get(reverse("admin:content_wordlist_changelist")).content.decode()
    assert "别站词语" not in client.get(reverse("admin:content_word_changelist")).content.decode()
    assert client.get(reverse("admin:content_wordlist_export", args=[other.pk, "csv"])).status_code == 404
    assert client.get(reverse("admin:content_word_change", args=[word.pk])).status_code in {302, 404}


def test_a_word_is_changed_and_deleted_on_record(client, province, words, root):
    client = signed_in(client, root)
    word = words.words.get()
    sent = {"pattern": "登陆网站", "replacement": "登录网站", "severity": "block", "is_active": "on"}
    client.post(reverse("admin:content_word_change", args=[word.pk]), sent)
    assert words.words.get().severity == "block"
    page = client.post(reverse("admin:content_word_change", args=[word.pk]), {**sent, "exceptions": "台风登岛"})
    assert "例外“台风登岛”里没有“登陆网站”" in page.content.decode()
    client.post(reverse("admin:content_word_delete", args=[word.pk]), {"post": "yes"})
    assert not words.words.exists()
    assert AuditEntry.objects.filter(event="content.word.removed").count() == 1


def test_the_list_of_words_costs_a_fixed_number_of_queries(
    client, province, words, root, django_assert_max_num_queries
):
    Word.objects.bulk_create(
        Word(word_list=words, pattern=f"词语{n}", key=f"词语{n}", replacement="对") for n in range(60)
    )
    client = signed_in(client, root)
    assert client.get(reverse("admin:content_word_changelist")).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:content_word_changelist"))
