"""Whatever is done in whatever order: every stored page is the page that Django would render now.

Two sites, one of them a sub-site under a path prefix; before each change every page of both is in the store.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content.actions import (
    empty_slot,
    fill_slot,
    move_article,
    pin_article,
    publish_standing,
    relate_documents,
    save_draft,
    set_document_status,
    submit_revision,
    unpin_article,
    withdraw_article,
)
from content.actions.publishing import publish_and_expire
from content.models import Article, ArticleKind, DocumentStatus, HomeSlot, PolicyDocument, RelationKind, SlotPlace
from content.page_store.folder import PageFolder
from content.page_store.inventory import pages_of
from content.page_store.purging import follow, open_store, sweep
from content.structure import forget_structures
from interpretation.actions import link_interpretation, unlink_interpretation
from interpretation.models import Interpretation
from portal.frame import forget_frames
from sites.actions import change_column, change_site, create_column
from sites.models import Column, Site, User
from sites.policy import Role
from sites.refusals import Refused
from sites.resolving import forget_sites
from tests.builders import carry_through, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.content.page_store.conftest import ask

BODY = "<p>正文。</p>"
DOCUMENT = {"document_number": "测政发〔2026〕1号", "genre": "通知", "topic": "综合政务", "written_on": "2026-11-01"}


class World:
    """Two sites, everybody who works there, a clock, and what may be done."""

    def __init__(self, city: Site, subsite: Site, traveller: time_machine.Traveller, folder: PageFolder) -> None:
        self.sites = [city, subsite]
        self.traveller, self.folder = traveller, folder
        self.at: datetime = NOW
        self.names = itertools.count(1)
        self.chance = Random(0)

    def pick(self, rows):
        """One of the rows, None when there are none."""
        rows = list(rows)
        return self.chance.choice(rows) if rows else None

    def column(self) -> Column:
        return self.pick(Column.objects.filter(site__in=self.sites, parent__isnull=False))

    def issuer(self, column: Column) -> User:
        return the_office_of(column)["signer"]

    def published(self, **only) -> Article | None:
        return self.pick(Article.objects.public(at=self.at).filter(**only).select_related("column__site"))

    # --- what happens ---

    def publish(self, kind: str = ArticleKind.ARTICLE, **fields) -> Article:
        column = self.column()
        if kind == ArticleKind.DOCUMENT:
            fields["document"] = {**DOCUMENT, "issuer": column.site.sponsor_id, **fields.pop("document", {})}
        return publish_standing(
            column, by=User.objects.robot(), at=self.at, basis="测试", kind=kind,
            title=f"第{next(self.names)}篇稿件", body=BODY, source="测试报", **fields,
        )  # fmt: skip

    def publish_document(self) -> None:
        self.publish(ArticleKind.DOCUMENT, document={"expires_on": "2026-11-19"} if self.chance.random() < 0.4 else {})

    def publish_interpretation(self) -> None:
        self.publish(ArticleKind.INTERPRETATION)

    def publish_for_a_while(self) -> None:
        self.publish(expires_at=self.at + timedelta(hours=self.chance.randint(1, 30)))

    def edit(self) -> None:
        if article := self.published():
            people = the_office_of(article.column)
            title = f"{article.title}（修订{next(self.names)}）"
            revision = save_draft(article, by=people["writer"], at=self.at, title=title)
            carry_through(submit_revision(revision, by=people["writer"], at=self.at), at=self.at)

    def withdraw(self) -> None:
        if article := self.published():
            withdraw_article(article, by=self.issuer(article.column), at=self.at, reason="wrong")

    def move(self) -> None:
        if article := self.published():
            others = Column.objects.filter(site=article.site, parent__isnull=False).exclude(pk=article.column_id)
            move_article(article, self.pick(others), by=self.issuer(article.column), at=self.at)

    def pin(self) -> None:
        if article := self.published(is_pinned=False):
            until = self.at + timedelta(hours=self.chance.randint(1, 40))
            pin_article(article, by=self.issuer(article.column), at=self.at, until=until)

    def unpin(self) -> None:
        if article := self.published(is_pinned=True):
            unpin_article(article, by=self.issuer(article.column), at=self.at)

    def place(self) -> None:
        article = self.published()
        if article is None:
            return
        site = article.site
        begins = self.at + timedelta(hours=self.chance.randint(1, 10)) if self.chance.random() < 0.5 else None
        ends = self.at + timedelta(hours=self.chance.randint(11, 30)) if self.chance.random() < 0.5 else None
        fill_slot(
            site, self.chance.choice([SlotPlace.HEADLINE, SlotPlace.HEADLINE_LINK]), by=self.admin(site), at=self.at,
            article=article, starts_at=begins, ends_at=ends,
        )  # fmt: skip

    def unplace(self) -> None:
        if slot := self.pick(HomeSlot.objects.filter(site__in=self.sites)):
            empty_slot(slot, by=self.admin(slot.site), at=self.at)

    def admin(self, site: Site) -> User:
        name = f"admin-{site.slug}"
        return User.objects.filter(username=name).first() or a_person(name, (Role.SITE_ADMIN, site))

    def documents(self) -> list[PolicyDocument]:
        documents = list(PolicyDocument.objects.select_related("article__column__site"))
        self.chance.shuffle(documents)
        return documents[:2]

    def relate(self) -> None:
        pair = self.documents()
        if len(pair) == 2:
            kind = self.chance.choice(list(RelationKind))
            with suppress(Refused):  # the pair may stand the other way round already
                relate_documents(pair[0].article, kind, pair[1], by=self.root(), at=self.at)

    def mark(self) -> None:
        for document in self.documents()[:1]:
            by = self.issuer(document.article.column)
            with suppress(Refused):  # relations may say otherwise
                set_document_status(
                    document, self.chance.choice(list(DocumentStatus)), by=by, at=self.at, why="依据文件"
                )

    def explain(self) -> None:
        root = self.root()
        if (article := self.published(kind=ArticleKind.INTERPRETATION)) and (documents := self.documents()):
            link_interpretation(article, documents, by=root, at=self.at)

    def no_longer_explain(self) -> None:
        interpretation = self.pick(Interpretation.objects.filter(documents__isnull=False))
        if interpretation:
            unlink_interpretation(interpretation.article, interpretation.documents.first(), by=self.root(), at=self.at)

    def root(self) -> User:
        """Somebody who may link whatever there is."""
        grants = [(role, site) for role in (Role.CONTRIBUTOR, Role.ISSUER) for site in self.sites]
        return User.objects.filter(username="linker").first() or a_person("linker", *grants)

    def rename_column(self) -> None:
        change_column(self.column(), by=None, at=self.at, name=f"栏目{next(self.names)}")

    def add_column(self) -> None:
        parent = self.column()
        create_column(
            parent.site, by=None, at=self.at, parent=parent, slug=f"c{next(self.names)}", name="新栏目", type="news",
            purpose="新", is_in_navigation=True,
        )  # fmt: skip

    def rename_site(self) -> None:
        change_site(self.chance.choice(self.sites), by=None, at=self.at, name=f"网站{next(self.names)}")

    def wait(self) -> None:
        self.at += timedelta(hours=self.chance.randint(1, 20))
        self.traveller.move_to(self.at)
        publish_and_expire(by=User.objects.robot(), at=self.at)
        sweep(self.folder, at=self.at)

    # --- looking ---

    def fill(self, application: Callable) -> None:
        """Bring every page of both sites into the store."""
        for site in Site.objects.filter(pk__in=[site.pk for site in self.sites]):
            for path in pages_of(site, at=self.at):
                answer = ask(application, path, host=site.host)
                assert answer.status == 200, path

    def stale(self) -> list[str]:
        """The stored pages that are not what Django renders now."""
        django = WSGIHandler()
        wrong = []
        for page in list(self.folder.pages()):
            host, _, path = str(page.relative_to(self.folder.root)).partition("/")
            kept = page.read_bytes()
            fresh = ask(django, "/" + path.removesuffix("index.html"), host=host)
            if fresh.status != 200 or fresh.body != kept:
                wrong.append(f"{host}/{path} ({fresh.status})")
        return wrong


CHANGES = [name for name, value in vars(World).items() if callable(value) and not name.startswith("_")]
CHANGES = [
    name for name in CHANGES
    if name not in {"pick", "column", "issuer", "published", "admin", "documents", "root", "fill", "stale"}
]  # fmt: skip


@pytest.fixture
def world(city, subsite, monkeypatch) -> tuple[Site, Site]:
    """Two sites with columns two deep, documents and interpretations among the rest, and enough for a second page."""
    monkeypatch.setattr("content.pages.PER_PAGE", 4)
    for site in (city, subsite):
        top = a_column(site, "news", name="要闻动态")
        deep = a_column(site, "yw", name="要闻", parent=top)
        a_column(site, "docs", name="政策", type="policy")
        for number in range(9 if site == city else 3):
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
    city, subsite = world
    with time_machine.travel(NOW, tick=False) as traveller, transaction.atomic():
        open_store(folder, at=NOW)
        here = World(city, subsite, traveller, folder)
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
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(CHANGES), min_size=3, max_size=6), seed=st.integers(0, 2**16))
def test_after_any_changes_no_stored_page_is_stale(world, application, tmp_path_factory, settings, steps, seed):
    check(world, application, steps, seed, tmp_path_factory)


def test_each_kind_of_change_leaves_no_stale_page(world, application, tmp_path_factory, settings):
    prelude = ["publish_document", "publish_document", "publish_interpretation", "explain"]
    check(world, application, [*prelude, *CHANGES], 7, tmp_path_factory)
