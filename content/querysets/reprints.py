"""Which sources and items of elsewhere, which duties to reprint them and which corrections of the copies."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sites.policy import COLUMN_ROLES, Role
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from sites.models import User


NEVER_FETCHED = ("manual", "marked")


class UpstreamSourceQuerySet(QuerySet):
    """Which upstream sources."""

    def to_fetch(self, *, at: datetime) -> Self:
        """Active ones that are fetched by a job, but for those that failed and are left alone for a while."""
        rested = Q(next_fetch_at__isnull=True) | Q(next_fetch_at__lte=at)
        return self.filter(rested, is_active=True).exclude(kind__in=NEVER_FETCHED).order_by("pk")

    def named(self, name: str) -> Self:
        """The one of the name, if a job may fetch it, however often it failed."""
        return self.filter(name=name, is_active=True).exclude(kind__in=NEVER_FETCHED)


class UpstreamItemQuerySet(QuerySet):
    """Which upstream items. They belong to no site: what is received once is a duty of many."""

    def to_spread(self) -> Self:
        """Those whose duties have not all been opened yet, the oldest first."""
        return self.filter(duties_opened_at__isnull=True, withdrawn_at__isnull=True).order_by("published_at", "pk")

    def to_reword(self) -> Self:
        """Those of which copies may show a text that the source has changed since."""
        return self.filter(text__isnull=False, changed_at__gt=F("text__made_at")).order_by("pk")

    def to_correct(self) -> Self:
        """Those whose copies were not all told yet that the source changed or withdrew them."""
        return self.filter(owes_corrections=True).order_by("pk")

    def with_copies_to_make(self) -> Self:
        """Those that a site reprinting automatically still has to reprint, the oldest first."""
        from content.models import Reprint

        waiting = Reprint.objects.automatic().filter(item=OuterRef("pk"))
        return self.filter(Exists(waiting)).order_by("published_at", "pk")


class ReprintQuerySet(TenantQuerySet):
    """Which reprint duties."""

    def pending(self) -> Self:
        """Not yet reprinted."""
        return self.filter(state="pending")

    def automatic(self) -> Self:
        """Pending ones of online sites that the platform publishes itself, except where people began or took down a copy."""
        by_platform = Q(rule__mode="automatic") | Q(site__reprints_automatically=True) & (
            Q(rule__isnull=True) | Q(rule__mode="as-site")
        )
        waiting = self.pending().filter(site__state="online", article__isnull=True, item__withdrawn_at__isnull=True)
        return waiting.filter(by_platform)

    def to_correct(self) -> Self:
        """Those whose copy is not what its original is now."""
        from content.models import Correction

        return self.filter(pk__in=Correction.objects.pending().values("reprint"))

    def to_confirm(self) -> Self:
        """Pending ones whose copy is published, but whose page nobody has seen yet."""
        return self.pending().filter(article__state="published", site__state="online")

    def past_target(self, *, at: datetime) -> Self:
        """Pending ones beyond the one-hour target."""
        return self.pending().filter(target_at__lt=at)

    def overdue(self, *, on: date) -> Self:
        """Pending ones whose last day is over."""
        return self.pending().filter(due_on__lt=on)

    def running(self, *, on: date) -> Self:
        """Pending ones whose last day is not over."""
        return self.pending().filter(due_on__gte=on)

    def late_to_note(self, *, on: date) -> Self:
        """Overdue ones that the record does not yet say so of."""
        return self.overdue(on=on).filter(late_noted_at__isnull=True)

    def done(self) -> Self:
        """Reprinted, in time or late."""
        return self.filter(state="done")

    def done_late(self) -> Self:
        """Reprinted after the one-hour target."""
        return self.done().filter(done_at__gt=F("target_at"))

    def seen_by(self, user: User) -> Self:
        """What the person may see in the ledger: supervisors the subtree of sites, people of a site that site."""
        if user.is_platform_admin:
            return self
        from sites.models import Column

        whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
        columns = Column.objects.filter(pk__in=user.grants.columns_with(*COLUMN_ROLES))
        return self.filter(Q(site__in=whole_sites) | Q(site__in=columns.values("site")))


class ReprintManager(TenantManager.from_queryset(ReprintQuerySet)):
    """Reprint duties behind the tenant net."""


class CorrectionQuerySet(TenantQuerySet):
    """Which corrections of copies."""

    def pending(self) -> Self:
        """Neither followed nor declined."""
        return self.filter(state="pending")

    def running(self, *, on: date) -> Self:
        """Pending ones whose last day is not over."""
        return self.pending().filter(due_on__gte=on)

    def automatic(self) -> Self:
        """Pending ones of copies that the platform published and nobody has rewritten."""
        untouched = Q(reprint__article__live__is_standing_approval=True, reprint__article__state="published")
        return self.pending().filter(untouched, reprint__site__state="online")

    def to_settle(self) -> Self:
        """Pending ones whose copy seems to be as it should be, though nobody has seen its page yet."""
        gone = Q(kind="withdrawal", reprint__article__state="withdrawn")
        followed = Q(reprint__article__state="published", reprint__article__live__shared_text=F("text"))
        return self.pending().filter(gone | followed, reprint__site__state="online")


class CorrectionManager(TenantManager.from_queryset(CorrectionQuerySet)):
    """Corrections behind the tenant net."""
