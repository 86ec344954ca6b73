"""Send the office's mails by hand: urges on reprints, outcomes of submissions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.actions.office_mails import mail_office
from sites.management.sweep_command import SweepCommand


class Command(SweepCommand):
    """`mail_office --dry-run` says how many urges and outcomes wait for their mail."""

    help = "发送转载督办和信息报送结果的邮件。"

    def sweep(self, *, at: datetime, dry_run: bool, **options: Any) -> object:
        """Sweep once."""
        return mail_office(at=at, dry_run=dry_run)
