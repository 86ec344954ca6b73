"""The locks under which trees are written, and what a change changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F

from sites.models import Site


def lock_cluster() -> None:
    """Take the lock under which the cluster-wide trees are written: concurrent mptt writes corrupt them."""
    Site.objects.select_for_update().filter(parent__isnull=True).order_by("pk").first()


def lock_columns(site: Site) -> Site:
    """Lock the site's row, under which its column tree is written, and bump the version that navigation is cached by."""
    locked = Site.objects.select_for_update().get(pk=site.pk)
    Site.objects.filter(pk=site.pk).update(structure_version=F("structure_version") + 1)
    return locked


def changed(obj: models.Model, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the fields and return what was before and after, for those that really changed."""
    before = {name: getattr(obj, name) for name in fields if getattr(obj, name) != fields[name]}
    for name, value in fields.items():
        setattr(obj, name, value)
    return before, {name: fields[name] for name in before}
