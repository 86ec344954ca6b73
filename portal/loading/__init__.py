"""Writes the demo province to the database, through the same actions as everybody else, as of a given moment."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from portal.demo.province import compose_province
from portal.loading.articles import load_articles
from portal.loading.cluster import Cluster, load_cluster
from portal.loading.home_pages import load_home_pages
from portal.loading.knowledge import load_knowledge
from portal.loading.letters import load_letters
from portal.loading.reprints import load_reprints
from portal.loading.responses import load_responses
from portal.loading.submissions import load_submissions
from portal.loading.words import load_words
from sites.audit import recording_together
from sites.models import CalendarNotice, Site
from sites.refusals import refuse_if
from sites.scope import everything


@contextmanager
def in_bulk() -> Iterator[None]:
    """Load without what debug mode adds: Django notes every statement and asks SQLite to quote it, which doubles the work,
    and the collector looks through a million fresh objects again and again."""
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    connection.make_debug_cursor = connection.make_cursor
    try:
        yield
    finally:
        del connection.make_debug_cursor
        gc.set_threshold(*thresholds)


@in_bulk()
@transaction.atomic
def load_province(*, at: datetime) -> Cluster:
    """Load the whole demo province as it stands at the moment. Raises Refused when there are sites already."""
    with everything("the demo province is loaded"), recording_together():
        refuse_if(Site.objects.exists(), "数据库中已有网站，演示数据只能装入空库。")
        calendar = CalendarNotice.objects.calendar()
        province = compose_province(timezone.localdate(at), is_workday=calendar.is_working_day)
        cluster = load_cluster(province, at=at)
        load_words(cluster, at=at)
        load_articles(province, cluster, at=at)
        load_home_pages(cluster, at=at)
        load_submissions(cluster, at=at)
        load_letters(province, cluster, at=at)
        load_knowledge(cluster, at=at)
        load_reprints(cluster, at=at)
        load_responses(cluster, at=at)
    return cluster
