"""An article marked 需下级转载 goes down the tree like any item: one text, the original's address, its corrections followed."""

from datetime import timedelta

import pytest

from content.actions import save_draft, submit_revision, upload_asset, withdraw_article
from content.actions.cascade import ask_below
from content.actions.reprints import sweep
from content.models import Article, Correction, Reprint, Revision, UpstreamItem, UpstreamText
from content.page_store.rendering import render_page
from sites.models import Site
from sites.refusals import Refused
from tests.builders import a_draft, an_article, carry_through, the_office_of
from tests.cast import NOW, a_column, a_site
from tests.content.files import a_pdf

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def county(city) -> Site:
    """A county below the city."""
    return a_site("county", host="county.testserver", parent=city, level="county", name="测试县人民政府")


@pytest.fixture
def below(city, county, city_news) -> list[Site]:
    """The sites below the province, which reprint by themselves into the column of the same path."""
    a_column(county, "news", name="要闻")
    Site.objects.filter(pk__in=[city.pk, county.pk]).update(reprints_automatically=True)
    return [city, county]


def mark(article, *, reach="all", at=NOW) -> UpstreamItem:
    return ask_below(article, reach=reach, by=the_office_of(article.column)["signer"], at=at)


def test_province_city_county(news, below, robot):
    article = an_article(news)
    item = mark(article)
    assert (item.article, item.published_at, item.source.source_text) == (article, NOW, "测试省人民政府")
    swept = sweep(by=robot, at=NOW + timedelta(minutes=5))
    assert (swept.opened, swept.copied) == (2, 2)
    assert {duty.site.slug: duty.state for duty in Reprint.objects.all()} == {"city": "done", "county": "done"}
    copies = Article.objects.filter(site__in=below)
    assert {copy.live.shared_text for copy in copies} == {UpstreamText.objects.get()}
    assert set(Revision.objects.filter(article__in=copies).values_list("body", flat=True)) == {""}
    original = news.site.address(article.path)
    for copy in copies:
        page = render_page(copy.site.host, copy.path).body.decode()
        assert f'<link rel="canonical" href="{original}"' in page
        assert "会议部署春耕备耕工作" in page and "测试省人民政府" in page


def test_the_next_level_only(news, below, robot):
    mark(an_article(news), reach="next")
    sweep(by=robot, at=NOW)
    assert [duty.site.slug for duty in Reprint.objects.all()] == ["city"]


def test_a_citys_item_goes_to_its_own_counties(news, below, robot):
    mark(an_article(below[0].columns.get(path="news")))
    sweep(by=robot, at=NOW)
    assert [duty.site.slug for duty in Reprint.objects.all()] == ["county"]


@pytest.mark.django_db(transaction=True)
def test_copies_follow_a_correction_of_the_original(news, below, robot):
    article = an_article(news)
    mark(article)
    sweep(by=robot, at=NOW)
    people = the_office_of(news)
    draft = save_draft(article, by=people["writer"], at=LATER, body="<p>更正：会议改在二十日。</p>")
    carry_through(submit_revision(draft, by=people["writer"], at=LATER), at=LATER)
    assert sweep(by=robot, at=LATER).corrected == 2
    assert {copy.live.body for copy in Article.objects.filter(site__in=below)} == {"<p>更正：会议改在二十日。</p>"}
    assert {each.state for each in Correction.objects.all()} == {"done"}


@pytest.mark.django_db(transaction=True)
def test_copies_go_with_the_original(news, below, robot):
    article = an_article(news)
    mark(article)
    sweep(by=robot, at=NOW)
    withdraw_article(article, by=the_office_of(news)["signer"], at=LATER, reason="wrong", note="数字有误")
    sweep(by=robot, at=LATER)
    assert {copy.state for copy in Article.objects.filter(site__in=below)} == {"withdrawn"}
    assert {each.state for each in Correction.objects.all()} == {"done"}


@pytest.mark.django_db(transaction=True)
def test_copies_come_back_with_the_original_and_say_what_it_says_now(news, below, robot):
    article = an_article(news)
    mark(article)
    sweep(by=robot, at=NOW)
    people = the_office_of(news)
    withdraw_article(article, by=people["signer"], at=LATER, reason="wrong", note="数字有误")
    sweep(by=robot, at=LATER)
    again = LATER + timedelta(hours=1)
    draft = save_draft(article, by=people["writer"], at=again, body="<p>数字已更正。</p>")
    carry_through(submit_revision(draft, by=people["writer"], at=again), at=again)
    sweep(by=robot, at=again)
    copies = Article.objects.filter(site__in=below)
    assert {(copy.state, copy.live.body) for copy in copies} == {("published", "<p>数字已更正。</p>")}
    assert {duty.state for duty in Reprint.objects.all()} == {"done"}
    assert not Correction.objects.pending().exists()
    assert {render_page(copy.site.host, copy.path).status for copy in copies} == {200}


def test_copies_offer_the_files_of_the_original(news, below, robot):
    people = the_office_of(news)
    asset = upload_asset(news.site, a_pdf(), by=people["writer"], at=NOW)
    mark(an_article(news, attachments=[(asset, "实施方案")]))
    sweep(by=robot, at=NOW)
    copy = Article.objects.filter(site=below[1]).get()
    assert [file.asset for file in copy.live.attachments.all()] == [asset]
    assert asset.file.url in render_page(copy.site.host, copy.path).body.decode()


def test_who_may_mark_what(news, below, supervisor, other_site_editor):
    article = an_article(news)
    for person in (the_office_of(news)["writer"], supervisor, other_site_editor):
        with pytest.raises(Refused, match="权限"):
            ask_below(article, reach="all", by=person, at=NOW)
    with pytest.raises(Refused, match="已公开"):
        mark(a_draft(news).article)
    mark(article)
    with pytest.raises(Refused, match="已经派发"):
        mark(article)
    with pytest.raises(Refused, match="没有在线的下级"):
        mark(an_article(below[1].columns.get(path="news")))
