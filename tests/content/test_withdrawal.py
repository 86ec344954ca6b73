"""Taking an article down: a reason, a notice in its place or the way to its successor, and back again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content.actions import save_draft, submit_revision, withdraw_article
from content.models import Article
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import an_article, carry_through, the_office_of
from tests.cast import NOW, a_column


def withdraw(article: Article, reason: str = "outdated", *, at=NOW, **fields) -> Article:
    return withdraw_article(article, by=the_office_of(article.column)["signer"], at=at, reason=reason, **fields)


@pytest.mark.parametrize(
    ("reason", "words"), [("wrong", "内容有误"), ("outdated", "内容已经过期"), ("other", "应来源单位要求")]
)
def test_the_address_says_why_and_since_when(client, news, reason, words):
    article = an_article(news)
    withdraw(article, reason, note="应来源单位要求")
    response = client.get(article.path)
    page = response.content.decode()
    assert response.status_code == 410
    assert words in page
    assert "2026-11-18 10:00" in page
    assert article.column.name in page


def test_a_note_that_is_not_the_reason_stays_in_the_office(client, news):
    article = an_article(news)
    withdraw(article, "wrong", note="误登了举报人姓名")
    page = client.get(article.path).content.decode()
    assert "举报人" not in page
    assert article.title not in page


def test_an_article_whose_time_ran_out_says_so_before_the_job_comes_by(client, news):
    long_ago = NOW - timedelta(days=400)
    article = an_article(news, at=long_ago, expires_at=long_ago + timedelta(days=1))
    response = client.get(article.path)
    assert (response.status_code, "公开期限已满" in response.content.decode()) == (410, True)


def test_another_site_knows_nothing_of_it(client, city, news):
    article = an_article(news)
    withdraw(article)
    assert client.get(article.path, headers={"host": "city.testserver"}).status_code == 404


def test_what_was_merged_leads_to_where_it_went(client, news):
    article, target = an_article(news), an_article(news, title="汇总")
    withdraw(article, "merged", target=target)
    response = client.get(article.path)
    assert (response.status_code, response.url) == (301, target.path)
    assert AuditEntry.objects.get(event="content.article.withdrawn").after["leads to"]["id"] == target.pk


def test_an_address_of_a_government_may_stand_in(client, news):
    article = an_article(news)
    withdraw(article, address="https://www.example.gov.cn/a/b.html")
    assert client.get(article.path).url == "https://www.example.gov.cn/a/b.html"


def test_an_address_of_the_same_site_means_the_article_there(client, news):
    article, target = an_article(news), an_article(news)
    withdrawn = withdraw(article, address=f"http://testserver{target.path}")
    assert (withdrawn.replaced_by, withdrawn.replaced_by_url) == (target, "")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.com/", "https://gov.cn.example.com/", "https://notgov.cn/", "javascript:alert(1)",
        "https://evil.example\\.gov.cn/", "//www.example.gov.cn/", "ftp://www.example.gov.cn/", "http://[",
        "https://www.example.gov.cn@evil.example/",
        "https://user@www.example.gov.cn/", "政府网站",
    ],
)  # fmt: skip
def test_an_address_that_is_no_governments_is_refused(news, address):
    article = an_article(news)
    with pytest.raises(Refused):
        withdraw(article, address=address)
    article.refresh_from_db()
    assert article.state == "published"


def test_it_cannot_lead_to_itself_by_number_or_by_address(news):
    article = an_article(news)
    for way in ({"target": article}, {"address": f"http://testserver{article.path}"}):
        with pytest.raises(Refused, match="自己"):
            withdraw(article, "merged", **way)


def test_it_cannot_lead_to_what_nobody_can_read_nor_to_another_site(news, city_news):
    article, gone = an_article(news), an_article(news)
    withdraw(gone)
    for way in ({"target": gone}, {"address": f"http://testserver{gone.path}"}, {"target": an_article(city_news)}):
        with pytest.raises(Refused):
            withdraw(article, "merged", **way)


def test_two_articles_can_never_lead_to_each_other(news, city_news):
    here, there = an_article(news), an_article(city_news)
    withdraw(here, "merged", address=f"http://city.testserver{there.path}")
    with pytest.raises(Refused, match="没有公开的稿件"):
        withdraw(there, "merged", address=f"http://testserver{here.path}")


def test_merging_needs_a_target_and_other_needs_a_note(news):
    article = an_article(news)
    with pytest.raises(Refused, match="并入的稿件"):
        withdraw(article, "merged")
    with pytest.raises(Refused, match="写明说明"):
        withdraw(article, "other", note="  ")
    with pytest.raises(Refused, match="选择撤下的原因"):
        withdraw(article, "expired")


def test_a_successor_that_was_taken_down_too_leads_on_or_leaves_the_notice(client, news):
    first, second, third = an_article(news), an_article(news), an_article(news)
    withdraw(first, "merged", target=second)
    withdraw(second, "merged", target=third)
    assert client.get(first.path).url == third.path
    withdraw(third, "wrong")
    assert client.get(first.path).status_code == 410


def test_it_can_be_published_again_and_then_leads_nowhere(client, news):
    article, target = an_article(news), an_article(news)
    withdraw(article, "merged", target=target)
    people = the_office_of(news)
    draft = save_draft(article, by=people["writer"], at=NOW, title="重新发布")
    carry_through(submit_revision(draft, by=people["writer"], at=NOW))
    assert client.get(article.path).status_code == 200
    article.refresh_from_db()
    assert (article.replaced_by, article.withdrawal_reason, article.withdrawn_at) == (None, "", None)


def test_what_is_down_cannot_be_taken_down_again(news):
    article = an_article(news)
    withdraw(article)
    with pytest.raises(Refused, match="只有已发布"):
        withdraw(article)


def test_the_database_keeps_a_public_article_from_leading_elsewhere(news):
    article, target = an_article(news), an_article(news)
    for fields in ({"replaced_by": target}, {"replaced_by_url": "http://www.gov.cn/"}, {"replaced_by": article}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**fields)


def test_a_prefix_site_leads_on_below_its_prefix(client, subsite):
    column = a_column(subsite, "news")
    article, target = an_article(column), an_article(column)
    withdraw(article, "merged", target=target)
    response = client.get(f"/jyj{article.path}", headers={"host": "city.testserver"})
    assert response.url == f"/jyj{target.path}"
