"""The record: entries are kept as they were said, chained, and their tables can be made anew."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data import audit, chain, journal, projection
from arcollect_tui.data.digests import record_digest, table_sums
from arcollect_tui.data.journal import entry_hash
from arcollect_tui.data.statements import insert_rows
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import Entry, PartRow
from tests.data.records import AT, CUSTOMER, DAY, call, change, part, record, rows
from tests.places import place_of
from tests.services.offices import HASTY

FACTS = (
    call(),
    {"is": "note", "text": "asks for a copy", "pinned": 1},
    {"is": "about_item", "item_id": 7, "document_no": "1001"},
    {
        "is": "promise",
        "amount": 5000,
        "currency": "USD",
        "made_on": DAY,
        "due_on": DAY + 4,
        "grace_until": DAY + 9,
    },
    {"is": "promise_item", "item_id": 7, "document_no": "1001"},
    {"is": "follow_up", "day": DAY + 1, "time": 600, "replaces": "ab" * 16},
    {
        "is": "coding",
        "item_id": 7,
        "item": "main//1001//2026",
        "state": "disputed",
        "reason": "PRC",
        "disputed": 300,
        "splits": [["PRC", 200], ["QTY", 100]],
    },
    {"is": "assignment", "collector": "bo", "why": "cover", "first": DAY, "last": DAY + 4}
    | {"terms": f'[["bo","cover",{DAY},{DAY + 4}]]'},
    {"is": "root_cause", "item_id": 7, "item": "main//1001//2026", "cause": "PRC", "department": "Sales"},
    {"is": "contact", "contact_id": 3, "name": "Lee", "phone": "+1 555 0100", "time_zone": "Asia/Tokyo"},
    {"is": "retired_number", "phone": "+1 555 0100"},
    {"is": "policy", "key": "office.name", "value": '"Harbor"'},
    {"is": "void", "target": "cd" * 16, "redo": 0},
    {"is": "sent", "what": "activity", "layout": "", "desk": "00" * 8, "upto": 4, "rows": 2},
    {"is": "settled", "thing": "coding", "key": "7", "target": "ab" * 16},
    {"is": "erasure", "customer_id": 5},
    {
        "is": "import",
        "identity": "ef" * 32,
        "ledger": "main",
        "as_of": DAY,
        "digest": "01" * 32,
        "companies": "[]",
        "delta": 0,
        "file": "a.csv",
        "layout": "canonical",
        "items": 0,
        "totals": "{}",
    },
)


def problems(store: Store) -> list[str]:
    with store.reading() as connection:
        return [problem.sentence for problem in chain.verify(connection)]


def unlike(store: Store) -> list[str]:
    copy = store.copy_to_memory()
    with copy.reading() as connection:
        found = list(audit.projection_problems(connection))
    copy.close()
    return found


def few(store: Store, count: int = 5) -> list[bytes]:
    return [record(store, part(call(f"call {n}"))).id for n in range(count)]


def test_entries_are_numbered_and_in_order(store: Store) -> None:
    ids = few(store)
    assert ids == sorted(ids)
    assert [row[0] for row in rows(store, "SELECT seq FROM entry ORDER BY id")] == [1, 2, 3, 4, 5]
    assert rows(store, 'SELECT DISTINCT at, local_day, "offset", collector FROM entry') == [
        (AT, DAY, 60, "ann")
    ]
    assert problems(store) == []


def test_the_same_draft_is_one_entry(store: Store) -> None:
    first = record(store, part(call("once")), draft=b"d" * 16)
    again = record(store, part(call("twice")), draft=b"d" * 16)
    assert (again.id, again.seq, again.again) == (first.id, first.seq, True)
    assert not first.again
    assert rows(store, "SELECT note FROM call") == [("once",)]
    assert rows(store, "SELECT count(*) FROM part") == [(1,)]


def test_a_part_is_hashed_with_its_own_salt(store: Store) -> None:
    record(store, part(call("same")), part(call("same"), number="C2"))
    parts = rows(store, "SELECT hash, salt, body FROM part ORDER BY line")
    for digest, salt, body in parts:
        assert digest == hashlib.sha256(salt + body).digest()
        assert json.loads(body)["facts"] == [call("same")]
    assert parts[0][1] != parts[1][1]
    header = rows(store, "SELECT * FROM entry")[0]
    assert header[-1] == entry_hash(header[:-1], [row[0] for row in parts])


def test_a_header_holds_no_personal_data(store: Store) -> None:
    record(store, part(call("Mr Lee is ill")))
    assert b"Lee" not in b"".join(str(row).encode() for row in rows(store, "SELECT * FROM entry"))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE entry SET collector = 'bob' WHERE seq = 3", "entry 3 was changed"),
        ("UPDATE entry SET local_day = 1 WHERE seq = 5", "entry 5 was changed"),
        ("UPDATE entry SET kind = 'note' WHERE seq = 1", "entry 1 was changed"),
        ("UPDATE entry SET draft = x'00' WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE entry SET previous = x'00' WHERE seq = 4", "entry 4 was changed"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE part SET body = CAST(body || ' ' AS BLOB) WHERE entry = {3}", "entry 3 was changed"),
        ("UPDATE part SET salt = NULL WHERE entry = {2}", "entry 2 was changed"),
        ("UPDATE part SET hash = zeroblob(32) WHERE entry = {2}", "entry 2 was changed"),
        ("UPDATE part SET customer_id = 5 WHERE entry = {4}", "entry 4 was changed"),
        ("UPDATE part SET customer_id = NULL WHERE entry = {4}", "entry 4 was changed"),
        ("DELETE FROM part WHERE entry = {4}", "entry 4 was changed"),
        ("UPDATE part SET line = 1 WHERE entry = {4}", "entry 4 was changed"),
        ("INSERT INTO part SELECT entry, 9, customer_id, hash, salt, body FROM part WHERE entry = {4}",
         "entry 4 was changed"),
        ("DELETE FROM entry WHERE seq = 1", "entry 1 is missing"),
        ("DELETE FROM entry WHERE seq = 3", "entry 3 is missing"),
        ("DELETE FROM entry WHERE seq = 5", "an entry is missing"),
        ("DELETE FROM entry WHERE seq = 5", "entry 5 is missing"),
        ("DELETE FROM entry WHERE seq > 2", "entries 3-5 are missing"),
        ("DELETE FROM entry", "entries 1-5 are missing"),
    ],
)  # fmt: skip
def test_tampering_is_named(store: Store, statement: str, sentence: str) -> None:
    ids = few(store)
    names = [f"x'{entry.hex()}'" for entry in ids]
    change(store, statement.format("", *names))
    found = problems(store)
    assert any(problem.startswith(sentence) for problem in found), found


@pytest.mark.parametrize("one", range(1, 6))
@pytest.mark.parametrize("other", range(1, 6))
def test_entries_cannot_change_places(store: Store, one: int, other: int) -> None:
    few(store)
    change(
        store,
        f"UPDATE entry SET seq = -1 WHERE seq = {one}",
        f"UPDATE entry SET seq = {one} WHERE seq = {other}",
        f"UPDATE entry SET seq = {other} WHERE seq = -1",
    )
    named = {int(word) for problem in problems(store) for word in problem.split() if word.isdigit()}
    assert ({one, other} <= named) if one != other else not named


def test_an_erased_part_keeps_the_chain(store: Store) -> None:
    ids = few(store)
    change(store, f"UPDATE part SET salt = NULL, body = NULL WHERE entry = x'{ids[2].hex()}'")
    change(store, f"DELETE FROM call WHERE entry = x'{ids[2].hex()}'")
    assert problems(store) == []
    assert unlike(store) == []


def test_every_kind_of_fact_has_its_table(store: Store) -> None:
    record(store, part(*FACTS))
    for model in projection.FACT_TABLES:
        name = str(model.__tablename__)
        assert rows(store, f"SELECT count(*) FROM {name}") == [(2 if name == "coding_split" else 1,)], name
    assert {fact["is"] for fact in FACTS} == set(projection.PROJECTIONS)
    assert unlike(store) == []


@pytest.mark.parametrize("table", [str(model.__tablename__) for model in projection.FACT_TABLES])
def test_a_table_that_was_changed_is_named(store: Store, table: str) -> None:
    record(store, part(*FACTS))
    change(store, f"DELETE FROM {table}")
    assert unlike(store) == [f"table {table} differs from what the record says"]


def test_a_fact_of_another_customer_is_named(store: Store) -> None:
    few(store, 1)
    change(store, "UPDATE call SET customer_id = 5")
    assert unlike(store) == ["table call differs from what the record says"]


def test_unknown_facts_are_kept_and_chained(store: Store) -> None:
    future = {"is": "hologram", "shape": "cube"}
    record(store, part(call(), future, {"is": "note", "text": "after"}))
    assert problems(store) == []
    assert unlike(store) == []
    body = json.loads(rows(store, "SELECT body FROM part")[0][0])
    assert body["facts"][1] == future
    assert rows(store, "SELECT line FROM note") == [(2,)]
    assert rows(store, "SELECT count(*) FROM call") == [(1,)]


@pytest.mark.parametrize(("kind", "version"), [("meeting", 1), ("call", 2)])
def test_entries_of_a_newer_program_are_kept_and_say_nothing_yet(
    store: Store, kind: str, version: int
) -> None:
    record(store, part(call(), {"is": "note", "text": "after"}), kind=kind, version=version)
    record(store, part(call()))
    assert problems(store) == []
    assert unlike(store) == []
    assert rows(store, "SELECT count(*) FROM part") == [(2,)]
    assert rows(store, "SELECT count(*) FROM note") == [(0,)]
    assert rows(store, "SELECT count(*) FROM call") == [(1,)]


FACT = st.sampled_from(FACTS)


@HASTY
@given(deeds=st.lists(st.lists(st.lists(FACT, max_size=4), min_size=1, max_size=3), max_size=6))
def test_tables_made_anew_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[list[list[dict[str, object]]]]
) -> None:
    store = Store.open(place_of(tmp_path_factory.mktemp("record") / "a"))
    for parts in deeds:
        record(store, *[part(*facts, number=f"C{n}") for n, facts in enumerate(parts)])
    assert problems(store) == []
    with store.writing() as connection:
        before = table_sums(connection, projection.FACT_TABLES)
        anew = list(journal.rebuilt(connection))
        projection.clear(connection)
        for rows_ in reversed(anew):
            projection.write(connection, rows_)
            projection.write(connection, rows_)
        assert table_sums(connection, projection.FACT_TABLES) == before
    store.close()


def test_the_record_digest_knows_no_order(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    few(store)
    with store.reading() as connection:
        digest = record_digest(connection)
        entries = connection.exec_driver_sql("SELECT * FROM entry").all()
        parts = connection.exec_driver_sql("SELECT * FROM part").all()
    other = Store.open(place_of(tmp_path_factory.mktemp("other") / "b"))
    with other.writing() as connection:
        insert_rows(connection, Entry, [tuple(row) for row in reversed(entries)])
        insert_rows(connection, PartRow, [tuple(row) for row in reversed(parts)])
        assert record_digest(connection) == digest
        connection.exec_driver_sql("UPDATE entry SET hash = draft WHERE seq = 2")
        assert record_digest(connection) != digest
    other.close()


def test_a_customer_of_the_record_is_the_customer_of_the_ledger(store: Store) -> None:
    record(store, part(call()))
    assert rows(store, "SELECT customer_id FROM part") == [(CUSTOMER,)]
