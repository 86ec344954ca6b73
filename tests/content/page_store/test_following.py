"""Every machine follows the table of purges by number; a killed process, a late commit or a race leaves nothing stale."""

from __future__ import annotations

import os
import signal
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F

from content.actions import fill_slot, relate_documents
from content.models import Purge, RelationKind, SlotPlace
from content.page_store.addresses import EVERYTHING
from content.page_store.folder import PageFolder, State
from content.page_store.purging import FollowNow, follow, note, open_store, start_over, sweep
from content.page_store.release import release, shown_folders
from content.page_store.room import EVERY_SECONDS, keep_within, last_measured
from sites.models import Site
from sites.policy import Role
from tests.builders import a_document, an_article
from tests.cast import NOW, a_person
from tests.content.page_store.conftest import ask


def stored(folder: PageFolder) -> set[str]:
    return {str(page.relative_to(folder.root)) for page in folder.pages()}


@pytest.fixture
def article(news):
    return an_article(news)


# --- the race of a slow rendering with a drop ------------------------------------------------------------------------------


def test_a_page_rendered_before_a_drop_is_not_stored_after_it(folder, article):
    token = folder.token()
    note(article, NOW)
    follow(folder)
    assert not folder.put("testserver/index.html", b"old", token=token)
    assert stored(folder) == set()
    assert folder.put("testserver/index.html", b"new", token=folder.token())


def test_another_release_stores_nothing_here(folder, application, article, monkeypatch):
    monkeypatch.setattr("content.page_store.middleware.release", lambda: "another")
    assert ask(application, "/").status == 200
    assert stored(folder) == set()


def test_a_folder_that_was_never_opened_stores_nothing(application, article, folder):
    (folder.root / ".state").unlink()
    ask(application, "/")
    assert stored(folder) == set()


def test_two_processes_that_write_and_drop_at_once_leave_no_old_page(tmp_path):
    """One process drops and says the new version, the other stores what it read: whatever remains is of the last version."""
    folder = PageFolder(tmp_path / "pages")
    folder.drop([EVERYTHING], token=b"", state=State(release="x"))
    version = tmp_path / "version"
    version.write_text("0")
    child = os.fork()
    if not child:
        try:
            for _ in range(400):
                token = folder.token()
                folder.put("host/index.html", version.read_bytes(), token=token)
        finally:
            os._exit(0)
    for number in range(1, 200):
        draft = tmp_path / "draft"
        draft.write_text(str(number))
        draft.replace(version)  # the commit …
        folder.drop_now(["host/"])  # … and the drop after it
    os.waitpid(child, 0)
    assert {page.read_text() for page in folder.pages()} <= {"199"}


# --- cut short ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_commit_and_drop_leaves_nothing_stale_after_the_next_sweep(
    application, news, folder, monkeypatch
):
    article = an_article(news)
    for path in ("/", "/news/", article.path):
        ask(application, path)
    monkeypatch.setattr("content.page_store.purging.follow", lambda *args, **options: None)  # killed before the drop
    an_article(news, title="新的一条")
    monkeypatch.undo()
    assert len(stored(folder)) == 3
    sweep(folder, at=NOW + timedelta(minutes=1))
    assert stored(folder) == set()


def test_a_drop_that_is_killed_half_way_is_done_again(folder, application, article):
    ask(application, "/")
    ask(application, "/news/")
    note(article, NOW)
    child = os.fork()
    if not child:
        PageFolder._write_state = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)
        folder.drop(["testserver/"], token=folder.token(), state=State())
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert stored(folder) == {"testserver/news/index.html"}
    follow(folder)
    assert stored(folder) == set()


def test_what_was_put_away_is_deleted_by_the_sweep(folder, application, article):
    ask(application, "/")
    folder.drop_now([EVERYTHING])
    assert any((folder.root / ".gone").iterdir())
    sweep(folder, at=NOW)
    assert not (folder.root / ".gone").exists()


# --- following by number ---------------------------------------------------------------------------------------------------


def test_each_folder_follows_the_table_by_itself(folder, application, article, tmp_path):
    other = PageFolder(tmp_path / "other-node")
    open_store(other, at=NOW)
    other.put("testserver/index.html", b"old", token=other.token())
    ask(application, "/")
    note(article, NOW)
    follow(folder)
    assert (stored(folder), stored(other)) == (set(), {"testserver/index.html"})
    follow(other)
    assert stored(other) == set()
    assert follow(other).purges == 0


def test_a_row_that_is_committed_after_a_later_number_is_followed_too(folder, article):
    last = Purge.objects.order_by("-pk").first().pk
    follow(folder)
    Purge.objects.create(pk=last + 5, at=NOW, addresses=["testserver/late/"])
    assert follow(folder).purges == 1
    Purge.objects.create(pk=last + 2, at=NOW, addresses=["testserver/early/"])
    assert follow(folder).addresses == {"testserver/early/"}
    gaps = [gap for gap in folder.state_of(folder.token()).gaps if gap[0] > last]
    assert gaps == [[last + 1, last + 1, NOW.timestamp()], [last + 3, last + 4, NOW.timestamp()]]
    assert follow(folder).purges == 0


def test_a_machine_that_was_away_longer_than_purges_are_kept_begins_anew(folder, application, article):
    ask(application, "/")
    sweep(folder, at=NOW + timedelta(days=8))
    assert stored(folder) == set()
    assert not Purge.objects.exists()


def test_a_new_release_begins_anew_and_the_same_one_goes_on(folder, application, article, monkeypatch):
    ask(application, "/")
    assert not open_store(folder, at=NOW)
    assert stored(folder)
    monkeypatch.setattr("content.page_store.purging.release", lambda: "new")
    assert open_store(folder, at=NOW)
    assert stored(folder) == set() and release() != "new"


def test_a_release_is_known_by_every_app_of_ours_and_by_what_is_translated(settings):
    ours = {each.parent.name for each in settings.BASE_DIR.glob("*/apps.py")}
    assert ours | {"templates", "locale"} == set(shown_folders())
    assert "responses" in ours


def test_many_changes_at_once_drop_the_whole_site(folder, article, monkeypatch):
    follow(folder)
    monkeypatch.setattr("content.page_store.purging.MANY", 3)
    for number in range(5):
        Purge.objects.create(site=article.site, subject="content.Article", subject_id=number + 1, at=NOW)
    assert follow(folder).addresses == {"testserver/**"}


def test_many_changes_at_once_drop_what_links_to_the_site_from_elsewhere(folder, news, city_news, monkeypatch):
    here, there = a_document(news), a_document(city_news, document={"document_number": "测市发〔2026〕2号"})
    linker = a_person("linker", (Role.CONTRIBUTOR, news.site), (Role.CONTRIBUTOR, city_news.site))
    relate_documents(there, RelationKind.IMPLEMENTS, here.policy_document, by=linker, at=NOW)
    follow(folder)
    monkeypatch.setattr("content.page_store.purging.MANY", 3)
    for number in range(5):
        Purge.objects.create(site=here.site, subject="content.Article", subject_id=here.pk + number, at=NOW)
    assert follow(folder).addresses == {"testserver/**", f"city.testserver{there.path}"}
    monkeypatch.setattr("content.affected.MOST_ELSEWHERE", 0)
    note(news, NOW, site=news.site)
    assert follow(folder).addresses == {"testserver/**", "city.testserver/**"}


def test_a_structure_that_was_changed_without_a_word_is_dropped_by_the_sweep(folder, application, article, province):
    sweep(folder, at=NOW)
    ask(application, "/")
    Site.objects.filter(pk=province.pk).update(structure_version=F("structure_version") + 1)
    sweep(folder, at=NOW)
    assert stored(folder) == set()


# --- time ------------------------------------------------------------------------------------------------------------------


def test_a_slot_that_begins_or_ends_drops_the_home_page_and_no_other(folder, application, article, province):
    admin = a_person("admin", (Role.SITE_ADMIN, province))
    hour = timedelta(hours=1)
    fill_slot(
        province, SlotPlace.HEADLINE, by=admin, at=NOW, article=article, starts_at=NOW + hour, ends_at=NOW + 2 * hour
    )
    sweep(folder, at=NOW)
    for moment, is_dropped in ((0.5, False), (1.01, True), (1.5, False), (2.01, True)):
        with time_machine.travel(NOW + moment * hour, tick=False):
            ask(application, "/")
            ask(application, "/news/")
        with time_machine.travel(NOW + moment * hour, tick=False):
            sweep(folder, at=NOW + moment * hour)
        assert ("testserver/index.html" not in stored(folder)) == is_dropped, moment
        assert "testserver/news/index.html" in stored(folder)


# --- room ------------------------------------------------------------------------------------------------------------------


def test_beyond_the_limit_the_pages_unread_for_longest_go(folder):
    for age, name in enumerate(["new", "older", "oldest"]):
        folder.put(f"host/{name}/index.html", b"x" * 100, token=folder.token())
        for form in (folder.root / "host" / name).iterdir():
            os.utime(form, (1_000_000 - age, 1_000_000 - age))
    assert keep_within(folder, 3 * 3 * 4096 - 1, at=NOW) == 1
    assert stored(folder) == {"host/new/index.html", "host/older/index.html"}
    assert last_measured(folder).pages == 2
    assert keep_within(folder, 1, at=NOW + timedelta(seconds=EVERY_SECONDS - 1)) == 0


# --- by hand ---------------------------------------------------------------------------------------------------------------


def test_the_command_shows_what_it_would_drop_and_drops_it(folder, application, article, capsys):
    ask(application, "/")
    call_command("purge_pages", "--dry-run")
    assert "testserver/news/" in capsys.readouterr().out
    assert stored(folder) == {"testserver/index.html"}
    call_command("purge_pages")
    assert stored(folder) == set()
    ask(application, "/")
    call_command("purge_pages", "--all")
    assert "全部静态页 1 个" in capsys.readouterr().out
    assert stored(folder) == set()


def test_starting_over_follows_what_is_still_being_written(folder, article):
    note(article, NOW)
    late = newest_purge()
    note(article, NOW)
    Purge.objects.filter(pk=late.pk).delete()  # as another transaction sees a number that is not committed yet
    start_over(folder, at=NOW)
    late.save(force_insert=True)
    assert follow(folder).purges == 1
    note(article, NOW)
    assert follow(folder).purges == 1


def test_starting_over_leaves_alone_what_was_committed_before(folder, article):
    for _ in range(3):
        note(article, NOW)
    note(article, NOW - timedelta(days=3))  # entered later than it is dated
    note(article, NOW)
    oldest = Purge.objects.earliest("pk").pk
    start_over(folder, at=NOW)
    assert [gap for gap in folder.state_of(folder.token()).gaps if gap[1] >= oldest] == []
    assert follow(folder).purges == 0
    Purge.objects.all().delete()
    start_over(folder, at=NOW)
    assert folder.state_of(folder.token()).gaps == []


# --- many commits at once --------------------------------------------------------------------------------------------------


def newest_purge() -> Purge:
    return Purge.objects.latest("pk")


def test_one_follows_for_all_that_committed_before_it(folder, article, django_assert_num_queries):
    note(article, NOW)
    earlier = newest_purge()
    note(article, NOW)
    FollowNow(newest_purge())()
    with django_assert_num_queries(0):
        FollowNow(earlier)()


def test_a_number_that_came_late_is_followed_although_later_ones_were(folder, article):
    note(article, NOW)
    late = newest_purge()
    known = vars(folder.state_of(folder.token())) | {"followed": late.pk + 2, "gaps": [[late.pk, late.pk, 0]]}
    folder.drop([], token=folder.token(), state=State(**known))
    FollowNow(late)()
    assert folder.state_of(folder.token()).gaps == []


def test_whoever_stands_still_holds_nobody_up(folder, article, monkeypatch):
    monkeypatch.setattr("content.page_store.folder.LONGEST_TURN", 0.02)
    note(article, NOW)
    with folder.taking_turns():
        FollowNow(newest_purge())()
    assert folder.state_of(folder.token()).followed == newest_purge().pk
