"""The monthly circular (通报): numbered sections of words and tables about the letters of a site and the sites below it.

It is plain data, so that page, PDF and spreadsheet read the same, and an issued one stays as it was.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q

from interaction.figures.columns import SHOWN, Column, cells
from interaction.figures.counting import DEFINITIONS, Figures, between, figures_of, total
from interaction.figures.periods import BodyFigures, bodies_of, first_of, next_month
from interaction.models import Letter, Reply, ReplyState
from interaction.models.reply import ReturnReason
from interaction.workflow import OPEN
from sites.calendar import CHINA, WorkCalendar, local_day
from sites.models import CalendarNotice

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet
    from sites.models import Site

MOST_LATE = 300
NUMERALS = "一二三四五六七八九十"


def letters_under(site: Site) -> LetterQuerySet:
    """Return the letters of the site and of every site below it."""
    return Letter.objects.filter(site__in=site.get_descendants(include_self=True))


def compiled(site: Site, month: date, *, at: datetime) -> dict[str, Any]:
    """Return the month's circular as plain data, taken at the moment."""
    start, end = first_of(month), next_month(first_of(month))
    letters, through = letters_under(site), end - timedelta(days=1)
    bodies = bodies_of(letters, start, end)
    before = total(figures_of(letters, first_of(start - timedelta(days=1)), start).values())
    now = total(bodies)
    sections = [
        _totals(now, start),
        _by_body(bodies),
        _late(letters, start, end, on=min(local_day(at), through), calendar=CalendarNotice.objects.calendar()),
        _returned(letters, start, end),
        _satisfaction(bodies, now),
        _compared(now, before, start),
    ]
    return {
        "title": f"{site.name}{start.year}年{start.month}月来信办理情况通报",
        "through": through.isoformat(),
        "as_of": f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "sections": [{**section, "number": NUMERALS[place]} for place, section in enumerate(sections)],
        "definitions": [list(pair) for pair in DEFINITIONS],
    }


def _totals(now: Figures, start: date) -> dict[str, Any]:
    said = {column.name: column.text(now) for column in SHOWN}
    words = (
        f"{start.month} 月共收到来信 {said['received']} 件，答复 {said['answered']} 件，按时答复率 {said['on_time_percent']}，"
        f"平均用时 {said['average_days']} 个工作日；延期 {said['extended']} 件，退回重办 {said['returned']} 次，"
        f"满意率 {said['satisfied_percent']}。"
    )
    return {"title": "总体情况", "words": [words]}


def _by_body(bodies: list[BodyFigures]) -> dict[str, Any]:
    rows = [[row.organization, *cells(row)] for row in bodies]
    head = ["承办单位", *(column.label for column in SHOWN)]
    return {"title": "各单位办理情况", "words": [] if rows else ["本月没有来信和答复。"], "head": head, "rows": rows}


def _late(letters: LetterQuerySet, start: date, end: date, *, on: date, calendar: WorkCalendar) -> dict[str, Any]:
    answered_late = Q(replied_on__gte=start, replied_on__lt=end, replied_on__gt=F("due_on"))
    still_late = Q(state__in=OPEN, due_on__lt=end, due_on__lte=on - timedelta(days=1))
    rows = letters.filter(answered_late | still_late).order_by("due_on", "pk")
    rows = rows.values_list("number", "mailbox__name", "organization__name", "due_on", "replied_on")[: MOST_LATE + 1]
    listed = [
        [
            number, mailbox, body or "尚未转办", due.isoformat(), replied.isoformat() if replied else "未答复",
            str(calendar.working_days_between(due, replied or on)),
        ]
        for number, mailbox, body, due, replied in rows
    ]  # fmt: skip
    words = (
        [f"逾期来信 {len(listed[:MOST_LATE])} 件{'（只列前面的）' if len(listed) > MOST_LATE else ''}。"]
        if listed
        else ["没有逾期来信。"]
    )
    head = ["编号", "信箱", "承办单位", "最迟日期", "答复日期", "逾期工作日"]
    return {"title": "逾期情况", "words": words, "head": head, "rows": listed[:MOST_LATE]}


def _returned(letters: LetterQuerySet, start: date, end: date) -> dict[str, Any]:
    found = (
        Reply.objects.filter(
            letter__in=letters.order_by().values("pk"), state=ReplyState.RETURNED, **between("decided_at", start, end)
        )
        .order_by()
        .values_list("organization__name", "return_reason")
        .annotate(Count("pk"))
        .order_by("organization__name", "return_reason")
    )
    rows, reasons = [], Counter()
    for body, reason, count in found:
        label = str(ReturnReason(reason).label) if reason else "未注明"
        rows.append([body, label, str(count)])
        reasons[label] += count
    words = (
        [
            f"退回重办 {sum(reasons.values())} 次："
            + "、".join(f"{name} {n} 次" for name, n in reasons.most_common())
            + "。"
        ]
        if rows
        else ["没有退回重办的答复。"]
    )
    return {"title": "退回情况", "words": words, "head": ["承办单位", "原因", "次数"], "rows": rows}


def _satisfaction(bodies: list[BodyFigures], now: Figures) -> dict[str, Any]:
    rows = [
        [row.organization, str(row.rated), str(row.satisfied), _of("satisfied_percent", row)]
        for row in bodies
        if row.rated
    ]
    words = (
        [f"来信人评价 {now.rated} 件，满意率 {_of('satisfied_percent', now)}。"]
        if now.rated
        else ["本月没有收到评价。"]
    )
    return {"title": "满意度", "words": words, "head": ["承办单位", "评价", "满意", "满意率"], "rows": rows}


def _compared(now: Figures, before: Figures, start: date) -> dict[str, Any]:
    last = first_of(start - timedelta(days=1))
    head = ["指标", f"{last.month} 月", f"{start.month} 月", "变化"]
    rows = [[column.label, column.text(before), column.text(now), _change(column, now, before)] for column in SHOWN]
    return {"title": "与上月比较", "words": [], "head": head, "rows": rows}


def _change(column: Column, now: Figures, before: Figures) -> str:
    one, other = column.of(now), column.of(before)
    if one is None or other is None:
        return "—"
    change = round(one - other, 1)
    return (
        "持平"
        if not change
        else f"{'增加' if change > 0 else '减少'} {abs(change):g}{' 个百分点' if column.unit == '%' else ''}"
    )


def _of(name: str, row: Figures) -> str:
    return next(column.text(row) for column in SHOWN if column.name == name)


def as_rows(content: dict[str, Any]) -> list[list[str]]:
    """Return the circular as the rows of one sheet."""
    rows = [[content["title"]], [f"数据截至 {content['as_of']}"], []]
    for section in content["sections"]:
        rows.append([f"{section['number']}、{section['title']}"])
        rows += [[words] for words in section["words"]]
        if section.get("rows"):
            rows += [section["head"], *section["rows"]]
        rows.append([])
    return [*rows, ["统计口径"], *content["definitions"]]
