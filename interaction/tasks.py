"""Jobs of interaction: doors to the sweeps."""

from celery import shared_task
from django.utils import timezone

from interaction.actions import expire_entries, sweep_abandoned_files, sweep_lookup_trials
from interaction.deadlines import sweep
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
