"""Keys in an open workstation, alone and while a schedule syncs beside it without a rest.

A colleague logs a call and syncs, then `arcollect sync` brings it to the store of the window, and so on:
each time the window has news to show. A real schedule does so once a minute.
"""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arcollect_tui.services.worklist import WorklistView, worklist_rows
from benchmarks.figures import Figure, share
from benchmarks.processes import arcollect, run
from benchmarks.terminal import Terminal
from benchmarks.workshop import TODAY, Workshop, office_at

NAME = "schedule"
KEYS, SYNCS = 80, 8
UP, DOWN = b"\x1b[A", b"\x1b[B"
BARS_MS = (10.0, 25.0)
PAUSE = 0.25


def _arcollect(store: Path, *words: str | Path) -> None:
    run(arcollect("--store", store, "--today", TODAY.isoformat(), *words))


@contextmanager
def _schedule(store: Path, other: Path, folder: Path, numbers: list[str]) -> Iterator[list[int]]:
    """Facts come and syncs run until the end; yields how often so far, in its only place."""
    done, over = [0], threading.Event()

    def work() -> None:
        while not over.is_set():
            _arcollect(other, "log", numbers[done[0] % len(numbers)], "VM")
            _arcollect(other, "sync", folder)
            _arcollect(store, "sync", folder)
            done[0] += 1

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def _pressed(terminal: Terminal, syncs: list[int], least: int) -> list[float]:
    """Milliseconds from a key to the last byte of its repaint, rows up and down in turn.

    What a sync brings is painted between keys as well: a key waits until the screen is quiet.

    Args:
        terminal: the window.
        syncs: how many there were so far, in its only place.
        least: keys are pressed until there were so many.
    """
    taken: list[float] = []
    while len(taken) < KEYS or syncs[0] < least:
        place = len(taken)
        taken.append(terminal.press(UP if place % 8 >= 4 else DOWN).seconds * 1000)
        terminal.settle(PAUSE)
    return taken


def _figures(what: str, taken: list[float]) -> Iterator[Figure]:
    yield Figure(NAME, f"row move, {what}, half of all", statistics.median(taken), "ms", BARS_MS[0])
    yield Figure(NAME, f"row move, {what}, 95 of 100 within", share(taken, 95), "ms", BARS_MS[1])


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Row moves without and with a schedule, and how often it brought something."""
    place = workshop.folder / NAME
    store, other, folder = place / "office.arcollect", place / "other.arcollect", place / "share"
    folder.mkdir(parents=True)
    workshop.store().rename(store)
    for one in (store, other):
        _arcollect(one, "sync", folder, "--yes")
    with office_at(store) as office:
        numbers = [row.number for row in worklist_rows(office, WorklistView(), 60)]
    with Terminal(arcollect("--store", store, "--today", TODAY.isoformat())) as terminal:
        terminal.seconds_until(numbers[0].encode())
        terminal.settle(3.0)
        alone = _pressed(terminal, [0], 0)
        with _schedule(store, other, folder, numbers[20:]) as done:
            beside = _pressed(terminal, done, SYNCS)
            times = done[0]
    yield from _figures("nothing beside", alone)
    yield from _figures(f"{times} syncs with news beside", beside)
    ratio = statistics.median(beside) / statistics.median(alone)
    yield Figure(NAME, "row move, half of all, with syncs beside", ratio, "x", None, "nothing beside")
