"""The sample office for the tests of the workstation: built once, copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from arcollect_tui.app import ArcollectApp
from arcollect_tui.keys.keymap import Keymap
from arcollect_tui.screens.worklist import WorklistScreen
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.history import HistoryRow, history
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.widgets.lines import EchoLine, StatusLine

DAY = date(2026, 11, 23)
COLLECTOR = "jk"
WIDE, NARROW = (120, 35), (80, 24)
PATIENCE = 30.0
"""Seconds until something that never comes about is a failure."""
_CALM = 3
"""So many rounds without anything to do are rest: what one round set off, the next one finds."""
_A_PRESS = 0.1
"""Seconds between two keys of a person, on the clock of the keys; nobody waits for them."""
_TYPED = {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f"}


@cache
def _sample() -> Path:
    path = Path(mkdtemp(prefix="arcollect-tests-")) / "sample.arcollect"
    build_demo(path, today=DAY, collector=COLLECTOR, accounts=60, items=900, seed=1).close()
    return path


def sample_store(folder: Path) -> Path:
    """A fresh copy of the sample office."""
    path = folder / "office.arcollect"
    shutil.copyfile(_sample(), path)
    path.chmod(0o600)
    return path


def opened(path: Path, *, read_only: bool = False) -> Office:
    return open_office(path, collector=COLLECTOR, clock=Clock(DAY), read_only=read_only)


def entries(path: Path, limit: int = 20) -> list[HistoryRow]:
    """What is recorded, newest first, seen from outside."""
    with opened(path, read_only=True) as office:
        return history(office, limit=limit)


class Hand:
    """Presses keys and looks at the screen."""

    def __init__(self, app: ArcollectApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self._now = 0.0

    async def press(self, *keys: str) -> None:
        """Press keys one after the other without waiting for rows between them, then let all settle.

        Esc gives up what is waited for; here it is to leave what is open.
        """
        for key in keys:
            if key == "escape":
                await self.rest()
            await self.hit(key)
        await self.rest()

    async def hit(self, key: str) -> None:
        """Press a key; the widgets have dealt with it then, readers and writers perhaps not."""
        name = _character_to_key(key) if len(key) == 1 else key
        event = Key(name, key if len(key) == 1 else _TYPED.get(key))
        self._now += _A_PRESS
        event.time = self._now
        self.app.post_message(event)
        await self.pilot.pause(0)

    async def rest(self) -> None:
        """Until nothing is being read, written or waited for, and every widget has dealt with it."""
        calm = 0

        def rested() -> bool:
            nonlocal calm
            calm = calm + 1 if self.app.at_rest else 0
            return calm > _CALM

        await self.until(rested)

    async def until(self, wanted: Callable[[], bool]) -> None:
        """Until something is so; asked whenever the widgets have dealt with all they had."""
        end = monotonic() + PATIENCE
        while not wanted():
            if monotonic() > end:
                raise AssertionError(f"never came about; the screen shows\n{self.text()}")
            await asyncio.sleep(0 if self.app.at_rest else 0.002)
            await self.pilot.pause(0)

    @property
    def worklist(self) -> WorklistScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, WorklistScreen))

    def text(self) -> str:
        """The screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def line(self, kind: type[EchoLine | StatusLine]) -> str:
        """What the front screen that has such a line says in it."""
        for screen in reversed(self.app.screen_stack):
            found = screen.query_one_optional(kind)
            if found is not None:
                return str(found.text).strip()
        return ""

    @property
    def echo(self) -> str:
        return self.line(EchoLine)

    @property
    def status(self) -> str:
        return self.line(StatusLine)


def heads(hand: Hand) -> list[str]:
    """The column titles that stand on a list that fills the screen, from left to right."""
    return hand.text().splitlines()[2].split("│")[1][2:].split()


@asynccontextmanager
async def workstation(
    path: Path,
    size: tuple[int, int] = WIDE,
    *,
    read_only: bool = False,
    keymap: Keymap | None = None,
    shared: Path | None = None,
) -> AsyncGenerator[Hand]:
    """The workstation on a store, as a collector finds it."""
    office = opened(path, read_only=read_only)
    app = ArcollectApp(office, keymap=keymap, shared=shared)
    try:
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot)
            await hand.rest()
            yield hand
    finally:
        app.finish()
        office.close()
