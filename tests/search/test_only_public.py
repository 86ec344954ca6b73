"""Nothing but what anybody may read is ever found, in the index or on the page, even while the index lags behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.actions import save_draft, submit_revision, withdraw_article
from content.models import Article
from interaction.actions import unpublish_letter
from search.documents import all_documents
from search.indexing import rebuild
from sites.actions import set_site_state
from sites.models import OutboxRow
from tests.builders import a_draft, a_submitted, an_article, carry_through, the_office_of
from tests.cast import NOW
from tests.interaction.letters import a_letter_in, a_mailbox, published

SECRET = "绝密暗号"


def test_drafts_and_what_is_in_review_are_not_found(news, found, fed, engine):
    an_article(news, title="公开的稿件")
    a_draft(news, title=f"{SECRET}草稿")
    a_submitted(news, title=f"{SECRET}送审稿")
    rebuild(at=NOW)
    assert engine.ask(SECRET).total == 0
    assert found(SECRET) == []


def test_a_new_draft_of_a_live_article_is_not_found(news, found, fed):
    article = an_article(news, title="公开的稿件")
    save_draft(article, by=the_office_of(news)["writer"], at=NOW, title="公开的稿件", body=f"<p>{SECRET}</p>")
    rebuild(at=NOW)
    assert found(SECRET) == []
    assert len(found("公开的稿件")) == 1


def test_embargoed_articles_are_not_found_before_their_time(news, fed, engine, found):
    later = timezone.now() + timedelta(days=3)
    an_article(news, title=f"{SECRET}预发", at=later)
    OutboxRow.objects.all().delete()
    rebuild(at=NOW)
    assert engine.ask(SECRET).total == 0
    rebuild(at=later)
    assert engine.ask(SECRET).total == 1
    assert found(SECRET) == []


def test_an_expired_article_is_not_shown_though_no_sweep_has_run(news, fed, found, client):
    an_article(news, title="限时公告内容")
    fed()
    assert len(found("限时公告")) == 1
    Article.objects.update(expires_at=NOW + timedelta(minutes=1))
    assert found("限时公告") == []
    assert "没有找到" in client.get("/search/", {"q": "限时公告"}).content.decode()


def test_a_withdrawn_article_is_not_shown_while_the_index_lags(news, fed, found, client):
    article = an_article(news, title="有误的通告内容")
    fed()
    withdraw_article(article, by=the_office_of(news)["signer"], at=NOW, reason="wrong", note="数字有误")
    assert found("有误的通告") == []
    assert "有误的通告内容" not in client.get("/search/", {"q": "有误的通告"}).content.decode()


def test_the_page_shows_the_live_text_though_the_index_holds_an_older_one(news, fed, client):
    article = an_article(news, title="市场监管通告", body=f"<p>联系电话{SECRET}。</p>")
    fed()
    writer = the_office_of(news)["writer"]
    revision = save_draft(article, by=writer, at=NOW, title="市场监管通告", body="<p>更正后的内容。</p>")
    carry_through(submit_revision(revision, by=writer, at=NOW))
    page = client.get("/search/", {"q": "市场监管"}).content.decode()
    assert "更正后的内容" in page
    assert SECRET not in page


def test_on_one_site_the_other_sites_are_not_found(news, city_news, fed, found):
    an_article(news, title="全省粮食生产")
    an_article(city_news, title="全市粮食生产")
    fed()
    assert len(found("粮食生产")) == 1
    assert len(found("粮食生产", host="city.testserver")) == 1
    assert len(found("粮食生产", scope="cluster")) == 2


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_sites_that_are_not_online_are_not_found(news, city, city_news, fed, found, state):
    an_article(city_news, title="全市粮食生产")
    fed()
    set_site_state(city, state, by=None, at=NOW, note="改版")
    assert found("粮食生产", scope="cluster") == []
    rebuild(at=NOW)
    assert found("粮食生产", scope="cluster") == []


def test_what_a_site_published_while_it_was_away_is_found_once_it_is_back(city, city_news, fed, found):
    set_site_state(city, "suspended", by=None, at=NOW, note="改版")
    an_article(city_news, title="全市粮食生产")
    fed()
    set_site_state(city, "online", by=None, at=NOW)
    assert len(found("粮食生产", scope="cluster", host="city.testserver")) == 1


def test_what_a_citizen_really_wrote_never_comes_near_the_index(mailbox, people, fed, engine, found, settings):
    letter = a_letter_in(
        "replied", mailbox, people, title=f"{SECRET}原题", body=f"我是{SECRET}张晓明，电话 13812345678。"
    )
    letter.title, letter.body = "路灯坏了", "路灯坏了一个星期。"
    published(letter, people)
    rebuild(at=NOW)
    assert len(found("路灯")) == 1
    for secret in (SECRET, "张晓明", "13812345678", letter.number):
        assert found(secret) == []
    on_disk = b"".join(path.read_bytes() for path in settings.SEARCH_INDEX.glob("index-*/*"))
    for secret in (SECRET, "张晓明", "13812345678", letter.number):
        assert secret.encode() not in on_disk
    told = [repr(document) for document in all_documents(at=NOW)]
    assert told
    assert not any(SECRET in each or "13812345678" in each for each in told)


def test_letters_that_are_not_published_are_not_found(mailbox, people, found):
    a_letter_in("replied", mailbox, people, title=f"{SECRET}来信")
    rebuild(at=NOW)
    assert found(SECRET) == []


def test_a_letter_taken_off_the_site_is_not_shown_while_the_index_lags(mailbox, people, fed, found):
    letter = published(a_letter_in("replied", mailbox, people), people)
    fed()
    assert len(found("路灯")) == 1
    unpublish_letter(letter, reason="来信人要求取消公开", by=people.intake, at=NOW)
    assert found("路灯") == []


def test_letters_of_another_site_are_found_across_the_cluster_only(mailbox, people, city, fed, found):
    published(a_letter_in("replied", mailbox, people), people)
    a_mailbox(city, "citymayor")
    fed()
    assert found("路灯", host="city.testserver") == []
    assert len(found("路灯", host="city.testserver", scope="cluster")) == 1
