"""Jobs of interaction: doors to the sweeps."""

from celery import shared_task
from django.utils import timezone

from interaction.deadlines import sweep
from sites.tasks import PortalTask


@shared_task(base=PortalTask, interval=900)
def sweep_deadlines() -> str:
    """Make and mail the notices about letters that are due soon, due today or overdue."""
    return str(sweep(at=timezone.now()))
