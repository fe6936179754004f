"""A process may be killed at any moment; what it had shown as saved stays, and deeds are whole."""

import random
import time
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from arcollect_tui.services.coding import CodingRequest, plan_coding
from tests.faults import figures
from tests.faults.children import code_as_planned, log_calls
from tests.faults.office import (
    OFFICE,
    assert_acknowledged,
    assert_no_twins,
    assert_sound,
    count,
    long_form,
    made,
    notes,
    open_items,
    opened,
    state_of,
)
from tests.faults.paths import PATHS, SavePath
from tests.faults.processes import Victim
from tests.faults.states import Held

KILLS = 200 if long_form() else 6
KILLS_OF_EACH_PATH = 40 if long_form() else 1
KILLS_OF_A_BULK_DEED = 200 if long_form() else 3
CALLS_A_KILL = 1_000
CUSTOMERS, ITEMS_EACH = (5_000, 20) if long_form() else (150, 20)
CHECKED_WHOLE = 20
"""Of so many kills of the bulk deed, the store is seen by every check after one."""
LONGEST = 300.0


def test_calls_survive_kills(tmp_path: Path) -> None:
    """Every acknowledged call is there exactly once after each of many kills."""
    store, chance = made(tmp_path / OFFICE), random.Random(9)
    acknowledged: list[str] = []
    for kill in range(KILLS):
        victim = Victim(log_calls, store, CALLS_A_KILL, kill * CALLS_A_KILL).ready()
        if kill % 2:
            victim.hear()
        victim.wait(chance.uniform(0.0, 0.2))
        acknowledged += victim.kill().acknowledged
        with opened(store) as office:
            assert_acknowledged(office, acknowledged)
            assert_no_twins(office)
            # At most the call that was under way is stored without having been acknowledged.
            assert sum(notes(office).values()) - len(acknowledged) <= kill + 1
            assert_sound(office)
    assert len(acknowledged) >= KILLS // 2
    figures.say(f"killed while logging calls: {KILLS} times, {len(acknowledged):,} acknowledged, 0 lost")


@pytest.mark.parametrize("path", PATHS, ids=[path.name for path in PATHS])
def test_a_killed_deed_is_whole_or_not_at_all(path: SavePath, tmp_path: Path) -> None:
    """A kill at any moment leaves all of a deed or nothing, and doing it again brings all of it, once."""
    undisturbed = path.laid_out(tmp_path / "undisturbed")
    before = Held(undisturbed).shape
    began = time.monotonic()
    told = Victim(path.work, undisturbed / OFFICE, *path.arguments).finish()
    lasted, chance = time.monotonic() - began, random.Random(path.name)
    after = Held(undisturbed).shape
    assert told.acknowledged
    for kill in range(KILLS_OF_EACH_PATH):
        folder = path.laid_out(tmp_path / f"killed{kill}")
        victim = Victim(path.work, folder / OFFICE, *path.arguments)
        victim.wait(lasted * chance.random())
        told = victim.kill()
        held = Held(folder).shape
        if path.at_once:
            assert held in ([after] if told.acknowledged else [before, after])
        path.look(folder, told.handles)
        if path.again:
            assert path.done_again(folder) == path.worked_out()
    figures.say(f"killed during {path.name}: {KILLS_OF_EACH_PATH} times, none half or lost")


def test_a_killed_bulk_coding_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A kill at any moment of a bulk coding leaves every item coded, or none; twins are impossible."""
    store = made(tmp_path / OFFICE, CUSTOMERS, ITEMS_EACH)
    uncoded = store.read_bytes()
    remembered = copytree(state_of(store), tmp_path / "remembered")
    with opened(store) as office:
        plan = plan_coding(office, CodingRequest("PRC", tuple(open_items(office))))
    none = _counts(store)
    victim = Victim(code_as_planned, store, plan).ready()
    began = time.monotonic()
    victim.finish(LONGEST)
    lasted, chance, whole = time.monotonic() - began, random.Random(3), 0
    every = _counts(store)
    assert every["coding"] == every["item_standing"] == CUSTOMERS * ITEMS_EACH
    for kill in range(KILLS_OF_A_BULK_DEED):
        if _counts(store) != none:
            store.write_bytes(uncoded)
            rmtree(state_of(store))  # else the machine sees that the store went back in time
            copytree(remembered, state_of(store))
        victim = Victim(code_as_planned, store, plan).ready()
        victim.wait(lasted * chance.random())
        acknowledged = victim.kill().acknowledged
        found = _counts(store)
        assert found in ([every] if acknowledged else [none, every])
        whole += found == every
        with opened(store) as office:
            assert_acknowledged(office, acknowledged)
            if kill % CHECKED_WHOLE == 0:
                assert_sound(office)
    figures.say(
        f"killed while coding {CUSTOMERS * ITEMS_EACH:,} items: {KILLS_OF_A_BULK_DEED} times, "
        f"{whole} with all coded, {KILLS_OF_A_BULK_DEED - whole} with none, 0 half"
    )


def _counts(store: Path) -> dict[str, int]:
    """Rows of each table, of a store whose file is sound."""
    with opened(store) as office:
        with office.store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            tables = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
            names = list(tables.scalars())
        return {name: count(office, name) for name in names}
