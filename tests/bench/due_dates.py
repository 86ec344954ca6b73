"""How fast due dates are computed: recomputing a province's open letters after a notice must not be noticed."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

from sites.calendar import seed_calendar
from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop

HOW_MANY = 100_000


@measurement
def due_dates(workshop: Workshop) -> Iterator[Figure]:
    """Add 7 and 15 working days to each day of the years 2015 to 2026, over and over."""
    calendar = seed_calendar()
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(12 * 365)]
    began = time.perf_counter()
    for n in range(HOW_MANY):
        calendar.add_working_days(days[n % len(days)], 7 if n % 2 else 15)
    yield Figure("due dates", HOW_MANY / (time.perf_counter() - began), "/s", 100_000, at_least=True)
