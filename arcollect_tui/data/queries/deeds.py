"""What counting facts say of customers and items: next actions, contacts, notes, codings, promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import (
    Coding,
    Contact,
    Customer,
    DeskRow,
    Entry,
    FollowUp,
    Note,
    Promise,
    PromiseItem,
    PromiseStanding,
    RetiredNumber,
)

E, _D, _C, _F, _K, _O = tables(Entry, DeskRow, Customer, FollowUp, Contact, Coding)
_N, _R = tables(Note, RetiredNumber)
_Q, _G, _J = tables(Promise, PromiseItem, PromiseStanding)


_FOLLOW_UP = Prepared(
    select(_F.c.entry, _F.c.day, _F.c.time)
    .where(_F.c.customer_id == bindparam("customer"), counts(_F.c.entry))
    .order_by(_F.c.entry.desc(), _F.c.line.desc())
    .limit(1)
)


def follow_up(connection: Connection, customer: int) -> tuple[bytes, int | None, int | None] | None:
    """(entry, day, minutes) of the follow-up in force."""
    row = _FOLLOW_UP.first(connection, customer=customer)
    return (row[0], row[1], row[2]) if row else None


_CONTACT_ROWS = Prepared(
    select(_K)
    .where(_K.c.customer_id == bindparam("customer"), counts(_K.c.entry), founded(_K))
    .order_by(_K.c.entry, _K.c.line)
)


def contacts(connection: Connection, customer: int) -> list[Any]:
    """The contact cards in force, in the order they were first typed."""
    found: dict[int, Any] = {}
    for row in _CONTACT_ROWS(connection, customer=customer):
        found[row.contact_id] = row
    return list(found.values())


_RETIRED = Prepared(
    select(_R.c.phone).where(_R.c.customer_id == bindparam("customer"), counts(_R.c.entry)).distinct()
)


def retired_numbers(connection: Connection, customer: int) -> set[str]:
    """Phone numbers that must not be offered again."""
    return {row[0] for row in _RETIRED(connection, customer=customer)}


_PINNED = Prepared(
    select(_N.c.text)
    .where(_N.c.customer_id == bindparam("customer"), _N.c.pinned == 1, counts(_N.c.entry))
    .order_by(_N.c.entry.desc())
)


def pinned_notes(connection: Connection, customer: int) -> list[str]:
    """Pinned notes, newest first."""
    return [row[0] for row in _PINNED(connection, customer=customer)]


_HAS_NOTE = Prepared(
    select(_N.c.entry)
    .where(_N.c.customer_id == bindparam("customer"), _N.c.text == bindparam("text"), counts(_N.c.entry))
    .limit(1)
)


def has_note(connection: Connection, customer: int, text: str) -> bool:
    """Whether an account has a note that says just this."""
    return _HAS_NOTE.first(connection, customer=customer, text=text) is not None


class CodingInForce(NamedTuple):
    """The newest counting coding of an item.

    Attributes:
        stated: minor units in dispute; None for the whole open amount.
        splits: the pieces of a split, as `rules.splits` writes them.
    """

    entry: bytes
    state: str
    reason: str
    stated: int | None
    splits: str
    ask: str
    claim: str
    their_code: str
    their_words: str
    note: str
    rule: str

    @property
    def called(self) -> str:
        """Its reason or state; empty when it says that the item is not coded."""
        return "" if self.state == "uncoded" else self.reason or self.state


_CODING_IN_FORCE = select(
    _O.c.item_id,
    _O.c.entry,
    _O.c.state,
    _O.c.reason,
    _O.c.disputed,
    _O.c.splits,
    _O.c.ask,
    _O.c.claim,
    _O.c.their_code,
    _O.c.their_words,
    _O.c.note,
    _O.c.rule,
)


def codings_in_force(connection: Connection, items: Sequence[int]) -> dict[int, CodingInForce]:
    """The newest counting coding of each item that has one."""
    found: dict[int, CodingInForce] = {}
    for start in range(0, len(items), 500):
        statement = _CODING_IN_FORCE.where(
            _O.c.item_id.in_(items[start : start + 500]), counts(_O.c.entry), founded(_O)
        ).order_by(_O.c.entry)
        for item, *said in connection.execute(statement):
            found[item] = CodingInForce._make(said)
    return found


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A promise with what came of it. Days are ordinals."""

    entry: bytes
    line: int
    customer_id: int
    number: str
    name: str
    ledger: str
    amount: int
    currency: str
    made_on: int
    due_on: int
    grace_until: int
    paid: int
    state: str
    contact: str
    method: str
    seq: int
    desk_number: int | None


_PROMISE_ROWS: Any = (
    select(
        _Q.c.entry,
        _Q.c.line,
        _Q.c.customer_id,
        _C.c.number,
        _C.c.name,
        _C.c.ledger,
        _Q.c.amount,
        _Q.c.currency,
        _Q.c.made_on,
        _Q.c.due_on,
        _Q.c.grace_until,
        _J.c.paid,
        _J.c.state,
        _Q.c.contact,
        _Q.c.method,
        E.c.seq,
        _D.c.number,
    )
    .select_from(_Q)
    .join(_J, and_(_J.c.entry == _Q.c.entry, _J.c.line == _Q.c.line))
    .join(_C, _C.c.id == _Q.c.customer_id)
    .outerjoin(E, E.c.id == _Q.c.entry)
    .outerjoin(_D, _D.c.id == E.c.desk)
    .order_by(_Q.c.entry.desc(), _Q.c.line)
)


def promises(
    connection: Connection,
    customer: int | None = None,
    condition: ColumnElement[bool] | None = None,
    limit: int | None = None,
) -> list[PromiseRecord]:
    """Promises that count, newest first."""
    statement = _PROMISE_ROWS
    if customer is not None:
        statement = statement.where(_Q.c.customer_id == customer)
    if condition is not None:
        statement = statement.where(condition)
    if limit is not None:
        statement = statement.limit(limit)
    return [PromiseRecord(*row) for row in connection.execute(statement)]


def promise_items(connection: Connection, entries_: Sequence[bytes]) -> dict[bytes, list[str]]:
    """Document numbers that each promise names."""
    found: dict[bytes, list[str]] = {}
    for start in range(0, len(entries_), 500):
        statement = (
            select(_G.c.entry, _G.c.document_no)
            .where(_G.c.entry.in_(entries_[start : start + 500]))
            .order_by(_G.c.entry, _G.c.line)
        )
        for entry, number in connection.execute(statement):
            found.setdefault(entry, []).append(number)
    return found
