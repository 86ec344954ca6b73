"""How the entries of a chain are sealed one over the other, and where a chain does not hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sites.models import AuditChain, AuditEntry


def seal(entry: AuditEntry) -> str:
    """Return the SHA-256 of everything the entry says and of the hash before it."""
    said = [
        entry.number,
        entry.site_id,
        str(entry.event),
        entry.actor_id,
        entry.actor_name,
        entry.object_type,
        entry.object_id,
        entry.object_text,
        entry.before,
        entry.after,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds") if entry.at else "",
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken_entries(chain: AuditChain) -> Iterator[tuple[int, str]]:
    """Yield (number, what is wrong) for every place where the chain does not hold."""
    previous, expected = "", 1
    for entry in chain.entries.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield expected, _("第 %(first)d 至 %(last)d 条缺失") % {"first": expected, "last": entry.number - 1}
        elif entry.previous_hash != previous:
            yield entry.number, _("与前一条不衔接")
        if seal(entry) != entry.hash:
            yield entry.number, _("封存后被改动")
        previous, expected = entry.hash, entry.number + 1
    if expected - 1 != chain.length or previous != chain.last_hash:
        yield expected, _("链应止于第 %d 条") % chain.length
