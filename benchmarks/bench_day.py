"""The first opening of a day."""

import statistics
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, seconds_of
from benchmarks.workshop import TODAY, Workshop

NAME = "day"
BAR = 1.0
DAYS = 5


def _open(workshop: Workshop, store: Path, today: date) -> None:
    workshop.office(store, today).close()


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Opening on a new day, and opening again on the same day."""
    store = workshop.store()
    steps, again = [], []
    for day in range(1, DAYS + 1):
        today = TODAY + timedelta(days=day)
        opening = partial(_open, workshop, store, today)
        steps.append(seconds_of(opening))
        again.append(seconds_of(opening))
    yield Figure(NAME, "first opening of a day", statistics.median(steps), "s", BAR)
    yield Figure(NAME, "opening again", statistics.median(again), "s")
