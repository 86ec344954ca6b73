"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """Return the visitor's address; None where it is not known. Behind a proxy (PORTAL_BEHIND_PROXY) it is what the proxy saw, the
    last it wrote into X-Forwarded-For, whatever the visitor claimed before."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    try:
        parsed = ipaddress.ip_address(seen or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    return str((parsed.version == 6 and parsed.ipv4_mapped) or parsed).partition("%")[0]
