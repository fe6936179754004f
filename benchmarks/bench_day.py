"""The first opening of a day."""

import statistics
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.figures import Figure, seconds_of
from benchmarks.workshop import TODAY, Workshop, office_at

NAME = "day"
BAR = 1.0
DAYS = 5


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Opening on a new day, and opening again on the same day."""
    store = workshop.store()
    steps, again = [], []
    for day in range(1, DAYS + 1):
        today = TODAY + timedelta(days=day)
        steps.append(seconds_of(lambda day=today: office_at(store, day).close()))
        again.append(seconds_of(lambda day=today: office_at(store, day).close()))
    yield Figure(NAME, "first opening of a day", statistics.median(steps), "s", BAR)
    yield Figure(NAME, "opening again", statistics.median(again), "s")
