"""The clock's face of responses."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.actions import send_pushes, sweep
from sites.models import User
from sites.tasks import PortalTask


@shared_task(base=PortalTask)
def push_statements() -> str:
    """Mail what has just been published to the media: the fast path after a commit."""
    sent, failed = send_pushes(at=timezone.now())
    return f"推送 {sent} 条，失败 {failed} 条"


@shared_task(base=PortalTask, interval=60, title=_("热点回应时限与推送"))
def sweep_responses() -> str:
    """Remind of clocks that run out, push what waits, look for what became public."""
    return str(sweep(by=User.objects.robot(), at=timezone.now()))
