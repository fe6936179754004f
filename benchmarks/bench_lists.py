"""The first screen of filtered and sorted lists, their count and sum, and finding, by the services."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from arcollect_tui.services.find import find_first, find_people, find_rest
from arcollect_tui.services.items import ItemView, item_rows, item_summary
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_rows, worklist_summary
from benchmarks.figures import Figure, seconds_of
from benchmarks.workshop import Workshop

NAME = "lists"
SCREEN = 50
SCREEN_BAR_MS, SUMMARY_BAR_MS, FIND_BAR_MS = 300.0, 2_000.0, 100.0
REPEATS = 5

WORKLISTS = ("", "od>=60", "bal>1000 od>30")
ITEMS = (
    "",
    "od>=60",
    "open>1000 od>30",
    "coding:uncoded od>30",
    "queue sort:-open_amount",
    "paper",
    "zzzz",
)
SORTS = (("open_amount", True), ("document_no", False), ("reference", False), ("name", False))
TYPED = ("p", "paper", "INV1", "zzzz", "80.55", "0211 55", "ann@")

View = WorklistView | ItemView
Look = Callable[[Office], object]


def _worst(office: Office, looks: Sequence[Look]) -> float:
    """Milliseconds of the slowest look, each the median of a few, after one to warm up."""
    return max(_milliseconds(partial(look, office)) for look in looks)


def _milliseconds(look: Callable[[], object]) -> float:
    look()
    return statistics.median(seconds_of(look) for _ in range(REPEATS)) * 1000


def _rows(view: View) -> Look:
    if isinstance(view, WorklistView):
        return lambda office: worklist_rows(office, view, SCREEN)
    return lambda office: item_rows(office, view, SCREEN)


def _sums(view: View) -> Look:
    if isinstance(view, WorklistView):
        return lambda office: worklist_summary(office, view)
    return lambda office: item_summary(office, view)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """The slowest of each kind, warm."""
    views: list[View] = [*map(WorklistView, WORKLISTS), *map(ItemView, ITEMS)]
    sums = [_sums(view) for view in views]
    screens = [_rows(view) for view in (*views, *(ItemView("", (sort,)) for sort in SORTS))]
    finds = [partial(find_first, text=text) for text in TYPED]
    people = [partial(find_people, text=text) for text in TYPED]
    rest = [partial(find_rest, text=text) for text in TYPED]
    with workshop.office() as office:
        yield Figure(NAME, "first screen, the slowest", _worst(office, screens), "ms", SCREEN_BAR_MS)
        yield Figure(
            NAME,
            "count and sum, the slowest",
            _worst(office, sums),
            "ms",
            SUMMARY_BAR_MS,
        )
        yield Figure(
            NAME, "find, a keystroke's first answer, the slowest", _worst(office, finds), "ms", FIND_BAR_MS
        )
        yield Figure(NAME, "find, contacts and notes, the slowest", _worst(office, people), "ms")
        yield Figure(NAME, "find, every item, in the background, the slowest", _worst(office, rest), "ms")
