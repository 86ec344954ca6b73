"""What keeps a double click from being done twice: the first request claims its token, the second finds what came of it.

It is a kindness, not a guard (the actions have their locks), so a cache that cannot be reached keeps nobody from working.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache

log = logging.getLogger(__name__)

KEPT = 3600
LONGEST_REQUEST = 300  # seconds after which whoever claimed a key and said no more has been killed
RUNNING = "running"


def claim(key: str) -> bool:
    """True for the first request with this key: within the hour once it is done, within minutes of one that was never heard of
    again."""
    try:
        return cache.add(key, RUNNING, LONGEST_REQUEST)
    except Exception as error:  # whatever the cache server does
        log.warning("Could not claim %s: %s", key, error)
        return True


def keep(key: str, found: Any) -> bool:
    """Keep what came of it for the second request, None to give the key back; tell whether it could be kept."""
    try:
        if found is None:
            cache.delete(key)
        else:
            cache.set(key, found, KEPT)
    except Exception as error:  # whatever the cache server does
        log.warning("Could not keep %s: %s", key, error)
        return False
    return True


def kept(key: str) -> Any:
    """Return what came of it: RUNNING while it is under way, None when nothing is known."""
    try:
        return cache.get(key)
    except Exception as error:  # whatever the cache server does
        log.warning("Could not read %s: %s", key, error)
        return None
