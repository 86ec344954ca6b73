"""Merging and closing columns: articles, columns under them, places on the home page and grants go along, and every
address that was public goes on answering."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.column_holdings import holdings
from content.column_plans import Plan, closing_plan, grants_on, merge_plan
from content.events import tell_withdrawn
from content.models import Article, ArticleState
from content.models.article import WithdrawalReason
from sites.actions import grant_role, revoke_role, settle_paths
from sites.actions.locks import lock_columns
from sites.audit import Event, record, recording_together
from sites.models import Column, User
from sites.models.column import ColumnState
from sites.outbox import announce_many
from sites.policy import Action, Role, can
from sites.refusals import refuse_if, refuse_unless


class Grants(models.TextChoices):
    """What becomes of the roles granted at a column that ends."""

    CARRY = "carry", gettext_lazy("转到接收稿件的栏目")
    END = "end", gettext_lazy("收回")


class Fate(models.TextChoices):
    """What becomes of the articles of a column that is closed."""

    STAY = "stay", gettext_lazy("保留：原地址照常访问")
    ARCHIVE = "archive", gettext_lazy("归档：不再公开，原地址提示已撤下")
    MOVE = "move", gettext_lazy("移到其他栏目：原地址转向新地址")


@dataclass
class Report:
    """What was done, for the page that can be printed."""

    plan: Plan
    articles: int = 0
    archived: int = 0
    grants: list[str] = field(default_factory=list)


@transaction.atomic
def merge_column(column: Column, *, into: Column, by: User, at: datetime, grants: Grants = Grants.CARRY) -> Report:
    """Merge the column into another one of its site (栏目归并). Its articles and columns move there, its old addresses lead
    there. Raises Refused for whatever the plan names, and for whoever does not administer the site."""
    column, into = _locked(column, by), _reread(into)
    plan = merge_plan(column, into)
    refuse_if(plan.obstacles, "".join(plan.obstacles))
    report = Report(plan)
    with recording_together():
        for step in plan.steps:
            if step.kind == "merge":
                _end(step.column, ColumnState.MERGED, successor=step.into, at=at)
                report.articles += _move_articles(step.column, step.into, by=by, at=at)
                _hand_over(step.column, step.into, grants, report, by=by, at=at)
        for step in plan.steps:
            if step.kind == "move":
                moved = _reread(step.column)
                moved.parent = _reread(step.into)
                moved.save()
                settle_paths(moved, at=at)
        after = {"into": into, "articles": report.articles, **_in_full(report)}
        record(Event.COLUMN_MERGED, column, by=by, at=at, before={"path": column.path}, after=after)
    return report


@transaction.atomic
def close_column(
    column: Column,
    *,
    by: User,
    at: datetime,
    articles: Fate = Fate.STAY,
    into: Column | None = None,
    note: str = "",
    is_gone: bool = False,
) -> Report:
    """Close the column with all under it (栏目关闭). Its list says so and leads on, or is gone (410); its articles stay, are
    archived, or move. Roles granted there end. Raises Refused as merging does, and without a column to move to."""
    column = _locked(column, by)
    into = _reread(into) if into and articles == Fate.MOVE else None
    refuse_if(articles == Fate.MOVE and into is None, _("请选择接收稿件的栏目。"))
    plan = closing_plan(column, into, is_archive=articles == Fate.ARCHIVE)
    refuse_if(plan.obstacles, "".join(plan.obstacles))
    report = Report(plan)
    with recording_together():
        for each in plan.ending:
            _end(each, ColumnState.CLOSED, successor=into, at=at, note=note, is_gone=is_gone)
            if articles == Fate.MOVE:
                report.articles += _move_articles(each, into, by=by, at=at)
            elif articles == Fate.ARCHIVE:
                report.archived += _archive(each, by=by, at=at)
            _hand_over(each, into, Grants.END, report, by=by, at=at)
        after = {"articles": articles, "into": into, "note": note, "gone": is_gone, **_in_full(report)}
        record(Event.COLUMN_CLOSED, column, by=by, at=at, before={"path": column.path}, after=after)
    return report


def _in_full(report: Report) -> dict[str, list]:
    """What the entry keeps for the report: the figures, each column's fate, and the roles that went along or ended."""
    steps = [[step.column.name, step.path, step.words, step.new_path, step.articles] for step in report.plan.steps]
    return {"counts": [list(pair) for pair in report.plan.counts], "steps": steps, "grants": report.grants}


def _locked(column: Column, by: User) -> Column:
    lock_columns(column.site)
    refuse_unless(can(by, Action.COLUMN_CHANGE, column), _("您没有管理“%s”栏目的权限。") % column)
    return _reread(column)


def _reread(column: Column) -> Column:
    """The row as it is now: writes elsewhere in the tree change places that a kept object does not know of."""
    return Column.objects.select_related("site").get(pk=column.pk)


def _end(
    column: Column, state: ColumnState, *, successor: Column | None, at: datetime, note: str = "", is_gone: bool = False
) -> None:
    Column.objects.filter(pk=column.pk).update(
        state=state, successor=successor, ended_at=at, closing_note=note, is_gone=is_gone, is_in_navigation=False
    )
    if state == ColumnState.MERGED:  # what was merged into this one before leads on in one step
        Column.objects.filter(successor=column, state=ColumnState.MERGED).update(successor=successor)


def _move_articles(column: Column, into: Column, *, by: User, at: datetime) -> int:
    moved = list(Article.objects.filter(column=column).select_related("site"))
    Article.objects.filter(column=column).update(column=into, is_pinned=False, pinned_until=None)
    announce_many(Article, [each.pk for each in moved if each.state == ArticleState.PUBLISHED], at=at)
    for each in moved:
        record(Event.ARTICLE_MOVED, each, by=by, at=at, before={"column": column}, after={"column": into})
    return len(moved)


def _archive(column: Column, *, by: User, at: datetime) -> int:
    rows = Article.objects.filter(column=column, state=ArticleState.PUBLISHED)
    public = list(rows.select_related("site", "column", "live"))
    reason, note = WithdrawalReason.OUTDATED, _("栏目“%s”关闭，稿件归档") % column
    taken_down = {"state": ArticleState.WITHDRAWN, "withdrawn_at": at, "withdrawal_reason": reason}
    taken_down |= {"withdrawal_note": note[:200], "is_pinned": False, "pinned_until": None}
    rows.update(**taken_down)
    for each in public:
        for name, value in taken_down.items():
            setattr(each, name, value)
        tell_withdrawn(each, by=by, at=at)
        record(Event.ARTICLE_WITHDRAWN, each, by=by, at=at, after={"reason": reason, "note": note})
    announce_many(Article, [each.pk for each in public], at=at)
    return len(public)


def _hand_over(column: Column, into: Column | None, grants: Grants, report: Report, *, by: User, at: datetime) -> None:
    for holding in holdings():
        holding.hand_over(column, into)
    for row in grants_on([column.pk]).select_related("user", "permission"):
        role = Role(row.permission.codename)
        if into is not None and grants == Grants.CARRY and not row.user.grants.at_column(role, into):
            grant_role(row.user, role, into, by=by, at=at)
            report.grants.append(f"{row.user}：{role.label}，{_('转到')}“{into}”")
        else:
            report.grants.append(f"{row.user}：{role.label}，{_('收回')}")
        revoke_role(row.user, role, column, by=by, at=at)
