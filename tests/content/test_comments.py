"""Remarks on passages: anchored by the words they quote, seen by the author, resolved by either side."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import add_comment, recall_revision, resolve_comment, return_revision, save_draft, submit_revision
from content.commenting import comments_for
from content.models import PassageComment, Revision
from content.quoting import stands_in
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def submitted(news) -> Revision:
    """A revision that waits for its first review."""
    return a_submitted(news, body="<p>会议部署春耕备耕工作。</p><p>会议要求抓好落实。</p>")


@pytest.fixture
def writer(news):
    """Who wrote it."""
    return the_office_of(news)["writer"]


@pytest.mark.parametrize(
    ("quote", "occurrence", "stands"),
    [
        ("会议", 1, True),
        ("会议", 2, True),
        ("会议", 3, False),
        ("春耕 备耕", 1, True),
        ("", 1, True),
        ("夏收", 1, False),
        ("🌾", 1, False),
    ],
)
def test_a_quotation_stands_where_its_occurrence_does(quote, occurrence, stands):
    assert stands_in(quote, occurrence, "会议部署春耕备耕工作。会议要求抓好落实。") is stands


def test_a_reviewer_remarks_on_words_across_markup(news, first_reviewer):
    revision = a_submitted(news, body="<p>会议<b>部署</b>春耕</p>")
    comment = add_comment(revision, by=first_reviewer, at=NOW, quote="议部署春", text="主语是谁？")
    assert not comments_for(revision)[0].is_outdated
    assert AuditEntry.objects.get(event="content.comment.added").after["text"] == comment.text


def test_words_that_are_not_there_cannot_be_quoted(submitted, first_reviewer):
    with pytest.raises(Refused, match="找不到"):
        add_comment(submitted, by=first_reviewer, at=NOW, quote="夏收", text="?")


def test_a_remark_follows_the_article_and_says_when_its_words_are_gone(submitted, first_reviewer, writer):
    add_comment(submitted, by=first_reviewer, at=NOW, quote="抓好落实", text="谁来落实？")
    add_comment(submitted, by=first_reviewer, at=NOW, quote="春耕备耕", text="请核对提法")
    return_revision(submitted, by=first_reviewer, at=NOW, opinion="见批注")
    draft = save_draft(submitted.article, by=writer, at=LATER, body="<p>会议部署春耕备耕工作，各县负责。</p>")
    shown = {comment.text: comment.is_outdated for comment in comments_for(draft)}
    assert shown == {"谁来落实？": True, "请核对提法": False}


@pytest.mark.parametrize("who", ["writer", "first_reviewer", "second_reviewer"])
def test_author_and_reviewers_resolve(submitted, first_reviewer, request, who):
    comment = add_comment(submitted, by=first_reviewer, at=NOW, text="全文语气请再斟酌")
    resolved = resolve_comment(comment, by=request.getfixturevalue(who), at=LATER)
    assert resolved.resolved_at == LATER
    with pytest.raises(Refused, match="处理过"):
        resolve_comment(comment, by=first_reviewer, at=LATER)


def test_a_resolved_remark_stays_on_its_own_revision_and_is_left_behind_by_the_next(submitted, first_reviewer, writer):
    resolve_comment(add_comment(submitted, by=first_reviewer, at=NOW, text="好"), by=first_reviewer, at=NOW)
    assert len(comments_for(submitted)) == 1
    return_revision(submitted, by=first_reviewer, at=NOW, opinion="改")
    assert comments_for(save_draft(submitted.article, by=writer, at=LATER, body="<p>新</p>")) == []


@pytest.mark.parametrize("who", ["supervisor", "site_admin", "other_site_editor", "editor"])
def test_others_neither_remark_nor_resolve(submitted, first_reviewer, request, who):
    person = request.getfixturevalue(who)
    comment = add_comment(submitted, by=first_reviewer, at=NOW, text="改")
    with pytest.raises(Refused):
        add_comment(submitted, by=person, at=NOW, text="我也来")
    with pytest.raises(Refused):
        resolve_comment(comment, by=person, at=NOW)


def test_what_is_published_is_not_remarked_on_any_more(news, first_reviewer):
    with pytest.raises(Refused, match="已办结"):
        add_comment(an_article(news).live, by=first_reviewer, at=NOW, text="晚了")


@pytest.fixture
def desk(client, first_reviewer):
    """A browser at which the first reviewer is signed in."""
    client.force_login(first_reviewer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(desk, revision, **fields):
    return desk.post(reverse("content-office:comment-add", args=[revision.pk]), {"shown": revision.pk, **fields})


def test_a_remark_is_made_by_a_plain_form_and_shown_on_the_screen(desk, submitted):
    response = post(desk, submitted, quote="春耕备耕", text="请核对<b>提法</b>")
    assert response.url == reverse("content-office:review", args=[submitted.pk]) + "#comments"
    page = desk.get(reverse("content-office:review", args=[submitted.pk])).content.decode()
    assert 'data-quote="春耕备耕" data-occurrence="1"' in page
    assert "请核对&lt;b&gt;提法" in page


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": " "}, {"text": "长" * 501}, {"text": "a", "quote": "长" * 301}, {"text": "a", "occurrence": "x"},
     {"text": "a", "occurrence": "0"}, {"text": "a\x00"}, {"text": "a", "quote": "没有这句"}],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_no_remark(desk, submitted, fields):
    assert post(desk, submitted, **fields).status_code == 302
    assert not PassageComment.objects.exists()


def test_a_refused_remark_is_in_the_form_again_once(desk, submitted):
    post(desk, submitted, text="请核对提法", quote="没有这句")
    page = desk.get(reverse("content-office:review", args=[submitted.pk])).content.decode()
    assert ">没有这句</textarea>" in page
    assert ">请核对提法</textarea>" in page
    assert "请核对提法" not in desk.get(reverse("content-office:review", args=[submitted.pk])).content.decode()


def test_a_double_click_remarks_once(desk, submitted):
    for _ in range(2):
        post(desk, submitted, text="请核对")
    assert PassageComment.objects.count() == 1


@pytest.mark.parametrize("shown", ["x", "-1", "9" * 40, "\x00"])
def test_an_odd_way_back_leads_to_the_revision(desk, submitted, shown):
    response = post(desk, submitted, text="请核对", shown=shown)
    assert response.url.startswith(reverse("content-office:review", args=[submitted.pk]))


def test_the_author_sees_them_on_the_article_and_beside_the_form(client, submitted, first_reviewer, writer):
    add_comment(submitted, by=first_reviewer, at=NOW, quote="春耕备耕", text="请核对提法")
    return_revision(submitted, by=first_reviewer, at=NOW, opinion="见批注")
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        reverse("content-office:article", args=[submitted.article_id]),
        reverse("admin:content_article_change", args=[submitted.article_id]),
    ):
        assert "请核对提法" in client.get(address).content.decode()


def test_why_it_was_returned_stands_above_the_form_until_it_is_submitted_again(
    client, submitted, first_reviewer, writer
):
    return_revision(submitted, by=first_reviewer, at=NOW, opinion="日期请核对")
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:content_article_change", args=[submitted.article_id])
    assert "初审退回：" in client.get(address).content.decode()
    draft = save_draft(submitted.article, by=writer, at=NOW, body="<p>改好了。</p>")
    assert "日期请核对" in client.get(address).content.decode()
    submit_revision(draft, by=writer, at=NOW)
    recall_revision(draft, by=writer, at=NOW)
    assert "日期请核对" not in client.get(address).content.decode()


def test_open_remarks_are_named_when_it_is_submitted(client, news, first_reviewer, writer):
    draft = a_draft(news)
    add_comment(draft, by=first_reviewer, at=NOW, text="请核对提法")
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(reverse("content-office:submit", args=[draft.article_id]), follow=True).content.decode()
    assert "还有 1 条批注没有处理" in page
    submit_state = Revision.objects.get(pk=draft.pk).state
    assert submit_state == "first-review"


def test_another_site_finds_nothing(client, submitted, first_reviewer, other_site_editor):
    comment = add_comment(submitted, by=first_reviewer, at=NOW, text="改")
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, submitted, text="x").status_code == 404
    assert client.post(reverse("content-office:comment-resolve", args=[comment.pk])).status_code == 404


def test_submitting_again_keeps_open_remarks(submitted, first_reviewer, writer):
    add_comment(submitted, by=first_reviewer, at=NOW, text="请核对提法")
    return_revision(submitted, by=first_reviewer, at=NOW, opinion="改")
    draft = save_draft(submitted.article, by=writer, at=LATER, body="<p>新</p>")
    assert [comment.text for comment in comments_for(submit_revision(draft, by=writer, at=LATER))] == ["请核对提法"]
