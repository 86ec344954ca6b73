"""What moving, merging or closing a column would move, counted before anybody confirms it, and what stands against it.

The same walk makes the preview and the action, so that what was shown is what is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Count
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from content.column_holdings import holdings
from content.models import Article, Revision
from content.workflow import EDITABLE
from sites.actions.columns import refuse_taken
from sites.models import Column
from sites.models.column import ColumnState
from sites.refusals import Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One column of the subtree: what becomes of it, of its address and of its articles. `into` takes the articles, or the
    column itself where it moves; it is None where they stay."""

    column: Column
    kind: str  # merge, move, close; or address, where nothing but the address changes
    path: str
    new_path: str
    into: Column | None = None
    articles: int = 0

    @property
    def words(self) -> str:
        """What becomes of the column, as the plan and the report say it."""
        if self.kind == "address":
            return _("地址改变")
        if self.kind == "move":
            return _("连同下级移到“%s”之下") % self.into.name
        if self.kind == "merge":
            return _("归并到“%s”") % self.into.name
        return _("关闭，稿件移到“%s”") % self.into.name if self.into else _("关闭")


@dataclass(slots=True)
class Plan:
    """Everything that would happen, and the sentences that stand against it."""

    steps: list[Step] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    waiting: list[Revision] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ending(self) -> list[Column]:
        """The columns that will be in use no longer, those furthest down last."""
        return [step.column for step in self.steps if step.kind != "move"]


def merge_plan(column: Column, into: Column) -> Plan:
    """Plan to merge the column into another one of its site; columns under it go along, those of the same name merge too."""
    plan = _begun(column)
    plan.obstacles += _against_heir(column, into)
    if plan.obstacles:
        return plan
    _walk(plan, column, into)
    _count(plan)
    plan.counts.append((_("留下转向的旧地址"), _columns_moved(plan) + len(plan.ending) + _published(plan)))
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


def closing_plan(column: Column, into: Column | None = None, *, is_archive: bool = False) -> Plan:
    """Plan to close the column with all under it; `into` takes the articles, if it is given; else they stay, or are taken
    down as an archive."""
    plan = _begun(column)
    if into is not None:
        plan.obstacles += _against_heir(column, into)
    if plan.obstacles:
        return plan
    for each in Column.objects.below(column).active().order_by("lft"):
        plan.steps.append(Step(each, "close", each.path, each.path, into))
    _count(plan)
    if is_archive:
        plan.counts.append((_("撤下归档的稿件（原地址提示已撤下）"), _published(plan)))
    elif into is not None:
        plan.counts.append((_("留下转向的旧地址"), _published(plan)))
    return plan


def address_plan(column: Column, *, slug: str, parent: Column) -> Plan:
    """Plan to give the column another directory name or another place; all under it get other addresses with it."""
    plan = Plan(obstacles=list(_against(column)))
    below = Column.objects.below(column).order_by("lft")
    top = "/".join(filter(None, [parent.path, slug]))
    articles = Article.objects.filter(column__in=below.values("pk"))
    held = dict(articles.order_by().values_list("column").annotate(Count("pk")))
    if plan.obstacles:
        return plan
    plan.obstacles += _against_place(column, top, parent)
    among = {each.pk for each in below}
    for each in below:
        new_path = top + each.path.removeprefix(column.path)
        plan.steps.append(Step(each, "address", each.path, new_path, articles=held.get(each.pk, 0)))
        try:
            refuse_taken(each, new_path, among=among)
        except Refused as refusal:
            plan.obstacles.append(refusal.reason)
    plan.counts = [
        (_("地址变动的栏目（原地址自动转向）"), len(plan.steps)),
        (_("稿件（含未公开的）"), sum(held.values())),
        (_("其中已公开"), articles.filter(state="published").count()),
    ]
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


def _begun(column: Column) -> Plan:
    plan = Plan(obstacles=list(_against(column)))
    waiting = Revision.objects.open().exclude(state__in=EDITABLE)
    waiting = waiting.filter(article__column__in=Column.objects.below(column).values("pk"))
    plan.waiting = list(waiting.select_related("article").order_by("pk"))
    if plan.waiting:
        plan.obstacles.append(_("有 %s 篇稿件正在审核或等待发布，请先办结或撤回。") % len(plan.waiting))
    return plan


def _against(column: Column) -> Iterator[str]:
    if column.is_home:
        yield _("首页不能更名、移动、归并或关闭。")
    elif column.state != ColumnState.ACTIVE:
        yield _("栏目“%s”已停用。") % column


def _against_place(column: Column, path: str, parent: Column) -> Iterator[str]:
    if path == column.path:
        yield _("栏目的地址没有变化。")
    elif parent.pk == column.pk or parent.is_descendant_of(column):
        yield _("不能移到自己或自己的下级栏目之下。")


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
    held = dict(articles.order_by().values_list("column").annotate(Count("pk")))
    plan.steps = [replace(step, articles=held.get(step.column.pk) or _carried(step)) for step in plan.steps]
    plan.counts = [
        (_("停用的栏目"), len(ending)),
        (_("随之移动的下级栏目"), _columns_moved(plan)),
        (_("稿件（含未公开的）"), sum(held.values())),
        (_("其中已公开"), _published(plan)),
        (_("其中正在撰写"), Revision.objects.editable().filter(article__column__in=ending).count()),
        (_("在这些栏目上授予的角色"), grants_on(ending).count()),
        *((str(each.word), each.count(ending)) for each in holdings()),
    ]


def _carried(step: Step) -> int:
    if step.kind != "move":
        return 0
    return Article.objects.filter(column__in=Column.objects.below(step.column).values("pk")).count()


def _columns_moved(plan: Plan) -> int:
    return sum(Column.objects.below(step.column).count() for step in plan.steps if step.kind == "move")


def _published(plan: Plan) -> int:
    return Article.objects.filter(column__in=[column.pk for column in plan.ending], state="published").count()


def grants_on(columns: Collection[int]):  # noqa: ANN201 (guardian's queryset)
    """The roles that were granted at the columns themselves."""
    return UserObjectPermission.objects.filter(
        content_type__app_label="sites", content_type__model="column", object_pk__in=[str(pk) for pk in columns]
    )
