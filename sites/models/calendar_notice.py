"""Notices about public holidays (放假安排通知), laid by editors over the data that the platform is delivered with."""

import json
from collections import Counter
from datetime import date, timedelta
from functools import cache, lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.calendar import SATURDAY, WEEKDAY_NAMES, WorkCalendar, seed_calendar
from sites.prepared import Prepared, prepared

MAKE_UP_DAY = "调休上班"
YEARS = range(2004, 2101)
REACH_BEFORE = timedelta(days=7)  # New Year's make-up weekend has been as early as 29 December
REACH_AFTER = timedelta(days=3)
LONGEST_NAME = 40


class CalendarNoticeQuerySet(models.QuerySet):
    """Notices in the order in which they take effect, and the calendar they make together."""

    def in_order_of_publication(self) -> "CalendarNoticeQuerySet":
        """Earlier notices first: the later one prevails, and of two on one day the one entered later."""
        return self.order_by("published_on", "pk")

    def calendar(self) -> WorkCalendar:
        """The working-day calendar in force: the delivered data with these notices laid over it. One query each time,
        so it is never stale; the calendar itself is kept for as long as the notices say the same."""
        return _composed(json.dumps(_notices().rows(), ensure_ascii=False, sort_keys=True))

    def calendar_with(self, notice: "CalendarNotice") -> WorkCalendar:
        """The calendar as it would be with this notice, new or changed, which is not saved. One query."""
        others = [each for each in self.in_order_of_publication() if each.pk != notice.pk]
        place = sum(
            (each.published_on, each.pk) <= (notice.published_on, notice.pk or each.pk) for each in others
        )  # a new one is the last of its day
        said = [
            (each.year, each.days_off, each.days_on, each.replaces_year)
            for each in [*others[:place], notice, *others[place:]]
        ]
        return _composed(json.dumps(said, ensure_ascii=False, sort_keys=True))


@cache
def _notices() -> Prepared:
    rows = CalendarNotice.objects.in_order_of_publication()
    return prepared(rows.values_list("year", "days_off", "days_on", "replaces_year"))


@lru_cache(maxsize=8)
def _composed(content: str) -> WorkCalendar:
    calendar = seed_calendar()
    for year, days_off, days_on, replaces_year in json.loads(content):
        calendar = calendar.with_notice(year, _days(days_off), _days(days_on), replaces_year=replaces_year)
    return calendar


def _days(entries: list[dict[str, str]]) -> dict[date, str]:
    return {date.fromisoformat(entry["day"]): entry.get("name", "").strip() or MAKE_UP_DAY for entry in entries}


class CalendarNotice(models.Model):
    """One published notice: the days off and the make-up days of a year, or changes to an earlier notice for it.
    It holds for the whole cluster. Whoever changes one recomputes the open deadlines through an action."""

    year = models.PositiveSmallIntegerField(
        _("年度"),
        validators=[
            MinValueValidator(YEARS[0], _("年度不得早于%(limit_value)s年。")),
            MaxValueValidator(YEARS[-1], _("年度不得晚于%(limit_value)s年。")),
        ],
        help_text=_("通知安排的是哪一年的放假，不是通知印发的年份。"),
    )
    title = models.CharField(_("通知标题"), max_length=200)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    published_on = models.DateField(_("发布日期"), help_text=_("同一年度有多份通知时，以发布日期在后的为准。"))
    days_off = models.JSONField(
        _("放假日期"), default=list, blank=True, help_text=_('格式：[{"day": "2027-01-01", "name": "元旦"}]')
    )
    days_on = models.JSONField(
        _("调休上班日期"),
        default=list,
        blank=True,
        help_text=_('格式：[{"day": "2027-02-20", "name": "春节调休上班"}]'),
    )
    replaces_year = models.BooleanField(
        _("替换全年安排"),
        default=False,
        help_text=_("勾选后，该年度此前的安排全部作废，只按本通知执行；不勾选则只改动本通知列出的日期。"),
    )
    note = models.TextField(_("备注"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("录入人"),
    )
    created_at = models.DateTimeField(_("录入时间"), editable=False)

    objects = CalendarNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("放假安排通知")
        verbose_name_plural = _("放假安排通知")
        default_permissions = ()
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_number", "year"],
                condition=~models.Q(document_number=""),
                name="one_calendar_notice_per_document",
                violation_error_message=_("这份通知已经录入，请直接修改原有记录。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.title}"

    def clean(self) -> None:
        """Refuse, with a sentence for each fault, days that cannot be counted with."""
        off, faults_off = _read(self.days_off, self.year, name_required=True)
        on, faults_on = _read(self.days_on, self.year, name_required=False)
        faults_on += [_ON_A_WEEKDAY % (day, WEEKDAY_NAMES[day.weekday()]) for day in on if day.weekday() < SATURDAY]
        faults_on += [_("%s既列为放假，又列为上班。") % day for day in on if day in off]
        says_nothing = not (off or on or faults_off or faults_on)
        if says_nothing or (self.replaces_year and not (off or faults_off)):
            faults_off.append(_("请至少填写一个放假日期。"))
        faults = {field: found for field, found in (("days_off", faults_off), ("days_on", faults_on)) if found}
        if faults:
            raise ValidationError(faults)


_ON_A_WEEKDAY = _(
    "%s是%s，调休上班日应为周六或周日；如要取消原定的放假，请勾选“替换全年安排”，重新录入全年的放假日期。"
)


def _read(entries: object, year: object, *, name_required: bool) -> tuple[list[date], list[str]]:
    """The days listed, and a sentence for each fault in the list."""
    if not isinstance(entries, list):
        return [], [_("请按给出的格式填写日期列表。")]
    days, faults = [], []
    for entry in entries:
        day = _real_day(entry)
        if day is None:
            faults.append(_("“%s”不是有效的日期，请写成 2027-01-01 的形式。") % _as_typed(entry))
            continue
        days.append(day)
        if not _is_name(entry.get("name", ""), required=name_required):
            faults.append(_("请填写%s的节日名称（不超过%s个字）。") % (day, LONGEST_NAME))
        if year in YEARS and not _reaches(year, day):
            faults.append(_("%s不在%s年的安排范围内。") % (day, year))
    faults += [_("%s重复填写。") % day for day, times in Counter(days).items() if times > 1]
    return days, faults


def _real_day(entry: object) -> date | None:
    text = entry.get("day") if isinstance(entry, dict) else None
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == text else None


def _as_typed(entry: object) -> str:
    typed = entry.get("day", "") if isinstance(entry, dict) else entry
    return str(typed)[:LONGEST_NAME]


def _is_name(name: object, *, required: bool) -> bool:
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
        return False
    return bool(name.strip()) or not required


def _reaches(year: int, day: date) -> bool:
    """A notice sets days of its year, of the New Year's week before it and of the first days after it."""
    return date(year, 1, 1) - REACH_BEFORE <= day <= date(year, 12, 31) + REACH_AFTER
