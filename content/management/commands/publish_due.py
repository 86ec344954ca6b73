"""Publishes and expires what is scheduled, by hand."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from content.actions.publishing import publish_and_expire
from sites.models import User
from sites.scope import everything


class Command(BaseCommand):
    """The sweep that Celery beat runs every minute."""

    help = "发布已到时间的定时稿件，下线已到期的稿件。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Another moment than now, and whether only to look."""
        parser.add_argument("--at", help="按此时刻计算，如 2026-11-30T08:00；不写则为现在。")
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不作改动。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the sweep once."""
        at = self._moment(options["at"])
        with everything("command publish_due"):
            done = publish_and_expire(by=User.objects.robot(), at=at, dry_run=options["dry_run"])
        self.stdout.write(f"{'模拟运行：' if options['dry_run'] else ''}{done}")

    @staticmethod
    def _moment(text: str | None) -> datetime:
        if not text:
            return timezone.now()
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise CommandError(f"“{text}”不是时刻，请写成 2026-11-30T08:00。", returncode=2)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
