"""Which topics, clocks, statements and rebuttals: the vocabulary of pages, ledgers, sweeps, index and feeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Role
from sites.scope import Scope, TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from sites.models import User

REVIEWERS = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER)
ISSUERS = (Role.ISSUER, Role.EMERGENCY_ISSUER)


class _OfTopic(TenantQuerySet):
    """Rows of a topic: they belong to its site, and in the office to the organization that must respond, too."""

    topic = ""

    def within(self, scope: Scope) -> Self:
        """Rows of the scope's sites, and those of its organizations, which respond on the sites of others."""
        if scope.sites is None:
            return self
        return self.filter(
            Q(**{f"{self.topic}site__in": scope.sites}) | Q(**{f"{self.topic}organization__in": scope.organizations})
        )

    def reached_by(self, user: User) -> Self:
        """What the person may see in the office."""
        if user.is_platform_admin:
            return self
        sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
        organizations = user.grants.organizations_with(*ORGANIZATION_ROLES)
        return self.filter(
            Q(**{f"{self.topic}site__in": sites}) | Q(**{f"{self.topic}organization__in": organizations})
        )


class TopicQuerySet(_OfTopic):
    """Which hot topics."""

    def public(self) -> Self:
        """Those on which a statement is public: the one definition for pages, home, feed, map and index."""
        return self.filter(public_since__isnull=False)

    def open(self) -> Self:
        """Those that go on."""
        return self.filter(state="open")

    def pinned(self) -> Self:
        """Emergencies that go on and that the public knows of."""
        return self.public().open().filter(kind="emergency")

    def newest_first(self) -> Self:
        """What was last spoken to first."""
        return self.order_by("-last_public_at", "-pk")

    def with_overdue(self, *, at: datetime) -> Self:
        """Those of which a clock has run out."""
        from responses.models import ResponseDuty

        return self.filter(pk__in=ResponseDuty.objects.overdue(at=at).values("topic"))


class TopicManager(TenantManager.from_queryset(TopicQuerySet)):
    """Topics behind the tenant net."""


class DutyQuerySet(_OfTopic):
    """Which clocks."""

    topic = "topic__"

    def open(self) -> Self:
        """Neither met nor waived."""
        return self.filter(met_at__isnull=True, waived_reason="")

    def running(self) -> Self:
        """Open ones of topics that go on."""
        return self.open().filter(topic__state="open")

    def overdue(self, *, at: datetime) -> Self:
        """Open ones whose moment is over."""
        return self.open().filter(due_at__lt=at)

    def due_within(self, hours: int, *, at: datetime) -> Self:
        """Open ones, overdue ones among them, whose moment comes within so many hours."""
        return self.open().filter(due_at__lte=at + timedelta(hours=hours))


class DutyManager(TenantManager.from_queryset(DutyQuerySet)):
    """Clocks behind the tenant net."""


class ReviewedQuerySet(TenantQuerySet):
    """What statements and rebuttals have in common."""

    def public(self) -> Self:
        """What anybody may read."""
        return self.filter(state="published")

    def newest_first(self) -> Self:
        """Newest first."""
        return self.order_by("-published_at", "-pk")

    def to_witness(self) -> Self:
        """Public ones that nobody has yet seen on their page."""
        return self.public().filter(witnessed_at__isnull=True)

    def returned_to(self, user: User) -> Self:
        """Those that came back to the person."""
        return self.filter(state="returned", author=user)

    def _to_judge(self, user: User, site: str, organization: str) -> Self:
        """Those that wait for the person: their own and those they passed wait for others."""
        review = Q(**{f"{site}__in": user.grants.sites_with(*REVIEWERS)})
        if organization:
            review |= Q(**{f"{organization}__in": user.grants.organizations_with(Role.REPLY_APPROVER)})
        issue = Q(**{f"{site}__in": user.grants.sites_with(*ISSUERS)})
        waiting = (Q(state="review") & review) | (Q(state="issue") & issue & ~Q(reviewer=user))
        return self.filter(waiting).exclude(author=user)


class StatementQuerySet(ReviewedQuerySet, _OfTopic):
    """Which statements."""

    topic = "topic__"

    def to_judge_by(self, user: User) -> Self:
        """Those that the person may pass or issue now."""
        return self._to_judge(user, "topic__site", "topic__organization")


class StatementManager(TenantManager.from_queryset(StatementQuerySet)):
    """Statements behind the tenant net."""


class RebuttalQuerySet(ReviewedQuerySet):
    """Which rebuttals."""

    def to_judge_by(self, user: User) -> Self:
        """Those that the person may pass or issue now."""
        return self._to_judge(user, "site", "")

    def reached_by(self, user: User) -> Self:
        """What the person may see in the office."""
        if user.is_platform_admin:
            return self
        return self.filter(site__in=user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR))


class RebuttalManager(TenantManager.from_queryset(RebuttalQuerySet)):
    """Rebuttals behind the tenant net."""
