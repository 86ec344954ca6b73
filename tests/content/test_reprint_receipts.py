"""A duty is met when the site itself gives the page, with its title, to whoever asks; not because a row says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.actions import (
    complete_reprint,
    draft_reprint,
    issue_revision,
    open_duties,
    pass_revision,
    reprint_automatically,
)
from content.actions import reprint_receipts as receipts
from content.actions.reprints import sweep
from content.actions.upstream_texts import prepare_text
from content.models import Reprint, ReprintState, Revision
from content.page_store.rendering import Rendered
from sites.models import AuditEntry, Site
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_submitted, an_article, the_office_of
from tests.cast import NOW, a_person
from tests.content.reprint_cast import received


@pytest.fixture
def item(source, province, automatic):
    item = received(source)
    open_duties(item, at=NOW)
    return item


def answering(monkeypatch, status: int = 200, body: str = "") -> None:
    def answer(host: str, path: str) -> Rendered:
        return Rendered(host, path, status, body=body.encode())

    monkeypatch.setattr(receipts, "render_page", answer)


@pytest.mark.parametrize(("status", "body"), [(500, ""), (404, ""), (503, "维护"), (200, "<h1>别的标题</h1>")])
def test_a_copy_whose_page_cannot_be_had_does_not_count(item, automatic, robot, monkeypatch, status, body):
    with monkeypatch.context() as patched:
        answering(patched, status, body)
        assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
        duty = Reprint.objects.get(site=automatic)
        assert (duty.state, duty.done_at, bool(duty.fault)) == ("pending", None, True)
        assert sweep(by=robot, at=NOW + timedelta(minutes=5)).confirmed == 0
    later = NOW + timedelta(minutes=50)
    assert sweep(by=robot, at=later).confirmed == 1
    duty.refresh_from_db()
    assert (duty.state, duty.done_at, duty.fault) == ("done", later, "")
    assert duty.minutes(at=later) == 70


def test_a_page_that_breaks_is_no_receipt_and_stops_nothing(item, automatic, robot, monkeypatch):
    def breaks(host: str, path: str) -> Rendered:
        raise RuntimeError("boom")

    monkeypatch.setattr(receipts, "render_page", breaks)
    assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
    assert "RuntimeError" in Reprint.objects.get(site=automatic).fault


def test_a_site_taken_off_line_gives_no_receipt(item, province, news, site_admin):
    article = an_article(news)
    Site.objects.filter(pk=province.pk).update(state="suspended")
    duty = complete_reprint(Reprint.objects.get(site=province), article, by=site_admin, at=NOW)
    assert (duty.state, duty.fault) == ("pending", "网站答复 HTTP 503，没有给出转载页面。")


def test_a_row_changed_behind_our_back_is_not_believed(item, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    duty = Reprint.objects.select_related("article").get(site=automatic)
    Reprint.objects.update(state="pending", done_at=None)
    type(duty.article).objects.filter(pk=duty.article_id).update(state="withdrawn")
    assert not receipts.confirm_reprint(duty, by=robot, at=NOW)
    assert Reprint.objects.get(pk=duty.pk).state == ReprintState.PENDING


# --- by hand -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def drafted(item, province, news, robot) -> Revision:
    """A copy that a contributor of the province had drawn up."""
    people = the_office_of(news)
    text = prepare_text(item, by=robot, at=NOW)
    duty = Reprint.objects.get(site=province)
    article = draft_reprint(duty, news, text, by=people["writer"], at=NOW)
    return article.revisions.get()


def test_a_draft_is_filled_in_and_waits_for_its_first_review(item, drafted):
    assert (drafted.title, drafted.source, drafted.source_url) == (item.title, "中国政府网", item.link)
    assert (drafted.state, drafted.body, drafted.shared_text) == ("first-review", item.body, item.text)
    assert Reprint.objects.get(article=drafted.article).state == "pending"


def test_it_is_drafted_once(item, drafted, news):
    duty = Reprint.objects.get(article=drafted.article)
    with pytest.raises(Refused, match="已经起草"):
        draft_reprint(duty, news, item.text, by=the_office_of(news)["writer"], at=NOW)


def test_only_writers_of_the_column_draft(item, news, supervisor, city_news, other_site_editor, robot):
    text, duty = prepare_text(item, by=robot, at=NOW), Reprint.objects.get(site=news.site)
    for person, column in ((supervisor, news), (other_site_editor, city_news), (other_site_editor, news)):
        with pytest.raises(Refused):
            draft_reprint(duty, column, text, by=person, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_publishing_it_meets_the_duty_without_another_step(drafted, news):
    people = the_office_of(news)
    passed = pass_revision(drafted, by=people["reviewer1"], at=NOW)
    passed = pass_revision(passed, by=people["reviewer2"], at=NOW)
    assert Reprint.objects.get(article=drafted.article).state == "pending"
    issue_revision(passed, by=people["signer"], at=NOW + timedelta(minutes=10))
    duty = Reprint.objects.get(article=drafted.article)
    assert (duty.state, duty.minutes(at=NOW)) == ("done", 30)
    assert AuditEntry.objects.filter(event="content.reprint.done", object_id=duty.pk).count() == 1


def test_a_reprint_stands_first_in_every_reviewers_list_with_its_clock(drafted, news, client):
    a_submitted(news, title="先送审的稿件", at=NOW - timedelta(hours=9))
    Reprint.objects.filter(article=drafted.article).update(target_at=timezone.now() + timedelta(minutes=23, seconds=30))
    Reprint.objects.filter(article=drafted.article).update(due_on=timezone.localdate() + timedelta(days=1))
    reviewer = a_person("r1", (Role.FIRST_REVIEWER, news))
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    for address in (reverse("content-office:review-queue"), reverse("admin:index")):
        page = client.get(address).content.decode()
        assert page.index(drafted.title) < page.index("先送审的稿件")
        assert "转载时限还剩 23 分钟" in page
    assert "转载时限还剩" in client.get(reverse("content-office:review", args=[drafted.pk])).content.decode()


def test_the_duty_page_draws_up_the_draft_and_says_how_it_goes_on(item, news, client):
    writer = the_office_of(news)["writer"]
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    duty = Reprint.objects.get(site=news.site)
    address = reverse("reprint-office:duty", args=[duty.pk])
    assert "起草并送初审" in client.get(address).content.decode()
    assert client.post(reverse("reprint-office:draft", args=[duty.pk]), {"column": "0"}).status_code == 422
    page = client.post(reverse("reprint-office:draft", args=[duty.pk]), {"column": news.pk}, follow=True)
    assert "稿件正在审核，发布后自动登记为完成转载" in page.content.decode()
    assert Revision.objects.get(article__reprints=duty).state == "first-review"
