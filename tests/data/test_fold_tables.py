"""What the fold does to the ledger tables: whom it concerns, which lines it keeps, when it starts anew."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, event

from arcollect_tui.data.imports import fold
from arcollect_tui.data.imports.diff import Diff
from arcollect_tui.data.statements import insert_rows, table
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import Policy, Voided
from arcollect_tui.rules.identity import customer_id
from arcollect_tui.services import history
from arcollect_tui.services.office import Office
from tests.data.records import rows
from tests.services.offices import Line, assert_sound, days, item, office_at, state, take_in

IMPORT, OTHER = b"\x01" * 32, b"\x02" * 32


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        yield opened


def test_lines_are_kept_once_and_in_their_order(store: Store) -> None:
    with store.writing() as connection:
        fold.keep_lines(connection, IMPORT, [b"a", b"b"])
        fold.keep_lines(connection, IMPORT, [b"c", b"d"])
        fold.keep_lines(connection, OTHER, [b"e"], trimmed=True)
        fold.keep_lines(connection, OTHER, [b"e"], trimmed=True)
    kept = rows(store, "SELECT identity, number, lines FROM import_chunk ORDER BY identity, number")
    assert kept == [(IMPORT, 0, b"a"), (IMPORT, 1, b"b"), (OTHER, 0, b"e")]
    assert rows(store, "SELECT identity FROM trimmed_import") == [(OTHER,)]


def test_places_are_counted_from_one_and_given_again(office: Office, tmp_path: Path) -> None:
    for day in range(3):
        take_in(office, tmp_path, [Line(str(day))], days(day))
    places = "SELECT place FROM ledger_import ORDER BY as_of"
    assert rows(office.store, places) == [(1,), (2,), (3,)]
    history.undo(office, "1-2")
    assert rows(office.store, places) == [(1,), (2,)]


def numbers(*names: str) -> set[int]:
    return {customer_id("main", name) for name in names}


def test_a_fold_names_the_customers_whose_rows_change(office: Office, tmp_path: Path) -> None:
    """Item 1 is paid, 2 moves from C2 to C3, 4 is new; C5's card changes; C6 is as before."""
    same = Line("6", "C6")
    take_in(
        office, tmp_path, [Line("1"), Line("2", "C2"), Line("3", "C3"), Line("5", "C5"), same], days(-1)
    )
    new = [Line("2", "C3"), Line("3", "C3"), Line("4", "C4"), Line("5", "C5", phone="555 0100"), same]
    take_in(office, tmp_path, new)
    wanted = numbers("C1", "C2", "C3", "C4", "C5")
    with office.store.writing() as connection:
        newest = fold.applied(connection, "main")[-1]
        assert fold.refold(connection, "main") == set()
        assert fold.take_back(connection, newest) == wanted
        assert fold.refold(connection, "main") == wanted
        assert fold.refold(connection, "main") == set()
    assert_sound(office)
    with office.store.writing() as connection:
        insert_rows(connection, Voided, [(newest.identity,)])
        assert fold.refold(connection, "main") == wanted


LEDGER = (
    "SELECT c.number, c.phone, c.name, i.document_no, i.open_amount, i.cleared_on FROM customer c "
    "JOIN item i ON i.customer_id = c.id ORDER BY c.number, i.document_no"
)
MONDAY = [Line("1", left=90_00), Line("2"), Line("3", "C2", phone="555 0100")]
TUESDAY = [Line("1", left=80_00), Line("2", phone="555 0111"), Line("3", "C2", phone="555 0122")]
WEDNESDAY = [Line("1", left=70_00, phone="555 0133"), Line("3", "C2", phone="555 0122"), Line("4", "C3")]


def test_each_import_changes_items_and_cards_and_is_run_backwards_alone(
    office: Office, tmp_path: Path
) -> None:
    wanted = [rows(office.store, LEDGER)]
    for day, lines in enumerate([MONDAY, TUESDAY, WEDNESDAY]):
        take_in(office, tmp_path, lines, days(day))
        wanted.append(rows(office.store, LEDGER))
    assert wanted[1:] == [
        [
            ("C1", "", "Customer C1", "1", 90_00, None),
            ("C1", "", "Customer C1", "2", 100_00, None),
            ("C2", "555 0100", "Customer C2", "3", 100_00, None),
        ],
        [
            ("C1", "555 0111", "Customer C1", "1", 80_00, None),
            ("C1", "555 0111", "Customer C1", "2", 100_00, None),
            ("C2", "555 0122", "Customer C2", "3", 100_00, None),
        ],
        [
            ("C1", "555 0133", "Customer C1", "1", 70_00, None),
            ("C1", "555 0133", "Customer C1", "2", 0, days(2).toordinal()),
            ("C2", "555 0122", "Customer C2", "3", 100_00, None),
            ("C3", "", "Customer C3", "4", 100_00, None),
        ],
    ]
    with office.store.writing() as connection:
        keys = fold.applied(connection, "main")
    for key in reversed(keys):
        assert rows(office.store, LEDGER) == wanted.pop()
        with office.store.writing() as connection:
            fold.take_back(connection, key)
    assert rows(office.store, LEDGER) == wanted.pop() == []
    for name in ("item_change", "customer_change", "customer", "ledger_import"):
        assert rows(office.store, f"SELECT count(*) FROM {name}") == [(0,)], name


def test_without_the_middle_one_the_ledger_is_the_fold_of_the_others(
    office: Office, tmp_path: Path
) -> None:
    files = [MONDAY, TUESDAY, WEDNESDAY]
    for day in (0, 2):
        take_in(office, tmp_path, files[day], days(day))
    without = state(office).ledger
    take_in(office, tmp_path, TUESDAY, days(1))
    whole = state(office).ledger
    assert whole != without
    with office.store.writing() as connection:
        middle = fold.applied(connection, "main")[1].identity
        insert_rows(connection, Voided, [(middle,)])
        assert fold.refold(connection, "main") == numbers("C1", "C2", "C3")
    assert state(office).ledger == without
    with office.store.writing() as connection:
        connection.execute(delete(table(Voided)))
        assert fold.refold(connection, "main") == numbers("C1", "C2", "C3")
    assert state(office).ledger == whole


def test_what_was_worked_out_before_is_taken_for_its_import_on_top_only(
    office: Office, tmp_path: Path
) -> None:
    """An empty difference tells by its traces whether it was taken."""
    for day, lines in enumerate([MONDAY, TUESDAY, WEDNESDAY]):
        take_in(office, tmp_path, lines, days(day))
    whole = state(office).ledger
    with office.store.writing() as connection:
        first, second, third = fold.applied(connection, "main")
        fold.take_back(connection, third)
        fold.refold(connection, "main", (second, Diff()))
    assert state(office).ledger == whole
    with office.store.writing() as connection:
        insert_rows(connection, Voided, [(second.identity,)])
        fold.refold(connection, "main")
        connection.execute(delete(table(Voided)))
        fold.refold(connection, "main", (second, Diff()))
    assert state(office).ledger == whole
    with office.store.writing() as connection:
        fold.take_back(connection, third)
        assert fold.refold(connection, "main", (third, Diff())) == set()
        assert fold.applied(connection, "main") == [first, second, third]
    assert rows(office.store, "SELECT count(*) FROM item WHERE document_no = '4'") == [(0,)]


def test_a_ledger_that_nobody_speaks_of_is_empty(store: Store) -> None:
    with store.writing() as connection:
        assert fold.refold(connection, "nowhere") == set()


def test_taken_back_from_the_first_of_some_on(office: Office, tmp_path: Path) -> None:
    for day in range(3):
        take_in(office, tmp_path, [Line("1").paid_down(90_00 - day), Line(f"{day}n")], days(day))
    before = state(office)
    with office.store.writing() as connection:
        first, second, third = fold.applied(connection, "main")
        assert not fold.take_back_from(connection, "main", {1})
        assert not fold.take_back_from(connection, "north", {second.number})
        assert fold.applied(connection, "main") == [first, second, third]
        assert fold.take_back_from(connection, "main", {third.number, second.number})
        assert fold.applied(connection, "main") == [first]
    assert item(office, "1").open_amount == 90_00
    with office.store.writing() as connection:
        fold.refold(connection, "main")
    assert state(office).ledger == before.ledger


def test_a_recipe_said_earlier_folds_the_ledger_anew(office: Office, tmp_path: Path) -> None:
    """Both lines are one document of two companies: by the first recipe two items, by the other one."""
    take_in(office, tmp_path, [Line("1", company="10"), Line("1", company="20")])
    by_company = state(office).ledger
    said = (b"\x00" * 16, 0, "ledger.main.recipe", json.dumps("document_no"), None)
    count = "SELECT count(*) FROM item"
    assert rows(office.store, count) == [(2,)]
    with office.store.writing() as connection:
        insert_rows(connection, Policy, [said])
        assert fold.refold(connection, "main") == numbers("C1")
        assert fold.refold(connection, "main") == set()
    by_document = state(office).ledger
    assert by_document != by_company
    with office.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM policy WHERE entry = zeroblob(16)")
        assert fold.refold(connection, "main") == numbers("C1")
    assert state(office).ledger == by_company


def test_a_first_import_by_a_given_recipe_needs_no_policy(store: Store) -> None:
    key = fold.ImportKey(IMPORT, "main", 5, frozenset({"10"}), delta=True)
    with store.writing() as connection:
        assert fold.scope_of(connection, key).recipe == ()
        given = fold.scope_of(connection, key, ("document_no",))
        insert_rows(connection, Policy, [(b"e" * 16, 0, "ledger.main.recipe", '"company,line"', None)])
        assert fold.scope_of(connection, key).recipe == ("company", "line")
        assert fold.scope_of(connection, key, ("document_no",)) == given
    assert (given.ledger, sorted(given.companies), given.delta) == ("main", ["10"], True)
    assert (given.as_of, given.import_id, given.recipe) == (5, key.number, ("document_no",))


@pytest.mark.of_a_file
@pytest.mark.parametrize(("there", "new", "rebuilt"), [(0, 5, True), (0, 4, False), (1, 5, False)])
def test_indexes_are_built_after_a_big_first_import_only(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: int, new: int, *, rebuilt: bool
) -> None:
    monkeypatch.setattr(fold, "REBUILD_INDEXES", 5)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'item' ORDER BY name"
    before = rows(office.store, indexes)
    if there:
        take_in(office, tmp_path, [Line("first")], days(-1))
    statements: list[str] = []
    with office.store.reading() as connection:
        engine = connection.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    take_in(office, tmp_path, [Line("first"), *[Line(str(n)) for n in range(new)]][1 - there :])
    event.remove(engine, "before_cursor_execute", note)
    dropped = [statement for statement in statements if statement.strip().startswith("DROP INDEX")]
    assert len(dropped) == (len(before) if rebuilt else 0)
    assert {name for name, _ in rows(office.store, indexes)} == {name for name, _ in before}
    assert_sound(office)
