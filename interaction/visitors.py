"""Where a visitor comes from, as a network rather than an address: what is counted and locked goes by it.

The key is a hash: nothing that we keep tells an address.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def network_of(request: HttpRequest) -> str:
    """Return a key of the visitor's network: the first 24 bits of an IPv4 address, the first 64 of an IPv6 one."""
    return salted_hmac("interaction.network", _network(_address(request)), algorithm="sha256").hexdigest()[:24]


def _address(request: HttpRequest) -> str:
    """The address that the proxy saw when there is one: it is the last it wrote, whatever the visitor claimed before."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    return seen or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))
