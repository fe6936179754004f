"""The first screen of filtered and sorted lists, their count and sum, and finding, by the services."""

import statistics
from collections.abc import Callable, Iterator

from arcollect_tui.services.items import ItemView, item_rows, item_summary
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_rows, worklist_summary
from benchmarks.figures import Figure, seconds_of
from benchmarks.workshop import Workshop, office_at

NAME = "lists"
SCREEN = 50
SCREEN_BAR_MS, SUMMARY_BAR_MS, FIND_BAR_MS = 300.0, 2_000.0, 100.0
REPEATS = 5

FILTERS = ("", "od>=60", "bal>1000 od>30", "coding:uncoded od>30")
SORTS = (("open_amount", True), ("document_no", False), ("reference", False))


def _worst(office: Office, looks: Iterator[Callable[[Office], object]]) -> float:
    """Milliseconds of the slowest look, each the median of a few, after one to warm up."""
    worst = 0.0
    for look in looks:
        look(office)
        taken = [seconds_of(lambda look=look: look(office)) for _ in range(REPEATS)]
        worst = max(worst, statistics.median(taken) * 1000)
    return worst


def _screens() -> Iterator[Callable[[Office], object]]:
    for text in FILTERS[:3]:
        view = WorklistView(text)
        yield lambda office, view=view: worklist_rows(office, view, SCREEN)
    for text in ("", "od>=60", "open>1000 od>30", "coding:uncoded od>30"):
        items = ItemView(text)
        yield lambda office, view=items: item_rows(office, view, SCREEN)
    for sort in SORTS:
        items = ItemView("", (sort,))
        yield lambda office, view=items: item_rows(office, view, SCREEN)


def _summaries() -> Iterator[Callable[[Office], object]]:
    for text in FILTERS[:3]:
        view = WorklistView(text)
        yield lambda office, view=view: worklist_summary(office, view)
    for text in ("", "od>=60", "coding:uncoded od>30"):
        items = ItemView(text)
        yield lambda office, view=items: item_summary(office, view)


def _finds() -> Iterator[Callable[[Office], object]]:
    for text in ("paper", "zzzz"):
        view = WorklistView(text)
        yield lambda office, view=view: worklist_rows(office, view, SCREEN)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """The slowest of each kind, warm."""
    with office_at(workshop.store()) as office:
        yield Figure(NAME, "first screen, the slowest", _worst(office, _screens()), "ms", SCREEN_BAR_MS)
        yield Figure(NAME, "count and sum, the slowest", _worst(office, _summaries()), "ms", SUMMARY_BAR_MS)
        yield Figure(NAME, "find a customer by a word", _worst(office, _finds()), "ms", FIND_BAR_MS)
