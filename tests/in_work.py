"""Which requests a server in a thread is still answering: a test's rows go away only when nobody reads them any more."""

from __future__ import annotations

import threading
import time

from django.core.signals import request_finished, request_started

PATIENCE = 20  # seconds, on a busy machine


class RequestsInWork:
    """Counts requests from their beginning to their end, in whatever thread."""

    def __init__(self) -> None:
        self._lock, self._count = threading.Lock(), 0
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def _began(self, **_signal: object) -> None:
        with self._lock:
            self._count += 1

    def _ended(self, **_signal: object) -> None:
        with self._lock:
            self._count -= 1

    def forget(self) -> None:
        """Begin to count anew, without what never said that it ended."""
        with self._lock:
            self._count = 0

    def wait(self) -> None:
        """Return when for a moment nothing has been in work; raise TimeoutError after much patience."""
        quiet, until = 0, time.monotonic() + PATIENCE
        while quiet < 3:
            if time.monotonic() > until:
                raise TimeoutError(f"{self._count} requests are still being answered")
            time.sleep(0.02)
            quiet = quiet + 1 if self._count <= 0 else 0
