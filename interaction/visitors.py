"""Where a visitor comes from, as a network rather than an address: what is counted and locked goes by it.

The key is a hash: nothing that we keep tells an address.
"""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sites.visitors import address_of


def network_of(request: HttpRequest) -> str:
    """Return a key of the visitor's network: the first 24 bits of an IPv4 address, the first 64 of an IPv6 one."""
    return salted_hmac("interaction.network", _network(address_of(request)), algorithm="sha256").hexdigest()[:24]


def _network(address: str | None) -> str:
    if address is None:
        return "unknown"
    prefix = 64 if ":" in address else 24
    return str(ipaddress.ip_network((address, prefix), strict=False))
