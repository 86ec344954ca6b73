"""What we do to columns one at a time: add one, change its particulars, rename and move it. Every write takes the lock of
its site. Merging and closing take articles along and belong to content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from sites.actions.locks import changed, lock_columns
from sites.actions.sites import RESERVED_PREFIXES
from sites.audit import Event, record
from sites.models import Column, ColumnType, FormerPath, Site, User
from sites.models.column import UPDATE_DAYS, ColumnState
from sites.refusals import refuse_if, refuse_unless

LONGEST_PATH = 200


@transaction.atomic
def create_column(site: Site, *, by: User | None, at: datetime, parent: Column | None = None, **fields: Any) -> Column:
    """Add a column below the parent, the home page by default; its update frequency follows its type. Raises Refused."""
    lock_columns(site)
    parent = Column.objects.get(pk=parent.pk) if parent else Column.objects.get(site=site, parent__isnull=True)
    refuse_unless(parent.site_id == site.pk, _("上级栏目不属于本网站。"))
    refuse_if(parent.state != ColumnState.ACTIVE, _("上级栏目已停用。"))
    column = Column(site=site, parent=parent, **fields)
    column.clean_fields(exclude=["parent", "site", "path"])
    column.path = _path_below(parent, column.slug)
    refuse_taken(column, column.path)
    if "update_days" not in fields:
        column.update_days = UPDATE_DAYS.get(ColumnType(column.type))
    column.full_clean(exclude=["parent", "site"])
    column.save()
    take_paths(site, [column.path])
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


@transaction.atomic
def rename_column(column: Column, *, slug: str, by: User | None, at: datetime) -> Column:
    """Give the column another directory name. Its old address and those of all columns under it lead on from now on.
    Raises Refused for the home page and for a name that is taken, reserved or no name."""
    _lock_for(column)
    locked = _one_in_use(column)
    refuse_if(locked.slug == slug, _("目录名没有变化。"))
    return _resettled(locked, slug=slug, parent=locked.parent, by=by, at=at)


@transaction.atomic
def move_column(column: Column, *, parent: Column, by: User | None, at: datetime) -> Column:
    """Put the column with all under it below another one of its site. Old addresses lead on from now on. Raises Refused for
    the home page, for a parent that lies below the column or is not in use, and where the address is taken."""
    _lock_for(column)
    locked, parent = _one_in_use(column), Column.objects.get(pk=parent.pk)
    refuse_unless(parent.site_id == locked.site_id, _("只能移到本网站的栏目之下。"))
    refuse_if(parent.state != ColumnState.ACTIVE, _("上级栏目已停用。"))
    refuse_if(parent.pk == locked.parent_id, _("栏目已经在“%s”之下。") % parent)
    refuse_if(parent.pk == locked.pk or parent.is_descendant_of(locked), _("不能移到自己或自己的下级栏目之下。"))
    return _resettled(locked, slug=locked.slug, parent=parent, by=by, at=at)


def settle_paths(top: Column, *, at: datetime) -> int:
    """Recount the paths of the column and of all under it after it got another name or place, and keep the old ones. Callers
    hold the lock of the site. Returns how many changed; raises Refused where an address is taken or too long."""
    top = Column.objects.select_related("parent").get(pk=top.pk)
    columns = list(Column.objects.below(top).select_related("site").order_by("lft"))
    paths = {top.parent_id: top.parent.path}
    left: list[tuple[str, Column]] = []
    for each in columns:
        old, each.path = each.path, "/".join(filter(None, [paths[each.parent_id], each.slug]))
        paths[each.pk] = each.path
        if old != each.path:
            left.append((old, each))
    for _old, each in left:
        if each.state == ColumnState.ACTIVE:
            refuse_taken(each, each.path, among={column.pk for column in columns})
    if left:
        _write_paths(left, at=at)
    return len(left)


def _write_paths(left: list[tuple[str, Column]], *, at: datetime) -> None:
    moved = [each for _old, each in left]
    site = moved[0].site_id
    # Two columns of one subtree may exchange paths: none may meet the other on the way.
    Column.objects.filter(pk__in=[each.pk for each in moved]).update(
        path=Concat(Value("."), Cast("pk", CharField()), output_field=CharField())
    )
    Column.objects.bulk_update(moved, ["path"], batch_size=500)
    _keep_former(left, site, at=at)
    take_paths(site, [each.path for each in moved if each.state == ColumnState.ACTIVE])


def _keep_former(left: list[tuple[str, Column]], site: int, *, at: datetime) -> None:
    """Let the old paths lead on. A path belongs to the column that had it last: the one in use, before one that ended there."""
    in_use, ended = [], []
    for old, each in left:
        rows = in_use if each.state == ColumnState.ACTIVE else ended
        rows.append(FormerPath(site_id=site, path=old, column=each, left_at=at))
    FormerPath.objects.bulk_create(
        in_use, update_conflicts=True, unique_fields=["site", "path"], update_fields=["column", "left_at"]
    )
    FormerPath.objects.bulk_create(ended, ignore_conflicts=True)


def take_paths(site: Site | int, paths: list[str]) -> None:
    """Let columns have these paths: what led on from there to others no longer does."""
    FormerPath.objects.filter(site=site, path__in=paths).delete()


def _resettled(column: Column, *, slug: str, parent: Column, by: User | None, at: datetime) -> Column:
    before = {"path": column.path, "parent": column.parent}
    column.slug, column.parent = slug, parent
    column.clean_fields(exclude=["parent", "site", "path"])
    refuse_unless(slug, _("请填写目录名。"))
    column.save()
    moved = settle_paths(column, at=at)
    column.refresh_from_db()
    after = {"path": column.path, "parent": column.parent, "redirects": moved}
    record(Event.COLUMN_MOVED, column, by=by, at=at, before=before, after=after)
    return column


def _lock_for(column: Column) -> None:
    lock_columns(column.site)


def _one_in_use(column: Column) -> Column:
    locked = Column.objects.select_related("site", "parent").get(pk=column.pk)
    refuse_if(locked.is_home, _("首页不能更名、移动、归并或关闭。"))
    refuse_unless(locked.state == ColumnState.ACTIVE, _("栏目“%s”已停用。") % locked)
    return locked


def _path_below(parent: Column, slug: str) -> str:
    return "/".join(filter(None, [parent.path, slug]))


def refuse_taken(column: Column, path: str, *, among: set[int] | None = None) -> None:
    """Refuse a path that belongs to a sub-site, to the platform, or to another column in use; `among` leave theirs."""
    first, _slash, rest = path.partition("/")
    site = column.site
    is_sub_site = not site.path_prefix and Site.objects.filter(host=site.host, path_prefix=first).exists()
    refuse_if(not rest and is_sub_site, _("“%s”是下级子站的目录，栏目不能使用。") % first)
    refuse_if(not rest and first in RESERVED_PREFIXES, _("“%s”是平台保留的目录名。") % first)
    refuse_if(len(path) > LONGEST_PATH, _("路径“%s”太长，请缩短目录名。") % path)
    others = Column.objects.active().filter(site=site, path=path).exclude(pk__in=among or ())
    refuse_if(others.exists(), _("本网站已有目录“%s”。") % path)
