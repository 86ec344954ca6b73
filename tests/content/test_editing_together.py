"""Two people at one article: each sees the other, nobody is locked out, nothing that either wrote is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.actions import end_presence, note_presence, save_draft, submit_revision
from content.models import Article, Presence, Revision
from sites.refusals import Refused
from tests.builders import a_draft, the_office_of
from tests.cast import NOW


def desk_of(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(desk, article) -> dict:
    """What the browser holds after opening the form."""
    page = desk.get(reverse("admin:content_article_change", args=[article.pk]))
    return {"seen": page.context["adminform"].form.initial["seen"], "once": page.context["once"]}


def save(desk, article, **fields):
    address = reverse("admin:content_article_change", args=[article.pk])
    typed = {"source": "测试日报", "openness": "active", **fields}
    return desk.post(address, typed)


@pytest.fixture
def article(news) -> Article:
    return a_draft(news, title="原来的标题", body="<p>第一段。</p><p>第二段。</p>").article


@pytest.fixture
def two(news, article, editor) -> tuple[Client, Client]:
    """The article's author and another editor, both signed in."""
    return desk_of(the_office_of(news)["writer"]), desk_of(editor)


def test_the_second_to_open_the_form_sees_who_is_there(two, article):
    first, second = two
    form_of(first, article)
    page = second.get(reverse("admin:content_article_change", args=[article.pk])).content.decode()
    assert "writer-province 也打开了这篇稿件" in page


def test_a_heartbeat_names_the_others(two, article, editor):
    first, second = two
    address = reverse("content-office:editing", args=[article.pk])
    assert first.post(address).json() == {"others": []}
    assert second.post(address).json() == {"others": ["writer-province"]}
    assert first.post(address).json() == {"others": [editor.name]}


def test_who_was_silent_for_two_minutes_is_gone(news, article, editor):
    writer = the_office_of(news)["writer"]
    note_presence(article, by=writer, at=NOW)
    assert note_presence(article, by=editor, at=NOW + timedelta(seconds=119)) == [writer]
    assert note_presence(article, by=editor, at=NOW + timedelta(seconds=121)) == []
    assert Presence.objects.count() == 1


def test_who_saved_is_gone(two, article):
    first, _second = two
    save(first, article, title="新标题", body="<p>文字</p>", **form_of(first, article))
    assert not Presence.objects.exists()
    end_presence(article, by=the_office_of(article.column)["writer"])


def test_only_those_who_may_write_have_a_presence(article, supervisor, other_site_editor):
    with pytest.raises(Refused):
        note_presence(article, by=supervisor, at=NOW)
    for person in (supervisor, other_site_editor):
        assert desk_of(person).post(reverse("content-office:editing", args=[article.pk])).status_code == 404
    assert not Presence.objects.exists()


def test_saving_over_a_newer_version_shows_both_and_keeps_mine_in_the_form(two, article):
    first, second = two
    mine, theirs = form_of(first, article), form_of(second, article)
    save(second, article, title="对方的标题", body="<p>第一段。</p><p>对方改过的第二段。</p>", **theirs)
    response = save(first, article, title="我的标题", body="<p>第一段。</p><p>我改过的第二段。</p>", **mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "两个版本并排对照" in page
    for words in ("对方", "我的标题", "没有丢失", '<th scope="row">正文</th>'):
        assert words in page
    assert response.context["adminform"].form["title"].value() == "我的标题"
    assert article.revisions.order_by("-number").first().title == "对方的标题"


def test_after_the_comparison_a_second_save_goes_through(two, article):
    first, second = two
    mine, theirs = form_of(first, article), form_of(second, article)
    save(second, article, title="对方的标题", body="<p>文字</p>", **theirs)
    page = save(first, article, title="我的标题", body="<p>文字</p>", **mine)
    merged = {"seen": page.context["adminform"].form["seen"].value(), "once": page.context["once"]}
    assert save(first, article, title="合并的标题", body="<p>文字</p>", **merged).status_code == 302
    titles = list(article.revisions.order_by("number").values_list("title", flat=True))
    assert titles[-2:] == ["对方的标题", "合并的标题"]


def test_a_third_version_in_between_is_a_conflict_again(two, article, editor):
    first, _second = two
    mine = form_of(first, article)
    save_draft(article, by=editor, at=timezone.now(), title="第二个")
    page = save(first, article, title="我的标题", body="<p>文字</p>", **mine)
    again = {"seen": page.context["adminform"].form["seen"].value(), "once": page.context["once"]}
    save_draft(article, by=editor, at=timezone.now(), title="第三个")
    assert "两个版本并排对照" in save(first, article, title="我的标题", body="<p>文字</p>", **again).content.decode()


def test_what_was_typed_is_not_lost_when_the_text_went_into_review_meanwhile(article, news, two):
    mine, _other = two
    opened = form_of(mine, article)
    submit_revision(article.revisions.get(), by=the_office_of(news)["writer"], at=NOW)
    page = save(mine, article, **opened, title="第二个标签页里写的", body="<p>写了很久。</p>")
    shown = page.content.decode()
    assert page.status_code == 200 and "写了很久。" in shown and 'value="第二个标签页里写的"' in shown
    assert "errornote" in shown or "不能" in shown
    assert Revision.objects.get().title == "原来的标题"


def test_a_double_click_writes_a_new_article_once(news, editor):
    desk, once = desk_of(editor), uuid4().hex
    typed = {"column": news.pk, "kind": "article", "title": "只写一次", "body": "<p>文字</p>", "source": "测试日报",
             "openness": "active", "once": once}  # fmt: skip
    first, second = (desk.post(reverse("admin:content_article_add"), typed) for _ in range(2))
    assert Article.objects.filter(title="只写一次").count() == 1
    assert first.url == second.url


def test_a_form_that_was_changed_after_going_back_to_it_asks_before_it_writes_another_article(news, editor):
    desk, address = desk_of(editor), reverse("admin:content_article_add")
    typed = {"column": news.pk, "kind": "article", "title": "写了一遍", "body": "<p>文字</p>", "source": "测试日报",
             "openness": "active", "once": uuid4().hex}  # fmt: skip
    desk.post(address, typed)
    page = desk.post(address, {**typed, "title": "又改了标题"})
    assert Article.objects.count() == 1
    assert "此后的改动还没有保存" in page.content.decode()
    assert 'value="又改了标题"' in page.content.decode()
    file = SimpleUploadedFile("附表.txt", "甲".encode())
    assert "此后的改动还没有保存" in desk.post(address, {**typed, "new_files": file}).content.decode()
    desk.post(address, {**typed, "title": "又改了标题", "once": page.context["once"]})
    assert Article.objects.count() == 2


def test_an_older_form_that_was_changed_after_going_back_to_it_is_compared_with_what_was_saved_since(article, two):
    desk, _other = two
    opened = form_of(desk, article)
    save(desk, article, **opened, title="第一次改", body="<p>甲</p>")
    page = save(desk, article, **opened, title="退回去再改", body="<p>乙</p>")
    assert page.context["clash"] is not None
    assert Revision.objects.get().title == "第一次改"


def test_a_refused_form_can_be_sent_again(news, editor):
    desk, once = desk_of(editor), uuid4().hex
    typed = {"column": news.pk, "kind": "article", "title": "", "body": "<p>文字</p>", "source": "测试日报",
             "openness": "active", "once": once}  # fmt: skip
    assert desk.post(reverse("admin:content_article_add"), typed).status_code == 200
    desk.post(reverse("admin:content_article_add"), {**typed, "title": "补上标题"})
    assert Revision.objects.get().title == "补上标题"


@pytest.mark.parametrize("once", ["", "x", "坏" * 32, "a" * 33, "\x00" * 32])
def test_a_token_that_is_none_does_not_keep_anybody_from_saving(news, editor, once):
    typed = {"column": news.pk, "kind": "article", "title": "照样保存", "body": "<p>文字</p>", "source": "测试日报",
             "openness": "active", "once": once}  # fmt: skip
    assert desk_of(editor).post(reverse("admin:content_article_add"), typed).status_code == 302


def test_a_cache_that_is_down_keeps_nobody_from_saving(news, editor, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache",
                                   "LOCATION": "redis://127.0.0.1:1/0"}}  # fmt: skip
    typed = {"column": news.pk, "kind": "article", "title": "照样保存", "body": "<p>文字</p>", "source": "测试日报",
             "openness": "active", "once": uuid4().hex}  # fmt: skip
    assert desk_of(editor).post(reverse("admin:content_article_add"), typed).status_code == 302
    assert Revision.objects.get().title == "照样保存"
