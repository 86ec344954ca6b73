"""Which policy documents: public ones, and those whose validity or last day of publication has passed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F

from content.querysets.articles import public_where, reached_where
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from sites.models import User


class PolicyDocumentQuerySet(TenantQuerySet):
    """Which policy documents."""

    def public(self, *, at: datetime) -> Self:
        """Documents whose page anybody may read."""
        return self.filter(public_where(at=at, article="article__"), openness="active")

    def to_lapse(self, *, on: date) -> Self:
        """Documents in force whose validity ended before the day."""
        return self.filter(status__in=["in-force", "amended"], expires_on__lt=on)

    def to_review(self, *, on: date, until: date) -> Self:
        """Public documents whose validity ends between the days, both included: to be continued, changed or let go (GF2)."""
        return self.filter(
            article__state="published", status__in=["in-force", "amended"], expires_on__gte=on, expires_on__lte=until
        )

    def online_late(self) -> Self:
        """Normative documents that went online after their last day (GF6)."""
        return self.filter(online_due_on__isnull=False, article__published_at__date__gt=F("online_due_on"))

    def reached_by(self, user: User) -> Self:
        """Documents whose articles the person may see in the office."""
        return self.filter(reached_where(user, article="article__"))


class PolicyDocumentManager(TenantManager.from_queryset(PolicyDocumentQuerySet)):
    """Documents behind the tenant net."""
