"""What wrong query codes lead to. Where they come from counts first, so that a stranger who has seen a letter's number cannot
keep its writer out; see docs/decisions, “Wrong codes lock a network first”."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from interaction.models import Letter, LookupTrial
from sites.audit import Event, record

if TYPE_CHECKING:
    from sites.models import Site

WRONG_CODES_ALLOWED = 5  # from one network
WRONG_CODES_IN_ALL = 200  # from all networks together; a code has 80 bits
LOCKED_FOR = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


def trial_key(site: Site, number: str, network: str) -> str:
    """Return under which key the wrong codes of a network for a number are counted."""
    return salted_hmac("interaction.lookup", f"{site.pk}:{number}:{network}", algorithm="sha256").hexdigest()


def lookup_is_locked(letter: Letter | None, key: str, *, at: datetime) -> bool:
    """Tell whether the number is locked, for this network or, far beyond, for all of them. One query, letter or not."""
    is_locked_here = LookupTrial.objects.filter(key=key, locked_until__gt=at).exists()
    is_locked = letter is not None and letter.locked_until is not None and letter.locked_until > at
    return is_locked_here or is_locked


@transaction.atomic
def note_wrong_code(letter: Letter | None, key: str, *, site: Site, at: datetime, by: None = None) -> None:
    """Count a wrong code, whether the number exists or not. The fifth from one network locks the number for it for an hour,
    also against the right code; the two hundredth from anywhere locks it for everybody."""
    locked = []
    if _counted(site, key, at) >= WRONG_CODES_ALLOWED:
        LookupTrial.objects.filter(key=key).update(wrong=0, locked_until=at + LOCKED_FOR)
        locked.append("network")
    if letter is None:
        return
    Letter.objects.filter(pk=letter.pk).update(wrong_codes=F("wrong_codes") + 1)
    everybody = Letter.objects.filter(pk=letter.pk, wrong_codes__gte=WRONG_CODES_IN_ALL)
    if everybody.update(wrong_codes=0, locked_until=at + LOCKED_FOR):
        locked.append("everybody")
    if locked:
        record(Event.LETTER_LOCKED, letter, by=None, at=at, after={"for": locked})


def _counted(site: Site, key: str, at: datetime) -> int:
    """Count once more and return the count; what is older than the lock's hour is forgotten."""
    fresh = LookupTrial.objects.filter(key=key, at__gte=at - LOCKED_FOR)
    if not fresh.update(wrong=F("wrong") + 1, at=at):
        LookupTrial.objects.filter(key=key).update(wrong=1, at=at) or _first(site, key, at)
    return LookupTrial.objects.values_list("wrong", flat=True).get(key=key)


def _first(site: Site, key: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            LookupTrial.objects.create(site=site, key=key, wrong=1, at=at)
    except IntegrityError:  # another try at the same moment was first
        LookupTrial.objects.filter(key=key).update(wrong=F("wrong") + 1, at=at)


def note_right_code(letter: Letter, key: str) -> None:
    """Forget wrong codes after a right one."""
    LookupTrial.objects.filter(key=key).delete()
    if letter.wrong_codes:
        Letter.objects.filter(pk=letter.pk).update(wrong_codes=0)


def sweep_lookup_trials(*, at: datetime) -> int:
    """Forget tries that lock nothing any more; return how many."""
    return LookupTrial.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()[0]
