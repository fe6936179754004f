"""From what an entry says to the typed tables: what a fact says stands in the column of its meaning."""

from typing import Any, Final

import pytest

from arcollect_tui.data import projection
from arcollect_tui.data.statements import columns
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import Call, CodingSplit, Note
from arcollect_tui.rules.splits import as_text
from tests.data.records import call, part, record, rows

ENTRY, DAY, CUSTOMER = b"e" * 16, 739_944, 77
FIRST_LINE = 2 * 1_048_576 + 1
"""The second fact of the third part: lines are in every store, so this number never changes."""
AT: Final = {"entry": ENTRY, "line": FIRST_LINE}
OF: Final = {**AT, "customer_id": CUSTOMER}
ITEM = {"item_id": 7, "document_no": "1001"}

Row = dict[str, Any]
TERMS = f'[["cy","assign",{DAY},null],["bo","cover",{DAY},{DAY + 4}]]'
WHOLE: list[tuple[str, str, Row, Row]] = [
    (
        "assignment",
        "assignment",
        OF,
        {"collector": "bo", "why": "cover", "first": DAY, "last": DAY + 4, "terms": TERMS}
        | {"rule": "bal>5k", "replaces": "0a" * 16},
    ),
    (
        "call",
        "call",
        {**OF, "local_day": DAY},
        {"outcome": "PP", "contact": "Lee", "phone": "+1", "why": "cash", "note": "on Monday"},
    ),
    ("note", "note", OF, {"text": "copy", "pinned": 1}),
    ("about_item", "note_item", AT, ITEM),
    ("promise_item", "promise_item", AT, ITEM),
    (
        "promise",
        "promise",
        OF,
        {"amount": 5000, "currency": "USD", "made_on": 1, "due_on": 2, "grace_until": 3}
        | {"method": "wire", "contact": "Lee"},
    ),
    ("follow_up", "follow_up", OF, {"day": 5, "time": 600, "replaces": "0a" * 16}),
    (
        "coding",
        "coding",
        OF,
        {"item_id": 7, "item": "main//1001//2026", "state": "disputed", "reason": "PRC"}
        | {"disputed": 40, "note": "short", "replaces": "0a" * 16, "claim": "DM-7", "their_code": "04"}
        | {"their_words": "price", "ask": "credit", "rule": "r1", "splits": [["PRC", 30], ["FRT", 10]]},
    ),
    (
        "root_cause",
        "root_cause",
        OF,
        {"item_id": 7, "item": "main//1001//2026", "cause": "PRC", "department": "Sales"}
        | {"note": "list of May", "replaces": "0a" * 16},
    ),
    (
        "contact",
        "contact",
        OF,
        {"contact_id": 3, "name": "Lee", "role": "AP", "phone": "+1", "email": "a@b.example"}
        | {"language": "en", "country": "US", "preferred": 1, "retired": 2, "replaces": "0a" * 16}
        | {"time_zone": "America/New_York"},
    ),
    ("retired_number", "retired_number", OF, {"phone": "+1"}),
    (
        "import",
        "import_fact",
        AT,
        {"identity": "0b" * 32, "ledger": "main", "as_of": 9, "digest": "0c" * 32, "companies": '["10"]'}
        | {"delta": 1, "file": "a.csv", "layout": "sap", "items": 4, "totals": "{}", "after": "0e" * 32},
    ),
    ("policy", "policy", AT, {"key": "office.name", "value": '"Harbor"', "replaces": "0a" * 16}),
    (
        "sent",
        "sent",
        AT,
        {"what": "activity", "layout": "full", "desk": "0d" * 8, "upto": 4, "rows": 2, "file": "out.csv"},
    ),
    ("void", "void", AT, {"target": "0a" * 16, "redo": 1}),
    ("settled", "settled", OF, {"thing": "coding", "key": "7", "target": "0a" * 16}),
    ("erasure", "erasure", AT, {"customer_id": 5}),
]
"""Kind of fact, its table, what the row takes from entry and part, and a fact that says all it can."""
LEFT_OUT: dict[str, Row] = {
    "assignment": {"last": None, "rule": "", "replaces": None},
    "call": {"contact": "", "phone": "", "why": "", "note": ""},
    "note": {"pinned": 0},
    "promise": {"method": "", "contact": ""},
    "follow_up": {"day": None, "time": None, "replaces": None},
    "coding": {"reason": "", "disputed": None, "note": "", "replaces": None, "claim": "", "their_code": ""}
    | {"their_words": "", "ask": "", "rule": "", "splits": []},
    "root_cause": {"department": "", "note": "", "replaces": None},
    "contact": dict.fromkeys(("name", "role", "phone", "email", "language", "country", "time_zone"), "")
    | {"preferred": 0, "retired": 0, "replaces": None},
    "import": {"after": None},
    "policy": {"replaces": None},
    "sent": {"file": None},
}
"""What a fact may leave out, and what then is meant."""
COLUMN = {"file": "file_name", "item": "item_key", "first": "first_day", "last": "last_day"}
"""Columns that are not called like what is said."""
BYTES = {"replaces", "identity", "digest", "after", "desk", "target"}
"""Said as hexadecimal digits, stored as bytes."""


def stored(kind: str, said: Row) -> Row:
    """The columns that a fact says."""
    names = COLUMN | ({"customer_id": "erased_id"} if kind == "erasure" else {})
    return {
        names.get(name, name): bytes.fromhex(value) if name in BYTES and value else value
        for name, value in said.items()
    } | ({"splits": as_text(said["splits"])} if "splits" in said else {})


def projected(fact: Row) -> list[tuple[str, Row]]:
    """The rows of a fact that follows one which nobody knows, in the third part of an entry."""
    unknown = {"is": "hologram"}
    found = projection.rows_of(ENTRY, DAY, [(2, CUSTOMER, {"facts": [unknown, fact]})])
    return [
        (str(model.__tablename__), dict(zip(columns(model), row, strict=True)))
        for model, batch in found.items()
        for row in batch
    ]


TERM: Final = {**AT, "customer_id": CUSTOMER, "first_day": DAY}
PIECES: dict[str, list[tuple[str, Row]]] = {
    "assignment": [
        ("assignment_term", {**TERM, "place": 0, "collector": "cy", "why": "assign", "last_day": None}),
        ("assignment_term", {**TERM, "place": 1, "collector": "bo", "why": "cover", "last_day": DAY + 4}),
    ],
    "coding": [
        ("coding_split", {**AT, "place": 0, "reason": "PRC", "amount": 30}),
        ("coding_split", {**AT, "place": 1, "reason": "FRT", "amount": 10}),
    ],
}
"""The rows that a fact has besides its own."""


@pytest.mark.parametrize(("kind", "table", "known", "said"), WHOLE)
def test_what_is_said_stands_in_its_column(kind: str, table: str, known: Row, said: Row) -> None:
    row = (table, known | stored(kind, said))
    assert projected({"is": kind, **said}) == [row, *PIECES.get(kind, [])]


@pytest.mark.parametrize(("kind", "table", "known", "said"), [one for one in WHOLE if one[0] in LEFT_OUT])
def test_what_is_left_out_means_nothing_said(kind: str, table: str, known: Row, said: Row) -> None:
    needed = {name: value for name, value in said.items() if name not in LEFT_OUT[kind]}
    meant = stored(kind, needed | LEFT_OUT[kind])
    (row, *pieces) = projected({"is": kind, **needed})
    assert row == (table, known | meant)
    assert pieces == (PIECES[kind] if kind == "assignment" else [])


def test_every_kind_of_fact_is_in_these_tables() -> None:
    assert sorted(kind for kind, *_ in WHOLE) == sorted(projection.PROJECTIONS)
    said = [*projection.PROJECTIONS.values(), *projection.PIECES.values()]
    assert {model for model, _ in said} == set(projection.FACT_TABLES)


def test_facts_of_one_kind_keep_their_places() -> None:
    found = projection.rows_of(
        ENTRY,
        DAY,
        [
            (0, 1, {"facts": [call("a"), {"is": "note", "text": "b"}]}),
            (1, 2, {"facts": [call("c")]}),
        ],
    )
    assert [row[:3] for row in found[Call]] == [(ENTRY, 0, 1), (ENTRY, 1_048_576, 2)]
    assert [row[:3] for row in found[Note]] == [(ENTRY, 1, 1)]


def test_pieces_of_two_codings_stand_together() -> None:
    coding = {"is": "coding", "item_id": 7, "item": "", "state": "disputed"}
    facts = [{**coding, "splits": [["PRC", 1]]}, coding, {**coding, "splits": [["QTY", 2]]}]
    found = projection.rows_of(ENTRY, DAY, [(0, 1, {"facts": facts})])
    assert found[CodingSplit] == [(ENTRY, 0, 0, "PRC", 1), (ENTRY, 2, 0, "QTY", 2)]


KINDS = [
    *("assign", "call", "coding", "contact", "erasure", "export", "follow_up"),
    *("import", "note", "policy", "redo", "root_cause", "settle", "undo"),
]
NEWEST = {"coding": 2, "contact": 2}
"""Kinds of entries that have come in more than one version."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_version_of_each_kind_of_entry_is_read(kind: str) -> None:
    newest = NEWEST.get(kind, 1)
    assert all(projection.is_known(kind, version) for version in range(1, newest + 1))
    assert not projection.is_known(kind, newest + 1)


def test_no_other_kind_of_entry_is_read() -> None:
    assert sorted(projection.KNOWN) == KINDS
    assert not projection.is_known("meeting", 1)


def test_a_program_that_reads_more_finds_that_this_one_read_less(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first change is a kind of entries, the second a version, the third a kind of facts."""
    more: list[tuple[dict[str, Any], str, Any]] = [
        (projection.KNOWN, "meeting", 1),
        (projection.KNOWN, "call", 2),
        (projection.PROJECTIONS, "hologram", projection.PROJECTIONS["note"]),
    ]
    with store.writing() as connection:
        assert projection.is_read(connection)
        for known, name, value in more:
            monkeypatch.setitem(known, name, value)
            assert not projection.is_read(connection)
            projection.note_read(connection)
            assert projection.is_read(connection)


@pytest.mark.parametrize("name", ["KNOWN", "PROJECTIONS"])
def test_a_program_that_names_the_same_in_another_order_reads_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Otherwise every store would be read anew for a tidied source."""
    monkeypatch.setattr(projection, name, dict(reversed(getattr(projection, name).items())))
    with store.reading() as connection:
        assert projection.is_read(connection)


def test_a_row_that_is_there_stays_and_the_others_come(store: Store) -> None:
    record(store, part(call("first"), call("second")))
    with store.writing() as connection:
        entry = rows(store, "SELECT id FROM entry")[0][0]
        facts = [call("not so"), call("second"), call("third")]
        projection.write(connection, projection.rows_of(entry, DAY, [(0, CUSTOMER, {"facts": facts})]))
    notes = [row[0] for row in rows(store, "SELECT note FROM call ORDER BY line")]
    assert notes == ["first", "second", "third"]


def test_cleared_tables_are_empty_and_the_record_stays(store: Store) -> None:
    record(store, part(*[{"is": kind, **said} for kind, *_, said in WHOLE]))
    with store.writing() as connection:
        projection.clear(connection)
    for model in projection.FACT_TABLES:
        assert rows(store, f"SELECT count(*) FROM {model.__tablename__}") == [(0,)]
    assert rows(store, "SELECT count(*) FROM part") == [(1,)]
