"""Drop stale stored pages by hand, all of them, or for as long as the command runs."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from content.page_store.folder import PageFolder
from content.page_store.purging import follow, start_over, sweep
from sites.scope import everything

PAUSE = 2.0


class Command(BaseCommand):
    """What the job does every minute. A web node without a worker of its own runs it with --follow."""

    help = "清除已过时的静态页。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Dry run, everything, or on and on."""
        parser.add_argument("--dry-run", action="store_true", help="只显示将要清除的地址，不改动文件。")
        parser.add_argument("--all", action="store_true", help="清除全部静态页，例如恢复数据备份之后。")
        parser.add_argument(
            "--follow", action="store_true", help="持续运行，每两秒处理一次，供没有后台任务的网站节点使用。"
        )

    def handle(self, *args: Any, dry_run: bool, all: bool, follow: bool, **options: Any) -> None:
        """Purge, and say what was dropped."""
        folder = PageFolder(settings.PAGE_STORE)
        with everything("command purge_pages"):
            if all:
                self._drop_all(folder, dry_run=dry_run)
            elif follow:
                self._follow(folder)
            elif dry_run:
                self._show(folder)
            else:
                self.stdout.write(str(sweep(folder, at=timezone.now())))

    def _drop_all(self, folder: PageFolder, *, dry_run: bool) -> None:
        count = sum(1 for _page in folder.pages())
        if dry_run:
            self.stdout.write(f"（试算，未改动文件）将清除全部静态页 {count} 个。")
            return
        start_over(folder, at=timezone.now())
        folder.empty_bin()
        self.stdout.write(f"已清除全部静态页 {count} 个。")

    def _show(self, folder: PageFolder) -> None:
        found = follow(folder, at=timezone.now(), dry_run=True)
        for address in sorted(found.addresses):
            self.stdout.write(address)
        self.stdout.write(f"（试算，未改动文件）{found}")

    def _follow(self, folder: PageFolder) -> None:
        while True:
            close_old_connections()
            found = sweep(folder, at=timezone.now())
            if found.addresses:
                self.stdout.write(str(found))
            time.sleep(PAUSE)
