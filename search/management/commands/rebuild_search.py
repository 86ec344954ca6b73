"""Build the search index anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search.backends import Busy
from search.indexing import is_built, rebuild
from sites.scope import everything


class Command(BaseCommand):
    """The cure for a missing or broken index; search goes on with the old one until the new one is complete."""

    help = "重建检索索引。重建期间仍可使用原有索引检索。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --if-missing."""
        parser.add_argument("--if-missing", action="store_true", help="索引已建立且可以读取时不做任何事。")

    def handle(self, *args: Any, if_missing: bool, verbosity: int, **options: Any) -> None:
        """Rebuild, and say how many documents it took how long."""
        if if_missing and is_built():
            if verbosity:
                self.stdout.write("检索索引已建立，无需重建。")
            return
        began = time.monotonic()
        try:
            with everything("the search index holds every site"):
                count = rebuild(at=timezone.now(), progress=self._show if verbosity else None)
        except Busy:
            raise CommandError("另一个进程正在写检索索引，请稍后再试。") from None
        if verbosity:
            self.stdout.write(f"\n检索索引已建立：{count} 条，用时 {time.monotonic() - began:.1f} 秒。")

    def _show(self, done: int, total: int) -> None:
        self.stdout.write(f"\r  已处理 {done}/{total}", ending="")
        self.stdout.flush()
