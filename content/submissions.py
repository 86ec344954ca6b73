"""Which submissions: the vocabulary of both sides' ledgers, and the columns that an article may be offered to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, Q, QuerySet

from sites.policy import COLUMN_ROLES, Role
from sites.scope import Scope, TenantManager, TenantQuerySet, everything

if TYPE_CHECKING:
    from content.models import Article
    from sites.models import Column, User


class SubmissionQuerySet(TenantQuerySet):
    """Which submissions."""

    def within(self, scope: Scope) -> Self:
        """Submissions that the scope's sites received or sent: one row belongs to both ends."""
        if scope.sites is None:
            return self
        return self.filter(Q(site__in=scope.sites) | Q(origin__in=scope.sites))

    def received_by(self, user: User) -> Self:
        """Those that came to sites or columns where the person works or which they supervise."""
        return self.filter(_worked_by(user, "site", "column"))

    def sent_by(self, user: User) -> Self:
        """Those that left the sites or columns where the person works or which they supervise."""
        return self.filter(_worked_by(user, "origin", "article__column"))

    def offered(self) -> Self:
        """Those nobody has decided about."""
        return self.filter(state="offered")

    def adopted(self) -> Self:
        """Those whose article the higher site published."""
        return self.filter(state="adopted")

    def with_changed_original(self) -> Self:
        """Those in use whose original was changed, taken down or brought back since the higher site last looked."""
        return self.filter(changed_q())

    def taken_down(self) -> Self:
        """Those adopted whose article the higher site took down later; they count as adopted."""
        return self.filter(taken_down_q())

    def with_news(self) -> Self:
        """Those of whose outcome their submitter was not told yet."""
        adopted, down = Q(state="adopted"), taken_down_q()
        return self.filter(
            (Q(state="declined") & ~Q(told="declined"))
            | (down & ~Q(told="taken-down"))
            | (adopted & ~Q(taken_article__state="withdrawn") & ~Q(told="adopted"))
        ).order_by("pk")

    def sent_between(self, since: datetime | None, until: datetime | None) -> Self:
        """Those offered from one moment up to another; None is no bound."""
        found = self.filter(submitted_at__gte=since) if since else self
        return found.filter(submitted_at__lt=until) if until else found

    def tally(self, *names: str) -> QuerySet:
        """How many were offered and adopted for each value of the fields, the most adopted first (稿费 and assessment)."""
        counted = self.order_by().values(*names)
        counted = counted.annotate(
            offered=Count("pk", filter=~Q(state="recalled")),
            adopted=Count("pk", filter=Q(state="adopted")),
            taken_down=Count("pk", filter=taken_down_q()),
        )
        return counted.filter(offered__gt=0).order_by("-adopted", "-offered", *names)


class SubmissionManager(TenantManager.from_queryset(SubmissionQuerySet)):
    """Submissions behind the tenant net."""


def count_waiting(columns: Collection[int]) -> int:
    """Submissions that wait for one of the columns."""
    from content.models import Submission

    return Submission.objects.offered().filter(column__in=columns).count()


def taken_down_q() -> Q:
    """The condition of `taken_down`."""
    return Q(state="adopted", taken_article__state="withdrawn")


def changed_q() -> Q:
    """The condition of `with_changed_original`."""
    changed = ~Q(article__live=F("seen_revision")) & Q(article__state="published", seen_public=True)
    gone = Q(seen_public=True) & ~Q(article__state="published")
    back = Q(seen_public=False, article__state="published")
    return (changed | gone | back) & Q(state__in=["taken", "adopted"])


def _worked_by(user: User, site: str, column: str) -> Q:
    if user.is_platform_admin:
        return Q(pk__isnull=False)
    whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
    return Q(**{f"{site}__in": whole_sites}) | Q(**{f"{column}__in": user.grants.columns_with(*COLUMN_ROLES)})


def columns_above(article: Article) -> QuerySet[Column]:
    """The columns that take submissions on the online sites above the article's site, the nearest site first."""
    from sites.models import Column, SiteState

    above = list(article.site.get_ancestors().filter(state=SiteState.ONLINE).values_list("pk", flat=True))
    with everything("columns of higher sites are offered to lower ones"):
        columns = Column.objects.active().filter(site__in=above, takes_submissions=True).exclude(parent=None)
        return columns.select_related("site").order_by("-site__depth", "lft")
