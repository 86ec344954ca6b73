"""Which revisions, and which remarks on them and links to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q, Subquery

from content.querysets.articles import reached_where
from content.workflow import EDITABLE, IN_REVIEW, OPEN, REVIEWERS, STAGES, Retrospect, State
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from content.models import Revision
    from sites.models import User


NOTHING = Q(pk__in=())


def waiting_where(user: User) -> Q:
    """The condition for what the person can judge now: at a stage and place they hold, neither written nor judged by them
    before. It stands beside other conditions, not in a subquery: a planner then begins with the few that are in review."""
    from content.models import Revision

    if not user.grants.roles() & REVIEWERS:
        return NOTHING
    waiting = NOTHING
    for stage in STAGES:
        waiting |= Q(state=stage.state) & user.grants.column_q(
            stage.role, column="article__column", site="article__site"
        )
    written = Revision.objects.filter(article=OuterRef("article"), author=user, number__lte=OuterRef("number")).filter(
        Q(article__live__isnull=True) | Q(number__gt=F("article__live__number"))
    )
    return waiting & ~Exists(written) & _judged_by_others(user)


def _judged_by_others(user: User) -> Q:
    judged = Q()
    for stage in STAGES:
        judged &= Q(**{f"{stage.field}__isnull": True}) | ~Q(**{stage.field: user})
    return judged


class RevisionQuerySet(TenantQuerySet):
    """Which revisions."""

    def reached_by(self, user: User) -> Self:
        """Revisions of the articles that the person may see in the office."""
        return self.filter(reached_where(user, article="article__"))

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
        """What the person can judge now, as `waiting_where` says."""
        return self.filter(waiting_where(user))

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
        if not user.grants.roles() & REVIEWERS:
            return self.none()
        mine = NOTHING
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
        by_others = ~Exists(written.filter(~Exists(between))) & ~Q(emergency_by=user) & _judged_by_others(user)
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
