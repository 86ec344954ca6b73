"""System checks: combinations of settings that are dangerous, each with an id and what to do about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def demo_needs_debug(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo's accounts have a known password."""
    if settings.DEMO and not settings.DEBUG:
        return [
            Error(
                "PORTAL_DEMO is on while PORTAL_DEBUG is off.",
                hint="Demo accounts have a public password. Unset PORTAL_DEMO, or run in debug mode.",
                id="portal.E001",
            )
        ]
    return []


@register(deploy=True)
def production_parts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the embedded defaults are not made for."""
    found = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(_warning("W001", "The database is SQLite.", "Set DATABASE_URL to a PostgreSQL database."))
    if settings.EMBEDDED_BROKER:
        found.append(_warning("W002", "Jobs run on the embedded broker.", "Set REDIS_URL."))
    if not settings.SECURE_HTTPS:
        found.append(_warning("W003", "Cookies are sent without HTTPS.", "Set PORTAL_HTTPS=true behind a TLS proxy."))
    if not settings.EMAIL_HOST:
        found.append(_warning("W004", "Mail is only written to files.", "Set EMAIL_HOST."))
    return found


@register()
def trusts_a_proxy_only_with_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Believing X-Forwarded-Proto without a proxy that sets it lets a visitor claim to come by HTTPS."""
    if settings.SECURE_PROXY_SSL_HEADER and not settings.SECURE_HTTPS:
        return [_warning("W005", "PORTAL_BEHIND_PROXY is on while PORTAL_HTTPS is off.", "Set both, or neither.")]
    return []


def _warning(number: str, message: str, hint: str) -> CheckMessage:
    return Warning(message, hint=hint, id=f"portal.{number}")
