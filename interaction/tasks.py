"""Jobs of interaction: doors to the sweeps."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interaction.actions import expire_entries, fetch_account, sweep_abandoned_files, sweep_lookup_trials
from interaction.deadlines import sweep
from interaction.models import MailAccount
from sites.calendar import local_day
from sites.tasks import PortalTask


@shared_task(base=PortalTask, interval=900, title=_("来信时限与提醒"))
def sweep_deadlines() -> str:
    """Make and mail the notices about letters that are due soon, due today or overdue."""
    return str(sweep(at=timezone.now()))


@shared_task(base=PortalTask, interval=3600, title=_("清理来信过期数据"))
def sweep_leftovers() -> str:
    """Mark knowledge entries whose day has passed; forget files of unfinished forms and old tries of query codes."""
    now = timezone.now()
    expired = expire_entries(on=local_day(now), at=now)
    files, trials = sweep_abandoned_files(at=now), sweep_lookup_trials(at=now)
    return f"知识库条目到期 {expired} 条，清理未提交的附件 {files} 个，清理查询失误记录 {trials} 条"


@shared_task(base=PortalTask, interval=300, title=_("收取邮件来信"))
def fetch_letters() -> str:
    """Take in what came by e-mail; an account that cannot be read keeps its fault and does not stop the others."""
    now = timezone.now()
    accounts = MailAccount.objects.filter(is_active=True).select_related("mailbox__site")
    return "；".join(str(fetch_account(account, at=now)) for account in accounts) or "没有启用的邮件信箱"
