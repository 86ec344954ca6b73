"""What every sweep shares when it is run by hand: for which moment, and whether it only counts."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sites.scope import everything

BAD_INPUT = 2


class SweepCommand(BaseCommand):
    """A sweep as a command: `--on DAY` or `--at MOMENT` (local when it names no zone), and `--dry-run`, which changes
    nothing. A moment to come can only be tried: a real run never writes tomorrow's date into today's records."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Day, moment, dry run."""
        parser.add_argument("--on", default="", metavar="DAY", help="按哪一天计算，例如 2026-11-30；默认今天")
        parser.add_argument("--at", default="", metavar="MOMENT", help="按哪一时刻计算，例如 2026-11-30T09:00")
        parser.add_argument("--dry-run", action="store_true", help="只报告将要做什么，不改动任何数据")

    def handle(self, *args: Any, on: str, at: str, dry_run: bool, **options: Any) -> None:
        """Run the sweep over every site and print what came out."""
        now = timezone.now()
        moment = self.moment(on, at, now)
        if moment > now and not dry_run:
            self.refuse("所给日期在今天之后，只能试算：请加 --dry-run。")
        with everything(f"command {type(self).__module__.rpartition('.')[2]}"):
            outcome = self.sweep(at=moment, dry_run=dry_run, **options)
        self.stdout.write(f"（试算，未改动数据）{outcome}" if dry_run else str(outcome))

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Do the work for the moment and return what to print."""
        raise NotImplementedError

    def moment(self, on: str, at: str, now: datetime) -> datetime:
        """The moment meant: the given one, the last second of the given day, or now."""
        try:
            if at:
                given = datetime.fromisoformat(at)
                return given if given.tzinfo else timezone.make_aware(given)
            if on and date.fromisoformat(on) != timezone.localdate(now):
                return timezone.make_aware(datetime.combine(date.fromisoformat(on), time(23, 59, 59)))
        except (ValueError, OverflowError):
            self.refuse(f"“{(at or on)[:40]}”不是有效的日期或时间，请写成 2026-11-30 或 2026-11-30T09:00 的形式。")
        return now

    def refuse(self, sentence: str) -> NoReturn:
        """End with one sentence and exit code 2; a caller in Python gets it as CommandError."""
        if not self._called_from_command_line:
            raise CommandError(sentence, returncode=BAD_INPUT)
        self.stderr.write(sentence)
        sys.exit(BAD_INPUT)
