"""The checks of proof-reading: each is a function from a passage to its findings, registered with `@check`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from content.proofreading.findings import Finding
from content.proofreading.passages import Passage

if TYPE_CHECKING:
    from content.proofreading.vocabulary import Vocabulary
    from sites.models import Site


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check may need to know besides the text: the site that it is for, its words, and the moment."""

    site: Site
    words: Vocabulary
    at: datetime


Check = Callable[[Passage, Setting], Iterable[Finding]]
_checks: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Register the function under its name."""
    _checks[function.__name__] = function
    return function


def findings_of_all_checks(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Yield what every check finds in the passage."""
    for function in _checks.values():
        yield from function(passage, setting)
