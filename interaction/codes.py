"""Letter numbers, query codes and form tokens: what a citizen holds to find a letter again.

A form token is random and only the citizen's browser has it. The query code is derived from it with the secret key, so a form
that is sent twice shows the same code twice although the database keeps nothing but keyed hashes of both.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to mistake when it is typed from paper
CODE_LENGTH = 16  # 80 bits
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FORM_SALT = "interaction.letter-form"
FORM_IS_VALID_FOR = timedelta(hours=12)


def new_number(day: date) -> str:
    """Return a letter number: the day of receipt and six random digits."""
    return f"{day:%Y%m%d}{secrets.randbelow(10**6):06d}"


def code_for(token: str) -> str:
    """Return the query code that belongs to the form token."""
    digest = salted_hmac("interaction.query-code", token, algorithm="sha256").digest()
    number = int.from_bytes(digest[:10], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """Return the code in groups of four, as it is shown."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def plain(code: str) -> str:
    """Return what was typed as a code: full width, lower case, spaces, dashes and look-alikes do not matter."""
    typed = code.translate(FULL_WIDTH).upper().translate(READ_AS)
    return "".join(letter for letter in typed if letter in ALPHABET)


def code_hash(number: str, code: str, *, key: str | None = None) -> str:
    """Return the keyed hash under which the code of a letter is stored."""
    return salted_hmac("interaction.letter-code", f"{number}:{plain(code)}", secret=key, algorithm="sha256").hexdigest()


def code_fits(stored: str, number: str, code: str) -> bool:
    """Tell in constant time whether the code is the letter's; keys that were retired but are still listed count."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [constant_time_compare(stored, code_hash(number, code, key=key)) for key in keys]
    return any(fits)


@dataclass(frozen=True)
class FormToken:
    """The token of one open form: random text, the mailbox it is for, and when it was given out."""

    secret: str
    mailbox_id: int
    issued_at: datetime

    @property
    def digest(self) -> str:
        """What the database keeps of it, to recognise a form that is sent twice."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def signed(self) -> str:
        """Return it as the form carries it."""
        return signing.dumps([self.secret, self.mailbox_id, int(self.issued_at.timestamp())], salt=FORM_SALT)

    def age(self, *, at: datetime) -> timedelta:
        """How long the form has been open."""
        return at - self.issued_at


def new_token(mailbox_id: int, *, at: datetime) -> FormToken:
    """Return a token for a form that is being opened."""
    return FormToken(secrets.token_urlsafe(24), mailbox_id, at)


def genuine_token(text: str, *, mailbox_id: int) -> FormToken | None:
    """Return the token that a form carries, however old; None when it is forged or meant for another mailbox."""
    try:
        secret, mailbox, issued = signing.loads(text, salt=FORM_SALT)
        token = FormToken(str(secret), int(mailbox), datetime.fromtimestamp(int(issued), UTC))
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return token if token.mailbox_id == mailbox_id else None


def read_token(text: str, *, mailbox_id: int, at: datetime) -> FormToken | None:
    """Return the token that a form carries; None when it is forged, too old or meant for another mailbox."""
    token = genuine_token(text, mailbox_id=mailbox_id)
    is_fresh = token is not None and timedelta(seconds=-60) <= token.age(at=at) <= FORM_IS_VALID_FOR
    return token if is_fresh else None
