"""Draws the renditions of pictures that lack them, by hand."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from content.actions.renditions import Drawn, make_renditions
from content.models import Asset
from sites.management.sweep_command import SweepCommand


class Command(SweepCommand):
    """The sweep that Celery beat runs every minute, until nothing is left."""

    help = "为还没有各种宽度和格式的图片生成版本（AVIF、WebP 及原格式）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """As every sweep, and whether to draw everything anew."""
        super().add_arguments(parser)
        parser.add_argument("--again", action="store_true", help="全部重新生成，例如更改了宽度之后")

    def sweep(self, *, at: datetime, dry_run: bool, again: bool = False, **options: Any) -> object:
        """Draw until nothing is left or nothing succeeds."""
        if again and not dry_run:
            Asset.objects.filter(kind="image").exclude(file__endswith=".webp").update(
                is_rendered=False, render_attempts=0
            )
        total = make_renditions(at=at, dry_run=dry_run)
        done = total
        while not dry_run and done.drawn:
            done = make_renditions(at=at)
            total = Drawn(total.drawn + done.drawn, total.failed + done.failed)
        return total
