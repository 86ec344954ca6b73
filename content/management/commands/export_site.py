"""Write a whole site into a folder that any web server can serve."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.page_store.exporting import export_site
from sites.models import Site
from sites.scope import everything

MOST_SHOWN = 20


class Command(BaseCommand):
    """For handing a site over, for an archive, for a machine without Python."""

    help = "把一个网站的全部公开页面、附件和静态文件导出到文件夹。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The site and the folder."""
        parser.add_argument("slug", help="网站短名")
        parser.add_argument("folder", type=Path, help="目标文件夹，须为空或不存在")

    def handle(self, *args: Any, slug: str, folder: Path, verbosity: int, **options: Any) -> None:
        """Export it, and say what was written and what was not."""
        with everything("command export_site"):
            site = Site.objects.online().filter(slug=slug).first()
            if site is None:
                raise CommandError(f"没有已上线的网站“{slug}”。")
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise CommandError(f"“{folder}”已有内容，请换一个空的文件夹。")
            done = export_site(site, folder, at=timezone.now(), progress=self._show if verbosity > 0 else None)
        for path, status in done.failed[:MOST_SHOWN]:
            self.stderr.write(f"未导出 {path}（{status}）")
        self.stdout.write(f"\n已导出 {done.pages} 页、{done.files} 个附件和图片，未成 {len(done.failed)} 项：{folder}")

    def _show(self, done: int) -> None:
        if done % 20 == 0:
            self.stdout.write(f"\r  已导出 {done} 页", ending="")
            self.stdout.flush()
