"""The open workstation in a real terminal: its start, a key to its repaint, its memory.

Keys are pressed in two workstations in turn, that of this size and that of the practice office: a key
must take the same at any size.
"""

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from arcollect_tui.services.worklist import WorklistView, worklist_rows
from benchmarks.figures import Figure, race, share
from benchmarks.processes import ROOT, arcollect, python
from benchmarks.terminal import Repaint, Terminal
from benchmarks.workshop import TODAY, Workshop, office_at

NAME = "terminal"
START_BAR = 1.5
START_ROUNDS, SLOW_KEYS, KEYS = 7, 40, 60
UP, DOWN, PAGE_DOWN, PAGE_UP = b"\x1b[A", b"\x1b[B", b"\x1b[6~", b"\x1b[5~"
HOME, END = b"\x1b[H", b"\x1b[F"
ROW_BARS_MS, PAGE_BARS_MS = (10.0, 25.0), (25.0, 45.0)
SAME_BAR = 1.2
MOVE_BYTES, FOLLOW_BYTES = 1_500.0, 4_000.0
MEMORY_BARS = {"practice": 150.0, "reference": 300.0, "large": 300.0}


def _open(store: Path) -> list[str]:
    return arcollect("--store", store, "--today", TODAY.isoformat())


def _started(command: list[str], mark: bytes) -> float:
    with Terminal(command) as terminal:
        return terminal.seconds_until(mark)


def _start(store: Path, mark: bytes) -> Figure:
    bare = python(ROOT / "benchmarks" / "bare_app.py", store)
    _started(_open(store), mark)
    _started(bare, b"READY")
    taken = race(START_ROUNDS, lambda: _started(_open(store), mark), lambda: _started(bare, b"READY"))
    floor = "a bare Textual app: sqlmodel, open store, empty table"
    return Figure(NAME, "start to first usable worklist", taken.ratio, "x", START_BAR, floor, taken.seconds)


def _pressed(terminal: Terminal, keys: Sequence[bytes]) -> list[Repaint]:
    """Press keys with time for the pane to follow; its bytes count, its time does not."""
    found = []
    for key in keys:
        repaint = terminal.press(key)
        found.append(Repaint(repaint.seconds, repaint.size + len(terminal.settle(0.25))))
    return found


def _key_figures(what: str, found: list[Repaint], bars: tuple[float, float]) -> Iterator[Figure]:
    taken = [one.seconds * 1000 for one in found]
    yield Figure(NAME, f"{what}, half of all", statistics.median(taken), "ms", bars[0])
    yield Figure(NAME, f"{what}, 95 of 100 within", share(taken, 95), "ms", bars[1])


def _pressed_fast(terminal: Terminal, key: bytes, times: int) -> float:
    """Bytes a key while a key is held down, so that the pane has no time to follow."""
    size = sum(terminal.tap(key) for _ in range(times))
    return (size + len(terminal.settle())) / times


def _beside(terminal: Terminal, small: Terminal, keys: Sequence[bytes]) -> tuple[list[Repaint], float]:
    """Press the same keys in both; repaints of the first, and the ratio of the medians."""
    ours, theirs = [], []
    for key in keys:
        theirs += _pressed(small, [key])
        ours += _pressed(terminal, [key])
    medians = [statistics.median(one.seconds for one in found) for found in (ours, theirs)]
    return ours, medians[0] / medians[1]


def _items_list(terminal: Terminal, small: Terminal, items: int) -> Iterator[Figure]:
    """Rows and pages of the list of all items, far from its beginning."""
    for one in (terminal, small):
        one.press(b"g")
        one.press(b"i")
        one.settle(3.0)
        for key in (END, PAGE_UP, PAGE_UP):
            one.press(key)
            one.settle(1.0)
    list_name = f"items list of {items:,}"
    pages = [*[PAGE_UP] * 4, *[PAGE_DOWN] * 4] * (SLOW_KEYS // 8)
    for what, keys, bars in (("row move", [UP] * SLOW_KEYS, ROW_BARS_MS), ("page", pages, PAGE_BARS_MS)):
        found, ratio = _beside(terminal, small, keys)
        yield from _key_figures(f"{list_name}: {what}", found, bars)
        yield Figure(NAME, f"{list_name}: {what}, half of all", ratio, "x", SAME_BAR, "4,000 items")


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Start, row moves, pages, bytes, memory."""
    store = workshop.store()
    with office_at(store) as office:
        rows = worklist_rows(office, WorklistView(), 1)
    mark = rows[0].number.encode()
    yield _start(store, mark)
    with Terminal(_open(store)) as terminal, Terminal(_open(workshop.practice.store())) as small:
        terminal.seconds_until(mark)
        for one in (terminal, small):
            one.settle(3.0)
        moves = _pressed(terminal, [DOWN] * SLOW_KEYS)
        moving = _pressed_fast(terminal, DOWN, KEYS)
        terminal.press(HOME)
        terminal.settle()
        pages = _pressed(terminal, [*[PAGE_DOWN] * 4, *[PAGE_UP] * 4] * (SLOW_KEYS // 8))
        yield from _key_figures("row move", moves, ROW_BARS_MS)
        yield from _key_figures("page", pages, PAGE_BARS_MS)
        sizes = [one.size for one in moves]
        yield Figure(NAME, "row move, pane following", statistics.median(sizes), "bytes", FOLLOW_BYTES)
        yield Figure(NAME, "row move, moving on", moving, "bytes", MOVE_BYTES)
        yield from _items_list(terminal, small, workshop.size.items)
    yield Figure(NAME, "memory, all lists looked at", terminal.peak, "MB", MEMORY_BARS[workshop.size.name])
