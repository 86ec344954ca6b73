"""Records of other apps that the audit trail vouches for: whatever is recorded about their object seals them, too.

An app registers for one of its models what an entry about such an object says besides (a seal over the rows that must not
change), and how the rows of today are compared with the entries. `manage.py verify_audit` runs the comparison after the chains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Evidence:
    """What is vouched for: its name in words, what an entry says of it, and what no longer agrees, a sentence each.
    `faults` is given the site to look at, None for all of them."""

    name: str
    sealed: Callable[[Any, dict[str, Any]], dict[str, Any]]
    faults: Callable[[int | None], Iterator[str]]


_by_label: dict[str, Evidence] = {}


def vouch_for(label: str, evidence: Evidence) -> None:
    """Let the trail seal this evidence with every entry about objects of the model with this label."""
    _by_label[label] = evidence


def sealed_with(obj: Model, after: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry about the object says besides what its action says."""
    evidence = _by_label.get(obj._meta.label)
    return evidence.sealed(obj, after) if evidence else {}


def all_evidence() -> list[Evidence]:
    """Return everything that is vouched for."""
    return list(_by_label.values())
