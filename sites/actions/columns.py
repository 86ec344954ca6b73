"""What we do to columns one at a time: add one, change its particulars. Every write takes the lock of its site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sites.actions.locks import changed, lock_columns
from sites.actions.sites import RESERVED_PREFIXES
from sites.audit import Event, record
from sites.models import Column, ColumnType, Site, User
from sites.models.column import UPDATE_DAYS, ColumnState
from sites.refusals import refuse_if, refuse_unless


@transaction.atomic
def create_column(site: Site, *, by: User | None, at: datetime, parent: Column | None = None, **fields: Any) -> Column:
    """Add a column below the parent, the home page by default; its update frequency follows its type. Raises Refused."""
    lock_columns(site)
    parent = Column.objects.get(pk=parent.pk) if parent else Column.objects.get(site=site, parent__isnull=True)
    refuse_unless(parent.site_id == site.pk, _("上级栏目不属于本网站。"))
    refuse_if(parent.state != ColumnState.ACTIVE, _("上级栏目已停用。"))
    column = Column(site=site, parent=parent, **fields)
    column.clean_fields(exclude=["parent", "site", "path"])
    column.path = "/".join(filter(None, [parent.path, column.slug]))
    refuse_if(
        parent.is_home
        and Site.objects.filter(host=site.host, path_prefix=column.slug).exclude(path_prefix="").exists(),
        _("“%s”是下级子站的目录，栏目不能使用。") % column.slug,
    )
    refuse_if(parent.is_home and column.slug in RESERVED_PREFIXES, _("“%s”是平台保留的目录名。") % column.slug)
    refuse_if(Column.objects.filter(site=site, path=column.path).exists(), _("本网站已有目录“%s”。") % column.path)
    if "update_days" not in fields:
        column.update_days = UPDATE_DAYS.get(ColumnType(column.type))
    column.full_clean(exclude=["parent", "site"])
    column.save()
    record(Event.COLUMN_CREATED, column, by=by, at=at, after={"name": column.name, "path": column.path})
    return column


@transaction.atomic
def change_column(column: Column, *, by: User, at: datetime, **fields: Any) -> Column:
    """Change a column's name, purpose, frequency, place among its siblings; its address stays. Raises Refused."""
    refuse_if({"site", "parent", "slug", "path", "state"} & set(fields), _("变更栏目位置或地址请使用专门的操作。"))
    lock_columns(column.site)
    locked = Column.objects.get(pk=column.pk)
    before, after = changed(locked, fields)
    locked.full_clean(exclude=["parent", "site"])
    locked.save()
    record(Event.COLUMN_CHANGED, locked, by=by, at=at, before=before, after=after)
    return locked
