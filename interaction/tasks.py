"""Jobs of interaction: doors to the sweeps."""

from celery import shared_task
from django.utils import timezone

from interaction.actions import expire_entries, fetch_account, sweep_abandoned_files, sweep_lookup_trials
from interaction.deadlines import sweep
from interaction.models import MailAccount
from sites.calendar import local_day
from sites.tasks import PortalTask


@shared_task(base=PortalTask, interval=900)
def sweep_deadlines() -> str:
    """Make and mail the notices about letters that are due soon, due today or overdue."""
    return str(sweep(at=timezone.now()))


@shared_task(base=PortalTask, interval=3600)
def sweep_leftovers() -> str:
    """Mark knowledge entries whose day has passed; forget files of unfinished forms and old tries of query codes."""
    now = timezone.now()
    expired = expire_entries(on=local_day(now), at=now)
    files, trials = sweep_abandoned_files(at=now), sweep_lookup_trials(at=now)
    return f"entries expired {expired}, files forgotten {files}, tries forgotten {trials}"


@shared_task(base=PortalTask, interval=300)
def fetch_letters() -> str:
    """Take in what came by e-mail; an account that cannot be read keeps its fault and does not stop the others."""
    now = timezone.now()
    accounts = MailAccount.objects.filter(is_active=True).select_related("mailbox__site")
    return "; ".join(str(fetch_account(account, at=now)) for account in accounts) or "no accounts"
