"""Run the interpretation clock by hand, for now or, in a dry run, for another day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interpretation.reminders import sweep
from sites.management.sweep_command import SweepCommand
from sites.models import User


class Command(SweepCommand):
    """`sweep_duties --on 2026-11-30 --dry-run` says what would be settled, recounted and reminded of on that day."""

    help = "核对解读任务完成情况，按修订后的日历重新计算时限，发出到期提醒。"

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Sweep once."""
        return sweep(by=User.objects.robot(), at=at, dry_run=dry_run)
