"""Which articles, revisions, documents, files and reprints: the vocabulary that pages, lists, index and jobs share."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from content.workflow import EDITABLE, IN_REVIEW, OPEN, STAGES, Retrospect, State
from sites.policy import COLUMN_ROLES, Role
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from content.models import Revision
    from sites.models import Column, User


def public_where(*, at: datetime, article: str = "") -> Q:
    """What anybody may read at the moment: the one definition of public, for page, list, index, feed, map and API. `article`
    is the way to the article where another table is asked, such as 'document__article__'."""
    lasting = Q(**{f"{article}expires_at__isnull": True}) | Q(**{f"{article}expires_at__gt": at})
    return lasting & Q(**{f"{article}state": "published", f"{article}published_at__lte": at})


class ArticleQuerySet(TenantQuerySet):
    """Which articles."""

    def public(self, *, at: datetime) -> Self:
        """What anybody may read at the moment."""
        return self.filter(public_where(at=at))

    def in_column(self, column: Column) -> Self:
        """Articles of the column itself."""
        return self.filter(column=column)

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
        if user.is_platform_admin:
            return self
        whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
        return self.filter(Q(site__in=whole_sites) | Q(column__in=user.grants.columns_with(*COLUMN_ROLES)))


class ArticleManager(TenantManager.from_queryset(ArticleQuerySet)):
    """Articles behind the tenant net."""


class RevisionQuerySet(TenantQuerySet):
    """Which revisions."""

    def open(self) -> Self:
        """The one revision of each article that is still on its way."""
        return self.filter(state__in=OPEN)

    def editable(self) -> Self:
        """Drafts and returned ones."""
        return self.filter(state__in=EDITABLE)

    def in_review(self) -> Self:
        """Those that wait for one of the three reviews."""
        return self.filter(state__in=IN_REVIEW)

    def returned_to(self, user: User) -> Self:
        """The person's own revisions that came back with an opinion."""
        return self.filter(state=State.RETURNED, author=user)

    def waiting_for(self, user: User) -> Self:
        """What the person can judge now: at a stage and place they hold, neither written nor judged by them before."""
        waiting = Q(pk__in=())
        for stage in STAGES:
            waiting |= Q(state=stage.state) & user.grants.column_q(
                stage.role, column="article__column", site="article__site"
            )
        written = self.model.objects.filter(
            article=OuterRef("article"), author=user, number__lte=OuterRef("number")
        ).filter(Q(article__live__isnull=True) | Q(number__gt=F("article__live__number")))
        by_others = ~Exists(written)
        for stage in STAGES:
            by_others &= Q(**{f"{stage.field}__isnull": True}) | ~Q(**{stage.field: user})
        return self.filter(waiting & by_others)

    def last_seen_by(self, user: User, *, before: Revision) -> Revision | None:
        """The newest earlier revision of the same article that the person has read or judged."""
        seen = Q(seen__person=user) | Q(steps__by=user)
        earlier = self.filter(seen, article=before.article_id, number__lt=before.number)
        return earlier.select_related("picture").order_by("-number").first()

    def in_turn(self) -> Self:
        """In the order in which they are worked off: reprints ahead, by their clock, then the longest waiting first."""
        from content.models import Reprint

        duties = Reprint.objects.pending().filter(article=OuterRef("article")).order_by("target_at")
        clock = {"reprint_target": Subquery(duties.values("target_at")[:1])}
        clock["reprint_due"] = Subquery(duties.values("due_on")[:1])
        in_turn = [F("reprint_target").asc(nulls_last=True), "entered_stage_at", "pk"]
        return self.annotate(**clock).order_by(*in_turn)

    def scheduled(self) -> Self:
        """Issued, waiting for their time."""
        return self.filter(state=State.SCHEDULED)

    def to_publish(self, *, at: datetime) -> Self:
        """Scheduled ones whose time has come, however long ago."""
        return self.scheduled().filter(publish_at__lte=at)

    def awaiting_retrospective_review(self) -> Self:
        """Emergency publications whose missing reviews have not been made up, even if the text was replaced since."""
        return self.filter(retrospect=Retrospect.PENDING)

    def faulted_and_public(self, *, at: datetime) -> Self:
        """Emergency publications that the review in retrospect found wrong and that anybody can still read."""
        from content.models import Article

        still_live = Article.objects.public(at=at).filter(live=OuterRef("pk"))
        return self.filter(Exists(still_live), retrospect=Retrospect.FAULTED)

    def to_settle(self, *, at: datetime) -> Self:
        """Emergency publications that somebody must still do something about: review them, or take them down."""
        from content.models import Article

        still_live = Article.objects.public(at=at).filter(live=OuterRef("pk"))
        return self.filter(
            Q(retrospect=Retrospect.PENDING) | Q(Exists(still_live), retrospect=Retrospect.FAULTED),
            is_emergency=True,
        )

    def to_review_after_by(self, user: User) -> Self:
        """Emergency publications of which the person may make up the next missing review."""
        mine = Q(pk__in=())
        for place, stage in enumerate(STAGES):
            passed = {f"{earlier.field}__isnull": False for earlier in STAGES[:place]}
            mine |= Q(**passed, **{f"{stage.field}__isnull": True}) & user.grants.column_q(
                stage.role, column="article__column", site="article__site"
            )
        between = self.model.objects.filter(
            article=OuterRef("article"), published_at__isnull=False, number__gte=OuterRef("number"),
            number__lt=OuterRef(OuterRef("number")),
        )  # fmt: skip
        written = self.model.objects.filter(article=OuterRef("article"), author=user, number__lte=OuterRef("number"))
        by_others = ~Exists(written.filter(~Exists(between))) & ~Q(emergency_by=user)
        for stage in STAGES:
            by_others &= Q(**{f"{stage.field}__isnull": True}) | ~Q(**{stage.field: user})
        return self.awaiting_retrospective_review().filter(mine & by_others)


class RevisionManager(TenantManager.from_queryset(RevisionQuerySet)):
    """Revisions behind the tenant net."""


class PassageCommentQuerySet(TenantQuerySet):
    """Which comments on passages."""

    def open(self) -> Self:
        """Those that nobody has dealt with."""
        return self.filter(resolved_at__isnull=True)

    def concerning(self, revision: Revision) -> Self:
        """Open ones on this and earlier revisions of the article, and all on this one."""
        earlier = Q(resolved_at__isnull=True, revision__number__lt=revision.number)
        return self.filter(earlier | Q(revision=revision), revision__article=revision.article_id)


class PassageCommentManager(TenantManager.from_queryset(PassageCommentQuerySet)):
    """Comments behind the tenant net."""


class PreviewLinkQuerySet(TenantQuerySet):
    """Which preview links."""

    def open(self, *, at: datetime) -> Self:
        """Those that still lead somewhere: neither expired nor revoked, made by somebody who still works here, to a
        draft that was not given up."""
        usable = self.filter(revoked_at__isnull=True, expires_at__gt=at, created_by__is_active=True)
        return usable.exclude(revision__state=State.DISCARDED)


class PreviewLinkManager(TenantManager.from_queryset(PreviewLinkQuerySet)):
    """Preview links behind the tenant net."""


class PolicyDocumentQuerySet(TenantQuerySet):
    """Which policy documents."""

    def public(self, *, at: datetime) -> Self:
        """Documents whose page anybody may read; follows Article.objects.public."""
        from content.models import Article

        return self.filter(article__in=Article.objects.public(at=at), openness="active")

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
        """What the person may see in the office; follows Article.objects.reached_by."""
        from content.models import Article

        return self.filter(article__in=Article.objects.reached_by(user))


class PolicyDocumentManager(TenantManager.from_queryset(PolicyDocumentQuerySet)):
    """Documents behind the tenant net."""


class AssetQuerySet(TenantQuerySet):
    """Which files."""

    def shown(self, *, at: datetime) -> Self:
        """Files on a page that anybody may read, or at a place of a home page; follows Article.objects.public."""
        from content.models import Article, AssetUse, HomeSlot

        live = AssetUse.objects.filter(
            asset=OuterRef("pk"),
            revision__article__live=F("revision"),
            revision__article__in=Article.objects.public(at=at),
        )
        places = HomeSlot.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), picture=OuterRef("pk"))
        return self.filter(Exists(live) | Exists(places))

    def unused(self) -> Self:
        """Files that no version of any article, no place of a home page and no item to reprint uses."""
        from content.models import AssetUse, HomeSlot, UpstreamPicture

        uses = AssetUse.objects.filter(asset=OuterRef("pk"))
        places = HomeSlot.objects.filter(picture=OuterRef("pk"))
        upstream = UpstreamPicture.objects.filter(asset=OuterRef("pk"))
        return self.filter(~Exists(uses), ~Exists(places), ~Exists(upstream))

    def orphans(self, *, before: datetime) -> Self:
        """Unused files that were uploaded before the moment."""
        return self.unused().filter(uploaded_at__lt=before)

    def to_render(self) -> Self:
        """Pictures without their renditions; what failed too often waits for a person."""
        return self.filter(kind="image", is_rendered=False, render_attempts__lt=3)

    def to_place(self) -> Self:
        """Files that may lie in the wrong folder."""
        return self.filter(is_placed=False)


class AssetManager(TenantManager.from_queryset(AssetQuerySet)):
    """Files behind the tenant net."""


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
