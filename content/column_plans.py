"""What merging or closing a column would move, counted before anybody confirms it, and what stands against it.

The same walk makes the preview and the action, so that what was shown is what is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from content.column_holdings import holdings
from content.models import Article, Revision
from content.workflow import EDITABLE
from sites.models import Column
from sites.models.column import ColumnState


@dataclass(frozen=True, slots=True)
class Step:
    """One column of the subtree: what becomes of it and of its address. `into` is None where it moves or closes."""

    column: Column
    kind: str  # merge, move, close
    path: str
    new_path: str
    into: Column | None = None


@dataclass(slots=True)
class Plan:
    """Everything that would happen, and the sentences that stand against it."""

    steps: list[Step] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ending(self) -> list[Column]:
        """The columns that will be in use no longer, those furthest down last."""
        return [step.column for step in self.steps if step.kind != "move"]


def merge_plan(column: Column, into: Column) -> Plan:
    """Plan to merge the column into another one of its site; columns under it go along, those of the same name merge too."""
    plan = Plan(obstacles=list(_against(column)))
    plan.obstacles += _against_heir(column, into)
    if plan.obstacles:
        return plan
    _walk(plan, column, into)
    _count(plan)
    if column.is_in_navigation and not into.is_in_navigation:
        plan.warnings.append(
            _("“%(old)s”在导航中，“%(new)s”不在导航中，归并后导航少一项。") % {"old": column, "new": into}
        )
    if column.type != into.type:
        plan.warnings.append(
            _("两个栏目类型不同（%(old)s、%(new)s），更新要求以“%(name)s”为准。")
            % {"old": column.get_type_display(), "new": into.get_type_display(), "name": into}
        )
    return plan


def closing_plan(column: Column, into: Column | None = None) -> Plan:
    """Plan to close the column with all under it; `into` takes the articles, if it is given."""
    plan = Plan(obstacles=list(_against(column)))
    if into is not None:
        plan.obstacles += _against_heir(column, into)
    if plan.obstacles:
        return plan
    for each in Column.objects.below(column).active().order_by("lft"):
        plan.steps.append(Step(each, "close", each.path, each.path, into))
    _count(plan)
    return plan


def _walk(plan: Plan, column: Column, into: Column) -> None:
    plan.steps.append(Step(column, "merge", column.path, into.path, into))
    ending = {step.column.pk for step in plan.steps}
    twins = {each.slug: each for each in into.children.active() if each.pk not in ending}
    for child in column.children.order_by("lft"):
        twin = twins.get(child.slug) if child.state == ColumnState.ACTIVE else None
        if twin is None:
            plan.steps.append(Step(child, "move", child.path, f"{into.path}/{child.slug}", into))
        elif twin.name == child.name:
            _walk(plan, child, twin)
        else:
            plan.obstacles.append(
                _("下级栏目“%(one)s”和“%(other)s”目录名相同（%(slug)s），请先修改其中一个的目录名。")
                % {"one": child.name, "other": twin.name, "slug": child.slug}
            )


def _against(column: Column) -> Iterator[str]:
    if column.is_home:
        yield _("首页不能更名、移动、归并或关闭。")
    elif column.state != ColumnState.ACTIVE:
        yield _("栏目“%s”已停用。") % column
    waiting = Revision.objects.open().exclude(state__in=EDITABLE)
    waiting = waiting.filter(article__column__in=Column.objects.below(column).values("pk")).count()
    if waiting:
        yield _("有 %s 篇稿件正在审核或等待发布，请先办结或撤回。") % waiting


def _against_heir(column: Column, into: Column) -> Iterator[str]:
    if into.site_id != column.site_id:
        yield _("只能归并到本网站的栏目。")
    elif into.pk == column.pk or into.is_descendant_of(column):
        yield _("不能归并到自己或自己的下级栏目。")
    elif into.is_home:
        yield _("首页没有自己的稿件，请选择一个栏目。")
    elif into.state != ColumnState.ACTIVE:
        yield _("栏目“%s”已停用，不能归并到它。") % into


def _count(plan: Plan) -> None:
    ending = [column.pk for column in plan.ending]
    articles = Article.objects.filter(column__in=ending)
    moving = [step.column for step in plan.steps if step.kind == "move"]
    below = [pk for top in moving for pk in Column.objects.below(top).values_list("pk", flat=True)]
    plan.counts = [
        (_("停用的栏目"), len(ending)),
        (_("随之移动的下级栏目"), len(below)),
        (_("稿件（含未公开的）"), articles.count()),
        (_("其中已公开"), articles.filter(state="published").count()),
        (_("其中正在撰写"), Revision.objects.editable().filter(article__column__in=ending).count()),
        (_("在这些栏目上授予的角色"), grants_on(ending).count()),
        *((str(each.word), each.count(ending)) for each in holdings()),
        (_("留下转向的旧地址"), len(ending) + len(below) + articles.filter(state="published").count()),
    ]


def grants_on(columns: Collection[int]):  # noqa: ANN201 (guardian's queryset)
    """The roles that were granted at the columns themselves."""
    return UserObjectPermission.objects.filter(
        content_type__app_label="sites", content_type__model="column", object_pk__in=[str(pk) for pk in columns]
    )
