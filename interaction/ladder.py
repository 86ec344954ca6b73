"""The ladder of protection: the more letters come from one network or one telephone, the more is asked.

First nothing, then a captcha, then a person looks at the letter first, and refusal only far above what an office behind one
address can send. Counters live in the cache; without a cache nobody is held up.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from django.core.cache import cache
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)


class Rung(IntEnum):
    """What is asked of a visitor."""

    FREE = 0
    CAPTCHA = 1
    SUSPECT = 2
    REFUSED = 3


@dataclass(frozen=True)
class Ladder:
    """From how many letters within the time each rung holds."""

    name: str
    seconds: int
    captcha: int
    suspect: int
    refused: int

    def rung(self, count: int) -> Rung:
        """Return what is asked before the next letter."""
        for least, rung in ((self.refused, Rung.REFUSED), (self.suspect, Rung.SUSPECT), (self.captcha, Rung.CAPTCHA)):
            if count >= least:
                return rung
        return Rung.FREE

    def window(self, at: datetime) -> int:
        """The number of the span of time that the moment lies in."""
        return int(at.timestamp()) // self.seconds

    def ends(self, at: datetime) -> datetime:
        """When that span is over and counting begins anew."""
        return datetime.fromtimestamp((self.window(at) + 1) * self.seconds, UTC)

    def cache_key(self, key: str, at: datetime) -> str:
        """Where the counter lies."""
        return f"letters:{self.name}:{key}:{self.window(at)}"


NETWORK = Ladder("network", seconds=3600, captcha=5, suspect=60, refused=600)
PHONE = Ladder("phone", seconds=86_400, captcha=3, suspect=10, refused=30)
UPLOADS = Ladder("uploads", seconds=3600, captcha=10**9, suspect=10**9, refused=150)
RECEIPTS = Ladder("receipts", seconds=86_400, captcha=10**9, suspect=10**9, refused=1)
QUESTIONS = Ladder("questions", seconds=600, captcha=10**9, suspect=10**9, refused=600)


@dataclass(frozen=True)
class Standing:
    """What is asked of a visitor now, and when counting begins anew."""

    rung: Rung
    until: datetime | None = None


def standing(network: str, phone: str, *, at: datetime) -> Standing:
    """Return the higher of the two rungs: that of the network and that of the telephone."""
    both = _counted(network, phone)
    counts = _counts([ladder.cache_key(key, at) for ladder, key in both])
    rungs = [Standing(ladder.rung(count), ladder.ends(at)) for (ladder, _key), count in zip(both, counts, strict=True)]
    return max(rungs, key=lambda each: (each.rung, each.until))


def count_letter(network: str, phone: str, *, at: datetime) -> None:
    """Count a letter that was taken in."""
    for ladder, key in _counted(network, phone):
        count(ladder, key, at=at)


def _counted(network: str, phone: str) -> list[tuple[Ladder, str]]:
    digits = "".join(character for character in phone if character.isdecimal())
    hashed = salted_hmac("interaction.phone", digits, algorithm="sha256").hexdigest()[:24]
    return [(NETWORK, network), (PHONE, hashed)]


def is_refused(ladder: Ladder, key: str, *, at: datetime) -> bool:
    """Tell whether the ladder's end is reached."""
    return ladder.rung(*_counts([ladder.cache_key(key, at)])) == Rung.REFUSED


def count(ladder: Ladder, key: str, *, at: datetime) -> None:
    """Count once."""
    place = ladder.cache_key(key, at)
    try:
        if not cache.add(place, 1, timeout=2 * ladder.seconds):
            cache.incr(place)
    except Exception as error:  # whatever the cache does, a citizen can write
        log.warning("The counter %s could not be kept: %s", ladder.name, error)


def _counts(places: list[str]) -> list[int]:
    """What was counted at each place, in one question."""
    try:
        found = cache.get_many(places)
        return [int(found.get(place) or 0) for place in places]
    except Exception as error:
        log.warning("The counters of letters could not be read: %s", error)
        return [0] * len(places)
