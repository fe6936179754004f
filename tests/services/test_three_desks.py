"""Three desks that work apart and exchange files late, twice, reordered and in part: they end alike."""

import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.services.desks import (
    Seat,
    another_file,
    assert_agreed,
    assert_sound_so_far,
    do_any,
    exchange_everything,
    hand_in,
    hand_out,
    import_lines,
    ledger_lines,
    seated,
)
from tests.services.offices import DAY, HASTY, LONG, Line, assert_money, assert_sound, days

PLACE = st.integers(0, 2)


class Desks(RuleBasedStateMachine):
    """Deeds at three desks, ledger files, and entries files that are delivered or not."""

    seats: list[Seat]

    @initialize(data=st.data(), shared=st.booleans())
    def open(self, data: st.DataObject, *, shared: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="arcollect-test-"))
        self.seats = [seated(self.folder, place) for place in range(3)]
        self.files: list[Path] = []
        self.ledgers: list[tuple[list[Line], date]] = []
        lines = ledger_lines(self.picker(data), 6)
        self.ledgers.append((lines, days(-2)))
        for seat in self.seats if shared else self.seats[:1]:
            import_lines(seat, lines, days(-2))

    def picker(self, data: st.DataObject):  # type: ignore[no-untyped-def]  # noqa: ANN201
        return lambda many: data.draw(st.integers(0, many - 1))

    def teardown(self) -> None:
        if not hasattr(self, "seats"):
            return
        try:
            exchange_everything(self.seats, self.folder, random.Random(0).randrange)
            assert_agreed(self.seats)
            for seat in self.seats:
                assert_sound(seat.office)
                assert_money(seat.office)
        finally:
            for seat in self.seats:
                seat.office.close()
            shutil.rmtree(self.folder)

    @rule(place=PLACE, data=st.data())
    def deed(self, place: int, data: st.DataObject) -> None:
        do_any(self.seats[place], self.picker(data))
        assert_sound_so_far(self.seats[place])

    @rule(place=PLACE, data=st.data(), ahead=st.integers(-3, 2))
    def new_ledger_file(self, place: int, data: st.DataObject, ahead: int) -> None:
        """A file of this desk alone, so that its items are unknown elsewhere for a while."""
        pick = self.picker(data)
        lines = another_file(pick, self.ledgers[-1][0], len(self.ledgers))
        self.ledgers.append((lines, days(ahead)))
        import_lines(self.seats[place], lines, days(ahead), delta=pick(4) == 0)
        assert_sound_so_far(self.seats[place])

    @rule(place=PLACE, which=st.integers(0, 9))
    def same_ledger_file(self, place: int, which: int) -> None:
        lines, as_of = self.ledgers[which % len(self.ledgers)]
        import_lines(self.seats[place], lines, as_of)

    @rule(
        place=PLACE,
        since=st.sampled_from(["all", "last", "last", DAY]),
        layout=st.sampled_from(["full", "full", "facts"]),
    )
    def write_file(self, place: int, since: str | date, layout: str) -> None:
        out = self.folder / f"{len(self.files)}.jsonl"
        self.files.append(hand_out(self.seats[place], out, since, layout))

    @precondition(lambda self: self.files)
    @rule(place=PLACE, which=st.integers(0, 20))
    def deliver_file(self, place: int, which: int) -> None:
        hand_in(self.seats[place], self.files[which % len(self.files)])
        assert_sound_so_far(self.seats[place])


Desks.TestCase.settings = settings(HASTY, max_examples=8 * LONG, stateful_step_count=14)
TestDesks = pytest.mark.timeout(300 * LONG)(Desks.TestCase)

SEEDS = range(20 if LONG > 1 else 1)
DEEDS = 10_000 if LONG > 1 else 120


@pytest.mark.timeout(600 * LONG)
@pytest.mark.parametrize("seed", SEEDS)
def test_many_deeds_with_clocks_far_off(seed: int, tmp_path: Path) -> None:
    """One desk's clock is right, one is three days slow, one forty years fast."""
    chance = random.Random(seed)
    seats = [seated(tmp_path, place) for place in range(3)]
    lines = ledger_lines(chance.randrange, 40)
    for seat in seats:
        import_lines(seat, lines, days(-3))
    files: list[Path] = []
    for number in range(DEEDS):
        seat = chance.choice(seats)
        what = chance.random()
        if what < 0.93:
            do_any(seat, chance.randrange)
        elif what < 0.94:
            lines = another_file(chance.randrange, lines, number)
            import_lines(seat, lines, days(chance.randrange(-3, 1)), delta=chance.random() < 0.2)
        elif what < 0.97 or not files:
            since = chance.choice(["all", "last", "last"])
            files.append(
                hand_out(seat, tmp_path / f"{number}.jsonl", since, chance.choice(["full", "facts"]))
            )
        else:
            hand_in(seat, chance.choice(files[-10:]))
    exchange_everything(seats, tmp_path, chance.randrange)
    print(f"seed {seed}: {DEEDS} deeds, {sum(len(seat.saved) for seat in seats)} saved, {len(files)} files")
    assert_agreed(seats)
    for seat in seats:
        assert_sound(seat.office)
        assert_money(seat.office)
        seat.office.close()
