"""What it costs to issue one revision: the action itself, with its review record, audit entry and outbox rows."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop

TIMES = 20


@measurement
def publishing(workshop: Workshop) -> Iterator[Figure]:
    """Take revisions to the last stage by the actions, then time the issuing alone."""
    from content.actions import issue_revision, pass_revision
    from content.models import Article
    from tests.builders import a_submitted, the_office_of

    site = workshop.province
    column = Article.objects.filter(column__site=site).latest("pk").column
    people = the_office_of(column)
    now = timezone.now()
    durations, queries = [], []
    for n in range(TIMES):
        revision = a_submitted(column, at=now, title=f"全省春耕备耕工作会议召开（{n}）")
        revision = pass_revision(revision, by=people["reviewer1"], at=now)
        revision = pass_revision(revision, by=people["reviewer2"], at=now)
        began = time.perf_counter()
        if n % 2:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                issue_revision(revision, by=people["signer"], at=now)
            queries.append(len(seen))
        else:
            issue_revision(revision, by=people["signer"], at=now)
            durations.append((time.perf_counter() - began) * 1000)
    yield Figure("issue one revision", statistics.median(durations), "ms", 25)
    yield Figure("issue one revision, queries", max(queries), "", 25)
