"""Places of the home page hold content of their own site only, and are locked before what happens to them is recorded."""

import pytest
from django.db.models import QuerySet

from content.actions import empty_slot, fill_slot, open_duties, reprint_automatically, withdraw_article
from content.actions import reprint_receipts as reprinting
from content.actions.upstream_texts import prepare_text
from content.models import Asset, HomeSlot, SlotPlace
from sites.audit import recording
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW
from tests.content.reprint_cast import received


@pytest.fixture
def slot(news, site_admin) -> HomeSlot:
    return fill_slot(news.site, SlotPlace.HEADLINE, by=site_admin, at=NOW, article=an_article(news))


@pytest.fixture
def steps(monkeypatch) -> list[str]:
    """Where slots are locked and where the chain of the record is, in order."""
    taken, fetch, chain = [], QuerySet._fetch_all, recording._locked_chain

    def fetching(rows):
        if rows._result_cache is None and rows.query.select_for_update and rows.model is HomeSlot:
            taken.append("slots")
        fetch(rows)

    def locking_the_chain(name):
        taken.append("chain")
        return chain(name)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetching)
    monkeypatch.setattr(recording, "_locked_chain", locking_the_chain)
    return taken


def a_picture(site, person) -> Asset:
    return Asset.objects.create(
        site=site,
        kind="image",
        file=f"{site.slug}/a.png",
        name="a.png",
        content_type="image/png",
        size=1,
        sha256="0" * 64,
        uploaded_by=person,
        uploaded_at=NOW,
    )


def test_a_slot_stays_on_its_site(slot, city_news, robot):
    with pytest.raises(Refused, match="本网站"):
        fill_slot(city_news.site, SlotPlace.HEADLINE, by=robot, at=NOW, article=an_article(city_news), slot=slot)
    slot.refresh_from_db()
    assert slot.article.site_id == slot.site_id


def test_a_picture_is_of_the_same_site(news, city, site_admin):
    article = an_article(news)
    with pytest.raises(Refused, match="图片"):
        fill_slot(
            news.site, SlotPlace.PICTURES, by=site_admin, at=NOW, article=article, picture=a_picture(city, site_admin)
        )
    own = a_picture(news.site, site_admin)
    kept = fill_slot(news.site, SlotPlace.PICTURES, by=site_admin, at=NOW, article=article, picture=own)
    assert kept.picture == own


def test_emptying_locks_the_place_before_it_records(slot, site_admin, steps):
    empty_slot(slot, by=site_admin, at=NOW)
    assert steps == ["slots", "chain"]
    assert not HomeSlot.objects.exists()


def test_emptying_twice_records_once(slot, site_admin):
    same = HomeSlot.objects.get(pk=slot.pk)
    before = AuditEntry.objects.count()
    for each in (slot, same):
        empty_slot(each, by=site_admin, at=NOW)
    assert AuditEntry.objects.count() == before + 1


def test_a_copy_locks_the_home_page_before_it_records(source, automatic, robot, steps):
    item = received(source)
    open_duties(item, at=NOW)
    prepare_text(item, by=robot, at=NOW)
    steps.clear()
    assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
    assert steps[0] == "slots"
    assert "chain" in steps


def test_linking_by_hand_locks_the_home_page_before_it_records(source, news, site_admin, steps):
    item = received(source)
    open_duties(item, at=NOW)
    article = an_article(news)
    steps.clear()
    reprinting.complete_reprint(item.reprints.get(site=news.site), article, by=site_admin, at=NOW)
    assert steps[0] == "slots"
    assert "chain" in steps


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_nobody_can_read_is_refused(province, news, site_admin, state):
    article = a_draft(news).article if state == "draft" else an_article(news)
    if state == "withdrawn":
        withdraw_article(article, by=the_office_of(news)["signer"], at=NOW, reason="wrong")
    with pytest.raises(Refused, match="没有公开"):
        fill_slot(province, SlotPlace.PICTURES, by=site_admin, at=NOW, article=article)
