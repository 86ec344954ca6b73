"""Check that the audit trail holds, and the records that it vouches for."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sites.audit import Event, broken_entries
from sites.evidence import Evidence, all_evidence
from sites.models import AuditChain

MOST_SHOWN = 20


class Command(BaseCommand):
    """Recompute every seal and every link; say per chain that it holds, or exactly where it does not. Then compare what
    the trail vouches for (reviews and the texts judged) with the rows of today."""

    help = "核对操作日志的哈希链和审核记录：逐项显示完好，或指出断裂、缺失、被改动的条目。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --chain."""
        parser.add_argument("--chain", help="只核对这一条链及其网站的审核记录，如 platform 或 site:3。")

    def handle(self, *args: Any, chain: str | None, **options: Any) -> None:
        """Check; the exit code is 1 when anything does not hold."""
        chains = AuditChain.objects.order_by("pk")
        if chain is not None:
            chains = chains.filter(name=chain)
            if not chains:
                raise CommandError(f"没有名为“{chain}”的链。")
        broken = [each.name for each in chains if not self._holds(each)]
        of_site = chain is None or chain.startswith("site:")
        site = int(chain.removeprefix("site:")) if chain and of_site else None
        unlike = [each.name for each in all_evidence() if of_site and not self._agrees(each, site)]
        if broken:
            raise CommandError(f"{len(broken)} 条链不完整：{'、'.join([*broken, *unlike])}。")
        if unlike:
            raise CommandError(f"操作日志完好，但与其不符：{'、'.join(unlike)}。")
        self.stdout.write(f"共 {len(chains)} 条链，全部完好。")

    def _holds(self, chain: AuditChain) -> bool:
        faults = [f"第 {number} 条{self._entry(chain, number)}：{what}" for number, what in broken_entries(chain)]
        self._tell(chain.name, faults, well=f"{chain.length} 条，完好")
        return not faults

    def _agrees(self, evidence: Evidence, site: int | None) -> bool:
        faults = list(evidence.faults(site))
        self._tell(evidence.name, faults, well="与操作日志一致")
        return not faults

    def _tell(self, name: str, faults: list[str], *, well: str) -> None:
        for fault in faults[:MOST_SHOWN]:
            self.stdout.write(self.style.ERROR(f"{name}：{fault}"))
        if len(faults) > MOST_SHOWN:
            self.stdout.write(self.style.ERROR(f"{name}：还有 {len(faults) - MOST_SHOWN} 处未列出"))
        if not faults:
            self.stdout.write(f"{name}：{well}")

    @staticmethod
    def _entry(chain: AuditChain, number: int) -> str:
        """What the entry now says, so that the reader need not look it up; nothing when it is gone."""
        entry = chain.entries.filter(number=number).first()
        if entry is None:
            return ""
        event = Event(entry.event).label if entry.event in Event else entry.event
        when = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}" if entry.at else "时间无法识别"
        return f"（{when} {entry.actor_name} {event} {entry.object_text}）"
