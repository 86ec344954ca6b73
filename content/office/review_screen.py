"""What the reviewer's screen shows of one revision: where it stands, what changed since which version, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from content.commenting import comments_for
from content.comparison import RevisionComparison, compare_revisions, document_fact
from content.issue_conditions import answers_for
from content.models import ReviewStep, Revision
from content.proofreading.reading import findings_of
from content.reprint_clock import show_reprint_clocks
from content.workflow import OPEN, STAGES, State
from sites.models import Organization, User
from sites.policy import Action, can

MOST_FINDINGS = 300


@dataclass(frozen=True)
class Turn:
    """The place of a revision among all that wait for the person, and its neighbours there."""

    number: int
    total: int
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Difference:
    """One of the comparisons that the screen offers."""

    name: str
    label: str
    comparison: RevisionComparison


def review_context(revision: Revision, user: User, *, at: datetime) -> dict[str, Any]:
    """Everything on the screen but the form, in a fixed number of queries."""
    show_reprint_clocks([revision], at=at)
    return {
        "revision": revision,
        "article": revision.article,
        "stages": _stages(revision),
        "turn": turn_of(revision, user),
        "steps": list(revision.steps.select_related("by")),
        "earlier_steps": _earlier_steps(revision),
        "differences": _differences(revision, user),
        "attachments": list(revision.attachments.select_related("asset")),
        "document_facts": _document_facts(revision),
        "conditions": answers_for(revision, at=at) if revision.state in OPEN else [],
        "findings": findings_of(revision, at=at)[:MOST_FINDINGS],
        "comments": comments_for(revision),
        "can_comment": revision.state in OPEN and can(user, Action.COMMENT_ADD, revision),
        "can_resolve": can(user, Action.COMMENT_ADD, revision),
        "can_judge": can(user, Action.ARTICLE_REVIEW, revision),
        "is_issue": revision.state in {State.ISSUE, State.SCHEDULED},
    }


def turn_of(revision: Revision, user: User) -> Turn | None:
    """Return where the revision stands among what waits for the person, None when it does not wait for them."""
    waiting = list(Revision.objects.waiting_for(user).in_turn().values_list("pk", flat=True))
    if revision.pk not in waiting:
        return None
    at = waiting.index(revision.pk)
    others = waiting[at + 1 :] + waiting[:at]
    return Turn(
        number=at + 1,
        total=len(waiting),
        previous=waiting[at - 1] if at else None,
        next=others[0] if others else None,
    )


def _differences(revision: Revision, user: User) -> list[Difference]:
    """Compare with the live version, and with the last version that the person has read when that is another one."""
    live, found = revision.article.live, []
    if live is not None and live.pk != revision.pk:
        found.append(Difference("live", _("与公开版本比较"), compare_revisions(live, revision)))
    seen = Revision.objects.last_seen_by(user, before=revision)
    if seen is not None and (live is None or seen.pk != live.pk):
        label = _("与我看过的第 %d 版比较") % seen.number
        found.append(Difference("seen", label, compare_revisions(seen, revision)))
    return found


def _stages(revision: Revision) -> list[dict]:
    """The way through the three reviews, with who passed each and where it stands."""
    order = [stage.state for stage in STAGES]
    now = order.index(revision.state) if revision.state in order else (len(order) if revision.issuer_id else -1)
    return [
        {"name": stage.name, "person": getattr(revision, stage.field), "is_now": i == now, "is_done": i < now}
        for i, stage in enumerate(STAGES)
    ]


def _document_facts(revision: Revision) -> list[tuple[str, str]]:
    """The document's data in words, as far as they are filled in."""
    data = revision.document or {}
    names = dict(Organization.objects.filter(pk=data["issuer"]).values_list("pk", "name")) if "issuer" in data else {}
    facts = [document_fact(name, value, names) for name, value in data.items()]
    return [(label, value) for label, value in facts if value]


def _earlier_steps(revision: Revision) -> list[ReviewStep]:
    """Opinions on earlier revisions of the same text, so that a second look knows the first."""
    earlier = ReviewStep.objects.filter(revision__article=revision.article_id, revision__number__lt=revision.number)
    return list(earlier.exclude(opinion="").select_related("by", "revision").order_by("-at")[:10])
