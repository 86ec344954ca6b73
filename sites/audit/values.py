"""What changed, as an entry keeps it."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from django.db import models


def plain(fields: dict[str, Any] | None) -> dict[str, Any]:
    """Return the fields as JSON has them, so that an entry reads the same before and after it was stored."""
    return {str(name): _plain_value(value) for name, value in (fields or {}).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return {"id": value.pk, "text": str(value)}
    if isinstance(value, dict):
        return {str(key): _plain_value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain_value(part) for part in value]
    if isinstance(value, float):  # PostgreSQL keeps 1e16 as a whole number and no NaN at all
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, (bool, int)):
        return value
    return str(value)
