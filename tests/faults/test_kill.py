"""A process may be killed at any moment; what it had shown as saved stays, and deeds are whole."""

import random
from pathlib import Path

import pytest

from arcollect_tui.services.office import Office
from tests.faults.children import code_everything, import_file, log_calls, start_office
from tests.faults.office import (
    assert_acknowledged,
    assert_no_twins,
    assert_sound,
    count,
    ledger_file,
    long_form,
    made,
    notes,
    opened,
    take_in,
)
from tests.faults.processes import Victim

KILLS = 200 if long_form() else 12
KILLS_OF_ONE_DEED = 40 if long_form() else 5
CALLS_A_KILL = 1_000
CUSTOMERS, ITEMS_EACH = 60, 20


def test_calls_survive_kills(tmp_path: Path) -> None:
    """Every acknowledged call is there exactly once after each of many kills."""
    store, chance = made(tmp_path / "office.arcollect"), random.Random(9)
    acknowledged: list[str] = []
    for kill in range(KILLS):
        victim = Victim(log_calls, store, CALLS_A_KILL, kill * CALLS_A_KILL)
        victim.wait(chance.uniform(0.0, 0.2))
        acknowledged += victim.kill()
        with opened(store) as office:
            assert_acknowledged(office, acknowledged)
            assert_no_twins(office)
            assert_sound(office)
            # At most the call that was under way is stored without having been acknowledged.
            assert sum(notes(office).values()) - len(acknowledged) <= kill + 1
    assert len(acknowledged) > KILLS


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger file that takes a while to take in."""
    return ledger_file(tmp_path / "ledger.csv", CUSTOMERS, ITEMS_EACH)


@pytest.mark.parametrize("share", [(kill + 0.5) / KILLS_OF_ONE_DEED for kill in range(KILLS_OF_ONE_DEED)])
def test_a_killed_import_is_in_whole_or_not_at_all(tmp_path: Path, ledger: Path, share: float) -> None:
    """A kill at any point of an import leaves all of its items or none, and the retry has all."""
    store = made(tmp_path / "office.arcollect", customers=1, items_each=1)
    victim = Victim(import_file, store, ledger)
    victim.wait(share * 0.5)
    done = victim.kill()
    with opened(store) as office:
        assert_sound(office)
        assert _imported(office) or not done
        take_in(office, ledger)
        assert _imported(office)
        assert_sound(office)


def _imported(office: Office) -> bool:
    """Whether the ledger's items are in; half of them would be a failure."""
    items = count(office, "item")
    assert items in (1, CUSTOMERS * ITEMS_EACH)
    return items > 1


@pytest.mark.parametrize("share", [(kill + 0.5) / KILLS_OF_ONE_DEED for kill in range(KILLS_OF_ONE_DEED)])
def test_a_killed_bulk_coding_is_whole_or_not_at_all(
    tmp_path: Path, coded_office: Path, share: float
) -> None:
    """A kill at any point of a bulk coding leaves every item coded, or none."""
    store = tmp_path / "copy.arcollect"
    store.write_bytes(coded_office.read_bytes())
    victim = Victim(code_everything, store)
    victim.wait(share * 0.4)
    acknowledged = victim.kill()
    with opened(store) as office:
        coded = count(office, "coding")
        assert coded in (0, CUSTOMERS * ITEMS_EACH)
        assert count(office, "item_standing") == coded
        assert not acknowledged or coded
        assert_acknowledged(office, acknowledged)
        assert_sound(office)


@pytest.fixture(scope="module")
def coded_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a ledger worth coding."""
    return made(tmp_path_factory.mktemp("coded") / "office.arcollect", CUSTOMERS, ITEMS_EACH)


@pytest.mark.parametrize("share", [(kill + 0.5) / KILLS_OF_ONE_DEED for kill in range(KILLS_OF_ONE_DEED)])
def test_a_killed_first_start_leaves_a_store_that_opens(tmp_path: Path, share: float) -> None:
    """A kill while a new store is made leaves no store, or one that can be used."""
    store = tmp_path / "new" / "office.arcollect"
    victim = Victim(start_office, store)
    victim.wait(share * 0.1)
    acknowledged = victim.kill()
    with opened(store) as office:
        assert_acknowledged(office, acknowledged)
        assert_sound(office)
    take_in_after = ledger_file(tmp_path / "small.csv", 1, 1)
    with opened(store) as office:
        take_in(office, take_in_after)
        assert count(office, "item") == 1
