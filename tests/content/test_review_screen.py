"""The reviewer's screen: what changed since the live version and since what I read, my turn, on to the next one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import pass_revision, return_revision, save_draft, submit_revision
from content.models import Revision, RevisionSeen
from tests.builders import a_submitted, an_article, the_office_of
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk(client, first_reviewer):
    """A browser at which the first reviewer is signed in."""
    client.force_login(first_reviewer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def screen(desk, revision) -> str:
    return desk.get(reverse("content-office:review", args=[revision.pk])).content.decode()


def resubmitted(revision: Revision, body: str, *, at=LATER) -> Revision:
    """The next revision of the article with another text, sent into review."""
    writer = the_office_of(revision.article.column)["writer"]
    draft = save_draft(revision.article, by=writer, at=at, body=body)
    return submit_revision(draft, by=writer, at=at)


def test_a_new_article_has_nothing_to_be_compared_with(desk, news):
    page = screen(desk, a_submitted(news))
    assert "与公开版本比较" not in page
    assert "我看过的" not in page


def test_a_correction_is_compared_with_the_live_version(desk, news):
    article = an_article(news)
    page = screen(desk, resubmitted(article.live, "<p>会议研究部署春耕备耕工作。</p>"))
    assert "与公开版本比较" in page
    assert "<ins>研究</ins>" in page


def test_a_text_that_came_back_is_compared_with_what_i_read(desk, news, first_reviewer):
    first = a_submitted(news)
    return_revision(first, by=first_reviewer, at=NOW, opinion="请补充时间")
    page = screen(desk, resubmitted(first, "<p>会议部署春耕备耕工作，时间另行通知。</p>"))
    assert "与我看过的第 1 版比较" in page
    assert "，时间另行通知</ins>" in page


def test_looking_is_noted_once_by_post_and_never_by_get(desk, news, first_reviewer):
    revision = a_submitted(news)
    screen(desk, revision)
    assert not RevisionSeen.objects.exists()
    for _ in range(2):
        assert desk.post(reverse("content-office:seen", args=[revision.pk])).status_code == 204
    assert RevisionSeen.objects.get().person == first_reviewer


def test_a_text_that_may_still_change_is_not_noted_as_read(desk, news):
    revision = a_submitted(news)
    Revision.objects.filter(pk=revision.pk).update(state="draft", submitted_at=None)
    desk.post(reverse("content-office:seen", args=[revision.pk]))
    assert not RevisionSeen.objects.exists()


def test_what_others_read_is_not_what_i_read(desk, news):
    first = a_submitted(news)
    return_revision(first, by=the_office_of(news)["reviewer1"], at=NOW, opinion="请补充时间")
    assert "我看过的" not in screen(desk, resubmitted(first, "<p>改</p>"))


def test_another_sites_editor_can_note_nothing(client, news, other_site_editor):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("content-office:seen", args=[a_submitted(news).pk])).status_code == 404


def test_the_screen_says_whose_turn_it_is_and_leads_on(desk, news):
    revisions = [a_submitted(news, title=f"第{n}件", at=NOW + timedelta(minutes=n)) for n in range(3)]
    page = screen(desk, revisions[1])
    assert "第 2 篇，共 3 篇" in page
    assert reverse("content-office:review", args=[revisions[2].pk]) in page
    assert reverse("content-office:review", args=[revisions[0].pk]) in page


def test_what_does_not_wait_for_me_has_no_turn(desk, news, first_reviewer):
    revision = pass_revision(a_submitted(news), by=first_reviewer, at=NOW)
    assert "篇，共" not in screen(desk, revision)


def test_a_decision_leads_to_the_one_after_it_and_not_back_to_one_that_was_skipped(desk, news):
    revisions = [a_submitted(news, title=f"第{n}件", at=NOW + timedelta(minutes=n)) for n in range(3)]
    address = reverse("content-office:judge", args=[revisions[1].pk])
    response = desk.post(address, {"decision": "pass", "seen": "first-review"})
    assert response.url == reverse("content-office:review", args=[revisions[2].pk])


def test_the_last_decision_leads_to_the_queue(desk, news):
    response = desk.post(reverse("content-office:judge", args=[a_submitted(news).pk]), {"decision": "pass"})
    assert response.url == reverse("content-office:review-queue")


def test_the_primary_decision_has_its_weight_and_both_name_their_keys(desk, news):
    page = screen(desk, a_submitted(news))
    assert 'value="pass" data-primary>通过 <kbd>Alt+Enter</kbd>' in page
    assert 'office-button-danger" name="decision" value="return" data-return>退回 <kbd>Alt+R</kbd>' in page


def test_the_screen_costs_a_fixed_number_of_queries(desk, news, first_reviewer, django_assert_max_num_queries):
    first = an_article(news).live
    back = return_revision(resubmitted(first, "<p>甲</p>"), by=first_reviewer, at=LATER, opinion="改")
    revision = resubmitted(back, "<p>乙</p>", at=LATER + timedelta(hours=1))
    for n in range(5):
        a_submitted(news, title=f"第{n}件")
    screen(desk, revision)
    with django_assert_max_num_queries(25):
        page = screen(desk, revision)
    assert "与公开版本比较" in page
    assert "与我看过的第 2 版比较" in page
