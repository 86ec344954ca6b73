"""The way of a change into the index: outbox row, commit of the index, then and only then deletion of the row."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command

from content.actions import pin_article, withdraw_article
from content.models import Article
from search.backends.whoosh import WhooshBackend
from search.documents import count_public, documents_for
from search.indexing import MOST_ATTEMPTS, feed, pending, rebuild
from search.tasks import feed_index
from sites.models import JobRun, OutboxRow
from tests.builders import an_article, the_office_of
from tests.cast import NOW
from tests.interaction.letters import a_letter_in, published


def test_a_published_article_is_fed_and_found(news, fed, engine):
    article = an_article(news, title="全省春耕备耕工作会议召开")
    assert pending().count() == 1
    assert fed().indexed == 1
    assert engine.ask("春耕备耕").keys == [f"content.Article:{article.pk}"]
    assert not pending().exists()


def test_a_new_installation_can_be_searched_before_anything_is_published(db, fed, engine):
    engine.backend.clear()
    fed()
    assert engine.backend.health().is_good
    assert engine.backend.health().documents == 0


def test_a_published_letter_is_fed_and_found(mailbox, people, fed, engine):
    letter = published(a_letter_in("replied", mailbox, people), people)
    fed()
    assert engine.ask("路灯").keys == [f"interaction.Letter:{letter.pk}"]


def test_many_rows_about_one_thing_make_one_document(news, fed):
    article = an_article(news)
    signer = the_office_of(news)["signer"]
    for _ in range(3):
        pin_article(article, by=signer, at=NOW)
    assert pending().count() > 2
    assert fed().indexed == 1
    assert not pending().exists()


def test_a_withdrawn_article_leaves_the_index(news, fed, engine):
    article = an_article(news, title="有误的消息")
    fed()
    withdraw_article(article, by=the_office_of(news)["signer"], at=NOW, reason="wrong", note="数字有误")
    assert fed().removed == 1
    assert engine.ask("有误").total == 0


def test_a_kill_between_commit_and_deletion_repeats_the_work_and_loses_nothing(news, fed, engine, monkeypatch):
    article = an_article(news)

    class Killed(BaseException):
        pass

    real = WhooshBackend.index

    def index_then_die(self, *args, **options):
        real(self, *args, **options)
        raise Killed

    monkeypatch.setattr(WhooshBackend, "index", index_then_die)
    rebuild(at=NOW)
    OutboxRow.objects.create(consumer="search", subject="content.Article", subject_id=article.pk, at=NOW)
    with pytest.raises(Killed):
        feed(at=NOW)
    assert pending().count() == 1
    monkeypatch.undo()
    assert fed().indexed == 1
    assert engine.ask("春耕").total == 1


def test_a_kill_before_the_commit_leaves_the_old_index_and_the_row(news, fed, engine, monkeypatch):
    rebuild(at=NOW)
    an_article(news)
    monkeypatch.setattr("search.backends.whoosh.engine.row_of", lambda document: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        feed(at=NOW)
    assert pending().count() == 1
    monkeypatch.undo()
    fed()
    assert engine.ask("春耕").total == 1


def test_a_lock_dies_with_its_holder(engine, settings):
    """kill -9 of the one who writes must not lock the index for ever."""
    code = (
        "import sys, time; from whoosh.util.filelock import FileLock; lock = FileLock(sys.argv[1]); "
        "assert lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    settings.SEARCH_INDEX.mkdir(parents=True)
    path = str(settings.SEARCH_INDEX / "writing.lock")
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", code, path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        os.kill(holder.pid, signal.SIGKILL)
    engine.holds()


def test_one_bad_row_does_not_stop_the_others(news, fed, engine, monkeypatch):
    bad, good = an_article(news, title="坏的粮食"), an_article(news, title="好的粮食")

    def sometimes(subject, pks, *, at):
        if bad.pk in pks:
            raise ValueError("cannot be described")
        return documents_for(subject, pks, at=at)

    engine.holds()
    monkeypatch.setattr("search.indexing.documents_for", sometimes)
    result = fed()
    assert (result.indexed, result.failed) == (1, 1)
    assert OutboxRow.objects.get().attempts == 1
    for _run in range(MOST_ATTEMPTS - 1):
        fed()
    assert not pending().exists()
    assert OutboxRow.objects.get().attempts == MOST_ATTEMPTS
    assert engine.ask("粮食").keys == [f"content.Article:{good.pk}"]


def test_what_is_published_during_a_long_run_is_not_taken_for_the_future(news, fed, engine):
    an_article(news, at=NOW + timedelta(minutes=5))
    assert fed(at=NOW).removed == 0
    assert engine.ask("春耕").total == 1


def test_the_job_feeds_and_keeps_a_heartbeat(news, engine):
    an_article(news, title="任务写入的稿件")
    feed_index()
    assert engine.ask("任务写入").total == 1
    assert JobRun.objects.get(name="search.tasks.feed_index").error == ""


def test_a_rebuild_holds_everything_public_and_nothing_else(news, city_news, mailbox, people, engine, capsys):
    an_article(news)
    an_article(city_news)
    published(a_letter_in("replied", mailbox, people), people)
    a_letter_in("replied", mailbox, people)
    call_command("rebuild_search")
    assert "3 条" in capsys.readouterr().out
    assert engine.backend.health().documents == count_public(at=NOW) == 3
    assert not pending().exists()


def test_if_missing_rebuilds_only_what_is_missing_or_broken(news, settings, capsys):
    call_command("rebuild_search", "--if-missing")
    an_article(news)
    call_command("rebuild_search", "--if-missing")
    assert "无需重建" in capsys.readouterr().out
    assert pending().exists()
    for path in settings.SEARCH_INDEX.glob("index-*/*"):
        path.write_bytes(b"broken")
    call_command("rebuild_search", "--if-missing")
    assert not pending().exists()


def test_feed_search_says_what_it_did(news, capsys):
    an_article(news)
    call_command("feed_search", "--dry-run")
    assert "1 项变更" in capsys.readouterr().out
    call_command("feed_search")
    assert "写入" in capsys.readouterr().out


def test_documents_are_made_with_a_fixed_number_of_queries(news, django_assert_num_queries):
    pks = [an_article(news, title=f"第{n}篇").pk for n in range(5)]
    with django_assert_num_queries(2):
        assert len(documents_for("content.Article", pks, at=NOW)) == 5
    assert Article.objects.count() == 5
