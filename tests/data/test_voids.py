"""What is taken back does not count, nor what others built on it meanwhile; the latest word decides."""

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from arcollect_tui.data.standing import unfounded, voids
from arcollect_tui.data.statements import as_row, insert_rows, table
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import Coding, Contact, Void, Voided
from tests.places import place_of
from tests.services.offices import HASTY

UNDO, REDO = 0, 1


def stamp(number: int) -> bytes:
    return number.to_bytes(16, "big")


DEED, OTHER, IMPORT = stamp(1), stamp(2), b"\x07" * 32


def say(connection: Connection, entry: int, *targets: bytes, redo: int = UNDO) -> None:
    """Void facts of one entry, as a projection writes them."""
    insert_rows(
        connection, Void, [(stamp(entry), line, target, redo) for line, target in enumerate(targets)]
    )


def taken_back(connection: Connection) -> set[bytes]:
    return {row[0] for row in connection.execute(select(table(Voided).c.target))}


@pytest.mark.parametrize("said", list(itertools.product((UNDO, REDO), repeat=3)))
@pytest.mark.parametrize("arrival", list(itertools.permutations(range(3))))
def test_the_latest_void_decides_in_any_order_of_arrival(
    store: Store, said: Sequence[int], arrival: Sequence[int]
) -> None:
    with store.writing() as connection:
        for place in arrival:
            say(connection, 10 + place, DEED, redo=said[place])
            voids.refresh_targets_of(connection, stamp(10 + place))
        assert voids.is_voided(connection, DEED) == (said[-1] == UNDO)
        assert taken_back(connection) == ({DEED} if said[-1] == UNDO else set())


def test_an_entry_takes_back_every_target_it_names_and_no_other(store: Store) -> None:
    with store.writing() as connection:
        say(connection, 10, DEED, IMPORT)
        voids.refresh_targets_of(connection, stamp(10))
        assert taken_back(connection) == {DEED, IMPORT}
        assert not voids.is_voided(connection, OTHER)
        say(connection, 11, IMPORT, redo=REDO)
        voids.refresh_targets_of(connection, stamp(11))
        assert taken_back(connection) == {DEED}


def test_one_entry_is_judged_without_looking_at_the_targets_of_others(store: Store) -> None:
    """What is judged elsewhere is left as it stands: an undo judges its own targets, not the record."""
    with store.writing() as connection:
        say(connection, 10, DEED)
        say(connection, 11, OTHER)
        insert_rows(connection, Voided, [(IMPORT,)])
        voids.refresh_targets_of(connection, stamp(11))
        assert taken_back(connection) == {OTHER, IMPORT}
        voids.refresh_all(connection)
        assert taken_back(connection) == {DEED, OTHER}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples."""
    opened = Store.open(place_of(tmp_path_factory.mktemp("voids") / "office"))
    yield opened
    opened.close()


@HASTY
@given(said=st.lists(st.tuples(st.sampled_from([DEED, OTHER, IMPORT]), st.sampled_from([UNDO, REDO]))))
def test_judged_one_by_one_or_at_once_it_is_the_same(shared: Store, said: list[tuple[bytes, int]]) -> None:
    wanted = {target for target, redo in dict(said).items() if redo == UNDO}
    with shared.writing() as connection:
        connection.execute(delete(table(Void)))
        connection.execute(delete(table(Voided)))
        for number, (target, redo) in enumerate(said):
            say(connection, number, target, redo=redo)
            voids.refresh_targets_of(connection, stamp(number))
        assert taken_back(connection) == wanted
        voids.refresh_all(connection)
        assert taken_back(connection) == wanted


def coding(entry: int, line: int, item: int, base: bytes | None = None) -> tuple[object, ...]:
    """A row that says an item is disputed."""
    said = {"entry": stamp(entry), "line": line, "item_id": item, "customer_id": 5, "replaces": base}
    return as_row(Coding, {**said, "state": "disputed", "reason": "PRC"})


def code(connection: Connection, entry: int, *items: int, on: int | None = None) -> None:
    """Codings of one entry, which replaces the codings of another."""
    base = None if on is None else stamp(on)
    insert_rows(connection, Coding, [coding(entry, line, item, base) for line, item in enumerate(items)])


def write_card(connection: Connection, entry: int, card: int, on: int | None = None) -> None:
    base = None if on is None else stamp(on)
    said = {"entry": stamp(entry), "line": 0, "customer_id": 5, "contact_id": card, "replaces": base}
    insert_rows(
        connection, Contact, [as_row(Contact, {**said, "name": "Lee", "preferred": 0, "retired": 0})]
    )


def judged(connection: Connection) -> list[tuple[int, int]]:
    """(entry, line) of what counts for nothing."""
    unfounded.refresh_all(connection)
    found = sorted((int.from_bytes(entry, "big"), line) for entry, line in unfounded.rows(connection))
    said = table(Coding)
    standing = select(said.c.entry, said.c.line).where(unfounded.founded(said))
    for entry, line in connection.execute(standing):
        assert (int.from_bytes(entry, "big"), line) not in found
    return found


def void(connection: Connection, *entries: int) -> None:
    insert_rows(connection, Voided, [(stamp(entry),) for entry in entries])


def test_what_was_built_on_an_undone_coding_counts_for_nothing(store: Store) -> None:
    with store.writing() as connection:
        code(connection, 1, 7)
        code(connection, 2, 7, on=1)
        code(connection, 3, 7, on=2)
        code(connection, 4, 7)
        assert judged(connection) == []
        void(connection, 1)
        assert judged(connection) == [(2, 0), (3, 0)]
        standing = table(Coding)
        founded = select(standing.c.entry).where(unfounded.founded(standing))
        assert {row[0] for row in connection.execute(founded)} == {stamp(1), stamp(4)}


def test_of_a_bulk_deed_only_the_lines_that_were_built_on_it_fall(store: Store) -> None:
    """Entry 2 codes two items: one anew, the other on what is undone. Entry 3 builds on both."""
    with store.writing() as connection:
        code(connection, 1, 7)
        insert_rows(connection, Coding, [coding(2, 0, 6), coding(2, 1, 7, stamp(1))])
        code(connection, 3, 6, 7, on=2)
        void(connection, 1)
        assert judged(connection) == [(2, 1), (3, 1)]
        said = table(Coding)
        founded = select(said.c.entry, said.c.line).where(unfounded.founded(said))
        assert set(connection.execute(founded)) == {(stamp(1), 0), (stamp(2), 0), (stamp(3), 0)}


def test_what_is_undone_itself_is_no_conflict_and_carries_nothing(store: Store) -> None:
    """The undo of 2 took it back with its base; that of 4 ends the chain, and 5 stands on an undone one."""
    with store.writing() as connection:
        code(connection, 1, 7)
        code(connection, 2, 7, on=1)
        void(connection, 1, 2)
        assert judged(connection) == []
        code(connection, 3, 7, on=1)
        code(connection, 4, 7, on=3)
        void(connection, 4)
        assert judged(connection) == [(3, 0)]
        code(connection, 5, 7, on=4)
        assert judged(connection) == [(3, 0), (5, 0)]


def test_cards_are_judged_like_codings_and_apart_from_them(store: Store) -> None:
    with store.writing() as connection:
        write_card(connection, 1, 3)
        write_card(connection, 2, 3, on=1)
        write_card(connection, 4, 3, on=2)
        write_card(connection, 6, 8, on=2)
        code(connection, 3, 3, on=2)
        void(connection, 1)
        assert judged(connection) == [(2, 0), (4, 0)]
        card = table(Contact)
        founded = select(card.c.entry).where(unfounded.founded(card))
        assert {row[0] for row in connection.execute(founded)} == {stamp(1), stamp(6)}


def test_an_undo_that_is_lifted_gives_the_ground_back(store: Store) -> None:
    with store.writing() as connection:
        code(connection, 1, 7)
        code(connection, 2, 7, on=1)
        void(connection, 1)
        assert judged(connection) == [(2, 0)]
        connection.execute(delete(table(Voided)))
        assert judged(connection) == []
