"""Jobs are called what people call them: every sweep of the timetable has a title, and its outcome is said in Chinese."""

import re

import pytest
from celery import current_app
from django.urls import reverse

from portal.celery import app
from sites.models import JobRun
from sites.tasks import title_of

PLANNED = sorted({entry["task"] for entry in app.conf.beat_schedule.values()})


@pytest.mark.parametrize("name", PLANNED)
def test_every_sweep_has_a_title(name):
    current_app.loader.import_default_modules()
    assert re.search("[一-鿿]", title_of(name))


def test_the_list_of_jobs_says_what_each_is(client, province, root):
    JobRun.objects.create(name="content.tasks.publish_due", result="发布 0")
    JobRun.objects.create(name="content.tasks.gone")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:sites_jobrun_changelist")).content.decode()
    assert "定时发布与到期下线" in page and "content.tasks.publish_due" in page and "content.tasks.gone" in page
