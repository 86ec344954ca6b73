"""Emergency publication through the office's pages: the right opens them, the list says what is owed, the page takes it."""

import pytest
from django.urls import reverse

from content.actions import publish_emergency
from content.models import Article, Revision
from content.workflow import Retrospect
from sites.policy import Role
from tests.builders import a_draft, the_office_of
from tests.cast import NOW, a_person

REASON = "山洪预警须立即告知沿河群众"


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def alarm(news):
    return a_person("alarm", (Role.EMERGENCY_ISSUER, news))


@pytest.fixture
def published(news, alarm) -> Revision:
    return publish_emergency(a_draft(news), by=alarm, at=NOW, reason=REASON)


def test_the_page_says_what_follows_and_publishes_at_once(client, news, alarm):
    article = a_draft(news).article
    address = reverse("content-office:emergency", args=[article.pk])
    desk = signed_in(client, alarm)
    page = desk.get(address).content.decode()
    assert "初审、审核、审发" in page
    assert address in desk.get(reverse("content-office:article", args=[article.pk])).content.decode()
    response = desk.post(address, {"reason": REASON, "seen": "draft"})
    assert response.url == reverse("content-office:article", args=[article.pk])
    assert Article.objects.get(pk=article.pk).state == "published"


@pytest.mark.parametrize("reason", ["", "短", "空\x00字节" * 5, "长" * 501])
def test_a_reason_that_is_none_is_shown_beside_the_field(client, news, alarm, reason):
    article = a_draft(news).article
    response = signed_in(client, alarm).post(
        reverse("content-office:emergency", args=[article.pk]), {"reason": reason, "seen": "draft"}
    )
    assert response.status_code == 422
    assert Article.objects.get(pk=article.pk).state == "unpublished"


def test_without_the_right_there_is_no_such_page_and_no_button(client, news, issuer):
    article = a_draft(news).article
    address = reverse("content-office:emergency", args=[article.pk])
    desk = signed_in(client, issuer)
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"reason": REASON}).status_code == 404
    assert address not in desk.get(reverse("content-office:article", args=[article.pk])).content.decode()


def test_a_published_article_has_nothing_to_publish_in_an_emergency(client, published, alarm):
    response = signed_in(client, alarm).get(reverse("content-office:emergency", args=[published.article_id]))
    assert response.status_code == 404


def test_the_list_shows_what_is_owed_to_the_office_of_the_site_only(client, published, supervisor, other_site_editor):
    address = reverse("content-office:retrospects")
    assert published.title in signed_in(client, supervisor).get(address).content.decode()
    assert published.title not in signed_in(client, other_site_editor).get(address).content.decode()
    assert client.get(f"{address}?list=nonsense&page=x").status_code == 200


def test_three_people_make_it_up_on_the_page(client, news, published):
    people = the_office_of(news)
    address = reverse("content-office:retrospect", args=[published.pk])
    for name, stage in (("reviewer1", "first-review"), ("reviewer2", "second-review"), ("signer", "issue")):
        desk = signed_in(client, people[name])
        mine = desk.get(reverse("content-office:retrospects") + "?list=mine").content.decode()
        assert published.title in mine
        assert REASON in desk.get(address).content.decode()
        desk.post(address, {"decision": "confirm", "opinion": "属实", "seen": stage})
    assert Revision.objects.get(pk=published.pk).retrospect == Retrospect.MADE_UP


def test_a_stage_that_the_form_claims_does_not_count(client, news, published):
    signer = the_office_of(news)["signer"]
    address = reverse("content-office:retrospect", args=[published.pk])
    response = signed_in(client, signer).post(address, {"decision": "confirm", "seen": "issue"})
    assert response.status_code == 422
    assert Revision.objects.get(pk=published.pk).issuer is None


def test_finding_it_wrong_without_an_opinion_is_refused_with_the_sentence(client, news, published):
    reviewer = the_office_of(news)["reviewer1"]
    address = reverse("content-office:retrospect", args=[published.pk])
    response = signed_in(client, reviewer).post(address, {"decision": "fault", "opinion": ""})
    assert "须写明意见" in response.content.decode()
    assert Revision.objects.get(pk=published.pk).retrospect == Retrospect.PENDING


def test_the_article_says_what_it_still_owes(client, news, published):
    writer = the_office_of(news)["writer"]
    page = signed_in(client, writer).get(reverse("content-office:article", args=[published.article_id]))
    assert "待追审" in page.content.decode()


def test_an_ordinary_revision_has_no_such_page(client, news):
    draft = a_draft(news)
    writer = the_office_of(news)["writer"]
    assert signed_in(client, writer).get(reverse("content-office:retrospect", args=[draft.pk])).status_code == 404
