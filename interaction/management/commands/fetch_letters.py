"""Take in letters by e-mail by hand: `manage.py fetch_letters --dry-run`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from interaction.actions import fetch_account
from interaction.models import MailAccount
from sites.scope import everything


class Command(BaseCommand):
    """Reads every active mail account once."""

    help = "收取邮件来信：读取各邮件信箱的新邮件，登记为来信，其余列明原因。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account and whether to only say what would be done."""
        parser.add_argument("--account", metavar="ADDRESS", help="只收取这个邮箱地址；不填为全部。")
        parser.add_argument("--dry-run", action="store_true", help="模拟运行：只列出，不登记，不标记已读。")

    def handle(self, *args: Any, account: str | None, dry_run: bool, **options: Any) -> None:
        """Fetch and print a line for each mail."""
        now = timezone.now()
        with everything("command fetch_letters"):
            rows = MailAccount.objects.filter(is_active=True).select_related("mailbox__site")
            rows = rows.filter(address__iexact=account) if account else rows
            outcomes = [fetch_account(row, at=now, dry_run=dry_run) for row in rows]
        if dry_run:
            self.stdout.write("模拟运行：没有登记，没有标记已读。")
        if not outcomes:
            self.stdout.write("没有启用的邮件信箱。")
        for each in outcomes:
            self.stdout.write(
                f"{each.account}：来信 {each.letters} 封，其他邮件 {each.others} 封，收过的 {each.known} 封，出错 {each.failed} 封。"
            )
            for line in each.lines:
                self.stdout.write(f"  {line}")
        if faults := [f"{each.account}：{each.error}" for each in outcomes if each.error]:
            raise CommandError("；".join(faults))
