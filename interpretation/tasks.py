"""The clock's face of interpretation."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interpretation.reminders import sweep
from sites.models import User
from sites.tasks import PortalTask


@shared_task(base=PortalTask, interval=900, title=_("解读任务时限与提醒"))
def sweep_duties() -> str:
    """Compare duties with the facts and remind of those that run out."""
    return str(sweep(by=User.objects.robot(), at=timezone.now()))
