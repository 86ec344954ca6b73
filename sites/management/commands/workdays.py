"""Answer one question about a deadline: on which day do N working days end that began to run at this moment?"""

import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from sites.calendar import CHINA, MOST_WORKING_DAYS, WEEKDAY_NAMES, WorkCalendar, local_day, seed_calendar
from sites.models import CalendarNotice

BAD_INPUT = 2


class Command(BaseCommand):
    """`workdays 2026-02-13T09:00+08:00 7` prints the due date, then 暂定 when a notice to come may move it."""

    help = "计算自收到之日起第 N 个工作日（收到当日不计）。"
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, except that what it cannot read is answered like every other bad input."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = lambda message: self.refuse(
            "参数有误：请依次写明收到时间和工作日数，例如 workdays 2026-02-13T09:00+08:00 7。"
        )
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Plain texts: what they mean is read, and refused, in `handle`."""
        parser.add_argument("received", help="收到的日期或时间；未写时区的按北京时间")
        parser.add_argument("days", help="工作日数")
        parser.add_argument("--explain", action="store_true", help="逐日列出计与不计及其原因")

    def handle(self, *args: Any, received: str, days: str, explain: bool, **options: Any) -> None:
        """Print the due date alone on the first line."""
        try:
            start, n = day_received(received), number_of_days(days)
            calendar = self.calendar_in_force()
            due = calendar.add_working_days(start, n)
        except ValueError as error:
            self.refuse(str(error))
        self.stdout.write(due.day.isoformat())
        if due.is_provisional:
            self.stdout.write("暂定")
        if explain:
            self.stdout.write("\n".join(explanation(calendar, start, n)))

    def calendar_in_force(self) -> WorkCalendar:
        """The calendar with the notices entered; without a database the delivered data, and a word about it."""
        try:
            return CalendarNotice.objects.calendar()
        except DatabaseError:
            self.stderr.write("未能读取数据库中的放假安排通知，按平台自带的放假安排计算。")
            return seed_calendar()

    def refuse(self, sentence: str) -> NoReturn:
        """End with one sentence and exit code 2; a caller in Python gets it as CommandError."""
        if not self._called_from_command_line:
            raise CommandError(sentence, returncode=BAD_INPUT)
        self.stderr.write(sentence)
        sys.exit(BAD_INPUT)


def day_received(text: str) -> date:
    """The local date of a date or time as typed; without a zone it is local already."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            value = read(text)
        except ValueError:
            continue
        if not isinstance(value, datetime):
            return value
        return local_day(value if value.tzinfo else value.replace(tzinfo=CHINA))
    raise ValueError(f"“{text[:40]}”不是有效的日期或时间，请写成 2026-02-13 或 2026-02-13T09:00+08:00 的形式。")


def number_of_days(text: str) -> int:
    """The number of working days as typed."""
    if not re.fullmatch(r"\+?\d{1,9}", text, re.ASCII) or int(text) > MOST_WORKING_DAYS:
        raise ValueError(f"“{text[:20]}”不是有效的工作日数，请写 0 至 {MOST_WORKING_DAYS} 的整数。")
    return int(text)


def explanation(calendar: WorkCalendar, start: date, n: int) -> Iterator[str]:
    """One line for each day: date, weekday, its number or 不计, and why."""
    for line in calendar.explain(start, n):
        counted = f"第{line.number}日" if line.counts else "不计"
        yield f"{line.day} {WEEKDAY_NAMES[line.day.weekday()]} {counted} {line.reason}"
