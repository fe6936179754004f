"""From parts to typed record tables: one function a kind of fact.

A part's body is `{"customer": [ledger, number], "facts": [{"is": kind, ...}, ...]}`. A fact's line is
the part's line times `FACTS_A_PART` plus its place in the part, so a projection can be rebuilt part by
part and an erased part leaves the others where they were. Entries of a kind or version that this program
does not know, and facts of an unknown kind, are kept, chained and relayed, and projected after an upgrade.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete
from sqlmodel import SQLModel

from arcollect_tui.data import desk
from arcollect_tui.data.projected_owners import assignment, assignment_terms
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.tables import (
    Assignment,
    AssignmentTerm,
    Call,
    Coding,
    CodingSplit,
    Contact,
    Erasure,
    FollowUp,
    ImportFact,
    Note,
    NoteItem,
    Policy,
    Promise,
    PromiseItem,
    RetiredNumber,
    RootCause,
    Sent,
    Settled,
    Void,
)
from arcollect_tui.rules.splits import as_text

FACTS_A_PART = 1 << 20
KNOWN: dict[str, int] = {
    "assign": 1,
    "call": 1,
    "coding": 2,
    "contact": 2,
    "erasure": 1,
    "export": 1,
    "follow_up": 1,
    "import": 1,
    "note": 1,
    "policy": 1,
    "redo": 1,
    "root_cause": 1,
    "settle": 1,
    "undo": 1,
}
"""Kinds of entries with the highest version of each that this program reads."""
FACT_TABLES: tuple[type[SQLModel], ...] = (
    Assignment,
    AssignmentTerm,
    Call,
    Coding,
    CodingSplit,
    Contact,
    Erasure,
    FollowUp,
    ImportFact,
    Note,
    NoteItem,
    Policy,
    Promise,
    PromiseItem,
    RetiredNumber,
    RootCause,
    Sent,
    Settled,
    Void,
)

Fact = dict[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a fact's row takes from its entry and part."""

    entry: bytes
    line: int
    customer_id: int | None
    local_day: int


def _bytes(text: str | None) -> bytes | None:
    return bytes.fromhex(text) if text else None


def _call(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        at.customer_id,
        at.local_day,
        fact["outcome"],
        fact.get("contact", ""),
        fact.get("phone", ""),
        fact.get("why", ""),
        fact.get("note", ""),
    )


def _note(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, at.customer_id, fact["text"], fact.get("pinned", 0))


def _about_item(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, fact["item_id"], fact["document_no"])


def _promise(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        at.customer_id,
        fact["amount"],
        fact["currency"],
        fact["made_on"],
        fact["due_on"],
        fact["grace_until"],
        fact.get("method", ""),
        fact.get("contact", ""),
    )


def _follow_up(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        at.customer_id,
        fact.get("day"),
        fact.get("time"),
        _bytes(fact.get("replaces")),
    )


def _coding(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        fact["item_id"],
        at.customer_id,
        fact["item"],
        fact["state"],
        fact.get("reason", ""),
        fact.get("disputed"),
        fact.get("note", ""),
        _bytes(fact.get("replaces")),
        fact.get("claim", ""),
        fact.get("their_code", ""),
        fact.get("their_words", ""),
        as_text(fact.get("splits", ())),
        fact.get("ask", ""),
        fact.get("rule", ""),
    )


def _splits(at: Context, fact: Fact) -> list[Row]:
    pieces = fact.get("splits", ())
    return [(at.entry, at.line, place, reason, amount) for place, (reason, amount) in enumerate(pieces)]


def _root_cause(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        fact["item_id"],
        at.customer_id,
        fact["item"],
        fact["cause"],
        fact.get("department", ""),
        fact.get("note", ""),
        _bytes(fact.get("replaces")),
    )


def _contact(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        at.customer_id,
        fact["contact_id"],
        fact.get("name", ""),
        fact.get("role", ""),
        fact.get("phone", ""),
        fact.get("email", ""),
        fact.get("language", ""),
        fact.get("country", ""),
        fact.get("preferred", 0),
        fact.get("retired", 0),
        _bytes(fact.get("replaces")),
        fact.get("time_zone", ""),
    )


def _retired_number(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, at.customer_id, fact["phone"])


def _import(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        _bytes(fact["identity"]),
        fact["ledger"],
        fact["as_of"],
        _bytes(fact["digest"]),
        fact["companies"],
        fact["delta"],
        fact["file"],
        fact["layout"],
        fact["items"],
        fact["totals"],
        _bytes(fact.get("after")),
    )


def _policy(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, fact["key"], fact["value"], _bytes(fact.get("replaces")))


def _sent(at: Context, fact: Fact) -> Row:
    return (
        at.entry,
        at.line,
        fact["what"],
        fact["layout"],
        _bytes(fact["desk"]),
        fact["upto"],
        fact["rows"],
        fact.get("file"),
    )


def _void(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, _bytes(fact["target"]), fact["redo"])


def _settled(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, at.customer_id, fact["thing"], fact["key"], _bytes(fact["target"]))


def _erasure(at: Context, fact: Fact) -> Row:
    return (at.entry, at.line, fact["customer_id"])


PROJECTIONS: dict[str, tuple[type[SQLModel], Callable[[Context, Fact], Row]]] = {
    "assignment": (Assignment, assignment),
    "call": (Call, _call),
    "coding": (Coding, _coding),
    "contact": (Contact, _contact),
    "erasure": (Erasure, _erasure),
    "follow_up": (FollowUp, _follow_up),
    "import": (ImportFact, _import),
    "note": (Note, _note),
    "about_item": (NoteItem, _about_item),
    "policy": (Policy, _policy),
    "promise": (Promise, _promise),
    "promise_item": (PromiseItem, _about_item),
    "retired_number": (RetiredNumber, _retired_number),
    "root_cause": (RootCause, _root_cause),
    "sent": (Sent, _sent),
    "settled": (Settled, _settled),
    "void": (Void, _void),
}
PIECES: dict[str, tuple[type[SQLModel], Callable[[Context, Fact], list[Row]]]] = {
    "assignment": (AssignmentTerm, assignment_terms),
    "coding": (CodingSplit, _splits),
}
"""Facts with rows besides their own, one for each piece they name."""


def is_known(kind: str, version: int) -> bool:
    """Whether this program reads entries of the kind and version."""
    return version <= KNOWN.get(kind, 0)


def _reads() -> bytes:
    """What this program reads, in few bytes."""
    return hashlib.sha256(repr((sorted(KNOWN.items()), sorted(PROJECTIONS))).encode()).digest()


def is_read(connection: Connection) -> bool:
    """Whether the tables say what this program reads; another one may have read less of the record."""
    return desk.get(connection, "reads") == _reads()


def note_read(connection: Connection) -> None:
    """Note that the tables say all that this program reads."""
    desk.put(connection, "reads", _reads())


def rows_of(
    entry: bytes, local_day: int, parts: Iterable[tuple[int, int | None, Fact]]
) -> dict[type[SQLModel], list[Row]]:
    """The fact rows of one entry, by table.

    Args:
        entry: the entry's id.
        local_day: the entry's local day.
        parts: (line, customer id, body) of each part that is not erased.
    """
    rows: dict[type[SQLModel], list[Row]] = defaultdict(list)
    for part_line, customer_id, body in parts:
        for place, fact in enumerate(body["facts"]):
            known = PROJECTIONS.get(fact["is"])
            if known is not None:
                model, project = known
                at = Context(entry, part_line * FACTS_A_PART + place, customer_id, local_day)
                rows[model].append(project(at, fact))
                more = PIECES.get(fact["is"])
                if more is not None and (pieces := more[1](at, fact)):
                    rows[more[0]] += pieces
    return rows


def write(connection: Connection, rows: dict[type[SQLModel], list[Row]]) -> None:
    """Store fact rows; a row that is already there stays."""
    for model, batch in rows.items():
        insert_rows(connection, model, batch, ignore=True)


def clear(connection: Connection) -> None:
    """Empty the projected tables, before they are rebuilt."""
    for statement in _CLEAR:
        statement.run(connection)


_CLEAR = tuple(Prepared(delete(table(model))) for model in FACT_TABLES)
