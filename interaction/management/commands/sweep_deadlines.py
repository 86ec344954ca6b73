"""Run the deadline sweep by hand: `manage.py sweep_deadlines --on 2026-11-30 --dry-run`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from interaction.countdown import countdown
from interaction.deadlines import Swept, sweep
from sites.models import CalendarNotice
from sites.scope import everything

ROWS_PRINTED = 50


class Command(BaseCommand):
    """Says which letters are due soon, due today or overdue, and notices whoever must act."""

    help = "来信时限提醒：列出即将到期、今日到期和已逾期的来信，并提醒承办人员。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and whether to only say what would be done."""
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="按这一天计算；不填为今天。")
        parser.add_argument("--dry-run", action="store_true", help="模拟运行：只列出，不写入，不发送。")

    def handle(self, *args: Any, on: str | None, dry_run: bool, **options: Any) -> None:
        """Sweep and print counts and rows."""
        try:
            day = date.fromisoformat(on) if on else None
        except ValueError:
            raise CommandError(f"“{on}”不是日期，请写成 2026-11-30 的形式。", returncode=2) from None
        if day is not None and day > timezone.localdate() and not dry_run:
            raise CommandError("还没到的日子只能模拟运行，请加上 --dry-run。", returncode=2)
        with everything("command sweep_deadlines"):
            swept = sweep(at=timezone.now(), on=day, dry_run=dry_run, keep_rows=ROWS_PRINTED)
        self._print(swept, dry_run=dry_run)

    def _print(self, swept: Swept, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("模拟运行：没有写入，没有发送。")
        self.stdout.write(
            f"{swept.on}：已逾期 {swept.overdue} 件，今日到期 {swept.due_today} 件，两个工作日内到期 {swept.due_soon} 件。"
        )
        will = "将产生" if dry_run else "产生"
        self.stdout.write(
            f"{will}提醒 {swept.created} 条，发出邮件 {swept.mailed} 封，无人可提醒 {swept.nobody} 件，出错 {swept.failed} 件。"
        )
        calendar = CalendarNotice.objects.calendar()
        for kind, letter in swept.rows:
            words = countdown(letter, on=swept.on, calendar=calendar).words
            self.stdout.write(f"  {kind.label}  {letter.number}  最迟 {letter.due_on}  {words}  {letter.title}")
        rest = swept.overdue + swept.due_today + swept.due_soon - len(swept.rows)
        if rest > 0:
            self.stdout.write(f"  ……另有 {rest} 件。")
