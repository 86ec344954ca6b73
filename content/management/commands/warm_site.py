"""Fill the page store of this machine before the readers come: after an upgrade, before a big publication."""

import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.page_store.folder import PageFolder
from content.page_store.inventory import pages_of
from content.page_store.purging import open_store
from content.page_store.rendering import render_all
from sites.models import Site
from sites.scope import everything

BAR = 30


class Command(BaseCommand):
    """Render every public page of the sites, all online ones by default."""

    help = "预先生成网站的静态页。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sites, and how many processes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="网站短名；不写则为全部已上线的网站。")
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="同时使用的进程数，默认为处理器个数。"
        )

    def handle(self, *args: Any, slugs: list[str], jobs: int, verbosity: int, **options: Any) -> None:
        """Render them, and say how many and how fast."""
        if not 1 <= jobs <= 64:
            raise CommandError("--jobs 应为 1 到 64 之间的整数。")
        with everything("pages are rendered for every site"):
            sites = self._sites(slugs)
            at = timezone.now()
            open_store(PageFolder(settings.PAGE_STORE), at=at)
            addresses = [(site.host, path) for site in sites for path in pages_of(site, at=at)]
            self._render(addresses, jobs, shows=verbosity > 0 and sys.stderr.isatty())

    @staticmethod
    def _sites(slugs: list[str]) -> list[Site]:
        found = {site.slug: site for site in Site.objects.online().order_by("tree_id", "lft")}
        unknown = [slug for slug in slugs if slug not in found]
        if unknown:
            raise CommandError(f"没有已上线的网站“{'、'.join(unknown)}”。")
        return [found[slug] for slug in slugs] if slugs else list(found.values())

    def _render(self, addresses: list[tuple[str, str]], jobs: int, *, shows: bool) -> None:
        began, done, failed = time.monotonic(), 0, []
        for chunk in render_all(iter(addresses), jobs=jobs):
            done += len(chunk)
            failed += [(host, path, status) for host, path, status in chunk if status != 200]
            if shows:
                self._bar(done, len(addresses), time.monotonic() - began)
        seconds = time.monotonic() - began
        for host, path, status in failed[:20]:
            self.stderr.write(f"未生成 {host}{path}（{status}）")
        rate = done / seconds if seconds else 0
        self.stdout.write(
            f"已生成 {done - len(failed)} 页，未成 {len(failed)} 页，用时 {seconds:.1f} 秒，每秒 {rate:.0f} 页。"
        )

    def _bar(self, done: int, total: int, seconds: float) -> None:
        filled = BAR * done // max(1, total)
        bar = "█" * filled + "░" * (BAR - filled)
        self.stderr.write(f"\r  {bar} {done}/{total}，每秒 {done / max(seconds, 0.001):.0f} 页", ending="")
        if done == total:
            self.stderr.write("")
