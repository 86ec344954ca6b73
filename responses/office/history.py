"""What the audit trail says of a topic or a text, for its page: the record of the review is the trail itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from sites.audit import Event
from sites.models import AuditEntry

SHOWN = 60


@dataclass(frozen=True)
class Step:
    """One entry as the page shows it."""

    what: str
    who: str
    at: datetime
    opinion: str
    text_hash: str


def history_of(row: Model) -> list[Step]:
    """Return the entries about the object, the oldest first."""
    entries = AuditEntry.objects.filter(object_type=row._meta.label, object_id=str(row.pk)).order_by("-pk")[:SHOWN]
    return [_step(entry) for entry in reversed(entries)]


def _step(entry: AuditEntry) -> Step:
    after = entry.after
    return Step(
        what=str(Event(entry.event).label),
        who=entry.actor_name,
        at=entry.at,
        opinion=str(after.get("opinion") or after.get("reason") or ""),
        text_hash=str(after.get("page_hash") or after.get("text_hash") or ""),
    )
