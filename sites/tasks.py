"""The base of every job: it enters a scope, and leaves a heartbeat when the job is one that must run regularly. And the one job of
the ground floor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import Task, current_app, shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.scope import everything
from sites.upkeep import vacuum_due

log = logging.getLogger(__name__)


class PortalTask(Task):
    """Runs a job in an explicit scope. A job with `interval` (seconds) is a sweep and keeps a JobRun row."""

    abstract = True
    interval: int = 0
    title: str = ""  # what people call a sweep

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the job; a sweep's outcome or failure is written to its JobRun."""
        with everything(f"job {self.name}"):
            if not self.interval:
                return super().__call__(*args, **kwargs)
            return run_job(self.name, self.interval, lambda: super(PortalTask, self).__call__(*args, **kwargs))


def title_of(name: str) -> str:
    """Return what people call the sweep of this name; the name itself of one that there is no more."""
    return str(getattr(current_app.tasks.get(name), "title", "") or name)


def run_job(name: str, interval: int, work: Callable[[], Any]) -> Any:
    """Do the work of a sweep and keep its heartbeat: started, finished, what came out, how often it failed in a row."""
    from django.db.models import F

    from sites.models import JobRun

    JobRun.objects.update_or_create(name=name, defaults={"started_at": timezone.now(), "interval_seconds": interval})
    try:
        result = work()
    except Exception as error:
        JobRun.objects.filter(name=name).update(error=str(error)[:2000], failures=F("failures") + 1)
        raise
    JobRun.objects.filter(name=name).update(finished_at=timezone.now(), result=str(result)[:200], error="", failures=0)
    return result


@shared_task(base=PortalTask, interval=3600, title=_("数据库统计表维护"))
def vacuum_counted_tables() -> str:
    """Vacuum the tables whose indexes are counted, where enough of their rows changed."""
    return ", ".join(vacuum_due()) or "没有需要维护的表"
