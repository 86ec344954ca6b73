"""Run the clocks of responses by hand, for now or, in a dry run, for another moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from responses.actions import sweep
from sites.management.sweep_command import SweepCommand
from sites.models import User


class Command(SweepCommand):
    """`sweep_responses --at 2026-11-30T03:00 --dry-run` says who would be reminded and what would be pushed at that moment."""

    help = "提醒热点回应时限，把已发布的回应推送给媒体，核对回应页面是否已公开。"

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Sweep once."""
        return sweep(by=User.objects.robot(), at=at, dry_run=dry_run)
