"""The page on which a holiday notice is entered: read from its text or a file, confirmed as a table, previewed, applied.

Nothing counts before a person has confirmed it. The page keeps no draft: all that was typed travels with the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sites import actions
from sites.calendar import WEEKDAY_NAMES, WorkCalendar
from sites.forms import CalendarNoticeForm, NoticeSourceForm
from sites.models import CalendarNotice
from sites.notice_texts import Recognised
from sites.office import office_page
from sites.recounting import Moves, preview_of
from sites.refusals import Conflict, Refused


@dataclass(frozen=True)
class NoticeDay:
    """One line of the table that a person confirms: a day, what it becomes, and what it was."""

    day: date
    weekday: str
    is_worked: bool
    reason: str
    was: str
    changes: bool


@dataclass(frozen=True)
class Preview:
    """What the notice would do: its days, what would move, and between which two calendars."""

    days: list[NoticeDay]
    moves: list[Moves]
    seen: str
    then: str

    @property
    def count(self) -> int:
        """How much would move altogether."""
        return sum(moves.count for moves in self.moves)


def notice_page(request: HttpRequest, *, notice: CalendarNotice | None, at: datetime) -> HttpResponse:
    """Show the page; read, preview or apply what was sent. The caller has judged the right."""
    step = request.POST.get("step", "preview") if request.method == "POST" else ""
    if step == "read":
        return _read(request, notice)
    if step:
        return _preview_or_apply(request, notice, step, at)
    return _page(request, notice, NoticeSourceForm(), CalendarNoticeForm(instance=notice))


def _read(request: HttpRequest, notice: CalendarNotice | None) -> HttpResponse:
    source, found = NoticeSourceForm(request.POST, request.FILES), None
    typed = {name: request.POST.get(name, "") for name in CalendarNoticeForm.Meta.fields}
    if source.is_valid():
        try:
            found = source.recognised(CalendarNotice.objects.calendar())
            typed |= {name: value for name, value in _initial(found).items() if value}
        except Refused as refusal:
            source.add_error("file", refusal.reason)
    return _page(request, notice, source, CalendarNoticeForm(instance=notice, initial=typed), found=found)


def _initial(found: Recognised) -> dict[str, Any]:
    return {
        "year": found.year, "title": found.title, "document_number": found.document_number[:60],
        "published_on": found.published_on and found.published_on.isoformat(),
        "days_off": found.entries(found.days_off), "days_on": found.entries(found.days_on),
    }  # fmt: skip


def _preview_or_apply(request: HttpRequest, notice: CalendarNotice | None, step: str, at: datetime) -> HttpResponse:
    source = NoticeSourceForm(initial={"text": request.POST.get("text", "")[:20_000].replace("\x00", "")})
    form = CalendarNoticeForm(request.POST, instance=notice)
    if not form.is_valid():
        return _page(request, notice, source, form)
    preview = preview_notice(form.instance, on=timezone.localdate(at))
    status = 200
    if step == "apply":
        try:
            if request.POST.get("then") != preview.then:
                raise Conflict(_("内容在预览之后有改动。下面是重新计算的预览，请核对后再确认。"))
            moved = actions.apply_calendar_notice(
                form.instance, seen=request.POST.get("seen", ""), by=request.user, at=at
            )
        except Conflict as conflict:
            messages.error(request, conflict.reason)
            status = 409
        else:
            messages.success(request, _applied(moved, previewed=request.POST.get("count", "")))
            return redirect("admin:sites_calendarnotice_changelist")
    return _page(request, notice, source, form, preview=preview, status=status)


def _applied(moved: dict[str, int], *, previewed: str) -> str:
    total = sum(moved.values())
    said = "，".join(f"{label} {count}" for label, count in moved.items() if count) or _("没有期限变动")
    more = total - int(previewed) if previewed.isascii() and previewed.isdecimal() and len(previewed) < 9 else 0
    late = _("其中 %s 件是预览之后新到的，一并重算。") % more if more > 0 else ""
    return _("已保存并执行。重新计算期限：%s。") % said + late


def preview_notice(notice: CalendarNotice, *, on: date) -> Preview:
    """Return what the notice, which need not be saved, would do to days and due dates."""
    now, then = CalendarNotice.objects.calendar(), CalendarNotice.objects.calendar_with(notice)
    return Preview(list(_days(notice, now, then)), preview_of(then, on=on), now.version, then.version)


def _days(notice: CalendarNotice, now: WorkCalendar, then: WorkCalendar) -> Iterator[NoticeDay]:
    """Every day that the notice lists, and every other that it changes because it replaces the year."""
    listed = {date.fromisoformat(entry["day"]) for entry in (*notice.days_off, *notice.days_on)}
    day, last = date(notice.year, 1, 1) - timedelta(days=7), date(notice.year, 12, 31) + timedelta(days=3)
    while day <= last:
        changes = now.is_working_day(day) != then.is_working_day(day)
        if day in listed or changes:
            was = _("上班") if now.is_working_day(day) else _("不上班")
            yield NoticeDay(
                day, WEEKDAY_NAMES[day.weekday()], then.is_working_day(day), then.reason(day),
                f"{was}（{now.reason(day)}）", changes,
            )  # fmt: skip
        day += timedelta(days=1)


def _page(
    request: HttpRequest, notice: CalendarNotice | None, source: NoticeSourceForm, form: CalendarNoticeForm, *,
    found: Recognised | None = None, preview: Preview | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    others = CalendarNotice.objects.in_order_of_publication()
    year = form["year"].value()
    same_year = (
        others.filter(year=year).exclude(pk=notice.pk if notice else None) if str(year or "").isdecimal() else []
    )
    context = {
        "notice": notice, "source": source, "form": form, "found": found, "preview": preview,
        "same_year": list(same_year[:10]),
    }  # fmt: skip
    title = _("修改放假安排通知") if notice else _("录入放假安排通知")
    return office_page(request, "sites/office/calendar_notice.html", context, title=title, status=status)
