"""Run the reprint clocks by hand, for now or, in a dry run, for another day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.actions.reprints import sweep
from sites.management.sweep_command import SweepCommand
from sites.models import User


class Command(SweepCommand):
    """`sweep_reprints --on 2026-11-30 --dry-run` says what would be opened, copied and noted as late on that day."""

    help = "派发转载任务、自动转载、登记逾期。"

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Sweep once."""
        return sweep(by=User.objects.robot(), at=at, dry_run=dry_run)
