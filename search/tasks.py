"""The job that feeds the index: woken after each change, and every minute as the safety net."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.tasks import PortalTask


@shared_task(base=PortalTask, name="search.tasks.feed_index", interval=60, title=_("更新检索索引"))
def feed_index() -> str:
    """Take the outbox rows of the search index; returns what was done."""
    from search.indexing import feed

    return str(feed(at=timezone.now()))
