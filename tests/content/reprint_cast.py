"""Fixtures of the reprint tests: a source on a real local server, and sites that do and do not reprint by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from content.actions import complete_reprint
from content.actions.reprints import sweep
from content.actions.upstream import receive_from
from content.models import Reprint, UpstreamItem, UpstreamSource
from sites.models import Site, User
from tests.builders import an_article
from tests.cast import NOW, a_column
from tests.content.upstream_server import Upstream, a_feed, an_item, running

PUBLISHED_ABOVE = NOW - timedelta(minutes=20)


@pytest.fixture
def upstream(settings) -> Iterator[Upstream]:
    """A real upstream site, which stands for one in the internal network that may be fetched."""
    settings.UPSTREAM_ALLOWED_HOSTS = ["127.0.0.1"]
    with running() as server:
        yield server


@pytest.fixture
def source(upstream, db) -> UpstreamSource:
    """A source with one new item."""
    return UpstreamSource.objects.create(name="中国政府网", address=upstream.says(a_feed(an_item())))


@pytest.fixture
def robot(db) -> User:
    """Who acts for jobs."""
    return User.objects.robot()


@pytest.fixture
def automatic(city) -> Site:
    """The city reprints by itself, into its column for State Council information."""
    a_column(city, "gwyxx", name="国务院信息")
    city.reprints_automatically = True
    city.save()
    return city


@pytest.fixture
def item(source, province, automatic, robot) -> UpstreamItem:
    """An item that the city reprinted by itself."""
    receive_from(source, by=robot, at=NOW)
    sweep(by=robot, at=NOW)
    return UpstreamItem.objects.get()


@pytest.fixture
def by_hand(item, news, site_admin) -> Reprint:
    """The province's own reprint of it."""
    duty = Reprint.objects.get(site=news.site)
    return complete_reprint(duty, an_article(news, title=item.title), by=site_admin, at=NOW)


def received(source: UpstreamSource, number: int = 1, **fields) -> UpstreamItem:
    """An item that was received at the usual moment, twenty minutes after it was published."""
    said = {
        "guid": f"gov-{number}",
        "title": f"国务院关于第{number}项工作的意见",
        "link": f"https://www.gov.cn/zhengce/{number}.htm",
        "body": "<p>要求如下。</p>",
        "published_at": PUBLISHED_ABOVE,
        "received_at": NOW,
        **fields,
    }
    return UpstreamItem.objects.create(source=source, **said)
