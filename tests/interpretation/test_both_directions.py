"""A broken direction is impossible: whatever is done in whatever order, a document's page names an interpretation exactly when
the interpretation's page names the document, with the address and the status that are so, and every clause leads to a clause.
"""

from __future__ import annotations

import re
from datetime import datetime
from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from content.affected import served_as
from content.article_pages import article_page
from content.models import Article, ArticleKind, PolicyDocument
from content.page_store.folder import PageFolder
from content.structure import forget_structures, structure_of
from interpretation.models import InterpretationLink
from portal.frame import forget_frames
from sites.models import Site
from sites.resolving import forget_sites
from sites.scope import site_scope
from tests.cast import NOW, a_column
from tests.content.page_store.changes_of_content import ChangesOfContent
from tests.content.page_store.changes_of_places import ChangesOfPlaces

STEPS = [
    "publish_document", "publish_document", "publish_interpretation", "publish_interpretation", "explain", "explain",
    "no_longer_explain", "name_clauses", "reword_document", "edit", "withdraw", "move", "repeal", "unrelate", "mark",
    "publish_for_a_while", "wait", "merge_column", "rename_column", "move_column", "close_column", "suspend_or_resume",
    "reprint_document", "know_the_copy", "correct_in_emergency", "withdraw_what_repeals",
]  # fmt: skip
START = [
    "publish_document",
    "publish_document",
    "publish_interpretation",
    "publish_interpretation",
    "explain",
    "explain",
]


class Everything(ChangesOfContent, ChangesOfPlaces):
    """Whatever may happen."""


@pytest.fixture
def world(city, subsite) -> tuple[Site, Site]:
    for site in (city, subsite):
        top = a_column(site, "news", name="要闻动态")
        a_column(site, "yw", name="要闻", parent=top)
        a_column(site, "docs", name="政策", type="policy")
    return city, subsite


def pages(at: datetime) -> dict[int, tuple[Article, dict]]:
    """Every public page of a document or an interpretation that a reader can open, by its article."""
    found = {}
    public = Article.objects.public(at=at).filter(site__state="online").exclude(kind=ArticleKind.ARTICLE)
    for article in public.select_related("site", "column", "live", "picture"):
        structure = structure_of(Site.objects.get(pk=article.site_id))
        section = structure.by_pk.get(article.column_id)
        if section:
            with site_scope(article.site), served_as(article.site):
                found[article.pk] = (article, article_page(article.site, structure, article, section, at=at))
    return found


def address_of(article: Article, url: str) -> str:
    """The address in full: within a site links are relative to its host."""
    return url if "://" in url else f"{article.site.origin}{url}"


def own_address(article: Article, page: dict) -> str:
    return next(value for name, value in page["page_meta"] if name == "Url")


def broken(at: datetime) -> list[str]:
    """Everything in which the two directions do not agree."""
    shown, wrong = pages(at), []
    by_address = {own_address(*each): pk for pk, each in shown.items()}
    forwards, backwards = set(), set()
    for pk, (article, page) in shown.items():
        for group in page["interpretations"] if article.kind == ArticleKind.DOCUMENT else ():
            forwards |= {(pk, by_address.get(address_of(article, row["url"]))) for row in group["entries"]}
        for row in page["explains"]["documents"] if page["explains"] else ():
            there = by_address.get(address_of(article, row.url))
            backwards.add((there, pk))
            if there and row.status != PolicyDocument.objects.get(article=there).status:
                wrong.append(f"{pk} says {there} is {row.status}")
        for passage in page.get("passages", ()):
            url, _hash, anchor = address_of(article, passage.url).partition("#")
            target = shown.get(by_address.get(url))
            if target is None or target[1]["article"]["body"].count(f'id="{anchor}"') != 1:
                wrong.append(f"{pk} leads to {passage.url}")
    links = set(InterpretationLink.objects.filter(
        document__article__in=shown, interpretation__article__in=shown
    ).values_list("document__article", "interpretation__article"))  # fmt: skip
    if not forwards == backwards == links:
        wrong.append(f"forwards {forwards}, backwards {backwards}, links {links}")
    return wrong


@example(steps=["explain", "name_clauses", "reword_document", "withdraw", "merge_column", "suspend_or_resume"], seed=3)
@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=9), seed=st.integers(0, 2**16))
def test_no_order_of_changes_breaks_a_direction(world, tmp_path_factory, settings, steps, seed):
    settings.PAGE_STORE = tmp_path_factory.mktemp("pages")
    with time_machine.travel(NOW, tick=False) as traveller, transaction.atomic():
        here = Everything(*world, traveller, PageFolder(settings.PAGE_STORE))
        here.chance = Random(seed)
        for step in [*START, *steps]:
            getattr(here, step)()
            assert broken(here.at) == [], step
        transaction.set_rollback(True)
    forget_structures()
    forget_sites()
    forget_frames()
    cache.clear()


def test_the_check_itself_sees_links(world, tmp_path_factory, settings):
    """The property would hold of pages that show nothing, so this says that they show something."""
    settings.PAGE_STORE = tmp_path_factory.mktemp("pages")
    with time_machine.travel(NOW, tick=False) as traveller:
        here = Everything(*world, traveller, PageFolder(settings.PAGE_STORE))
        here.chance = Random(1)
        for step in [*START, "name_clauses", "name_clauses", "name_clauses"]:
            getattr(here, step)()
        page = [each for _article, each in pages(here.at).values() if each["explains"]]
        assert page
        assert any(each["passages"] for each in page)
        assert re.search("tiao-", "".join(passage.url for each in page for passage in each["passages"]))
