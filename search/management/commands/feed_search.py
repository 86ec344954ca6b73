"""Feed the search index by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search.backends import SearchUnavailable
from search.indexing import feed, pending
from sites.scope import everything


class Command(BaseCommand):
    """What the job does every minute, now."""

    help = "把尚未送达的变更写入检索索引。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="只显示有多少变更等待写入。")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Feed, and say what was done."""
        if dry_run:
            self.stdout.write(f"{pending().count()} 项变更等待写入检索索引。")
            return
        try:
            with everything("the search index holds every site"):
                fed = feed(at=timezone.now())
        except SearchUnavailable as error:
            raise CommandError(f"{error}{error.hint}") from error
        if fed.skipped:
            raise CommandError("另一个进程正在写检索索引，它会一并处理。")
        self.stdout.write(f"写入 {fed.indexed} 条，移除 {fed.removed} 条，失败 {fed.failed} 条。")
