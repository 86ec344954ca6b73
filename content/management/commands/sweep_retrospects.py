"""Run the clock of retrospective review by hand, for now or, in a dry run, for another day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.actions.retrospective_notices import sweep_retrospects
from sites.management.sweep_command import SweepCommand
from sites.models import User


class Command(SweepCommand):
    """`sweep_retrospects --on 2026-11-30 --dry-run` says how many publications would be reminded of on that day."""

    help = "应急发布追审：重新计算期限、提醒、催办。"

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Sweep once."""
        return sweep_retrospects(by=User.objects.robot(), at=at, dry_run=dry_run)
