"""Whatever is done in whatever order: every stored page is the page that Django would render now.

Two sites, one of them a sub-site under a path prefix; before each change every page of both is in the store.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from content.actions import publish_standing
from content.page_store.folder import PageFolder
from content.page_store.purging import follow, open_store
from content.structure import forget_structures
from portal.frame import forget_frames
from sites.models import Site, User
from sites.resolving import forget_sites
from tests.cast import NOW, a_column
from tests.content.page_store.changes_of_content import BODY, ChangesOfContent
from tests.content.page_store.changes_of_files import ChangesOfFiles
from tests.content.page_store.changes_of_places import ChangesOfPlaces
from tests.content.page_store.world import CHANGES
from tests.interaction.letters import a_mailbox

PER_PAGE = 2
RELATED = ["publish_document", "publish_document", "publish_document", "publish_interpretation", "explain", "repeal"]
COPIED = [
    "publish_document", "reprint_document", "publish_interpretation", "explain", "know_the_copy", "name_clauses",
    "no_longer_explain", "explain", "reword_document", "repeal",
]  # fmt: skip


class Everything(ChangesOfContent, ChangesOfFiles, ChangesOfPlaces):
    """Whatever may happen."""


@pytest.fixture
def world(city, subsite, monkeypatch) -> tuple[Site, Site]:
    """Two sites with columns two deep and a mailbox each, and enough articles for a second page."""
    monkeypatch.setattr("content.pages.PER_PAGE", PER_PAGE)
    for site in (city, subsite):
        top = a_column(site, "news", name="要闻动态")
        deep = a_column(site, "yw", name="要闻", parent=top)
        a_column(site, "docs", name="政策", type="policy")
        a_mailbox(site)
        for number in range(5 if site == city else 2):
            publish_standing(
                deep, by=User.objects.robot(), at=NOW - timedelta(days=30 - number), basis="测试", title=f"旧稿{number}",
                body=BODY, source="测试报",
            )  # fmt: skip
    return city, subsite


def check(world, application, steps, seed, tmp_path_factory) -> None:
    from django.conf import settings as django_settings

    folder = PageFolder(tmp_path_factory.mktemp("pages"))
    django_settings.PAGE_STORE = folder.root
    application.root = f"{folder.root}/"
    with time_machine.travel(NOW, tick=False) as traveller, transaction.atomic():
        open_store(folder, at=NOW)
        here = Everything(*world, traveller, folder)
        here.chance = Random(seed)
        for step in steps:
            here.fill(application)
            getattr(here, step)()
            follow(folder)
            assert here.stale() == [], step
        transaction.set_rollback(True)
    forget_structures()
    forget_sites()
    forget_frames()
    cache.clear()


@example(steps=["publish", "publish", "publish_document", "publish", "no_longer_explain", "mark"], seed=905)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(st.sampled_from(CHANGES), min_size=3, max_size=6), seed=st.integers(0, 2**16))
def test_after_any_changes_no_stored_page_is_stale(world, application, tmp_path_factory, settings, steps, seed):
    check(world, application, [*RELATED[:2], *steps], seed, tmp_path_factory)


def test_each_kind_of_change_leaves_no_stale_page(world, application, tmp_path_factory, settings):
    prelude = ["publish_document", "publish_document", "publish_interpretation", "explain"]
    check(world, application, [*prelude, *CHANGES], 7, tmp_path_factory)


def test_copies_of_documents_follow_what_explains_the_original(world, application, tmp_path_factory, settings):
    check(world, application, COPIED, 11, tmp_path_factory)
