"""The coding grid in a real terminal, over all items with a filter on; and its count and sum as one types.

Every key of the grid is pressed, not only the moves: marks, exclusions, the filter line, the drawer.
"""

import statistics
from collections.abc import Iterator, Sequence
from functools import partial

from arcollect_tui.screens.item_language import ItemsLanguage
from arcollect_tui.services.items import ItemView, item_ids, item_summary
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from benchmarks.bench_terminal import DOWN, END, HOME, PAGE_BARS_MS, PAGE_DOWN, PAGE_UP, ROW_BARS_MS, UP
from benchmarks.figures import Figure, seconds_of, share
from benchmarks.processes import arcollect
from benchmarks.terminal import Repaint, Terminal
from benchmarks.workshop import TODAY, Workshop, office_at

NAME = "grid"
FILTER = "open>0"
"""Lets nearly every row through, so that the list is as long as can be while a filter is on."""
KEYSTROKE_BAR_MS = {"practice": 150.0, "reference": 150.0}
"""At 1,000,000 rows the count and sum come in the background, within the bar of the lists."""
LIST_BAR_MS = 2_000.0
TYPED = ("short d:uncoded", "od>=30 open>1k", "pallet", "text:freight cur:usd", "d:disputed reason:PRC")
REPEATS, ROUNDS = 3, 8
LEFT, RIGHT, ESCAPE, CTRL_D, CTRL_U = b"\x1b[D", b"\x1b[C", b"\x1b", b"\x04", b"\x15"
QUIET, WAIT = 0.25, 3.0

ROW_KEYS = {
    "move a row": (DOWN, UP),
    "choose a column": (RIGHT, LEFT),
    "mark a row": (b" ",),
    "exclude a row": (b"X",),
    "draw a range": (b"v", DOWN, DOWN, b" "),
}
PAGE_KEYS = {
    "page": (PAGE_DOWN, PAGE_DOWN, PAGE_UP),
    "half a page": (CTRL_D, CTRL_D, CTRL_U),
    "first and last row": (END, HOME),
    "mark all": (b"*",),
    "invert": (b"~",),
    "clear": (b"\\",),
}


def _keystrokes(workshop: Workshop) -> Iterator[Figure]:
    """Milliseconds until the count and sum of what stands in the line are known, letter by letter."""
    with office_at(workshop.store()) as office:
        total = item_summary(office, ItemView()).count  # the list knows it
        language = ItemsLanguage(office, lambda: total)
        lines = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        readable = [line for line in lines if _reads(language, line)]
        taken = [_milliseconds(language, line) for line in readable]
    bar = KEYSTROKE_BAR_MS.get(workshop.size.name, LIST_BAR_MS)
    yield Figure(
        NAME, "filter count and sum, a keystroke, half of all", statistics.median(taken), "ms", bar
    )
    yield Figure(NAME, "filter count and sum, a keystroke, the slowest", max(taken), "ms", bar)


def _reads(language: ItemsLanguage, line: str) -> bool:
    """Half-typed conditions are said to be wrong, at once."""
    from arcollect_tui.errors import QueryError

    try:
        language.place_of(line)
    except QueryError:
        return False
    return True


def _milliseconds(language: ItemsLanguage, line: str) -> float:
    return statistics.median(seconds_of(partial(language.matched, line)) for _ in range(REPEATS)) * 1000


def _pressed(terminal: Terminal, keys: Sequence[bytes]) -> list[Repaint]:
    found = []
    for key in keys:
        found.append(terminal.press(key))
        terminal.settle(QUIET)
    return found


def _key_figures(what: str, found: list[Repaint], bars: tuple[float, float]) -> Iterator[Figure]:
    taken = [one.seconds * 1000 for one in found]
    yield Figure(NAME, f"{what}, half of all", statistics.median(taken), "ms", bars[0])
    yield Figure(NAME, f"{what}, 95 of 100 within", share(taken, 95), "ms", bars[1])


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Count and sum a keystroke; then each key, by kinds."""
    yield from _keystrokes(workshop)
    store = workshop.store()
    with office_at(store) as office:
        mark = worklist_rows(office, WorklistView(), 1)[0].number.encode()
        shown = len(item_ids(office, ItemView(FILTER)))
    with Terminal(arcollect("--store", store, "--today", TODAY.isoformat())) as terminal:
        terminal.seconds_until(mark)
        terminal.settle(WAIT)
        for key in (*b"gif", *FILTER.encode(), *b"\r"):
            terminal.press(bytes([key]))
        terminal.seconds_until(f"Items  {shown:,} of ".encode())
        terminal.settle(WAIT)
        _pressed(terminal, [DOWN, PAGE_DOWN, PAGE_UP, b"*", b"\\"])
        for keys, bars in ((ROW_KEYS, ROW_BARS_MS), (PAGE_KEYS, PAGE_BARS_MS)):
            for what, sequence in keys.items():
                found = _pressed(terminal, [*sequence] * ROUNDS)
                yield from _key_figures(f"{shown:,} rows, {what}", found, bars)
        terminal.press(b"f")
        terminal.settle(QUIET)  # not longer: the cursor of the line blinks
        found = _pressed(terminal, [bytes([key]) for key in b" text:freight"])
        bar = KEYSTROKE_BAR_MS.get(workshop.size.name, LIST_BAR_MS)
        what = f"{shown:,} rows, a letter into the filter line, its count and sum there"
        yield from _key_figures(what, found, (bar, bar))
