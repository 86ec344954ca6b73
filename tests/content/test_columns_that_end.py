"""Merging and closing columns: what goes along, what is refused, and what old addresses answer."""

from datetime import timedelta

import pytest
import time_machine

from content.actions import close_column, fill_slot, merge_column
from content.actions.columns import Fate, Grants
from content.column_plans import merge_plan
from content.models import Article, HomeSlot
from sites.models import AuditEntry, Column, OutboxRow, Site
from sites.models.column import ColumnState
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article
from tests.cast import NOW, a_column, a_person
from tests.content.test_columns_that_move import leads_to


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def notices(province):
    """The column that others are merged into."""
    return a_column(province, "notices", name="通知公告")


def again(column: Column) -> Column:
    return Column.objects.get(pk=column.pk)


def test_a_merged_columns_articles_and_addresses_lead_to_the_heir(client, news, notices, site_admin):
    article, draft = an_article(news), a_draft(news, title="草稿").article
    old = article.path
    report = merge_column(news, into=notices, by=site_admin, at=NOW)
    assert report.articles == 2
    assert {Article.objects.get(pk=each.pk).column_id for each in (article, draft)} == {notices.pk}
    assert leads_to(client, old) == old.replace("/news/", "/notices/")
    assert leads_to(client, "/news/") == leads_to(client, "/news/index_3.html") == "/notices/"
    assert leads_to(client, "/feeds/news.atom") == "/feeds/notices.atom"
    assert again(news).state == ColumnState.MERGED
    assert "要闻" not in client.get("/sitemap.html").content.decode()


def test_columns_under_it_move_and_those_of_the_same_name_merge(client, province, news, notices, site_admin):
    same, its_heir = (a_column(province, "local", name="市州", parent=each) for each in (news, notices))
    other = a_column(province, "county", name="县区", parent=news)
    deep = a_column(province, "deep", name="乡镇", parent=same)
    article = an_article(same)
    merge_column(news, into=notices, by=site_admin, at=NOW)
    assert Article.objects.get(pk=article.pk).column_id == its_heir.pk
    assert again(other).path == "notices/county" and again(deep).path == "notices/local/deep"
    for old, new in (("local", "local"), ("county", "county"), ("local/deep", "local/deep")):
        assert leads_to(client, f"/news/{old}/") == f"/notices/{new}/"


def test_a_column_may_merge_into_its_parent(client, province, news, site_admin):
    child = a_column(province, "child", name="子栏目", parent=news)
    twin = a_column(province, "child", name="同名", parent=child)
    merge_column(child, into=news, by=site_admin, at=NOW)
    assert again(twin).path == "news/child" and client.get("/news/child/").status_code == 200
    assert leads_to(client, "/news/child/child/") == "/news/child/"


def test_two_mergers_make_one_redirect(client, province, news, notices, site_admin):
    third = a_column(province, "third", name="第三")
    merge_column(news, into=notices, by=site_admin, at=NOW)
    merge_column(notices, into=third, by=site_admin, at=NOW)
    assert leads_to(client, "/news/") == leads_to(client, "/notices/") == "/third/"


def test_places_on_the_home_page_show_the_heir_once(news, notices, site_admin, province):
    fill_slot(province, "topic", column=news, by=site_admin, at=NOW)
    fill_slot(province, "headline-link", column=news, by=site_admin, at=NOW)
    fill_slot(province, "topic", column=notices, by=site_admin, at=NOW)
    merge_column(news, into=notices, by=site_admin, at=NOW)
    assert sorted(HomeSlot.objects.values_list("place", "column")) == [
        ("headline-link", notices.pk), ("topic", notices.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("grants", list(Grants))
def test_grants_go_along_or_end_as_chosen_and_each_is_recorded(news, notices, site_admin, grants):
    person = a_person("writer", (Role.CONTRIBUTOR, news), (Role.ISSUER, notices))
    merge_column(news, into=notices, by=site_admin, at=NOW, grants=grants)
    person.__dict__.pop("grants", None)
    assert person.grants.at_column(Role.CONTRIBUTOR, notices) == (grants == Grants.CARRY)
    assert not person.grants.at_column(Role.CONTRIBUTOR, news)
    assert AuditEntry.objects.filter(event="sites.grant.taken", object_id=str(news.pk)).count() == 1


def test_the_search_index_hears_of_every_moved_public_article(news, notices, site_admin):
    article = an_article(news)
    OutboxRow.objects.all().delete()
    merge_column(news, into=notices, by=site_admin, at=NOW)
    assert OutboxRow.objects.filter(subject="content.Article", subject_id=article.pk).exists()


def test_the_preview_counts_what_is_done_then(news, notices, province, site_admin):
    an_article(news)
    a_draft(news, title="草稿")
    a_column(province, "under", name="下级", parent=news)
    before = AuditEntry.objects.count()
    counts = dict(merge_plan(news, notices).counts)
    assert AuditEntry.objects.count() == before and again(news).state == ColumnState.ACTIVE
    assert counts["稿件（含未公开的）"] == 2 and counts["其中已公开"] == 1 and counts["随之移动的下级栏目"] == 1
    assert dict(merge_column(news, into=notices, by=site_admin, at=NOW).plan.counts) == counts


def test_what_must_not_be_merged_is_refused_with_a_sentence(province, city_news, news, notices, site_admin, root):
    home = Column.objects.get(site=province, parent=None)
    child = a_column(province, "child", name="子栏目", parent=news)
    for column, into, by in (
        (news, news, site_admin), (news, child, site_admin), (news, city_news, root), (news, home, site_admin),
        (home, news, site_admin), (news, notices, a_person("nobody")), (city_news, city_news, site_admin),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            merge_column(column, into=into, by=by, at=NOW)
        assert refusal.value.reason.endswith("。")
    assert not AuditEntry.objects.filter(event="sites.column.merged").exists()


def test_nothing_is_merged_while_somebody_reviews(news, notices, site_admin):
    a_submitted(news)
    with pytest.raises(Refused, match="1 篇稿件正在审核"):
        merge_column(news, into=notices, by=site_admin, at=NOW)
    with pytest.raises(Refused, match="1 篇稿件正在审核"):
        close_column(news, by=site_admin, at=NOW)


def test_one_directory_with_two_names_is_refused(province, news, notices, site_admin):
    a_column(province, "x", name="甲", parent=news)
    a_column(province, "x", name="乙", parent=notices)
    with pytest.raises(Refused, match="目录名相同"):
        merge_column(news, into=notices, by=site_admin, at=NOW)
    assert again(news).state == ColumnState.ACTIVE


def test_a_second_click_is_refused(news, notices, site_admin):
    merge_column(news, into=notices, by=site_admin, at=NOW)
    with pytest.raises(Refused, match="已停用"):
        merge_column(news, into=notices, by=site_admin, at=NOW)


def test_a_closed_column_says_so_and_its_articles_stay(client, news, notices, site_admin):
    article = an_article(news)
    close_column(news, by=site_admin, at=NOW, note="职能已调整")
    page = client.get("/news/").content.decode()
    assert "2026年11月18日" in page and "职能已调整。" in page and article.title in page
    assert client.get(article.path).status_code == 200
    assert client.get("/feeds/news.xml").status_code == 410


def test_a_closed_column_may_be_gone_and_its_articles_archived(client, news, site_admin):
    article = an_article(news)
    report = close_column(news, by=site_admin, at=NOW, articles=Fate.ARCHIVE, is_gone=True)
    assert report.archived == 1
    assert client.get("/news/").status_code == 410 and client.get(article.path).status_code == 410
    assert AuditEntry.objects.filter(event="content.article.withdrawn", object_id=str(article.pk)).exists()


def test_a_closed_columns_articles_may_move(client, news, notices, site_admin):
    old = an_article(news).path
    close_column(news, by=site_admin, at=NOW, articles=Fate.MOVE, into=notices)
    assert leads_to(client, old) == old.replace("news", "notices", 1)
    assert "/notices/" in client.get("/news/").content.decode()
    with pytest.raises(Refused, match="请选择接收稿件的栏目"):
        close_column(notices, by=site_admin, at=NOW, articles=Fate.MOVE)


def test_closing_takes_the_columns_under_it_along(client, province, news, site_admin):
    child = a_column(province, "child", name="子栏目", parent=news)
    person = a_person("writer", (Role.CONTRIBUTOR, child))
    close_column(news, by=site_admin, at=NOW)
    assert again(child).state == ColumnState.CLOSED and client.get("/news/child/").status_code == 200
    assert not person.grants.at_column(Role.CONTRIBUTOR, child)


def test_a_closed_columns_address_can_be_used_again(client, province, news, site_admin):
    close_column(news, by=site_admin, at=NOW, is_gone=True)
    a_column(province, "news", name="新的要闻")
    assert "新的要闻" in client.get("/news/").content.decode()


def test_every_end_raises_the_structure_version(news, notices, site_admin):
    before = Site.objects.get(pk=news.site_id).structure_version
    merge_column(news, into=notices, by=site_admin, at=NOW)
    assert Site.objects.get(pk=news.site_id).structure_version > before
