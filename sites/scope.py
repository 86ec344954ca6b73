"""The net under the doors: managers of site-owned models answer nothing until a scope says which sites may be seen.

It works by allow-list: without a scope every question put to such a manager raises, whatever the method is called. Leaving
the limits on purpose is explicit and named, `with everything("sitemap job")`. Foreign keys and joins are beyond any
manager; the doors in access.py and the route matrix of the tests cover those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self

from django.db import models


class NoScope(RuntimeError):
    """A site-owned model was asked for rows outside any scope."""


@dataclass(frozen=True)
class Scope:
    """Which rows the code running now may see: some sites (None: all of them) and the letters of some organizations."""

    sites: frozenset[int] | None
    organizations: frozenset[int] = frozenset()
    reason: str = ""


_scope: ContextVar[Scope | None] = ContextVar("portal_scope", default=None)


def current_scope() -> Scope | None:
    """Return the scope in force, None when there is none."""
    return _scope.get()


@contextmanager
def _entered(scope: Scope | None) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def site_scope(site: models.Model | int):  # noqa: ANN201 (a context manager)
    """Limit site-owned models to one site, for public pages and jobs of that site."""
    return _entered(Scope(frozenset({site if isinstance(site, int) else site.pk})))


def reach_scope(sites: Iterable[int] | None, organizations: Iterable[int] = ()):  # noqa: ANN201
    """Limit site-owned models to what a person's grants reach; None for sites means every site."""
    return _entered(Scope(None if sites is None else frozenset(sites), frozenset(organizations), "grants"))


def everything(reason: str):  # noqa: ANN201
    """Lift the limits on purpose; the reason is for the reader and for logs."""
    return _entered(Scope(None, reason=reason))


def no_scope():  # noqa: ANN201
    """Take the scope away, as between requests; for tests of the net itself."""
    return _entered(None)


def lets_through(site: int) -> bool:
    """Tell whether the scope in force reaches the site, for rows that were not asked of a manager. Raises NoScope."""
    scope = current_scope()
    if scope is None:
        raise NoScope("no scope entered; use site_scope, reach_scope or everything(reason).")
    return scope.sites is None or site in scope.sites


class TenantQuerySet(models.QuerySet):
    """Rows that belong to a site; the model's `site_path` says through which relations."""

    def for_site(self, site: models.Model | int) -> Self:
        """Rows of one site."""
        return self.filter(**{self.model.site_path: site})

    def within(self, scope: Scope) -> Self:
        """Rows that the scope lets through."""
        if scope.sites is None:
            return self
        path = self.model.site_path
        if len(scope.sites) == 1:
            return self.filter(**{path: next(iter(scope.sites))})
        return self.filter(**{f"{path}__in": scope.sites})


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    """Fail-closed manager: raises NoScope unless a scope has been entered."""

    def get_queryset(self) -> TenantQuerySet:
        """Return the rows of the current scope; raise NoScope without one."""
        scope = current_scope()
        if scope is None:
            raise NoScope(
                f"{self.model.__name__}: no scope entered; use site_scope, reach_scope or everything(reason)."
            )
        return super().get_queryset().within(scope)
