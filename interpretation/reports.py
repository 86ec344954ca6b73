"""Figures on interpretations (解读率): of what had to be explained, how much was, how much in time; by organization, site,
level or year. One definition for the ledger, the report, its exports and the public page.

解读率 (JD6) = interpreted ÷ to be interpreted, exempt documents and those no longer in force or public left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import ArticleState, PolicyDocument
from interpretation.kinds import IN_FORCE
from interpretation.models import InterpretationDuty, InterpretationLink
from interpretation.models.duty import DutyQuerySet
from sites.models import Organization, Site
from sites.models.site import SiteLevel
from sites.query_fields import number_in
from sites.scope import everything

MOST_ROWS = 2000
GROUPS = {
    "organization": gettext_lazy("起草单位"),
    "site": gettext_lazy("网站"),
    "level": gettext_lazy("层级"),
    "year": gettext_lazy("年份"),
}
_KEYS = {"organization": "organization", "site": "site", "level": "site__level", "year": "issued_in"}
HEADS = (
    gettext_lazy("应解读"), gettext_lazy("已解读"), gettext_lazy("解读率"), gettext_lazy("按时解读"), gettext_lazy("按时率"),
    gettext_lazy("逾期解读"), gettext_lazy("逾期未解读"), gettext_lazy("免于解读"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What one group of duties comes to."""

    name: str
    owed: int
    met: int
    met_late: int
    overdue: int
    exempt: int

    @property
    def in_time(self) -> int:
        """Interpreted within the limit."""
        return self.met - self.met_late

    @property
    def rate(self) -> str:
        """解读率 in per cent, a dash where nothing was owed."""
        return _percent(self.met, self.owed)

    @property
    def in_time_rate(self) -> str:
        """Of what was interpreted, how much in time."""
        return _percent(self.in_time, self.met)

    @property
    def labelled(self) -> list[tuple[Any, str]]:
        """Each figure with its head, for narrow screens."""
        return list(zip(HEADS, self.cells, strict=True))

    @property
    def cells(self) -> list[str]:
        """The figures in the order of HEADS."""
        shown = [
            self.owed,
            self.met,
            self.rate,
            self.in_time,
            self.in_time_rate,
            self.met_late,
            self.overdue,
            self.exempt,
        ]
        return [str(each) for each in shown]


def _percent(part: int, whole: int) -> str:
    """A rate cut to one decimal, so that 99.96 never reads as everything."""
    if not whole:
        return "—"
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}%"


def counted(*, on: date) -> dict[str, Count]:
    """The aggregates that figures are made of."""
    return {
        "owed": Count("pk", filter=~Q(state="exempt")),
        "met": Count("pk", filter=Q(state="met")),
        "met_late": Count("pk", filter=Q(state="met", met_on__gt=F("due_on"))),
        "overdue": Count("pk", filter=Q(state="open", due_on__lt=on)),
        "exempt": Count("pk", filter=Q(state="exempt")),
    }


def figures_of(duties: DutyQuerySet, *, on: date, name: str = "") -> Figures:
    """The figures of all the duties together. One query."""
    return Figures(name, **duties.owed().aggregate(**counted(on=on)))


def grouped(duties: DutyQuerySet, by: str, *, on: date) -> list[Figures]:
    """The figures of each group. Two queries at most, whatever the number of duties."""
    rows = duties.owed().annotate(issued_in=ExtractYear("starts_on")).values(_KEYS[by])
    rows = list(rows.annotate(**counted(on=on)).order_by(_KEYS[by]))
    names = _names(by, [row[_KEYS[by]] for row in rows])
    found = [Figures(names[row.pop(_KEYS[by])], **row) for row in rows]
    return found[::-1] if by == "year" else sorted(found, key=lambda each: (-each.overdue, -each.owed, each.name))


def _names(by: str, keys: list[Any]) -> Mapping[Any, str]:
    if by == "year":
        return {key: _("%s 年") % key for key in keys}
    if by == "level":
        return {key: str(SiteLevel(key).label) for key in keys}
    model = Organization if by == "organization" else Site
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Report:
    """What the page and its exports show: the figures by group, all together, what is late, and what has nothing."""

    by: str
    year: int | None
    site: Site | None
    years: list[int]
    rows: list[Figures]
    whole: Figures
    late: list[InterpretationDuty]
    without: list[PolicyDocument]

    @property
    def title(self) -> str:
        """Its name, with what it is limited to."""
        limits = [self.site.name if self.site else "", _("%s 年") % self.year if self.year else ""]
        return _("政策解读情况") + "".join(f" · {each}" for each in limits if each)


def report_of(seen: DutyQuerySet, documents: QuerySet[PolicyDocument], said: Mapping[str, str], *, on: date) -> Report:
    """Assemble the report from the duties and documents that the person sees and what the query string asks for; whatever
    makes no sense in it is left out of account."""
    years = sorted(
        set(seen.annotate(issued_in=ExtractYear("starts_on")).values_list("issued_in", flat=True)), reverse=True
    )
    year = number_in(said.get("year", ""))
    year = year if year in years else None
    by = said.get("by", "")
    by = by if by in GROUPS else "organization"
    site_pk = number_in(said.get("site", ""))
    site = Site.objects.filter(pk=site_pk, pk__in=seen.values("site")).first() if site_pk else None
    duties, documents = seen, documents_without(documents)
    if year:
        duties, documents = duties.filter(starts_on__year=year), documents.filter(written_on__year=year)
    if site:
        duties, documents = duties.filter(site=site), documents.filter(article__site=site)
    late = duties.owed().filter(Q(state="open", due_on__lt=on) | Q(state="met", met_on__gt=F("due_on")))
    late = late.select_related("document__article", "site", "organization").order_by("state", "due_on", "pk")
    return Report(
        by, year, site, years, grouped(duties, by, on=on), figures_of(duties, on=on, name=_("合计")),
        list(late[:MOST_ROWS]), list(documents[:MOST_ROWS]),
    )  # fmt: skip


def documents_without(documents: QuerySet[PolicyDocument]) -> QuerySet[PolicyDocument]:
    """Public documents in force that no public interpretation explains, whether one is asked for or not."""
    with everything("what explains a document may be of another site"):
        public = Q(interpretation__article__state=ArticleState.PUBLISHED)
        explaining = InterpretationLink.objects.filter(public, document=OuterRef("pk"))
    rows = documents.filter(status__in=sorted(IN_FORCE), article__state=ArticleState.PUBLISHED)
    rows = rows.filter(~Exists(explaining)).select_related("article__site", "issuer", "duty")
    return rows.order_by("-written_on", "pk")


def why_without(document: PolicyDocument) -> str:
    """Why a document has no interpretation: it is waited for, freed with a reason, or nobody asked for one."""
    duty = getattr(document, "duty", None)
    if duty is None:
        return _("未要求解读")
    if duty.exempt_reason:
        return _("免于解读：%s") % duty.exempt_reason
    return _("待解读，最迟 %s") % duty.due_on


def as_rows(report: Report) -> list[list[str]]:
    """The report as one table: the figures, then what is late, then what has nothing."""
    rows = [[report.title], [str(GROUPS[report.by]), *map(str, HEADS)]]
    rows += [[each.name, *each.cells] for each in [*report.rows, report.whole]]
    rows += [[], [_("逾期清单")], [_("文件"), _("文号"), _("网站"), _("起草单位"), _("最迟日期"), _("完成日期")]]
    rows += [
        [
            duty.document.article.title, duty.document.document_number, duty.site.name, duty.organization.name,
            f"{duty.due_on}", f"{duty.met_on}" if duty.met_on else _("尚未解读"),
        ]
        for duty in report.late
    ]  # fmt: skip
    rows += [[], [_("没有解读的文件")], [_("文件"), _("文号"), _("网站"), _("发文机关"), _("成文日期"), _("情况")]]
    rows += [
        [
            each.article.title, each.document_number, each.article.site.name, each.issuer.name, f"{each.written_on}",
            why_without(each),
        ]
        for each in report.without
    ]  # fmt: skip
    return rows
