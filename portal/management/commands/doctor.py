"""`manage.py doctor`: one line for each part of the installation, with advice; exit code 1 when one does not work."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.health import Level, examine


class Command(BaseCommand):
    """Print how each part is doing."""

    help = "检查数据库、任务队列、定时任务、节假日数据和磁盘空间，逐项给出结果和建议。"
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Print the findings; exit with 1 when something does not work."""
        findings = examine(at=timezone.now())
        styles = {Level.GOOD: self.style.SUCCESS, Level.MIND: self.style.WARNING, Level.BAD: self.style.ERROR}
        for finding in findings:
            self.stdout.write(f"{styles[finding.level](finding.level.value)}  {finding.part}：{finding.sentence}")
            if finding.advice:
                self.stdout.write(f"      建议：{finding.advice}")
        if any(finding.level is Level.BAD for finding in findings):
            sys.exit(1)
