"""A worker killed with SIGKILL in the middle of a fan-out, again and again: neither a copy is missing nor one is double.

Real processes: a worker and beat of the product, on the embedded broker and on a Redis of the machine.
"""

import shutil
import time
from pathlib import Path

import pytest

from tests.content.killing import BROKERS, LINUX, folder_with, killed_at, wait_until

pytestmark = [pytest.mark.server, LINUX]
SITES, KILLED_AT = 60, (4, 20, 40)
COPIES = "SELECT count(*) FROM content_article WHERE state = 'published'"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A cluster of sites with one item to reprint, made once for both brokers."""
    return folder_with(tmp_path_factory, "tests.content.spread_cluster", SITES)


@BROKERS
def test_neither_a_missing_nor_a_double_copy(prepared, tmp_path_factory, broker):
    var = tmp_path_factory.mktemp("v") / "k"
    shutil.copytree(prepared, var)
    with broker(var, HURRIED="check reprint clocks") as cluster, cluster.beat():
        for number in KILLED_AT:
            killed_at(cluster, number, COPIES, most=SITES)
        with cluster.worker():
            done = "SELECT count(*) FROM content_reprint WHERE state = 'done'"
            wait_until(lambda: cluster.count(done) == SITES, "the last receipt")
            time.sleep(3)  # another sweep or two, which find nothing to do
    assert cluster.asked("SELECT count(*) FROM content_reprint") == [(SITES,)]
    per_site = "SELECT count(*), count(DISTINCT site_id) FROM content_article"
    assert cluster.asked(per_site) == [(SITES, SITES)]
    assert cluster.asked("SELECT count(*), count(DISTINCT site_id) FROM content_homeslot") == [(SITES, SITES)]
    assert cluster.asked("SELECT count(*) FROM content_upstreamtext") == [(1,)]
    twice = "SELECT count(*) FROM content_revision GROUP BY article_id HAVING count(*) > 1"
    assert cluster.asked(twice) == []
    receipts = "SELECT count(*), count(DISTINCT object_id) FROM sites_auditentry WHERE event = 'content.reprint.done'"
    assert cluster.asked(receipts) == [(SITES, SITES)]
    cluster.run("manage.py", "verify_audit")
