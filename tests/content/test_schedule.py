"""Scheduled publication and expiry: caught up by the next run, however late, and never twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from content.actions import issue_revision, pass_revision, pin_article, set_document_status
from content.actions.articles import end_pin
from content.actions.document_relations import lapse_document
from content.actions.publishing import publish_and_expire
from content.models import Article, DocumentStatus, PolicyDocument, Revision
from content.tasks import publish_due
from content.workflow import State
from sites.models import JobRun, User
from tests.builders import a_document, a_submitted, an_article, the_office_of
from tests.cast import NOW

LATER = NOW + timedelta(hours=6)


def a_scheduled(column, *, publish_at=LATER) -> Revision:
    people = the_office_of(column)
    revision = pass_revision(a_submitted(column), by=people["reviewer1"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer2"], at=NOW)
    return issue_revision(revision, by=people["signer"], at=NOW, publish_at=publish_at)


def run(at):
    return publish_and_expire(by=User.objects.robot(), at=at)


def test_a_scheduled_revision_waits_for_its_time(news):
    revision = a_scheduled(news)
    assert run(LATER - timedelta(minutes=1)).published == 0
    assert revision.state == State.SCHEDULED
    assert not Article.objects.public(at=LATER).exists()


def test_it_is_published_when_its_time_has_come(news):
    a_scheduled(news)
    assert run(LATER).published == 1
    assert Article.objects.public(at=LATER).exists()


def test_the_issuer_gives_it_another_time_or_publishes_it_now(news):
    revision, signer = a_scheduled(news), the_office_of(news)["signer"]
    moved = issue_revision(revision, by=signer, at=NOW, publish_at=LATER + timedelta(days=1))
    assert (moved.state, moved.publish_at) == (State.SCHEDULED, LATER + timedelta(days=1))
    assert run(LATER).published == 0
    assert issue_revision(moved, by=signer, at=LATER).state == State.PUBLISHED
    assert run(LATER + timedelta(days=1)).published == 0
    assert list(moved.steps.values_list("decision", flat=True))[-3:] == ["schedule", "schedule", "publish"]


def test_the_screen_of_a_scheduled_one_offers_what_can_be_done_and_keeps_its_time(client, news):
    revision = a_scheduled(news, publish_at=timezone.now() + timedelta(days=9))
    client.force_login(the_office_of(news)["signer"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("content-office:review", args=[revision.pk]))
    assert 'value="issue"' in page.content.decode() and 'value="pass"' not in page.content.decode()
    at = f"{timezone.localtime(revision.publish_at):%Y-%m-%d %H:%M}"
    assert f"{page.context['form']['publish_at'].value():%Y-%m-%d %H:%M}" == at
    assert f"将于 {at} 发布" in page.content.decode()
    assert (
        f"将于 {at} 发布" in client.get(reverse("content-office:article", args=[revision.article_id])).content.decode()
    )
    said = {"decision": "issue", "seen": "scheduled", "publish_at": at}
    client.post(reverse("content-office:judge", args=[revision.pk]), said)
    revision.refresh_from_db()
    assert revision.state == State.SCHEDULED


def test_an_outage_of_three_days_is_caught_up(news):
    a_scheduled(news)
    assert run(LATER + timedelta(days=3)).published == 1


def test_a_second_run_publishes_nothing_twice(news):
    revision = a_scheduled(news)
    run(LATER)
    assert run(LATER).published == 0
    assert revision.steps.filter(decision="release").count() == 1


def test_one_bad_row_stops_no_other(news, monkeypatch):
    bad, good = a_scheduled(news), a_scheduled(news)
    from content.actions import publishing

    release = publishing.release_scheduled

    def failing(revision, **given):
        if revision.pk == bad.pk:
            raise RuntimeError("broken row")
        return release(revision, **given)

    monkeypatch.setattr(publishing, "release_scheduled", failing)
    done = run(LATER)
    assert (done.published, done.failed) == (1, 1)
    assert Revision.objects.get(pk=good.pk).state == State.PUBLISHED


def test_an_article_expires_when_its_time_is_over(news):
    article = an_article(news, expires_at=LATER)
    assert article in Article.objects.public(at=LATER - timedelta(seconds=1))
    assert article not in Article.objects.public(at=LATER)
    assert run(LATER).expired == 1
    assert Article.objects.get(pk=article.pk).withdrawal_reason == "expired"


def test_a_document_lapses_the_day_after_its_last(news):
    article = a_document(news, document={"effective_on": "2021-11-19", "expires_on": "2026-11-18"})
    assert run(NOW).lapsed == 0
    assert run(NOW + timedelta(days=1)).lapsed == 1
    assert PolicyDocument.objects.get(article=article).status == "lapsed"
    assert run(NOW + timedelta(days=2)).lapsed == 0


def test_a_repealed_document_does_not_become_lapsed(news):
    document = a_document(news, document={"expires_on": "2026-11-18"}).policy_document
    signer = the_office_of(news)["signer"]
    set_document_status(document, DocumentStatus.REPEALED, by=signer, at=NOW, why="已被新文件废止")
    assert lapse_document(document, by=User.objects.robot(), at=NOW + timedelta(days=1)) is None


def test_a_pin_runs_out_and_a_renewed_one_stays(news):
    article, signer = an_article(news), the_office_of(news)["signer"]
    pin_article(article, by=signer, at=NOW, until=NOW + timedelta(days=1))
    stale = Article.objects.get(pk=article.pk)
    pin_article(article, by=signer, at=NOW, until=NOW + timedelta(days=9))
    assert end_pin(stale, by=User.objects.robot(), at=NOW + timedelta(days=2)) is None
    assert run(NOW + timedelta(days=10)).unpinned == 1


def test_a_dry_run_changes_nothing(news):
    revision = a_scheduled(news)
    said = StringIO()
    call_command("publish_due", "--at", "2026-12-01T08:00", "--dry-run", stdout=said)
    assert said.getvalue().startswith("模拟运行：发布 1")
    assert Revision.objects.get(pk=revision.pk).state == State.SCHEDULED


def test_a_moment_that_is_none_is_a_sentence(db):
    with pytest.raises(CommandError, match="不是时刻") as refused:
        call_command("publish_due", "--at", "2026-13-45T99:00")
    assert refused.value.returncode == 2


def test_the_job_leaves_a_heartbeat(db):
    publish_due()
    beat = JobRun.objects.get(name="content.tasks.publish_due")
    assert beat.finished_at is not None
    assert beat.interval_seconds == 60
