"""Two sites, everybody who works there, a clock, and a look at whether any stored page is stale.

What can happen to them is in changes_of_content.py, changes_of_files.py and changes_of_places.py: each @change is one step of the property test,
things are chosen by chance, and a step for which there is nothing to do does nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from random import Random

import time_machine
from django.core.handlers.wsgi import WSGIHandler

from content.models import Article, PolicyDocument
from content.page_store.folder import PageFolder
from content.page_store.inventory import pages_of
from sites.models import Column, Site, User
from sites.policy import Role
from tests.builders import the_office_of
from tests.cast import NOW, a_person
from tests.content.page_store.conftest import ask

CHANGES: list[str] = []


def change(step: Callable[[World], None]) -> Callable[[World], None]:
    """Mark a method as something that may happen."""
    CHANGES.append(step.__name__)
    return step


class World:
    """Two sites, everybody who works there, a clock, and what may be done."""

    def __init__(self, city: Site, subsite: Site, traveller: time_machine.Traveller, folder: PageFolder) -> None:
        self.sites = [city, subsite]
        self.traveller, self.folder = traveller, folder
        self.at: datetime = NOW
        self.names = itertools.count(1)
        self.copies: list[tuple] = []  # of documents, not known as such yet
        self.chance = Random(0)
        self.django = WSGIHandler()

    # --- who and what ---

    def pick(self, rows):
        """One of the rows, None when there are none."""
        rows = list(rows)
        return self.chance.choice(rows) if rows else None

    def columns(self):
        return Column.objects.active().filter(site__in=self.sites, parent__isnull=False).order_by("pk")

    def column(self) -> Column:
        return self.pick(self.columns())

    def beside(self, column: Column) -> Column | None:
        """Another column of the same site."""
        return self.pick(self.columns().filter(site=column.site).exclude(pk=column.pk))

    def issuer(self, column: Column) -> User:
        return the_office_of(column)["signer"]

    def published(self, **only) -> Article | None:
        public = Article.objects.public(at=self.at).filter(site__in=self.sites, column__state="active", **only)
        return self.pick(public.select_related("column__site").order_by("pk"))

    def somebody(self, name: str, *grants) -> User:
        return User.objects.filter(username=name).first() or a_person(name, *grants)

    def admin(self, site: Site) -> User:
        return self.somebody(f"admin-{site.slug}", (Role.SITE_ADMIN, site))

    def root(self) -> User:
        """Somebody who may do whatever there is."""
        return User.objects.filter(username="root").first() or User.objects.create_superuser("root", "r@x.cn", "pw")

    def linker(self) -> User:
        """Somebody who may link documents of both sites."""
        return self.somebody("linker", *((role, at) for role in (Role.CONTRIBUTOR, Role.ISSUER) for at in self.sites))

    def documents(self) -> list[PolicyDocument]:
        documents = list(PolicyDocument.objects.select_related("article__column__site").order_by("pk"))
        self.chance.shuffle(documents)
        return documents[:2]

    # --- looking ---

    def fill(self, application: Callable) -> None:
        """Bring every page of both sites into the store, and what columns that have ended still say."""
        for site in Site.objects.online().filter(pk__in=[site.pk for site in self.sites]):
            for path in pages_of(site, at=self.at):
                answer = ask(application, path, host=site.host)
                assert answer.status == 200, path
            for column in Column.objects.filter(site=site, parent__isnull=False).exclude(state="active"):
                ask(application, f"{site.base_path}/{column.path}/", host=site.host)

    def stale(self) -> list[str]:
        """The stored pages that are not what Django renders now."""
        wrong = []
        for page in list(self.folder.pages()):
            host, _, path = str(page.relative_to(self.folder.root)).partition("/")
            kept = page.read_bytes()
            fresh = ask(self.django, "/" + path.removesuffix("index.html"), host=host)
            if fresh.status != 200 or fresh.body != kept:
                wrong.append(f"{host}/{path} ({fresh.status})")
        return wrong
