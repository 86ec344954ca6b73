"""Check that the audit trail holds."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sites.audit import broken_entries
from sites.models import AuditChain

MOST_SHOWN = 20


class Command(BaseCommand):
    """Recompute every seal and every link; say per chain that it holds, or exactly where it does not."""

    help = "核对操作日志的哈希链：逐链显示完好，或指出断裂、缺失、被改动的条目。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --chain."""
        parser.add_argument("--chain", help="只核对这一条链，如 platform 或 site:3。")

    def handle(self, *args: Any, chain: str | None, **options: Any) -> None:
        """Check; the exit code is 1 when any chain is broken."""
        chains = AuditChain.objects.order_by("pk")
        if chain is not None:
            chains = chains.filter(name=chain)
            if not chains:
                raise CommandError(f"没有名为“{chain}”的链。")
        broken = [each for each in chains if not self._holds(each)]
        if broken:
            raise CommandError(f"{len(broken)} 条链不完整：{'、'.join(each.name for each in broken)}。")
        self.stdout.write(f"共 {len(chains)} 条链，全部完好。")

    def _holds(self, chain: AuditChain) -> bool:
        faults = 0
        for number, what in broken_entries(chain):
            faults += 1
            if faults <= MOST_SHOWN:
                self.stdout.write(self.style.ERROR(f"{chain.name}：第 {number} 条 {what}"))
        if faults > MOST_SHOWN:
            self.stdout.write(self.style.ERROR(f"{chain.name}：还有 {faults - MOST_SHOWN} 处未列出"))
        if not faults:
            self.stdout.write(f"{chain.name}：{chain.length} 条，完好")
        return not faults
