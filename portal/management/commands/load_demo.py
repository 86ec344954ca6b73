"""Loads the demo province into an empty database."""

from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.models import Article
from interaction.models import Letter
from portal.loading import load_province
from sites.refusals import Refused
from sites.scope import everything


class Command(BaseCommand):
    """The demo has accounts with a known password, so it is only for demo mode."""

    help = "向空数据库装入演示省份（仅限演示模式）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it as of now and say what was loaded."""
        if not settings.DEMO or not settings.DEBUG:
            raise CommandError("演示数据带有公开的口令，只能在演示模式（PORTAL_DEBUG 开启）下装入。")
        started = perf_counter()
        try:
            cluster = load_province(at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        if options["verbosity"]:
            with everything("counting what was loaded"):
                counts = (
                    f"{len(cluster.sites)} 个网站，{Article.objects.count()} 篇稿件，{Letter.objects.count()} 封来信"
                )
            self.stdout.write(f"演示省份已装入：{counts}，用时 {perf_counter() - started:.1f} 秒。")
