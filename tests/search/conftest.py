"""What search tests share: an engine with an index of its own, the feed, and the people around a mailbox."""

from types import SimpleNamespace

import pytest

from search.backends import SearchQuery, SearchResult
from search.backends.whoosh import WhooshBackend
from search.indexing import feed
from tests.cast import NOW
from tests.interaction.letters import a_mailbox


class Engine:
    """The engine under test, with short words for what tests do."""

    def __init__(self) -> None:
        self.backend = WhooshBackend()

    def holds(self, *documents) -> "Engine":
        """Make these the whole index."""
        with self.backend.writing():
            self.backend.rebuild(documents)
        return self

    def ask(self, text: str, **options) -> SearchResult:
        """Ask for a page of a hundred."""
        return self.backend.query(SearchQuery(text, **{"limit": 100, **options}))

    def finds(self, text: str, **options) -> list[int]:
        """Return the numbers of the documents found, in order."""
        return [int(key.rpartition(":")[2]) for key in self.ask(text, **options).keys]


@pytest.fixture
def engine() -> Engine:
    """An engine without an index."""
    return Engine()


@pytest.fixture
def fed(db):
    """Bring the index up to date with the outbox, as the job does."""
    return lambda at=NOW: feed(at=at)


@pytest.fixture
def found(client):
    """Search through the page; returns the addresses of the results."""

    def search(q: str, *, host: str = "testserver", **params) -> list[str]:
        answer = client.get("/search/", {"q": q, **params}, headers={"host": host})
        page = answer.context["page"]
        return [hit.url for hit in [*filter(None, [page.direct]), *page.hits]]

    return search


@pytest.fixture
def mailbox(province):
    """The province's mailbox."""
    return a_mailbox(province)


@pytest.fixture
def people(province, intake, handler, reply_approver, bureau) -> SimpleNamespace:
    """Those who bring a letter to its answer."""
    return SimpleNamespace(intake=intake, handler=handler, approver=reply_approver, bureau=bureau)
