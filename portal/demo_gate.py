"""Keeps the demo's accounts, whose password everybody knows, out of anything but demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.demo import DEMO_MAIL
from sites.models import User


class DemoGate:
    """The first authentication backend: it admits nobody, and refuses demo accounts outside demo mode.

    It has no `get_user`: sessions (and force_login in tests) belong to the backends that can admit somebody.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **credentials: Any) -> None:
        """Raise PermissionDenied for a demo account when the demo is over; otherwise leave it to the next backend."""
        if settings.DEMO and settings.DEBUG:
            return
        if User.objects.filter(username=username, email__endswith=DEMO_MAIL).exists():
            raise PermissionDenied
