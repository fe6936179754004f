"""What an erasure leaves of a store: a record that verifies, and the fold of lines without the customer."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from arcollect_tui.data import erased, erasure
from arcollect_tui.data.digests import LEDGER, ledger_digest, record_digest, table_sums
from arcollect_tui.data.erasure import Holdings
from arcollect_tui.data.imports.erased import sifted
from arcollect_tui.data.imports.fold import applied, refold, take_back_from
from arcollect_tui.data.journal import Part
from arcollect_tui.data.projection import FACT_TABLES
from arcollect_tui.data.statements import table
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import CustomerChange, PartRow
from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.rules.identity import customer_id
from arcollect_tui.services import history
from arcollect_tui.services.office import Office
from tests.data.records import CUSTOMER, call, change, part, record, rows
from tests.data.remains import remains
from tests.places import path_of
from tests.services.offices import HASTY, Line, assert_sound, days, office_at, state, take_in

CANARY = "Zebrafinch"
OTHER = customer_id("main", "C2")
ABOUT = {"item_id": 7, "document_no": CANARY, "item": CANARY}
EVERY_FACT: list[dict[str, Any]] = [
    call(note=CANARY),
    {"is": "note", "text": CANARY, "pinned": 0},
    {"is": "about_item", **ABOUT},
    {"is": "follow_up", "day": 739_950, "replaces": None},
    {"is": "coding", **ABOUT, "state": "disputed", "reason": "PRC", "note": CANARY, "replaces": None},
    {"is": "contact", "contact_id": 3, "name": CANARY, "phone": "1", "replaces": None, "time_zone": CANARY},
    {"is": "retired_number", "phone": CANARY},
    {"is": "settled", "thing": "contact", "key": "3", "target": "ab"},
    {
        "is": "promise",
        "amount": 100,
        "currency": "USD",
        "made_on": 739_944,
        "due_on": 739_950,
        "grace_until": 739_952,
        "method": CANARY,
    },
    {"is": "promise_item", **ABOUT},
]


def erase(store: Store, *customers: int) -> Holdings:
    with store.writing() as connection:
        return erasure.erase_rows(connection, set(customers))


def facts_left(store: Store) -> int:
    return sum(rows(store, f'SELECT count(*) FROM "{model.__tablename__}"')[0][0] for model in FACT_TABLES)


def record_of(store: Store) -> str:
    with store.reading() as connection:
        return record_digest(connection)


def said_by_an_erasure(*customers: int) -> Part:
    return Part(None, None, [{"is": "erasure", "customer_id": customer} for customer in customers])


def test_parts_keep_their_hash_and_lose_what_was_said(store: Store) -> None:
    record(store, part(*EVERY_FACT), part(call("stays"), number="C2"), kind="coding")
    record(store, part(call("also stays"), number="C2"))
    before, whole = record_of(store), rows(store, "SELECT * FROM part WHERE body IS NOT NULL ORDER BY 1, 2")
    assert facts_left(store) == len(EVERY_FACT) + 2
    assert erase(store, CUSTOMER) == Holdings(entries=1, parts=1, items=0, imports=0, drafts=0)
    assert rows(store, f"SELECT salt, body FROM part WHERE customer_id = {CUSTOMER}") == [(None, None)]
    assert rows(store, "SELECT * FROM part WHERE body IS NOT NULL ORDER BY 1, 2") == whole[1:]
    assert facts_left(store) == 2
    assert record_of(store) == before


def test_nothing_can_be_read_from_the_file_once_it_is_compacted(store: Store) -> None:
    record(store, part(*EVERY_FACT), kind="coding")
    assert remains(path_of(store).parent, CANARY.encode())
    erasure.erase_in(store, [CUSTOMER])
    assert remains(path_of(store).parent, CANARY.encode()) == []


def test_erasing_again_changes_nothing(store: Store) -> None:
    record(store, part(*EVERY_FACT), part(call(), number="C2"), kind="coding")
    erasure.erase_in(store, [CUSTOMER])
    before = rows(store, "SELECT * FROM part"), rows(store, "SELECT * FROM meta")
    erasure.erase_in(store, [CUSTOMER])
    erasure.erase_in(store, [])
    assert before == (rows(store, "SELECT * FROM part"), rows(store, "SELECT * FROM meta"))
    assert erase(store, CUSTOMER) == erasure.NOTHING


def test_a_file_that_somebody_reads_is_not_called_clean(store: Store) -> None:
    record(store, part(*EVERY_FACT))
    with store.reading() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM part").scalar_one()
        with pytest.raises(StoreError, match="open elsewhere"):
            erasure.erase_in(store, [CUSTOMER])
    with store.reading() as connection:
        assert erased.in_free_pages(connection) == {CUSTOMER}
    erasure.erase_in(store, [CUSTOMER])
    with store.reading() as connection:
        assert erased.in_free_pages(connection) == frozenset()
    assert remains(path_of(store).parent, CANARY.encode()) == []


def test_a_copy_without_the_entry_remembers_who_is_erased(store: Store) -> None:
    erasure.erase_in(store, [CUSTOMER])
    with store.reading() as connection:
        assert erasure.erased_ids(connection) == {CUSTOMER}
    with pytest.raises(Refused, match="erased"):
        record(store, part(call(), number="C2"), part(call()))
    assert rows(store, "SELECT count(*) FROM entry") == [(0,)]
    record(store, part(call(), number="C2"))


def test_no_void_reaches_an_erasure(store: Store) -> None:
    done = record(store, said_by_an_erasure(OTHER), kind="erasure")
    void = {"is": "void", "target": done.id.hex(), "redo": 0}
    record(store, Part(None, None, [void]), kind="undo")
    with store.reading() as connection:
        assert erasure.erased_ids(connection) == {OTHER}


def test_an_erasure_that_arrives_is_carried_out(store: Store) -> None:
    record(store, part(*EVERY_FACT), part(call(), number="C2"), kind="coding")
    record(store, said_by_an_erasure(CUSTOMER), kind="erasure")
    with store.writing() as connection:
        assert erasure.after_receive(connection)
    assert facts_left(store) == 2  # the other customer's call, and the erasure itself
    with store.reading() as connection:
        assert erased.in_free_pages(connection) == erased.in_copies(connection) == {CUSTOMER}
    with store.writing() as connection:
        assert not erasure.after_receive(connection)


def test_parts_that_arrive_after_the_erasure_are_emptied(store: Store) -> None:
    record(store, part(*EVERY_FACT), part(call(), number="C2"), kind="coding")
    entry = rows(store, "SELECT * FROM part WHERE line = 0")[0]
    erasure.erase_in(store, [CUSTOMER])
    before = record_of(store)
    with store.writing() as connection:
        whole = update(table(PartRow)).where(table(PartRow).c.customer_id == CUSTOMER)
        connection.execute(whole.values(salt=entry.salt, body=entry.body))
    with store.writing() as connection:
        assert erasure.after_receive(connection)
        assert erased.in_free_pages(connection) == {CUSTOMER}
    assert rows(store, "SELECT body FROM part WHERE customer_id = " + str(CUSTOMER)) == [(None,)]
    assert record_of(store) == before


def test_a_part_that_somebody_emptied_is_told_from_an_erased_one(store: Store) -> None:
    done = record(store, part(call()), part(call(), number="C2"))
    erasure.erase_in(store, [CUSTOMER])
    with store.reading() as connection:
        assert erasure.emptied_unasked(connection) == []
        assert erasure.held_again(connection) == erasure.NOTHING
    change(store, "UPDATE part SET salt = NULL, body = NULL")
    with store.reading() as connection:
        assert erasure.emptied_unasked(connection) == [done.id]


def test_lines_are_left_out_by_ledger_and_number(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [Line("1"), Line("2", "C2"), Line("3", "C2")])
        with office.store.reading() as connection:
            chunks = connection.exec_driver_sql("SELECT lines FROM import_chunk").scalars().all()
    assert sifted(chunks, "main", {OTHER})[1] == 2
    assert sifted(chunks, "other", {OTHER}) == (chunks, 0)
    empty, count = sifted(chunks, "main", {OTHER, CUSTOMER})
    assert count == 3
    assert sifted(empty, "main", {OTHER}) == (empty, 0)


# The ledger tables of a store that erased are the fold of the lines that stay.

CUSTOMERS = ("C1", "C2", "C3", "C4")
MINE = tuple(customer_id("main", number) for number in CUSTOMERS[:2])
LINES = st.lists(
    st.builds(
        Line,
        number=st.sampled_from(["", "1", "2", "3", "4"]),
        customer=st.sampled_from(CUSTOMERS),
        amount=st.sampled_from([100_00, 200_00]),
        left=st.sampled_from([None, 10_00, 60_00]),
        company=st.sampled_from(["", "X"]),
        phone=st.sampled_from(["", "1", "2"]),
    ),
    max_size=8,
)
FILES = st.lists(st.tuples(LINES, st.integers(0, 2), st.booleans()), min_size=1, max_size=4)
"""Lines, the day they speak of, and whether they are changes only."""


def ledger_sums(office: Office) -> tuple[str, dict[str, int]]:
    with office.store.reading() as connection:
        return ledger_digest(connection), table_sums(connection, (*LEDGER, CustomerChange))


def fold_anew(office: Office) -> None:
    with office.store.writing() as connection:
        take_back_from(connection, "main", [key.number for key in applied(connection, "main")])
        refold(connection, "main")


def take_all(office: Office, folder: Path, files: list[tuple[list[Line], int, bool]]) -> None:
    for lines, day, delta in files:
        take_in(office, folder, lines, days(day - 5), delta=delta)


@given(files=FILES, undone=st.booleans(), more=LINES)
@HASTY
def test_the_ledger_is_the_fold_of_the_lines_that_stay(
    files: list[tuple[list[Line], int, bool]], undone: bool, more: list[Line]
) -> None:
    with TemporaryDirectory() as folder, office_at(Path(folder) / "a" / "office") as office:
        take_all(office, Path(folder), files)
        if undone:
            history.undo(office)
        erasure.erase_in(office.store, MINE)
        after = ledger_sums(office)
        fold_anew(office)
        assert ledger_sums(office) == after
        assert_sound(office)
        if undone:
            history.redo(office)
        take_in(office, Path(folder), more)
        assert_sound(office)
        # A desk that knew of the erasure before it saw any file holds the same.
        with office_at(Path(folder) / "b" / "office") as other:
            erasure.erase_in(other.store, MINE)
            take_all(other, Path(folder), files)
            take_in(other, Path(folder), more)
            assert ledger_sums(other)[0] == ledger_sums(office)[0]
            assert state(other) == state(office)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "desk" / "office") as opened:
        yield opened


@pytest.mark.parametrize("owners", [("C1", "C3"), ("C3", "C1"), ("C1", "C3", "C1"), ("C3", "C1", "C3")])
def test_an_item_that_changed_hands_leaves_with_the_erased_one(
    office: Office, tmp_path: Path, owners: tuple[str, ...]
) -> None:
    for day, owner in enumerate(owners):
        take_in(office, tmp_path, [Line("1", owner, name=f"Name {owner}"), Line("2", "C4")], days(day - 5))
    erasure.erase_in(office.store, MINE)
    for rows_of in ("item", "item_change"):
        assert rows(office.store, f"SELECT count(*) FROM {rows_of} WHERE customer_id = {MINE[0]}") == [(0,)]
    assert not rows(office.store, f"SELECT 1 FROM item_change WHERE before LIKE '[{MINE[0]},%'")
    assert_sound(office)


def test_a_number_that_was_shared_before_an_item_changed_hands(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1", "C1"), Line("1", "C3")], days(-5))
    take_in(office, tmp_path, [Line("1", "C3", 200_00)], days(-4))
    erasure.erase_in(office.store, MINE)
    after = ledger_sums(office)
    fold_anew(office)
    assert ledger_sums(office) == after
    assert_sound(office)


def test_an_import_of_erased_customers_alone_still_counts(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1"), Line("2")], days(-1))
    erasure.erase_in(office.store, MINE)
    assert rows(office.store, "SELECT count(*) FROM item") == [(0,)]
    assert_sound(office)
    assert history.undo(office).handle
    assert history.redo(office).handle
    assert_sound(office)
    take_in(office, tmp_path, [Line("1"), Line("3", "C3")])
    assert rows(office.store, "SELECT document_no FROM item") == [("3",)]
