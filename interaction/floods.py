"""Floods: the same letter over and over, with a word changed here and there, from however many addresses.

Each letter keeps a fingerprint of 64 bits (simhash over pairs of characters): texts that differ in little have fingerprints
that differ in few bits. What looks like a flood is put before a person; it is never dropped.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything
from sites.words import normalised

if TYPE_CHECKING:
    from interaction.models import Letter

BITS = 64
ALIKE = 8  # bits; a changed name, number or greeting moves fewer, another matter moves more than twenty
MANY = 3  # earlier letters alike; neighbours who write about one thing in their own words are not alike
WITHIN = timedelta(hours=24)
LOOKED_AT = 500  # the newest letters of the site: a flood is recent by nature
MOST_LINKS = 3
SIGNED = 1 << (BITS - 1)
LANE, FULL_LANE = 16, (1 << 16) - 1
NOT_TEXT = re.compile(r"[\W\d_]+")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def fingerprint(title: str, body: str) -> int:
    """Return the fingerprint, as the signed number that databases keep. Digits, spaces and signs do not count."""
    text = NOT_TEXT.sub("", normalised(f"{title}{body}"))
    pairs = max(len(text) - 1, 1)
    total = sum(_lanes_of(text[place : place + 2]) for place in range(pairs))
    value = sum(1 << bit for bit in range(BITS) if 2 * (total >> bit * LANE & FULL_LANE) > pairs)
    return value - (1 << BITS) if value & SIGNED else value


@lru_cache(maxsize=50_000)
def _lanes_of(pair: str) -> int:
    """The pair's 64 bits, each in a lane of its own, so that one addition counts all of them."""
    bits = int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest(), "big")
    return sum((bits >> bit & 1) << bit * LANE for bit in range(BITS))


def distance(one: int, other: int) -> int:
    """Return in how many bits two fingerprints differ."""
    return ((one ^ other) & ((1 << BITS) - 1)).bit_count()


def suspicion(letter: Letter, *, at: datetime) -> str:
    """Return why a person should look at the letter first, nothing for an ordinary one. One query."""
    if len(LINK.findall(letter.body)) > MOST_LINKS:
        return _("内容里有多个网址，可能是广告。")
    recent = _recent_letters().about(site=letter.site_id, moment=at - WITHIN, now=at).rows()
    alike = sum(1 for (other,) in recent if other is not None and distance(letter.fingerprint, other) <= ALIKE)
    if alike < MANY:
        return ""
    return _("24 小时内已收到 %s 封内容几乎相同的来信。") % alike


@cache
def _recent_letters() -> Prepared:
    from interaction.models import Letter

    with everything("a query to be filled in with the site and the span of time"):
        rows = Letter.objects.for_site(BLANKS["site"])
        rows = rows.filter(received_at__gte=BLANKS["moment"], received_at__lte=BLANKS["now"])
        return prepared(rows.order_by("-received_at").values_list("fingerprint")[:LOOKED_AT])
