"""Three desks that share by a folder, which a bad cloud carries: they end alike, and nothing is lost."""

import os
import random
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes, peers
from arcollect_tui.data.sync.header import names_another
from arcollect_tui.errors import FileRefused
from arcollect_tui.services.office import open_office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.pairing import desks
from arcollect_tui.services.sync import Synced, sync
from tests.services.desks import (
    Pick,
    Seat,
    another_file,
    assert_agreed,
    assert_sound_so_far,
    do_any,
    import_lines,
    ledger_lines,
    seated,
)
from tests.services.offices import HASTY, LONG, Line, assert_money, assert_sound, days
from tests.services.sharing import agree, files_in, sound

PLACE = st.integers(0, 2)
MOMENTS = ((shared, "state_of"), (shared, "sync_folder"), (notes, "note"), (peers, "keep_checkpoints"))
"""What a sync calls when it looks at a file, has named one, notes one, and is about to commit one."""
MISHAPS = frozenset(
    {
        "truncated",
        "flipped",
        "junk",
        "copy",
        "misnamed",
        "again",
        "out of order",
        "kill -9",
        "kill -9 survived",
    }
)


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


class SharedFolder(RuleBasedStateMachine):
    """Deeds, ledger files, syncs, and a cloud that brings files late, twice, broken, or not."""

    cloud: Cloud
    encrypted = False

    @initialize(data=st.data())
    def open(self, data: st.DataObject) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="arcollect-test-"))
        self.cloud = Cloud.over(self.folder)
        self.ledgers: list[tuple[list[Line], date]] = [(ledger_lines(self.picker(data), 6), days(-2))]
        import_lines(self.cloud.seats[0], *self.ledgers[0])
        self.cloud.meet()

    def picker(self, data: st.DataObject):  # type: ignore[no-untyped-def]  # noqa: ANN201
        return lambda many: data.draw(st.integers(0, many - 1))

    def teardown(self) -> None:
        if not hasattr(self, "cloud"):
            return
        try:
            self.cloud.settle()
            for seat in self.cloud.seats:
                assert_sound(seat.office)
                assert_money(seat.office)
        finally:
            self.cloud.close()
            shutil.rmtree(self.folder)

    @rule(place=PLACE, data=st.data())
    def deed(self, place: int, data: st.DataObject) -> None:
        do_any(self.cloud.seats[place], self.picker(data))

    @rule(place=PLACE, data=st.data(), ahead=st.integers(-3, 2))
    def new_ledger_file(self, place: int, data: st.DataObject, ahead: int) -> None:
        lines = another_file(self.picker(data), self.ledgers[-1][0], len(self.ledgers))
        self.ledgers.append((lines, days(ahead)))
        import_lines(self.cloud.seats[place], lines, days(ahead))

    @rule(place=PLACE)
    def sync(self, place: int) -> None:
        self.cloud.sync(place)
        assert_sound_so_far(self.cloud.seats[place])

    @rule(data=st.data())
    def carry(self, data: st.DataObject) -> None:
        self.cloud.carry(self.picker(data))

    @rule()
    def carry_all(self) -> None:
        self.cloud.carry_all()

    @precondition(lambda self: not self.encrypted)
    @rule()
    def encrypt(self) -> None:
        self.encrypted = True
        self.cloud.encrypt()

    @rule(place=PLACE, steps=st.integers(0, 12))
    def kill(self, place: int, steps: int) -> None:
        self.cloud.kill(place, steps)
        assert_sound_so_far(self.cloud.seats[place])


SharedFolder.TestCase.settings = settings(HASTY, max_examples=8 * LONG, stateful_step_count=16)
TestSharedFolder = pytest.mark.timeout(300 * LONG)(SharedFolder.TestCase)

SEEDS = range(10 if LONG > 1 else 1)
DEEDS = 10_000 if LONG > 1 else 120


@pytest.mark.timeout(600 * LONG)
@pytest.mark.parametrize("seed", SEEDS)
def test_many_deeds_through_a_bad_cloud(seed: int, tmp_path: Path) -> None:
    """One desk's clock is right, one is three days slow, one forty years fast. Every second office
    encrypts from the start, the others from the middle on."""
    chance = random.Random(seed)
    cloud = Cloud.over(tmp_path)
    lines = ledger_lines(chance.randrange, 40)
    import_lines(cloud.seats[0], lines, days(-3))
    cloud.meet()
    put_aside: Counter[str] = Counter()
    for number in range(DEEDS):
        if number == (0 if seed % 2 else DEEDS // 2):
            cloud.encrypt()
        what, place = chance.random(), chance.randrange(3)
        if what < 0.85:
            do_any(cloud.seats[place], chance.randrange)
        elif what < 0.86:
            lines = another_file(chance.randrange, lines, number)
            import_lines(cloud.seats[place], lines, days(chance.randrange(-3, 1)))
        elif what < 0.90:
            put_aside.update(file.kind for file in cloud.sync(place).aside)
        elif what < 0.99:
            cloud.carry(chance.randrange)
        else:
            (cloud.kill_process if chance.randrange(2) else cloud.kill)(place, chance.randrange(24))
    cloud.settle()
    saved = sum(len(seat.saved) for seat in cloud.seats)
    print(
        f"seed {seed}: {DEEDS} deeds, {saved} saved, {cloud.lives} restarts",
        dict(cloud.mishaps),
        dict(put_aside),
    )
    if LONG > 1:
        assert set(cloud.mishaps) >= MISHAPS
        assert set(put_aside) >= {"damaged", "replayed"}
    for seat in cloud.seats:
        assert_sound(seat.office)
        assert_money(seat.office)
    cloud.close()
