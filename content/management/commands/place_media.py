"""Brings the media folders in line with what is public, by hand."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from content.actions.standing import place_files, recount_media
from content.models import Asset
from sites.management.sweep_command import SweepCommand


class Command(SweepCommand):
    """The sweep that Celery beat runs every minute; with --recount the uses of all files are found anew first."""

    help = "按公开情况把媒体文件移到应在的文件夹；--recount 先重新核对每个文件的使用处。"

    def add_arguments(self, parser: CommandParser) -> None:
        """As every sweep, and whether to look through all texts."""
        super().add_arguments(parser)
        parser.add_argument("--recount", action="store_true", help="逐一核对全部稿件版本，用于恢复备份或升级之后")

    def sweep(self, *, at: datetime, dry_run: bool, recount: bool = False, **options: Any) -> object:
        """Recount if asked, then move what waits."""
        if dry_run:
            return f"待移动 {Asset.objects.to_place().count()} 个文件"
        counted = recount_media(at=at) if recount else 0
        return f"核对 {counted} 个版本，移动 {place_files()} 个文件"
