"""有效性 as it follows from everything known about a document: what other public documents do to it, its own expiry,
and what somebody declared by hand. Pure values; the strongest ground prevails, so taking one away restores the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.models import DocumentStatus, RelationKind

STATUS_AFTER = {
    RelationKind.AMENDS: DocumentStatus.AMENDED,
    RelationKind.REPEALS: DocumentStatus.REPEALED,
    RelationKind.REPLACES: DocumentStatus.REPEALED,
}
STRENGTH = {
    DocumentStatus.IN_FORCE: 0,
    DocumentStatus.AMENDED: 1,
    DocumentStatus.LAPSED: 2,
    DocumentStatus.REPEALED: 3,
}


@dataclass(frozen=True)
class Ground:
    """One reason for a status: which, since when, and the article that did it (None: expiry or a person's word)."""

    status: DocumentStatus
    on: date | None = None
    article: int | None = None
    kind: str = ""


IN_FORCE = Ground(DocumentStatus.IN_FORCE)


def prevailing(grounds: Iterable[Ground]) -> Ground:
    """Return the strongest ground; of equals the earliest, since a document is repealed once, and an article's act before
    a person's word, since it can be read."""
    return min(
        [*grounds, IN_FORCE],
        key=lambda ground: (
            -STRENGTH[DocumentStatus(ground.status)], ground.article is None, ground.on or date.max,
            ground.article or 0, ground.kind,
        ),
    )  # fmt: skip


def grounds_of(
    acts: Iterable[tuple[str, int, date]],
    *,
    expires_on: date | None,
    declared: tuple[str, date | None] | None,
    on: date,
) -> list[Ground]:
    """Return the grounds on a day: `acts` are (kind, article, since when) of public documents, `declared` a status and
    since when. A document is valid until the end of the day on which it expires."""
    found = [
        Ground(STATUS_AFTER[RelationKind(kind)], since, article, kind)
        for kind, article, since in acts
        if RelationKind(kind) in STATUS_AFTER
    ]
    if expires_on and expires_on < on:
        found.append(Ground(DocumentStatus.LAPSED, expires_on + timedelta(days=1)))
    if declared and declared[0]:
        found.append(Ground(DocumentStatus(declared[0]), declared[1]))
    return found
