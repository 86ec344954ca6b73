"""Telling people from programs without asking another host: a proof of work that the browser does by itself (altcha), or a
question in words for whoever has no scripts or cannot use the widget. Both are signed, expire, and serve one form only."""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import altcha
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sites.words import normalised

log = logging.getLogger(__name__)

ALGORITHM, COST = "PBKDF2/SHA-256", 5000  # about half a second on a telephone
VALID_FOR = timedelta(minutes=30)
SALT = "interaction.captcha"
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Captcha:
    """What the page shows: the challenge for the widget, and the question with the signed text that knows its answer."""

    challenge: str
    question: str
    signed: str


def new_captcha(*, at: datetime) -> Captcha:
    """Return a captcha that nobody has seen yet."""
    question, answer = _question()
    nonce = secrets.token_urlsafe(12)
    signed = signing.dumps([nonce, _hashed(nonce, answer), int(at.timestamp())], salt=SALT)
    return Captcha(_challenge(at), question, signed)


def _challenge(at: datetime) -> str:
    made = altcha.create_challenge(
        algorithm=ALGORITHM, cost=COST, expires_at=at + VALID_FOR, hmac_secret=_secret(settings.SECRET_KEY)
    )
    return json.dumps(made.to_dict())


def _question() -> tuple[str, int]:
    """A sum in words, which a screen reader reads and a child can answer."""
    one, other = sorted((2 + secrets.randbelow(8), 2 + secrets.randbelow(8)), reverse=True)
    if secrets.randbelow(2):
        return _("%(one)s加%(other)s等于几？") % {"one": DIGITS[one], "other": DIGITS[other]}, one + other
    return _("%(one)s减%(other)s等于几？") % {"one": DIGITS[one], "other": DIGITS[other]}, one - other


def is_solved(form: str, *, work: str, question: str, answer: str, at: datetime) -> bool:
    """Tell whether the form's captcha is solved, by work or by answer. Once solved it stays solved for this form, so that
    nothing has to be solved twice; what was solved for one form is worth nothing to another."""
    if _holder(f"captcha-form:{form}", None) == form:
        return True
    nonce = _worked(work, at) or _answered(question, answer, at)
    if nonce is None or _holder(f"captcha:{nonce}", form) != form:
        return False
    _holder(f"captcha-form:{form}", form)
    return True


def _holder(key: str, form: str | None) -> str | None:
    """Return the form that holds the key, which the first to ask takes. Without a cache everybody holds it."""
    try:
        if form is not None:
            cache.add(key, form, timeout=int(VALID_FOR.total_seconds()) * 2)
        return cache.get(key)
    except Exception as error:  # whatever the cache does, a citizen can write
        log.warning("The captcha could not be kept: %s", error)
        return form


def _worked(work: str, at: datetime) -> str | None:
    """Return the challenge's nonce when the work was done."""
    if not work:
        return None
    try:
        payload = altcha.Payload.from_base64(work)
        expires = payload.challenge.parameters.expires_at
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if altcha.verify_solution(payload, _secret(key)).verified and expires and expires >= at.timestamp():
                return payload.challenge.parameters.nonce
    except Exception:  # what a stranger sends as a payload may be anything
        log.info("A captcha's payload could not be read.")
    return None


def _answered(question: str, answer: str, at: datetime) -> str | None:
    """Return the question's nonce when the answer is right."""
    try:
        nonce, right, issued = signing.loads(question, salt=SALT)
        age = at - datetime.fromtimestamp(int(issued), at.tzinfo)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    if not timedelta(seconds=-60) <= age <= VALID_FOR:
        return None
    number = number_said(answer)
    return nonce if number is not None and constant_time_compare(right, _hashed(nonce, number)) else None


def number_said(text: str) -> int | None:
    """Return the number as people write it: 12, １２, 十二; None for anything else."""
    said = normalised(text).strip().removesuffix("。").replace("两", "二").replace("〇", "零")
    if said.isascii() and said.isdigit() and len(said) <= 3:
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if ten and (tens == "" or tens in DIGITS[1:]) and (ones == "" or ones in DIGITS[1:]):
        return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if ones else 0)
    return DIGITS.index(said) if len(said) == 1 and said in DIGITS else None


def _hashed(nonce: str, answer: int) -> str:
    return salted_hmac(SALT, f"{nonce}:{answer}", algorithm="sha256").hexdigest()


def _secret(key: str) -> str:
    return salted_hmac("interaction.altcha", "challenge", secret=key, algorithm="sha256").hexdigest()
