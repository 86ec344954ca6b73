"""Brings the word lists that are shipped with the platform into the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from content.actions import load_shipped_lists
from sites.models import User
from sites.scope import everything


class Command(BaseCommand):
    """For a new installation and after every upgrade; running it again changes nothing."""

    help = "装入随平台提供的词库（易错词、禁用表述）；重复运行不会改动已有词条。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them and say what was added."""
        with everything("command load_word_lists"):
            report = load_shipped_lists(by=User.objects.robot(), at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"新增 {report.added} 条，已有 {report.unchanged} 条。")
