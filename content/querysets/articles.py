"""Which articles: above all which of them anybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from sites.policy import COLUMN_ROLES, Role
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from sites.models import Column, User


def public_where(*, at: datetime, article: str = "") -> Q:
    """What anybody may read at the moment: the one definition of public, for page, list, index, feed, map and API. `article`
    is the way to the article where another table is asked, such as 'document__article__'."""
    lasting = Q(**{f"{article}expires_at__isnull": True}) | Q(**{f"{article}expires_at__gt": at})
    return lasting & Q(**{f"{article}state": "published", f"{article}published_at__lte": at})


def reached_where(user: User, *, article: str = "") -> Q:
    """What the person may see in the office: articles in columns where any grant is held. `article` is the way to the article
    where another table is asked."""
    if user.is_platform_admin:
        return Q()
    whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
    columns = user.grants.columns_with(*COLUMN_ROLES)
    return Q(**{f"{article}site__in": whole_sites}) | Q(**{f"{article}column__in": columns})


class ArticleQuerySet(TenantQuerySet):
    """Which articles."""

    def public(self, *, at: datetime) -> Self:
        """What anybody may read at the moment."""
        return self.filter(public_where(at=at))

    def in_column(self, column: Column) -> Self:
        """Articles of the column itself."""
        return self.filter(column=column)

    def titled(self, title: str) -> Self:
        """Articles of exactly this title."""
        return self.filter(title=title)

    def below(self, column: Column) -> Self:
        """Articles of the column and of the columns under it."""
        return self.filter(column__tree_id=column.tree_id, column__lft__gte=column.lft, column__rght__lte=column.rght)

    def newest_first(self) -> Self:
        """Newest first."""
        return self.order_by("-published_at", "-id")

    def pinned_first(self) -> Self:
        """Pinned ones first, then newest first: the order of a column's page."""
        return self.order_by("-is_pinned", "-published_at", "-id")

    def to_expire(self, *, at: datetime) -> Self:
        """Published ones whose time has run out."""
        return self.filter(state="published", expires_at__lte=at)

    def expiring(self, since: datetime, until: datetime) -> Self:
        """Those whose time runs out after the first moment and not after the second."""
        return self.filter(state="published", expires_at__gt=since, expires_at__lte=until)

    def pins_run_out(self, *, at: datetime) -> Self:
        """Pinned ones whose pin has run out."""
        return self.filter(is_pinned=True, pinned_until__lte=at)

    def reached_by(self, user: User) -> Self:
        """What the person may see in the office: articles in columns where any grant is held."""
        return self.filter(reached_where(user))


class ArticleManager(TenantManager.from_queryset(ArticleQuerySet)):
    """Articles behind the tenant net."""
