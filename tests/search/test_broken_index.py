"""A missing or broken index is a sentence, for readers and for operators; never an error page."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.backends import Busy, SearchUnavailable
from search.indexing import feed, rebuild
from sites.models import OutboxRow
from tests.builders import an_article
from tests.cast import NOW
from tests.search.texts import a_document


def files_of(settings) -> list[Path]:
    return [path for path in settings.SEARCH_INDEX.glob("index-*/*") if path.is_file()]


def test_without_an_index_the_engine_says_so(engine):
    with pytest.raises(SearchUnavailable) as trouble:
        engine.ask("粮食")
    assert "rebuild_search" in trouble.value.hint
    assert not engine.backend.health().is_good


@pytest.mark.parametrize("damage", [b"", b"\x00" * 4096, b"no index at all"])
def test_whatever_is_broken_the_engine_says_so_and_a_rebuild_cures_it(engine, settings, damage):
    engine.holds(a_document(1, "粮食生产"), a_document(2, "教育"))
    assert engine.finds("粮食") == [1]
    engine.backend._close()
    for path in files_of(settings):
        path.write_bytes(damage)
    with pytest.raises(SearchUnavailable):
        engine.ask("粮食")
    assert not engine.backend.health().is_good
    assert engine.holds(a_document(1, "粮食生产")).finds("粮食") == [1]


def test_an_index_deleted_under_the_reader_is_noticed(engine):
    engine.holds(a_document(1, "粮食"))
    assert engine.finds("粮食") == [1]
    engine.backend.clear()
    with pytest.raises(SearchUnavailable):
        engine.ask("粮食")


def test_the_page_answers_503_with_a_sentence_and_ways_on(client, province):
    answer = client.get("/search/", {"q": "粮食"})
    assert answer.status_code == 503
    assert "搜索功能正在维护" in answer.content.decode()
    assert "粮食" in answer.content.decode()


def test_the_hint_for_operators_is_shown_in_development_only(client, province, settings):
    settings.DEBUG = True
    assert "rebuild_search" in client.get("/search/", {"q": "粮食"}).content.decode()
    settings.DEBUG = False
    assert "rebuild_search" not in client.get("/search/", {"q": "粮食"}).content.decode()


def test_a_broken_index_keeps_the_outbox(news, settings):
    rebuild(at=NOW)
    an_article(news)
    for path in files_of(settings):
        path.write_bytes(b"broken")
    with pytest.raises(SearchUnavailable):
        feed(at=NOW)
    assert OutboxRow.objects.filter(consumer="search").exists()
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("feed_search")


def test_only_one_writes_at_a_time(engine):
    with engine.backend.writing(), pytest.raises(Busy), engine.backend.writing():
        pass


def test_the_feed_steps_aside_while_somebody_else_writes(engine, news):
    an_article(news)
    with engine.backend.writing():
        assert "另一个进程正在更新索引" in str(feed(at=NOW))
        with pytest.raises(CommandError, match="另一个进程"):
            call_command("rebuild_search")
    assert OutboxRow.objects.filter(consumer="search").exists()
    assert feed(at=NOW).indexed == 1


def test_a_rebuild_that_fails_leaves_the_old_index(engine, settings):
    def breaks():
        yield a_document(2, "教育")
        raise RuntimeError("power cut")

    engine.holds(a_document(1, "粮食"))
    with pytest.raises(RuntimeError), engine.backend.writing():
        engine.backend.rebuild(breaks())
    assert engine.finds("粮食") == [1]
    assert len(list(settings.SEARCH_INDEX.glob("index-*"))) == 1
