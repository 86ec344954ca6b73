"""The versions of an article: any two compared, an older one taken up again as a draft, the live page untouched."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import replace_asset, restore_revision, save_draft, submit_revision, upload_asset
from content.models import Article, Revision
from content.workflow import State
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, an_article, carry_through, the_office_of
from tests.cast import NOW
from tests.content.files import a_pdf, a_picture

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def office(news) -> dict:
    """The people of the news column."""
    return the_office_of(news)


@pytest.fixture
def article(news, office) -> Article:
    """An article whose second version is live."""
    article = an_article(news, body="<p>第一版正文。</p>")
    draft = save_draft(article, by=office["writer"], at=LATER, title="第二版标题", body="<p>第二版正文。</p>")
    return carry_through(submit_revision(draft, by=office["writer"], at=LATER), at=LATER).article


def first(article: Article) -> Revision:
    return article.revisions.get(number=1)


def test_an_older_version_becomes_a_new_draft_and_the_live_page_stays(article, office):
    draft = restore_revision(first(article), by=office["writer"], at=LATER)
    article.refresh_from_db()
    assert (draft.number, draft.state, draft.author) == (3, State.DRAFT, office["writer"])
    assert (draft.body, draft.title) == ("<p>第一版正文。</p>", first(article).title)
    assert (article.live.number, article.title) == (2, "第二版标题")
    assert AuditEntry.objects.filter(event="content.article.restored").get().after["restored"] == 1


def test_attachments_come_back_too(news, office):
    asset = upload_asset(news.site, a_picture(), by=office["writer"], at=NOW, alt="图")
    article = a_draft(news, attachments=[(asset, "分解表")]).article
    submit_revision(article.revisions.get(), by=office["writer"], at=NOW)
    carry_through(article.revisions.get())
    save_draft(article, by=office["writer"], at=LATER, body="<p>另一版</p>", attachments=[])
    draft = restore_revision(first(article), by=office["writer"], at=LATER)
    assert [file.title for file in draft.attachments.all()] == ["分解表"]
    assert draft.text_hash == first(article).text_hash


def test_a_draft_on_the_way_makes_room_and_is_not_lost(article, office):
    mine = save_draft(article, by=office["writer"], at=LATER, body="<p>写到一半。</p>")
    restore_revision(first(article), by=office["writer"], at=LATER)
    mine.refresh_from_db()
    assert (mine.state, mine.body) == (State.SUPERSEDED, "<p>写到一半。</p>")


def test_nothing_is_restored_while_the_article_is_in_review(article, office):
    draft = save_draft(article, by=office["writer"], at=LATER, body="<p>送审中。</p>")
    submit_revision(draft, by=office["writer"], at=LATER)
    with pytest.raises(Refused, match="不能恢复旧版本"):
        restore_revision(first(article), by=office["writer"], at=LATER)


def test_what_would_change_nothing_is_refused_twice_clicked_too(article, office):
    with pytest.raises(Refused, match="内容相同"):
        restore_revision(article.live, by=office["writer"], at=LATER)
    restore_revision(first(article), by=office["writer"], at=LATER)
    with pytest.raises(Refused, match="内容相同"):
        restore_revision(first(article), by=office["writer"], at=LATER)


def test_only_who_may_write_restores(article, supervisor, other_site_editor):
    for person in (supervisor, other_site_editor):
        with pytest.raises(Refused):
            restore_revision(first(article), by=person, at=LATER)


@pytest.fixture
def desk(client, office):
    """A browser at which the writer is signed in."""
    client.force_login(office["writer"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_compares_any_two_versions_older_first(desk, article):
    address = reverse("content-office:compare", args=[article.pk])
    page = desk.get(address, {"old": 2, "new": 1}).content.decode()
    assert "第 1 版 → 第 2 版" in page
    assert "<del>一</del><ins>二</ins>" in page.replace(
        "<del>第一版</del><ins>第二版</ins>", "<del>一</del><ins>二</ins>"
    )


@pytest.mark.parametrize("query", ["old=99&new=1", "old=x", "old=%00", "new=-1", "old=1&new=1", "old=" + "9" * 40])
def test_odd_choices_fall_back(desk, article, query):
    assert desk.get(f"{reverse('content-office:compare', args=[article.pk])}?{query}").status_code == 200


def test_restoring_through_the_page_says_what_happened(desk, article):
    response = desk.post(reverse("content-office:restore", args=[first(article).pk]), follow=True)
    assert "已按第 1 版内容建立第 3 版草稿，公开页面没有改变。" in response.content.decode()
    again = desk.post(reverse("content-office:restore", args=[first(article).pk]), follow=True)
    assert "内容相同" in again.content.decode()


def test_who_takes_up_a_version_is_told_of_files_that_were_replaced_since(desk, news, office):
    paper = upload_asset(news.site, a_pdf("有误.pdf"), by=office["writer"], at=NOW)
    article = an_article(news, attachments=[(paper, "实施方案")])
    replace_asset(paper, a_pdf("更正.pdf", b"other"), by=office["writer"], at=LATER)
    said = "第 {} 版用的是替换前的文件：“有误.pdf”（已替换为“更正.pdf”）。"
    page = desk.get(f"{reverse('content-office:compare', args=[article.pk])}?old=1&new=2").content.decode()
    assert said.format(1) in page
    page = desk.post(reverse("content-office:restore", args=[first(article).pk]), follow=True).content.decode()
    assert said.format(3) in page and "已按第 1 版内容建立第 3 版草稿" in page


def test_a_version_with_files_that_still_stand_is_taken_up_without_a_word(desk, news, office):
    paper = upload_asset(news.site, a_pdf(), by=office["writer"], at=NOW)
    article = an_article(news, attachments=[(paper, "实施方案")])
    save_draft(article, by=office["writer"], at=LATER, body="<p>另一版。</p>")
    address = reverse("content-office:compare", args=[article.pk])
    assert "替换前的文件" not in desk.get(f"{address}?old=1&new=2").content.decode()
    page = desk.post(reverse("content-office:restore", args=[first(article).pk]), follow=True).content.decode()
    assert "建立第 3 版草稿" in page and "替换前的文件" not in page


def test_nothing_is_offered_that_would_be_refused_while_a_version_is_in_review(desk, article, office):
    address = f"{reverse('content-office:compare', args=[article.pk])}?old=1&new=2"
    restore_revision(first(article), by=office["writer"], at=LATER)
    assert "按第 1 版内容建立新草稿" in desk.get(address).content.decode()
    submit_revision(article.revisions.get(number=3), by=office["writer"], at=LATER)
    assert "建立新草稿" not in desk.get(address).content.decode()


def test_another_site_neither_compares_nor_restores(client, article, other_site_editor):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("content-office:compare", args=[article.pk])).status_code == 404
    assert client.post(reverse("content-office:restore", args=[first(article).pk])).status_code == 404


def test_comparing_costs_a_fixed_number_of_queries(desk, article, office, django_assert_max_num_queries):
    for number in range(5):
        save_draft(article, by=office["writer"], at=LATER + timedelta(minutes=number), body=f"<p>{number}</p>")
    address = reverse("content-office:compare", args=[article.pk])
    desk.get(address)
    with django_assert_max_num_queries(16):
        desk.get(address)


def test_an_article_with_one_version_is_not_compared_with_itself(client, news, office):
    draft = a_draft(news, title="唯一的一版")
    client.force_login(office["writer"])
    page = client.get(reverse("content-office:compare", args=[draft.article_id])).content.decode()
    assert "只有第 1 版" in page
    assert "完全相同" not in page


def test_one_version_chosen_twice_asks_for_two(client, article, office):
    client.force_login(office["writer"])
    page = client.get(reverse("content-office:compare", args=[article.pk]), {"old": 2, "new": 2}).content.decode()
    assert "请选择两个不同的版本" in page
    assert "完全相同" not in page
