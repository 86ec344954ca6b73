"""How a change reaches those who must follow it (search index, page store) without the changed app knowing them.

A consumer registers at start-up which kinds of object it follows. `announce` then writes its rows in the transaction of the
change and wakes it after the commit; waking may fail (no broker), since every consumer also sweeps its rows by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from sites.batching import write, writing_together

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Consumer:
    """Who follows which kinds of object, and how to wake it."""

    name: str
    subjects: frozenset[str]
    wake: Callable[[], object]

    def wake_up(self) -> None:
        """Wake it if that can be done now; whatever the broker raises, the rows stand and the sweep takes them."""
        try:
            self.wake()
        except Exception as error:
            log.warning("Could not wake %s (%s); its sweep will take the rows.", self.name, error)


Listener = Callable[[models.Model, datetime], None]
_consumers: dict[str, Consumer] = {}
_listeners: list[Listener] = []


def register_consumer(name: str, *, subjects: Iterable[str], wake: Callable[[], object]) -> None:
    """Make the consumer known; subjects are model labels such as content.Article."""
    _consumers[name] = Consumer(name, frozenset(subjects), wake)


def on_announced(listener: Listener) -> Listener:
    """Call the function with (object, at) inside the transaction of whatever is announced."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(obj: models.Model, *, at: datetime) -> None:
    """Tell every consumer that follows this kind of object that it changed; call it inside the change's transaction."""
    announce_many(type(obj), [obj.pk], at=at)
    for listener in _listeners:
        listener(obj, at)


def announce_many(model: type[models.Model], pks: Iterable[int], *, at: datetime) -> None:
    """Tell the consumers of many changed objects at once. Listeners are not told: whoever changes so many records an event
    of their site or column, which listeners hear of."""
    from sites.models import OutboxRow

    subject = model._meta.label
    following = [consumer for consumer in _consumers.values() if subject in consumer.subjects]
    rows = [OutboxRow(consumer=each.name, subject=subject, subject_id=pk, at=at) for pk in pks for each in following]
    if len(rows) == 1:
        write(*rows)
    else:
        with writing_together():
            write(*rows)
    waiting = {function for _savepoints, function, _robust in transaction.get_connection().run_on_commit}
    for consumer in following:
        if consumer.wake_up not in waiting:  # a thousand changes in one transaction wake it once
            transaction.on_commit(consumer.wake_up, robust=True)
