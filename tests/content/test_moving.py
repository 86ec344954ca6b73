"""Moving an article to another column: the page goes along, its old address leads there."""

import pytest

from content.actions import move_article, pin_article, withdraw_article
from content.models import Article
from sites.actions import grant_role
from sites.models import AuditEntry, Column
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_column, a_person


@pytest.fixture
def notices(province) -> Column:
    return a_column(province, "notices", name="公告")


def test_the_old_address_leads_to_the_new_one(client, news, notices):
    article = an_article(news)
    old = article.path
    moved = move_article(article, notices, by=the_office_of(news)["signer"], at=NOW)
    response = client.get(old)
    assert (response.status_code, response.url) == (301, moved.path)
    assert client.get(moved.path).status_code == 200
    assert client.get("/notices/").content.decode().count(article.title)
    assert article.title not in client.get("/news/").content.decode()


def test_it_is_on_record_with_both_columns(news, notices):
    article = an_article(news)
    move_article(article, notices, by=the_office_of(news)["signer"], at=NOW)
    entry = AuditEntry.objects.get(event="content.article.moved")
    assert (entry.before["column"]["id"], entry.after["column"]["id"]) == (news.pk, notices.pk)


def test_the_pin_of_the_old_column_is_taken_off(news, notices):
    signer = the_office_of(news)["signer"]
    article = pin_article(an_article(news), by=signer, at=NOW)
    assert not move_article(article, notices, by=signer, at=NOW).is_pinned


def test_another_sites_column_is_refused_even_with_rights_at_both(news, city_news):
    signer = the_office_of(news)["signer"]
    grant_role(signer, Role.ISSUER, city_news.site, by=None, at=NOW)
    article = an_article(news)
    with pytest.raises(Refused, match="本网站"):
        move_article(article, city_news, by=signer, at=NOW)


@pytest.mark.parametrize("place", ["news", "notices"])
def test_a_right_at_one_of_the_columns_is_not_enough(news, notices, place):
    person = a_person("half", (Role.ISSUER, {"news": news, "notices": notices}[place]))
    article = an_article(news)
    with pytest.raises(Refused, match="权限"):
        move_article(article, notices, by=person, at=NOW)
    assert Article.objects.get(pk=article.pk).column == news


def test_a_contributor_may_move_a_draft_but_nothing_that_was_public(news, notices):
    writer = the_office_of(news)["writer"]
    assert move_article(a_draft(news).article, notices, by=writer, at=NOW).column == notices
    public, gone = an_article(news), an_article(news)
    withdraw_article(gone, by=the_office_of(news)["signer"], at=NOW, reason="wrong")
    for article in (public, gone):
        with pytest.raises(Refused, match="权限"):
            move_article(article, notices, by=writer, at=NOW)


def test_a_text_in_review_stays_where_its_reviewers_are(news, notices):
    with pytest.raises(Refused, match="正在审核"):
        move_article(a_submitted(news).article, notices, by=the_office_of(news)["signer"], at=NOW)


def test_the_home_page_a_closed_column_and_its_own_are_no_places(news, notices):
    signer = the_office_of(news)["signer"]
    article = an_article(news)
    Column.objects.filter(pk=notices.pk).update(state="closed")
    for column, sentence in (
        (Column.objects.get(site=news.site, parent=None), "权限"),
        (Column.objects.get(pk=notices.pk), "已停用"),
        (news, "已经在"),
    ):
        with pytest.raises(Refused, match=sentence):
            move_article(article, column, by=signer, at=NOW)
