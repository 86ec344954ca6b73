"""The Celery application and the timetable of the sweeps (design: every sweep is safe to run twice or late)."""

import os
from signal import SIGKILL

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init

from portal.leash import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal", task_cls="sites.tasks:PortalTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "publish and expire": {"task": "content.tasks.publish_due", "schedule": 60},
    "purge stored pages": {"task": "content.tasks.purge_pages", "schedule": 60},
    "fetch upstream sources": {"task": "content.tasks.fetch_upstream", "schedule": 300},
    "check reprint clocks": {"task": "content.tasks.sweep_reprints", "schedule": 300},
    "mail urges and outcomes of submissions": {"task": "content.tasks.mail_office", "schedule": 60},
    "check reviews after emergencies": {"task": "content.tasks.sweep_retrospects", "schedule": 300},
    "vacuum what is counted": {"task": "sites.tasks.vacuum_counted_tables", "schedule": 3600},
    "letter leftovers": {"task": "interaction.tasks.sweep_leftovers", "schedule": 3600},
    "letter deadlines": {"task": "interaction.tasks.sweep_deadlines", "schedule": 900},
    "letter deadlines after midnight": {
        "task": "interaction.tasks.sweep_deadlines",
        "schedule": crontab(hour=0, minute=5),
    },
    "fetch letters by e-mail": {"task": "interaction.tasks.fetch_letters", "schedule": 300},
    "interpretation deadlines": {"task": "interpretation.tasks.sweep_duties", "schedule": 900},
    "responses and their clocks": {"task": "responses.tasks.sweep_responses", "schedule": 60},
    "draw renditions": {"task": "content.tasks.make_renditions", "schedule": 60},
    "place media": {"task": "content.tasks.place_media", "schedule": 60},
    "feed the search index": {"task": "search.tasks.feed_index", "schedule": 60},
}


@worker_process_init.connect
def end_with_the_worker(**signal: object) -> None:
    """A pool process must not outlive its worker, however that ended; its task is handed out again."""
    die_with_parent(SIGKILL)
