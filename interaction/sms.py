"""Short messages: an interface for whatever gateway an office has, chosen by a setting like Django's mail backends.

A backend is a class with `send(phone, text)`, which raises when the message could not be handed over. The default writes files.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

MOBILE = re.compile(r"1[3-9]\d{9}")
PREFIX = re.compile(r"^(\+?86)?(?=1[3-9]\d{9}$)")


class SmsBackend(Protocol):
    """What a gateway must be able to do."""

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Hand the message over; raise when that fails."""


class FileBackend:
    """Writes each message to a file in VAR/sms: for development, and for an office that has no gateway."""

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Write the file."""
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.txt").write_text(f"{phone}\n{text}\n", "utf-8")


class HttpBackend:
    """Posts {"phone", "text"} as JSON to SMS_GATEWAY_URL, with the HMAC-SHA256 of the body under SMS_GATEWAY_KEY."""

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Post it; raise when the gateway does not say yes within ten seconds."""
        import httpx

        body = json.dumps({"phone": phone, "text": text, "at": at.isoformat()}).encode()
        signature = hmac.new(settings.SMS_GATEWAY_KEY.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": signature}
        httpx.post(settings.SMS_GATEWAY_URL, content=body, headers=headers, timeout=10).raise_for_status()


def mobile_of(phone: str) -> str | None:
    """Return the eleven digits of a mobile telephone, None for any other number."""
    digits = PREFIX.sub("", re.sub(r"[^\d+]", "", phone))
    return digits if MOBILE.fullmatch(digits) else None


def send_sms(phone: str, text: str, *, at: datetime) -> None:
    """Send a short message through the backend of the settings; raise when it could not be handed over."""
    backend: SmsBackend = import_string(settings.SMS_BACKEND)()
    backend.send(phone, text, at=at)
