"""A deed about one customer reads that customer's rows: no statement of its refresh walks a table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from arcollect_tui.data import standing
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.standing.touched import touch
from arcollect_tui.services import calls, coding, contacts, followups, history, notes
from arcollect_tui.services.office import Office
from tests.services.offices import Line, customer, days, items, office_at, take_in

pytestmark = pytest.mark.of_a_file

RECORD = {
    "call",
    "coding",
    "entry",
    "follow_up",
    "note",
    "note_item",
    "part",
    "promise",
    "promise_item",
    "void",
}
BIG = RECORD | {"item", "item_change", "customer", "account_standing", "item_standing", "promise_standing"}
SCAN = re.compile(r"SCAN (\w+)")
ALIASES = {"newer": "coding", "best": "account_standing", "later": "void", "sums": "(subquery)"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    lines = [
        Line(f"{who}-{n}", f"C{who}", 100_00 + n, due=days(n - 20)) for who in range(40) for n in range(25)
    ]
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, lines)
        take_in(opened, tmp_path, lines[5:], days(1))
        for who in range(12):
            known = customer(opened, f"C{who}")
            promise = calls.PromiseDraft(1000, "USD", days(4))
            for _ in range(4):
                calls.log_call(opened, calls.CallDraft(known, "PP", promise=promise))
                notes.add_note(opened, known, "a note")
        plan = coding.plan_coding(opened, coding.CodingRequest("PRC", filter="acct:C2"))
        coding.apply_coding(opened, plan)
        yield opened


@contextmanager
def watched(office: Office) -> Iterator[list[str]]:
    """Every statement that reaches the driver, its parameters filled in."""
    seen: list[str] = []

    def listen(raw: Any, _record: object, _proxy: object) -> None:
        raw.set_trace_callback(seen.append)

    engine: Engine = office.store._engine
    event.listen(engine, "checkout", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "checkout", listen)


def scans(office: Office, statements: list[str]) -> list[tuple[str, str]]:
    """(table, statement) of every walk through a whole table of record, ledger or standing."""
    found = []
    with office.store.reading() as connection:
        for sql in dict.fromkeys(statements):
            if sql.split(maxsplit=1)[0].upper() not in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
            for *_, detail in plan:
                match = SCAN.match(detail)
                name = match[1] if match else ""
                if ALIASES.get(name, re.sub(r"_\d+$", "", name)) in BIG:
                    found.append((detail, sql))
    return found


@pytest.mark.parametrize("aspect", list(Aspect), ids=str)
def test_no_aspect_walks_a_table(office: Office, aspect: Aspect) -> None:
    with watched(office) as seen, office.store.writing() as connection:
        touch(connection, [customer(office, "C2")])
        seen.clear()
        standing.refresh(connection, office.today.toordinal(), aspect)
    assert len(seen) > 2
    assert scans(office, seen) == []


def test_the_coding_of_one_entry_walks_no_table(office: Office) -> None:
    plan = coding.plan_coding(office, coding.CodingRequest("TAX", items(office, "3-9")))
    with watched(office) as seen:
        coding.apply_coding(office, plan)
    assert scans(office, seen) == []


@pytest.mark.parametrize("deed", ["call", "promise", "note", "contact", "follow-up", "dispute"])
def test_no_deed_about_one_customer_walks_a_table(office: Office, deed: str) -> None:
    who, (one,) = customer(office, "C3"), items(office, "3-9")
    promise = calls.PromiseDraft(1000, "USD", days(4))
    does = {
        "call": lambda: calls.log_call(office, calls.CallDraft(who, "NA", note="rang")),
        "promise": lambda: calls.log_call(
            office, calls.CallDraft(who, "PP", items=(one,), promise=promise)
        ),
        "dispute": lambda: calls.log_call(
            office, calls.CallDraft(who, "DI", items=(one,), dispute=calls.DisputeDraft("PRC"))
        ),
        "note": lambda: notes.add_note(office, who, "text", items=(one,)),
        "contact": lambda: contacts.add_contact(office, who, contacts.ContactDraft("Lee")),
        "follow-up": lambda: followups.reschedule(office, who, days(1)),
    }
    with watched(office) as seen:
        does[deed]()
    assert scans(office, seen) == []


@pytest.mark.parametrize("deed", ["call", "coding"])
def test_undo_and_redo_walk_no_table(office: Office, deed: str) -> None:
    if deed == "call":
        calls.log_call(office, calls.CallDraft(customer(office, "C3"), "NA"))
    else:
        plan = coding.plan_coding(office, coding.CodingRequest("TAX", items(office, "3-9")))
        coding.apply_coding(office, plan)
    with watched(office) as seen:
        history.undo(office)
        history.redo(office)
    assert scans(office, seen) == []
