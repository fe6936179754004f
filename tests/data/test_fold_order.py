"""Which imports count, and in which order they are folded: found from what the entries say alone."""

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from arcollect_tui.data.imports.order import (
    ImportKey,
    applied,
    companies_text,
    import_identity,
    import_number,
    in_fold_order,
    lacking_lines,
    ledgers_brought,
    recipe_of,
    wanted,
)
from arcollect_tui.data.statements import insert_rows
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import ImportChunk, ImportFact, LedgerImport, Policy, Voided

DAY = date(2026, 11, 23).toordinal()


def identity(name: str) -> bytes:
    """Identities in the order of their names."""
    return name.encode().ljust(32, b"\0")


def stamp(number: int) -> bytes:
    return number.to_bytes(16, "big")


def key(name: str, day: int = DAY) -> ImportKey:
    return ImportKey(identity(name), "main", day, frozenset({"10"}), delta=False)


def names(keys: Sequence[ImportKey]) -> str:
    return "".join(one.identity.rstrip(b"\0").decode() for one in keys)


def ordered(days: Mapping[str, int], upon: Mapping[str, str]) -> str:
    """The fold order of imports by name, each on a day, some laid upon others; however they are given."""
    after = {identity(one): identity(other) for one, other in upon.items()}
    keys = [key(name, DAY + day) for name, day in days.items()]
    found = {names(in_fold_order(list(some), after)) for some in itertools.permutations(keys)}
    (only,) = found
    return only


@pytest.mark.parametrize(
    ("days", "upon", "order"),
    [
        ({"a": 2, "b": 1, "c": 0}, {}, "cba"),
        ({"a": 0, "b": 0, "c": 0}, {}, "abc"),
        ({"a": 0, "b": 0, "c": 0}, {"a": "c"}, "bca"),
        ({"a": 0, "b": 0, "c": 0}, {"a": "b", "b": "c"}, "cba"),
        ({"a": 0, "b": 1}, {"a": "b"}, "ab"),
        ({"a": 0, "c": 0, "b": 1}, {"a": "c"}, "cab"),
        ({"a": 0, "c": 0, "b": 1}, {"a": "b"}, "acb"),
        ({"b": 0, "a": 1, "c": 1}, {"a": "c", "c": "b"}, "bca"),
        ({"a": 0, "b": 0}, {"a": "x"}, "ab"),
        ({"a": 0, "b": 0}, {"a": "b", "b": "a"}, "ab"),
        ({"a": 0, "b": 0, "c": 0, "d": 1}, {"a": "c", "b": "a", "c": "b"}, "abcd"),
    ],
)
def test_by_day_then_each_upon_the_one_it_was_laid_upon_then_by_identity(
    days: Mapping[str, int], upon: Mapping[str, str], order: str
) -> None:
    assert ordered(days, upon) == order


LAID = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef"))


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2)), LAID)
def test_no_import_is_lost_and_no_day_comes_before_an_earlier_one(
    days: dict[str, int], upon: dict[str, str]
) -> None:
    after = {identity(one): identity(other) for one, other in upon.items()}
    found = names(in_fold_order([key(name, DAY + day) for name, day in days.items()], after))
    assert sorted(found) == sorted(days)
    assert [days[name] for name in found] == sorted(days.values())


def bring(connection: Connection, entry: int, name: str, upon: str | None = None, **more: object) -> None:
    """An import that an entry says, with its lines unless `lines` says otherwise."""
    said = {"ledger": "main", "as_of": DAY, "companies": '["10"]', "delta": 0, "items": 3, "line": 0} | more
    row = (stamp(entry), said["line"], identity(name), said["ledger"], said["as_of"], b"d" * 32)
    after = None if upon is None else identity(upon)
    path = more.get("file", f"{name}.csv")
    file = (said["companies"], said["delta"], path, "canonical", said["items"], "{}", after)
    insert_rows(connection, ImportFact, [(*row, *file)])
    if more.get("lines", True):
        insert_rows(connection, ImportChunk, [(identity(name), 0, b"")], ignore=True)


def undo(connection: Connection, target: bytes) -> None:
    insert_rows(connection, Voided, [(target,)])


def test_an_import_has_what_its_entry_says(store: Store) -> None:
    with store.writing() as connection:
        bring(connection, 1, "a", as_of=DAY + 3, companies='["10","20"]', delta=1)
        bring(connection, 2, "b", ledger="north", companies="[]")
        assert wanted(connection, "main") == [
            ImportKey(identity("a"), "main", DAY + 3, frozenset({"10", "20"}), delta=True)
        ]
        assert wanted(connection, "north") == [
            ImportKey(identity("b"), "north", DAY, frozenset(), delta=False)
        ]
        assert wanted(connection, "south") == []


def test_ledgers_are_named_once_and_in_order(store: Store) -> None:
    with store.writing() as connection:
        for entry, ledger in enumerate(["north", "main", "north", "main", "east"]):
            bring(connection, entry, str(entry), ledger=ledger)
        assert ledgers_brought(connection) == ["east", "main", "north"]


def test_the_afternoon_s_file_lies_upon_the_morning_s(store: Store) -> None:
    with store.writing() as connection:
        bring(connection, 1, "c")
        bring(connection, 2, "b", upon="c")
        bring(connection, 3, "a", upon="b")
        assert names(wanted(connection, "main")) == "cba"


@pytest.mark.parametrize("gone", ["undone", "entry undone", "lines not here"])
def test_an_import_that_does_not_count_leaves_the_order_of_the_others(store: Store, gone: str) -> None:
    """c, b upon it, a upon b: without b, a still lies upon c."""
    with store.writing() as connection:
        bring(connection, 1, "c")
        bring(connection, 2, "b", upon="c", lines=gone != "lines not here")
        bring(connection, 3, "a", upon="b")
        if gone == "undone":
            undo(connection, identity("b"))
        if gone == "entry undone":
            undo(connection, stamp(2))
        assert names(wanted(connection, "main")) == "ca"
        assert lacking_lines(connection) == ([(identity("b"), "b.csv")] if gone == "lines not here" else [])


def test_an_import_without_items_needs_no_lines(store: Store) -> None:
    with store.writing() as connection:
        bring(connection, 1, "a", items=0, lines=False)
        bring(connection, 2, "b", items=1, lines=False)
        assert names(wanted(connection, "main")) == "a"
        assert lacking_lines(connection) == [(identity("b"), "b.csv")]


def test_lines_are_asked_for_once_and_only_for_what_would_count(store: Store) -> None:
    with store.writing() as connection:
        for entry, name in enumerate("dbbca"):
            bring(connection, entry, name, lines=False, file={"d": "x.csv"}.get(name, f"{name}y.csv"))
        undo(connection, identity("c"))
        undo(connection, stamp(4))
        assert lacking_lines(connection) == [(identity("b"), "by.csv"), (identity("d"), "x.csv")]
        bring(connection, 5, "e", lines=False, file="a.csv")
        assert [name for _, name in lacking_lines(connection)] == ["a.csv", "by.csv", "x.csv"]


def test_of_an_import_taken_in_twice_one_entry_that_counts_is_enough(store: Store) -> None:
    with store.writing() as connection:
        bring(connection, 1, "a")
        bring(connection, 2, "a")
        undo(connection, stamp(2))
        assert names(wanted(connection, "main")) == "a"
        undo(connection, stamp(1))
        assert wanted(connection, "main") == []


def test_an_import_that_came_again_lies_upon_what_was_laid_upon_it(store: Store) -> None:
    """a, then b upon a, then c upon b; a comes again, now upon c: b is the lowest."""
    with store.writing() as connection:
        bring(connection, 1, "a")
        bring(connection, 2, "b", upon="a")
        bring(connection, 3, "c", upon="b")
        assert names(wanted(connection, "main")) == "abc"
        bring(connection, 4, "a", upon="c")
        assert names(wanted(connection, "main")) == "bca"
        bring(connection, 5, "b", upon="a")
        assert names(wanted(connection, "main")) == "cab"


def test_the_order_of_arrival_in_the_table_is_the_order_of_the_entries(store: Store) -> None:
    """The entry with the later stamp arrived first; of one entry the later line speaks."""
    with store.writing() as connection:
        bring(connection, 9, "a", upon="b", companies='["20"]')
        bring(connection, 1, "b")
        bring(connection, 2, "a", companies='["10"]')
        assert [one.companies for one in wanted(connection, "main")] == [{"10"}, {"20"}]
        bring(connection, 9, "b", upon="a", line=1)
        assert names(wanted(connection, "main")) == "ab"


def test_the_later_entry_speaks_whatever_its_lines_are(store: Store) -> None:
    with store.writing() as connection:
        bring(connection, 1, "b", line=2)
        bring(connection, 1, "a", upon="b", line=3)
        bring(connection, 2, "a")
        assert names(wanted(connection, "main")) == "ab"


def test_what_is_folded_in_is_told_in_the_order_of_its_places(store: Store) -> None:
    rows = [
        (import_number(identity(name)), identity(name), ledger, DAY + place, '["10"]', 1, place)
        for place, name, ledger in ((2, "a", "main"), (1, "b", "main"), (3, "c", "north"))
    ]
    with store.writing() as connection:
        insert_rows(connection, LedgerImport, rows)
        assert applied(connection, "main") == [
            ImportKey(identity("b"), "main", DAY + 1, frozenset({"10"}), delta=True),
            ImportKey(identity("a"), "main", DAY + 2, frozenset({"10"}), delta=True),
        ]


def test_the_earliest_recipe_that_counts_decides(store: Store) -> None:
    def say(entry: int, line: int, value: str, ledger: str = "main") -> None:
        row = (stamp(entry), line, f"ledger.{ledger}.recipe", json.dumps(value), None)
        insert_rows(connection, Policy, [row])

    with store.writing() as connection:
        assert recipe_of(connection, "main") is None
        say(3, 0, "document_no,line")
        say(2, 1, "company,document_no")
        say(2, 0, "document_no")
        say(1, 0, "reference", "north")
        assert recipe_of(connection, "main") == ("document_no",)
        undo(connection, stamp(2))
        assert recipe_of(connection, "main") == ("document_no", "line")
        say(1, 1, "")
        assert recipe_of(connection, "main") is None


def test_the_names_of_imports_are_fixed() -> None:
    """Every desk computes the same, and every store has them."""
    said = '["1","main","import","2026-11-23","0101"]'
    assert import_identity("main", DAY, b"\1\1") == hashlib.sha256(said.encode()).digest()
    assert import_number(b"\xff" * 8 + b"\0" * 24) == 2**63 - 1
    assert import_number(b"\0" * 7 + b"\5" + b"\xff" * 24) == 2
    assert key("a").number == import_number(identity("a"))
    assert companies_text(frozenset({"20", "10", "Ö"})) == '["10", "20", "Ö"]'
