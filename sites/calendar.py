"""Working days: pure values, no database, no clock, no Django.

A legal period of working days needs both the holidays and the make-up weekends (调休) of the yearly notice, so a
`WorkCalendar` is given both. Its day zero is the day of receipt, which is never counted, whatever kind of day it is:

    民法典 第二百零一条：按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。

A year whose notice is not published yet is counted by weekdays and everything that depends on it is provisional (暂定).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from functools import cache, cached_property
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS = (time(8, 30), time(18))
MOST_WORKING_DAYS = 4000  # sixteen years; no legal period is longer, so a larger number is a mistake
SATURDAY = 5
NOTICE_EXPECTED_FROM = 11  # the month about which the State Council's office publishes the next year's notice
WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
HOLIDAY_NAMES = {
    "new_years_day": "元旦",
    "spring_festival": "春节",
    "tomb_sweeping_day": "清明节",
    "labour_day": "劳动节",
    "dragon_boat_festival": "端午节",
    "national_day": "国庆节",
    "mid_autumn_festival": "中秋节",
    "anti_fascist_70th_day": "抗战胜利70周年纪念日",
}


class DueDate(NamedTuple):
    """The day a period ends on (met until its midnight), and whether a notice still to come may move it."""

    day: date
    is_provisional: bool


class DayCounted(NamedTuple):
    """One line of an explanation: a day, whether it counts, as which number, and why."""

    day: date
    counts: bool
    number: int | None
    reason: str
    is_provisional: bool


class _Year(NamedTuple):
    """One year laid out for look-up; the two tuples are indexed by day of the year, and 0 stands for its eve."""

    number: int
    eve: int  # the ordinal of 31 December before
    working_days: tuple[date, ...]
    worked: tuple[int, ...]  # working days of the year up to and including this day
    unsettled: tuple[int, ...]  # the same for the days that a notice still to come may change


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `days_off` and `days_on` (make-up days, which win) map a day to the reason shown;
    `years` are those with a published notice."""

    days_off: Mapping[date, str]
    days_on: Mapping[date, str]
    years: frozenset[int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days_off", MappingProxyType(dict(self.days_off)))
        object.__setattr__(self, "days_on", MappingProxyType(dict(self.days_on)))
        object.__setattr__(self, "years", frozenset(self.years))

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """A fingerprint of the content, to be stored with every due date: equal calendars have equal versions."""
        content = [sorted((day.isoformat(), reason) for day, reason in days.items()) for days in self._days]
        return hashlib.sha256(json.dumps([*content, sorted(self.years)]).encode()).hexdigest()[:16]

    # --- One day -------------------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """A listed make-up day, or a weekday that is not listed off."""
        _refuse_unless_date(day)
        return day in self.days_on or (day.weekday() < SATURDAY and day not in self.days_off)

    def is_provisional(self, day: date) -> bool:
        """Whether the notice that decides about this day is still to be published."""
        return deciding_year(day) not in self.years

    def reason(self, day: date) -> str:
        """Why the day is worked or not, in words for the citizen."""
        if day in self.days_on:
            return self.days_on[day] or "调休上班"
        if day in self.days_off:
            return self.days_off[day] or "放假"
        usual = "工作日" if day.weekday() < SATURDAY else "周末"
        return f"{usual}（{deciding_year(day)}年放假安排未公布，暂定）" if self.is_provisional(day) else usual

    def is_office_hours(self, at: datetime) -> bool:
        """Whether people are at work: a working day, between half past eight and six in China."""
        local = at.astimezone(CHINA)
        return self.is_working_day(local.date()) and OFFICE_HOURS[0] <= local.time() < OFFICE_HOURS[1]

    # --- Periods -------------------------------------------------------------------------------------------------

    def add_working_days(self, start: date, n: int) -> DueDate:
        """The n-th working day after `start`. Raises ValueError with a sentence for bad values."""
        _refuse_unless_period(start, n)
        if n == 0:
            return DueDate(start, False)
        year = self._year(start.year)
        position = start.toordinal() - year.eve
        number, unsettled = year.worked[position] + n, -year.unsettled[position]
        while number > len(year.working_days):
            number, unsettled = number - len(year.working_days), unsettled + year.unsettled[-1]
            year = self._year(year.number + 1)
        day = year.working_days[number - 1]
        return DueDate(day, unsettled + year.unsettled[day.toordinal() - year.eve] > 0)

    def subtract_working_days(self, day: date, n: int) -> DueDate:
        """The n-th working day before `day`, for reminders: adding n to it leads back to a `day` that is worked."""
        _refuse_unless_period(day, n)
        if n == 0:
            return DueDate(day, False)
        year = self._year(day.year)
        position = day.toordinal() - year.eve - 1
        number, unsettled = year.worked[position] - n, year.unsettled[position]
        while number < 0:
            year = self._year(year.number - 1)
            number, unsettled = number + len(year.working_days), unsettled + year.unsettled[-1]
        earlier = year.working_days[number]
        return DueDate(earlier, unsettled > year.unsettled[earlier.toordinal() - year.eve - 1])

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` is the earlier."""
        _refuse_unless_date(a)
        _refuse_unless_date(b)
        if b < a:
            return -self.working_days_between(b, a)
        whole_years = sum(len(self._year(year).working_days) for year in range(a.year, b.year))
        return whole_years + self._worked(b) - self._worked(a)

    def explain(self, start: date, n: int) -> list[DayCounted]:
        """Every day from day zero to the due day: counted as which number, or skipped, and why."""
        due = self.add_working_days(start, n).day
        lines, number = [DayCounted(start, False, None, "起算当日，不计入", False)], 0
        for day in _days_after(start, until=due):
            counts = self.is_working_day(day)
            number += counts
            lines.append(
                DayCounted(day, counts, number if counts else None, self.reason(day), self.is_provisional(day))
            )
        return lines

    # --- Notices -------------------------------------------------------------------------------------------------

    def with_notice(
        self, year: int, days_off: Mapping[date, str], days_on: Mapping[date, str], *, replaces_year: bool = False
    ) -> "WorkCalendar":
        """This calendar with a later notice laid over it: day by day, or in place of all that was said for the year."""

        def stays(day: date) -> bool:
            withdrawn = replaces_year and deciding_year(day) == year
            return not (withdrawn or day in days_off or day in days_on)

        kept_off, kept_on = ({day: why for day, why in days.items() if stays(day)} for days in self._days)
        return WorkCalendar(kept_off | dict(days_off), kept_on | dict(days_on), self.years | {year})

    def without(self, days: Mapping[date, str]) -> "WorkCalendar":
        """This calendar with days on which a period stands still, each with the reason; it settles no year by itself."""
        return WorkCalendar(
            {**self.days_off, **days}, {day: why for day, why in self.days_on.items() if day not in days}, self.years
        )

    # --- Tables, one a year, made when first asked for -----------------------------------------------------------

    @property
    def _days(self) -> tuple[Mapping[date, str], Mapping[date, str]]:
        return self.days_off, self.days_on

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._lay_out(number)
        return year

    def _lay_out(self, number: int) -> _Year:
        if not MINYEAR <= number <= MAXYEAR:
            raise ValueError("日期超出可以计算的范围。")
        working_days, worked, unsettled = [], [0], [0]
        first = date(number, 1, 1)
        for day in (first, *_days_after(first, until=date(number, 12, 31))):
            if self.is_working_day(day):
                working_days.append(day)
            worked.append(len(working_days))
            unsettled.append(unsettled[-1] + self.is_provisional(day))
        return _Year(number, first.toordinal() - 1, tuple(working_days), tuple(worked), tuple(unsettled))

    def _worked(self, day: date) -> int:
        year = self._year(day.year)
        return year.worked[day.toordinal() - year.eve]


def deciding_year(day: date) -> int:
    """The year whose notice decides about `day`. New Year reaches back over the year's end: 31 December, and a weekend
    on the 29th or 30th that may become a make-up day, are set by the notice of the year that follows."""
    is_eve = day.month == 12 and (day.day == 31 or (day.day >= 29 and day.weekday() >= SATURDAY))
    return day.year + is_eve


def is_overdue(due_on: date, on: date) -> bool:
    """A deadline is met until the end of its day and overdue from the next day, worked or not."""
    return on > due_on


def local_day(moment: datetime) -> date:
    """The date in China at that moment, wherever the server stands. Raises ValueError without a time zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("时间缺少时区。")
    try:
        return moment.astimezone(CHINA).date()
    except OverflowError as error:
        raise ValueError("日期超出可以计算的范围。") from error


@cache
def seed_calendar() -> WorkCalendar:
    """The notices published from 2004 on, as the `chinese_calendar` package lists them. Only its data is read: its
    functions raise outside the years it knows."""
    holidays, make_up_days = chinese_calendar.holidays, chinese_calendar.workdays
    return WorkCalendar(
        days_off={day: _holiday_name(holiday) for day, holiday in holidays.items()},
        days_on={day: f"{_holiday_name(holiday)}调休上班" for day, holiday in make_up_days.items()},
        years=frozenset(deciding_year(day) for day in holidays),
    )


def _holiday_name(value: str) -> str:
    holiday = chinese_calendar.Holiday(value)
    return HOLIDAY_NAMES.get(holiday.name, holiday.chinese)


def _days_after(start: date, *, until: date) -> Iterator[date]:
    for ordinal in range(start.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _refuse_unless_date(day: date) -> None:
    if isinstance(day, datetime) or not isinstance(day, date):
        raise ValueError("工作日只按日期计算：请先用 local_day 把时间换成当地日期。")


def _refuse_unless_period(start: date, n: int) -> None:
    _refuse_unless_date(start)
    if not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= MOST_WORKING_DAYS:
        raise ValueError(f"工作日数应为 0 至 {MOST_WORKING_DAYS} 的整数。")
