"""How long the demo province takes to load, and the search index to build."""

from collections.abc import Iterator

from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop


@measurement
def loading(workshop: Workshop) -> Iterator[Figure]:
    """Read the durations that the workshop kept when it loaded the province."""
    assert workshop.province
    yield Figure("load_demo", workshop.durations["load_demo"], "s", 45)
    yield Figure("migrate an empty database", workshop.durations["migrate"], "s")
    yield Figure("rebuild_search", workshop.durations["rebuild_search"], "s")
