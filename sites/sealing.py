"""Secrets that the platform must be able to use again, such as the password of a mailbox: sealed with a key made from SECRET_KEY.

Retired keys that are still listed open what they sealed; a backup of the database alone opens nothing.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from sites.refusals import Refused

_PURPOSE = b"portal.sealing.v1:"


def seal(text: str) -> str:
    """Return the text sealed."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises Refused when the key is no longer known."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Refused(_("保存的密码无法解开（PORTAL_SECRET_KEY 可能换过），请重新填写密码。")) from None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(_PURPOSE + key.encode()).digest())) for key in keys]
    )
