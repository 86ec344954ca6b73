"""Readers of the environment: each gives a typed value or refuses with a sentence naming the variable."""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_text(name: str, default: str = "", *, choices: Iterable[str] = ()) -> str:
    """Return the variable's text; raise when it is not among the given choices."""
    value = os.environ.get(name, "").strip() or default
    allowed = tuple(choices)
    if allowed and value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """Return the variable as a truth value; raise for anything but 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def env_int(name: str, default: int, *, at_least: int = 0, at_most: int = 2**31) -> int:
    """Return the variable as a whole number within the bounds; raise otherwise."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if not at_least <= number <= at_most:
        raise ImproperlyConfigured(f"{name} must lie between {at_least} and {at_most}, not {number}.")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    """Return the variable's comma-separated parts, without empty ones."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_path(name: str, default: Path) -> Path:
    """Return the variable as an absolute path."""
    value = os.environ.get(name, "").strip()
    return Path(value).expanduser().resolve() if value else default


def env_secret(name: str, keep_in: Path, *, may_make: bool) -> str:
    """Return the secret; in development make one on first use and keep it in a file that only we can read."""
    value = os.environ.get(name, "").strip()
    if value:
        if len(value) < 32:
            raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
        return value
    if not may_make:
        raise ImproperlyConfigured(f"{name} must be set when PORTAL_DEBUG is off.")
    if not keep_in.exists():
        from django.core.management.utils import get_random_secret_key

        keep_in.parent.mkdir(parents=True, exist_ok=True)
        made = get_random_secret_key()
        try:
            descriptor = os.open(keep_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return keep_in.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(made)
    return keep_in.read_text()


def env_database(name: str, default_file: Path) -> dict:
    """Return Django's database settings for a postgres:// or sqlite:/// address, the given SQLite file by default."""
    address = os.environ.get(name, "").strip()
    if not address:
        return sqlite_database(default_file)
    parts = urlparse(address)
    if parts.scheme == "sqlite":
        return sqlite_database(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/name or sqlite:///file.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite_database(file: Path) -> dict:
    """Return settings for SQLite in WAL mode with immediate transactions: the defaults lose concurrent writes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;",
        },
    }
