"""A bad cloud between three desks: it brings files late, twice, damaged or not at all; desks die in it."""

import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes, peers
from arcollect_tui.data.sync.header import names_another
from arcollect_tui.errors import FileRefused
from arcollect_tui.services.office import open_office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.pairing import desks
from arcollect_tui.services.sync import Synced, sync
from tests.services.desks import Pick, Seat, assert_agreed, seated
from tests.services.sharing import agree, files_in, sound

MOMENTS = ((shared, "state_of"), (shared, "sync_folder"), (notes, "note"), (peers, "keep_checkpoints"))
"""What a sync calls when it looks at a file, has named one, notes one, and is about to commit one."""


class Killed(BaseException):
    """The process is gone in the middle of something."""


@dataclass
class Cloud:
    """A folder at each desk, and what carries files between them, whole or not.

    Attributes:
        homes: the folder as each desk sees it.
        lives: how often a desk was started anew.
        mishaps: what happened to files and desks, how often.
    """

    seats: list[Seat]
    homes: list[Path]
    lives: int = 0
    mishaps: Counter[str] = field(default_factory=Counter)

    @classmethod
    def over(cls, folder: Path) -> "Cloud":
        """Three desks that have met once, so that they are of one office."""
        homes = [folder / f"cloud-{place}" for place in range(3)]
        for home in homes:
            home.mkdir()
        return cls([seated(folder, place) for place in range(3)], homes)

    def meet(self) -> None:
        """All desks join the office of the first."""
        for place in range(3):
            self.sync(place)
            self.carry_all()

    def encrypt(self) -> None:
        """The office names all its desks as those who may read."""
        recipients = [desks(seat.office)[0].recipient for seat in self.seats]
        first = self.seats[0]
        first.done(set_policy(first.office, {"recipients": " ".join(recipients)}, "Set."))

    def sync(self, place: int) -> Synced:
        """A desk syncs with the folder as it sees it."""
        return sync(self.seats[place].office, self.homes[place], agree)

    def carry_all(self) -> None:
        """Everything is everywhere, whole."""
        for source in self.homes:
            for path in files_in(source):
                for home in self.homes:
                    if home != source and not _is_own(path, self.seats[self.homes.index(home)]):
                        _carried(path, home / path.name)

    def carry(self, pick: Pick) -> None:
        """One file to one desk, late or early, under its name or another, whole or damaged; or junk."""
        files = [path for home in self.homes for path in files_in(home)]
        target = self.homes[pick(3)]
        if not files or pick(12) == 0:
            (target / f"junk{pick(3)}.arx").write_bytes(random.Random(pick(99)).randbytes(pick(300)))
            self.mishaps["junk"] += 1
            return
        path = files[pick(len(files))]
        data = bytearray(path.read_bytes())
        how = pick(8)
        if how == 0:
            del data[pick(len(data) or 1) :]
        elif how == 1 and data:
            data[pick(len(data))] ^= 1 << pick(8)
        name = self._name(path, pick)
        if not (target / name).exists() or how > 1:
            self.mishaps[("truncated", "flipped", "whole")[min(how, 2)]] += 1
            self.mishaps["again"] += (target / name).exists()
            self.mishaps["out of order"] += _overtakes(path, target, files)
            (target / name).write_bytes(bytes(data))

    def _name(self, path: Path, pick: Pick) -> str:
        how = pick(15)
        if how == 0:
            self.mishaps["misnamed"] += 1
            return f"{self.seats[pick(3)].office.desk.hex()}-{1 + pick(9)}-{10 + pick(9)}-0badcafe.arx"
        if how <= 3:
            self.mishaps["copy"] += 1
            return f"{path.stem} (conflicted copy {pick(2)}).arx"
        return path.name

    def kill(self, place: int, steps: int) -> None:
        """A desk breaks off a sync after so many moments, then is started again."""
        with dies_after(steps, _raise_killed), suppress(Killed):
            self.sync(place)
        self.seats[place].office.close()
        self._start(place)

    def kill_process(self, place: int, steps: int) -> None:
        """The same in a process of its own, which is really killed."""
        self.seats[place].office.close()
        child = os.fork()
        if child == 0:
            with suppress(BaseException), dies_after(steps, _kill_self):
                self._start(place)
                self.sync(place)
                self.seats[place].office.close()
                os._exit(0)
            os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in {0, -signal.SIGKILL}, code
        self.mishaps["kill -9" if code else "kill -9 survived"] += 1
        self._start(place)

    def _start(self, place: int) -> None:
        old, self.lives = self.seats[place].office, self.lives + 1
        office = open_office(old.store.place, collector=old.collector, clock=old.clock)
        office.entropy = random.Random(100 * self.lives + place).randbytes
        self.seats[place].office = office

    def settle(self) -> None:
        """The cloud becomes good: everything arrives, until nobody has anything to write."""
        for home in self.homes:
            for path in files_in(home):
                if not _is_whole(path):
                    path.unlink()
        done: list[Synced] = []
        for _ in range(4):
            done = []
            for place in range(3):
                self.carry_all()
                done.append(self.sync(place))
        assert all(one.aside == () and one.missing == () and not one.written for one in done), done
        assert len({one.digest for one in done}) == 1
        assert_agreed(self.seats)

    def close(self) -> None:
        for seat in self.seats:
            seat.office.close()


def _is_own(path: Path, seat: Seat) -> bool:
    return path.name.startswith(seat.office.desk.hex())


def _is_whole(path: Path) -> bool:
    try:
        return not names_another(path.name, sound(path).header)
    except FileRefused:
        return False


def _overtakes(path: Path, target: Path, files: list[Path]) -> bool:
    """Whether a file comes before an earlier one of the same desk."""
    desk, first, *_ = f"{path.stem}-0".split("-")
    there = {known.name for known in files_in(target)}
    own = {other.name for other in files if other.name.startswith(f"{desk}-")} - there
    return any(int(name.split("-")[1]) < int(first) for name in own)


def _raise_killed() -> None:
    raise Killed


def _kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _carried(path: Path, target: Path) -> None:
    if not target.exists() or target.read_bytes() != path.read_bytes():
        shutil.copyfile(path, target)


@contextmanager
def dies_after(steps: int, die: Callable[[], None]) -> Iterator[None]:
    """The n-th of the moments that hurt is the last: between files, within a transaction, or before it is
    noted what was written."""
    left = steps

    def mortal(real: Callable[..., object]) -> Callable[..., object]:
        def work(*arguments: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                die()
            return real(*arguments)

        return work

    with ExitStack() as stack:
        for module, name in MOMENTS:
            stack.enter_context(patch.object(module, name, mortal(getattr(module, name))))
        yield
