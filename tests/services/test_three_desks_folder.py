"""Three desks that share by a folder, which a bad cloud carries: they end alike, and nothing is lost."""

import random
import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.services.cloud import Cloud
from tests.services.desks import another_file, assert_sound_so_far, do_any, import_lines, ledger_lines
from tests.services.offices import HASTY, LONG, Line, assert_money, assert_sound, days

PLACE = st.integers(0, 2)
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
    }
)


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
