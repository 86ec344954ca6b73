"""Stored pages: what a statement or a rebuttal changes is dropped, and nothing stale is served."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.affected import affected_by
from content.models import Purge
from content.page_store.folder import PageFolder
from content.page_store.inventory import pages_of
from content.page_store.purging import start_over
from responses.actions import close_topic, waive_duty, withdraw_text
from responses.affected import of_rebuttal, of_topic
from tests.cast import NOW
from tests.responses.conftest import a_rumour, carried, said


def noted() -> set[tuple[str, int]]:
    return set(Purge.objects.filter(subject__startswith="responses").values_list("subject", "subject_id"))


def test_every_change_that_shows_notes_a_purge(emergency, desk):
    steps = [
        lambda: said(emergency, desk),
        lambda: (
            waive_duty(emergency.duties.get(kind="briefing"), "已解除", by=desk["issuer"], at=NOW)
            and close_topic(emergency, by=desk["issuer"], at=NOW)
        ),
    ]
    for step in steps:
        Purge.objects.all().delete()
        step()
        assert noted() == {("responses.HotTopic", emergency.pk)}
    Purge.objects.all().delete()
    withdraw_text(emergency.statements.get(), "有误", by=desk["issuer"], at=NOW)
    assert noted() == {("responses.HotTopic", emergency.pk)}


def test_a_topic_names_the_pages_it_shows_on(emergency, desk, province, bureau):
    said(emergency, desk)
    rebuttal = carried(a_rumour(province, bureau, desk, topic=emergency), desk)
    pages = set(of_topic(province, emergency.pk, NOW))
    assert pages == {
        "testserver/", "testserver/huiying/**", "testserver/sitemap-columns.xml", "testserver/sitemap.xml",
        f"testserver/piyao/{rebuttal.pk}/",
    }  # fmt: skip
    assert affected_by("responses.HotTopic", province, emergency.pk, at=NOW) == pages
    assert set(of_rebuttal(province, rebuttal.pk, NOW)) >= {
        "testserver/piyao/**", f"testserver/huiying/{emergency.pk}/",
    }  # fmt: skip
    assert list(of_topic(province, 999, NOW)) == []


def test_warming_and_export_know_the_pages(emergency, desk, province, bureau):
    said(emergency, desk)
    rebuttal = carried(a_rumour(province, bureau, desk), desk)
    paths = list(pages_of(province, at=NOW))
    for path in ("/huiying/", f"/huiying/{emergency.pk}/", "/piyao/", f"/piyao/{rebuttal.pk}/", "/huiying/rss.xml"):
        assert paths.count(path) == 1


def stored(settings, *parts: str) -> list:
    """The stored pages below these folders."""
    return [file for file in settings.PAGE_STORE.rglob("index.html") if "/".join(parts) in str(file)]


@pytest.mark.django_db(transaction=True)
def test_stored_pages_are_dropped_when_something_they_list_is_published(
    client, emergency, concern, desk, province, bureau, settings
):
    start_over(PageFolder(settings.PAGE_STORE), at=NOW)
    said(emergency, desk)
    first = carried(a_rumour(province, bureau, desk), desk)
    pages = (f"/huiying/{emergency.pk}/", "/huiying/", "/", f"/piyao/{first.pk}/", "/piyao/")
    for page in pages:
        client.get(page)
    assert stored(settings, "huiying", str(emergency.pk)) and stored(settings, "piyao", str(first.pk))
    said(concern, desk, kind="answer", at=NOW + timedelta(hours=1))
    assert not stored(settings, "huiying")
    second = carried(a_rumour(province, bureau, desk, title="又一条不实信息"), desk)
    assert not stored(settings, "piyao")
    assert concern.title in client.get(pages[0]).content.decode()
    assert second.title in client.get(pages[3]).content.decode()
    said(emergency, desk, title="又有进展", kind="progress", at=NOW + timedelta(hours=2))
    for page in pages[:3]:
        assert "又有进展" in client.get(page).content.decode() or page == "/huiying/"


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_withdrawn_rebuttal_is_dropped(client, desk, province, bureau, settings):
    start_over(PageFolder(settings.PAGE_STORE), at=NOW)
    rebuttal = carried(a_rumour(province, bureau, desk), desk)
    assert client.get(f"/piyao/{rebuttal.pk}/").status_code == 200
    withdraw_text(rebuttal, "结论更新", by=desk["issuer"], at=NOW)
    assert client.get(f"/piyao/{rebuttal.pk}/").status_code == 410
    assert not stored(settings, "piyao")
