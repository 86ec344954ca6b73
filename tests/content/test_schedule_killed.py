"""A worker killed with SIGKILL while it publishes what is due, again and again: every scheduled version is published exactly once.

Real processes: a worker and beat of the product, on the embedded broker and on a Redis of the machine.
"""

import shutil
import time
from pathlib import Path

import pytest

from tests.content.killing import BROKERS, LINUX, folder_with, killed_at, wait_until

pytestmark = [pytest.mark.server, LINUX]
DUE, KILLED_AT = 120, (5, 40, 80)
AMENDED = DUE // 3
RELEASED = "SELECT count(*) FROM content_reviewstep WHERE decision = 'release'"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A site with many articles whose hour came while no worker ran, made once for both brokers."""
    return folder_with(tmp_path_factory, "tests.content.scheduled_articles", DUE)


@BROKERS
def test_every_scheduled_version_is_published_exactly_once(prepared, tmp_path_factory, broker):
    var = tmp_path_factory.mktemp("v") / "k"
    shutil.copytree(prepared, var)
    with broker(var, HURRIED="publish and expire") as cluster, cluster.beat():
        for number in KILLED_AT:
            killed_at(cluster, number, RELEASED, most=DUE)
        with cluster.worker():
            wait_until(lambda: cluster.count(RELEASED) == DUE, "the last publication")
            expired = "SELECT count(*) FROM sites_auditentry WHERE event = 'content.article.expired'"
            wait_until(lambda: cluster.count(expired) == 1, "the expiry")
            time.sleep(5)  # another sweep or two, which find nothing to do
    once = "SELECT count(*), count(DISTINCT revision_id) FROM content_reviewstep WHERE decision = 'release'"
    assert cluster.asked(once) == [(DUE, DUE)]
    states = dict(cluster.asked("SELECT state, count(*) FROM content_revision GROUP BY state"))
    assert states == {"published": DUE + 1, "superseded": AMENDED, "scheduled": 1}
    live = "SELECT count(*), count(DISTINCT a.id) FROM content_article a JOIN content_revision r ON r.id = a.live_id"
    assert cluster.asked(f"{live} WHERE a.state = 'published' AND r.state = 'published'") == [(DUE, DUE)]
    recorded = (
        "SELECT count(*), count(DISTINCT object_id) FROM sites_auditentry WHERE event = 'content.article.published'"
    )
    assert cluster.asked(f"{recorded} AND actor_id = (SELECT id FROM sites_user WHERE username = 'robot')") == [
        (DUE, DUE)
    ]
    cluster.run("manage.py", "verify_audit")
