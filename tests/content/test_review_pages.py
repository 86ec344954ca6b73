"""Reviewing through the office's pages: one screen, two buttons, and nothing that a form sends can skip a stage."""

import pytest
from django.urls import reverse

from content.actions import create_article
from content.models import ReviewStep, Revision
from content.workflow import State
from sites.actions import grant_role
from sites.policy import Role
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def judge(client, revision, decision, **fields):
    address = reverse("content-office:judge", args=[revision.pk])
    return client.post(address, {"decision": decision, "opinion": "", "seen": revision.state, **fields})


@pytest.fixture
def submitted(news) -> Revision:
    """A revision that waits for its first review."""
    return a_submitted(news)


def test_three_people_pass_it_through_the_pages_and_it_is_public(
    client, submitted, first_reviewer, second_reviewer, issuer
):
    for person, decision in ((first_reviewer, "pass"), (second_reviewer, "pass"), (issuer, "issue")):
        revision = Revision.objects.get(pk=submitted.pk)
        judge(signed_in(client, person), revision, decision, opinion="同意")
    article = Revision.objects.get(pk=submitted.pk).article
    client.logout()
    assert client.get(article.path).status_code == 200


def test_the_screen_shows_the_text_the_stage_and_the_record(client, submitted, first_reviewer):
    page = signed_in(client, first_reviewer).get(reverse("content-office:review", args=[submitted.pk])).content.decode()
    assert submitted.title in page
    assert "办理中" in page
    assert submitted.text_hash[:12] in page


def test_a_draft_offers_one_thing_before_all_others(client, news, editor):
    draft = create_article(news, by=editor, at=NOW, title="草稿", body="<p>正文。</p>").revisions.get()
    address = reverse("content-office:article", args=[draft.article_id])
    page = signed_in(client, editor).get(address).content.decode()
    assert "继续编辑" in page and "另起新版本" not in page
    assert page.count('class="office-button"') == 1 and '<button class="office-button">送审</button>' in page


def test_the_preview_is_the_public_page_of_the_draft(client, submitted, first_reviewer):
    page = signed_in(client, first_reviewer).get(reverse("content-office:preview", args=[submitted.pk]))
    assert submitted.title in page.content.decode()
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_decision_for_a_later_stage_is_refused(client, submitted, first_reviewer):
    response = judge(signed_in(client, first_reviewer), submitted, "issue")
    assert response.status_code == 409
    assert Revision.objects.get(pk=submitted.pk).state == State.FIRST_REVIEW


def test_a_tampered_stage_changes_nothing(client, submitted, issuer):
    response = judge(signed_in(client, issuer), submitted, "issue", seen="issue", state="issue", stage="issue")
    assert response.status_code == 409
    assert Revision.objects.get(pk=submitted.pk).state == State.FIRST_REVIEW


def test_a_double_click_passes_one_stage_only(client, submitted, first_reviewer):
    grant_role(first_reviewer, Role.SECOND_REVIEWER, submitted.article.column, by=None, at=NOW)
    desk = signed_in(client, first_reviewer)
    judge(desk, submitted, "pass")
    second = judge(desk, submitted, "pass")
    assert second.status_code == 409
    assert Revision.objects.get(pk=submitted.pk).state == State.SECOND_REVIEW
    assert ReviewStep.objects.filter(decision="pass").count() == 1


def test_a_stale_screen_gets_a_sentence_and_keeps_the_opinion(client, submitted, first_reviewer):
    judge(signed_in(client, the_office_of(submitted.article.column)["reviewer1"]), submitted, "pass")
    response = judge(signed_in(client, first_reviewer), submitted, "return", opinion="第二段数字有误")
    assert response.status_code == 409
    assert "已由他人办理" in response.content.decode()


def test_returning_without_an_opinion_is_refused(client, submitted, first_reviewer):
    response = judge(signed_in(client, first_reviewer), submitted, "return")
    assert "须写明意见" in response.content.decode()
    assert Revision.objects.get(pk=submitted.pk).state == State.FIRST_REVIEW


@pytest.mark.parametrize("decision", ["", "publish", "pass; drop", "\x00"])
def test_an_unknown_decision_is_bad_input(client, submitted, first_reviewer, decision):
    assert judge(signed_in(client, first_reviewer), submitted, decision).status_code == 400


def test_a_reviewer_of_another_site_finds_nothing(client, submitted, other_site_editor):
    desk = signed_in(client, other_site_editor)
    assert judge(desk, submitted, "pass").status_code == 404
    assert desk.get(reverse("content-office:review", args=[submitted.pk])).status_code == 404
    assert desk.get(reverse("content-office:preview", args=[submitted.pk])).status_code == 404


def test_the_queue_holds_what_waits_for_me_and_not_what_i_wrote(client, news, submitted, first_reviewer, editor):
    grant_role(first_reviewer, Role.CONTRIBUTOR, news, by=None, at=NOW)
    mine = a_draft(news, title="我自己写的稿件")
    Revision.objects.filter(pk=mine.pk).update(author=first_reviewer)
    page = signed_in(client, first_reviewer).get(reverse("content-office:review-queue")).content.decode()
    assert submitted.title in page
    assert "我自己写的稿件" not in page


@pytest.mark.parametrize("query", ["page=abc", "page=-1", "page=999999", "queue=nothing", "queue=%00", "page=%F0%9F"])
def test_odd_addresses_of_the_queue_are_answered(client, first_reviewer, query):
    assert signed_in(client, first_reviewer).get(f"{reverse('content-office:review-queue')}?{query}").status_code == 200


def test_a_withdrawn_article_is_gone_with_410(client, news):
    article = an_article(news)
    signed_in(client, the_office_of(news)["signer"])
    client.post(reverse("content-office:withdraw", args=[article.pk]), {"reason": "wrong", "note": "数据有误"})
    assert client.get(article.path).status_code == 410


def test_a_withdrawal_without_a_reason_is_refused(client, news):
    article = an_article(news)
    signed_in(client, the_office_of(news)["signer"])
    client.post(reverse("content-office:withdraw", args=[article.pk]), {"reason": "whatever"})
    assert client.get(article.path).status_code == 200


def test_the_to_do_page_costs_at_most_ten_queries_of_its_own(
    client, submitted, first_reviewer, django_assert_max_num_queries
):
    desk = signed_in(client, first_reviewer)
    desk.get(reverse("admin:index"))
    with django_assert_max_num_queries(10 + 5):  # site, session, person and grants come before the page
        page = desk.get(reverse("admin:index")).content.decode()
    assert submitted.title in page


@pytest.mark.parametrize("moment", ["2020-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "昨天"])
def test_a_time_that_cannot_be_meant_publishes_nothing(
    client, submitted, first_reviewer, second_reviewer, issuer, moment
):
    for person in (first_reviewer, second_reviewer):
        judge(signed_in(client, person), Revision.objects.get(pk=submitted.pk), "pass")
    waiting = Revision.objects.get(pk=submitted.pk)
    response = judge(signed_in(client, issuer), waiting, "issue", publish_at=moment)
    assert response.status_code in {400, 409}
    assert Revision.objects.get(pk=submitted.pk).state == State.ISSUE
