"""Fetch the upstream sources of reprints now, all of them or the one named."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content.actions.reprints import sweep
from content.actions.upstream import receive_all
from sites.models import User
from sites.scope import everything


class Command(BaseCommand):
    """`fetch_upstream --source 中国政府网 --dry-run` says what is new without keeping it."""

    help = "抓取上级信息转载源，并向各站派发转载任务。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which source, and whether to keep anything."""
        parser.add_argument("--source", default="", help="只抓取这个转载源（按名称）；默认全部启用的转载源")
        parser.add_argument("--dry-run", action="store_true", help="只报告有无新信息，不保存、不派发")

    def handle(self, *args: Any, source: str, dry_run: bool, **options: Any) -> None:
        """Print one line for each source, then what was spread."""
        at, robot = timezone.now(), User.objects.robot()
        with everything("command fetch_upstream"):
            received = receive_all(by=robot, at=at, name=source, dry_run=dry_run)
            if not received:
                raise CommandError(f"没有名为“{source}”的启用的转载源。" if source else "没有启用的转载源。")
            for each in received:
                self.stdout.write(f"（试抓，未保存）{each}" if dry_run else str(each))
            if not dry_run:
                self.stdout.write(str(sweep(by=robot, at=timezone.now())))
