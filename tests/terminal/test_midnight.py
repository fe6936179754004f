"""A window that is open while the day changes, asleep or not, and while its clock is set."""

import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.history import HistoryRow
from arcollect_tui.services.office import open_office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.terminal.desk import deeds, new_deeds, top
from tests.terminal.program import COLLECTOR, TODAY
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty

LATE = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
TOMORROW = TODAY + timedelta(days=1)
NAP = 1.5
"""Seconds of sleep: more than the window waits between two looks at the store."""


class Wall:
    """The wall clock of the window."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(LATE)

    def set(self, at: datetime) -> None:
        """It is `at` now."""
        part = self.file.with_suffix(".part")
        part.write_text(str((at - datetime.now(UTC)).total_seconds()))
        part.replace(self.file)


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path / "clock")


@pytest.fixture
def screen(store: Path, wall: Wall) -> Iterator[RawTerminal]:
    """A window ten minutes before midnight, with its first account on the screen."""
    with window(store, wall) as opened:
        opened.wait_for(top(store)[0].number)
        opened.wait_for("Mon 23 Nov 2026")
        yield opened


def window(store: Path, wall: Wall, *more: str) -> RawTerminal:
    words = ["--store", str(store), "--collector", COLLECTOR, *more]
    program = (sys.executable, "-m", "tests.terminal.shifted", str(wall.file))
    return RawTerminal(words, home=store.parent, program=program, environment={"TZ": "UTC"})


def sleep_until(screen: RawTerminal, wall: Wall, at: datetime) -> None:
    """The machine sleeps, and wakes up later than it thinks."""
    screen.signal(signal.SIGSTOP)
    wall.set(at)
    time.sleep(NAP)
    screen.signal(signal.SIGCONT)


def assert_sound_on(store: Path, day: date) -> None:
    with open_office(store, collector=COLLECTOR, clock=Clock(day), keep_day=False) as office:
        assert run_checks(office).ok


def test_a_window_that_slept_past_midnight_works_on_the_new_day(
    store: Path, wall: Wall, screen: RawTerminal
) -> None:
    first, before = top(store)[0], deeds(store, None)
    sleep_until(screen, wall, LATE + timedelta(hours=8))
    screen.wait_for("Tue 24 Nov 2026")
    screen.keys("c", "n")
    screen.wait_for("Logged: ")
    (call,) = new_deeds(store, before)
    assert call.local_day == TOMORROW
    assert call.text.split()[0] == first.number
    assert_sound_on(store, TOMORROW)


def test_midnight_comes_while_the_window_is_awake(store: Path, wall: Wall, screen: RawTerminal) -> None:
    """The list is ranked anew, and what is said of a day is said from the new one; the cursor stays."""
    (row,) = [line for line in screen.lines() if "> C1" in line]
    assert " today " in row
    wall.set(LATE + timedelta(minutes=10))
    screen.wait_for("Tue 24 Nov 2026")
    with open_office(store, collector=COLLECTOR, clock=Clock(TOMORROW), keep_day=False) as office:
        count = len(worklist_rows(office, WorklistView()))
    screen.wait_for(f"Accounts  {count}")
    account = row.split()[1]
    screen.wait_until(
        lambda _: any(f"{account} " in line and " -1d " in line for line in screen.lines()), "no -1d"
    )
    screen.keys("c", "n")
    screen.wait_for(f"Logged: {account}")
    assert_sound_on(store, TOMORROW)


def test_a_form_that_slept_past_midnight_is_saved_on_the_new_day(
    store: Path, wall: Wall, screen: RawTerminal
) -> None:
    """The day that was typed stays the day that was shown."""
    first, before = top(store)[0], deeds(store, None)
    screen.keys("p", *"27.11.")
    screen.wait_for("Fri 27 Nov 2026")
    sleep_until(screen, wall, LATE + timedelta(hours=8))
    screen.wait_for("Tue 24 Nov 2026")
    screen.wait_for("Fri 27 Nov 2026")
    screen.keys("\r")
    screen.wait_for(f"Logged: {first.number} promise")
    (call,) = new_deeds(store, before)
    assert call.local_day == TOMORROW
    assert "27 Nov" in call.text
    assert_sound_on(store, TOMORROW)


def test_a_clock_that_is_set_back_and_far_ahead(store: Path, wall: Wall, screen: RawTerminal) -> None:
    """The window goes with it; newest first stays the order in which things were done."""
    before = deeds(store, None)
    for many, (at, shown) in enumerate(
        [
            (LATE - timedelta(days=3), "Fri 20 Nov 2026"),
            (LATE.replace(year=2066), "Tue 23 Nov 2066"),
            (LATE, "Mon 23 Nov 2026"),
        ],
        1,
    ):
        wall.set(at)
        screen.wait_for(shown)
        screen.keys("a", *f"noted on {shown}", "\r")
        _until_noted(screen, store, before, many)
    noted = [row.text for row in new_deeds(store, before)]
    assert [text[-4:] for text in noted] == ["2026", "2066", "2026"]
    assert_sound_on(store, TODAY)


def _until_noted(screen: RawTerminal, store: Path, before: list[HistoryRow], many: int) -> None:
    screen.wait_until(lambda _: len(new_deeds(store, before)) == many, "no note was saved")


def test_a_window_for_reading_shows_the_new_day(store: Path, wall: Wall) -> None:
    with window(store, wall, "--read-only") as reader:
        reader.wait_for("Mon 23 Nov 2026")
        wall.set(LATE + timedelta(minutes=10))
        reader.wait_for("Tue 24 Nov 2026")
