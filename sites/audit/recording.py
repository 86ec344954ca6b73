"""How an entry is added to the end of its chain, alone or with many others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from sites.audit.chains import seal
from sites.audit.events import Event
from sites.audit.values import plain
from sites.batching import forgotten_after_error, write, writing_together
from sites.evidence import sealed_with
from sites.prepared import BLANKS, PreparedObjects, PreparedUpdate

if TYPE_CHECKING:
    from sites.models import AuditChain, AuditEntry, Site, User


def record(
    event: Event,
    obj: models.Model,
    *,
    by: User | None,
    at: datetime,
    site: Site | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Seal what was done into the chain of the object's site; must run inside the action's transaction.

    Call it last: the end of the chain stays locked until the transaction ends. `by` is None only for citizens.
    """
    from sites.models import AuditEntry

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it records.")
    site = site if site is not None else getattr(obj, "site", None)
    for listener in _listeners:
        listener(event, obj, site, at)
    chain = _locked_chain(f"site:{site.pk}" if site is not None else "platform")
    entry = AuditEntry(
        chain=chain,
        number=chain.length + 1,
        site=site,
        event=event,
        actor=by,
        actor_name=by.name if by is not None else "公众",
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        object_text=str(obj)[:200],
        before=plain(before),
        after=plain({**(after or {}), **sealed_with(obj, after or {})}),
        at=at,
        previous_hash=chain.last_hash,
    )
    entry.hash = seal(entry)
    chain.length, chain.last_hash = entry.number, entry.hash
    write(entry)
    if _chains_held.get() is None:
        _chain_moved_on().about(number=chain.pk, length=chain.length, name=chain.last_hash)
    return entry


Listener = Callable[[str, models.Model, "Site | None", datetime], None]
_listeners: list[Listener] = []


def on_recorded(listener: Listener) -> Listener:
    """Call the function with (event, object, site, at) inside the transaction of whatever is recorded."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


_chains_held: ContextVar[dict[str, AuditChain] | None] = ContextVar("audit_chains_held", default=None)


@contextmanager
def recording_together() -> Iterator[None]:
    """Write the entries of many actions at once at the end of one transaction, for imports and work on many rows.

    A block within a block belongs to the outer one. Whoever catches the refusal of an action in here puts
    `forgotten_if_refused` around it, or records what was rolled back.
    """
    from sites.models import AuditChain

    if _chains_held.get() is not None:
        yield
        return
    held: dict[str, AuditChain] = {}
    with writing_together():
        token = _chains_held.set(held)
        try:
            yield
        finally:
            _chains_held.reset(token)
    AuditChain.objects.bulk_update(held.values(), ["length", "last_hash"])


@contextmanager
def forgotten_if_refused() -> Iterator[None]:
    """Around one of many actions in `recording_together`, inside its savepoint: what it recorded before it was refused is
    forgotten with what it did, and the ends of the chains are where they were."""
    held = _chains_held.get()
    if held is None:
        yield
        return
    ends = {name: (chain.length, chain.last_hash) for name, chain in held.items()}
    try:
        with forgotten_after_error():
            yield
    except BaseException:
        for name in held.keys() - ends.keys():
            del held[name]  # its lock went with the savepoint
        for name, (length, last_hash) in ends.items():
            held[name].length, held[name].last_hash = length, last_hash
        raise


def _locked_chain(name: str) -> AuditChain:
    """Return the end of the chain, locked; of entries that are written together the one that is held already."""
    held = _chains_held.get()
    if held is None:
        return _fetched_chain(name)
    if name not in held:
        held[name] = _fetched_chain(name)
    return held[name]


def _fetched_chain(name: str) -> AuditChain:
    from sites.models import AuditChain

    found = list(_chain_for_update().about(name=name))
    if not found:
        AuditChain.objects.get_or_create(name=name)
        found = list(_chain_for_update().about(name=name))
    return found[0]


@cache
def _chain_for_update() -> PreparedObjects[AuditChain]:
    from sites.models import AuditChain

    return PreparedObjects(AuditChain.objects.select_for_update().filter(name=BLANKS["name"]))


@cache
def _chain_moved_on() -> PreparedUpdate:
    from sites.models import AuditChain

    return PreparedUpdate(
        AuditChain.objects.filter(pk=BLANKS["number"]), length=BLANKS["length"], last_hash=BLANKS["name"]
    )
