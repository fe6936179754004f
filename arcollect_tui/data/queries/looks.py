"""Items for rules by example: those that people coded, those that nobody coded, what came of the rules."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import tables
from arcollect_tui.data.tables import Coding, Customer, Item, RootCause

_O, _I, _C, _R = tables(Coding, Item, Customer, RootCause)
_LATER = _O.alias("later")


class Looked(NamedTuple):
    """An item as rules by example see it. Amounts are minor units.

    Attributes:
        said: of a coded item what the customer said then; else empty.
        state: of the coding; empty for none.
        stated: the amount that the coding states; None for the whole.
    """

    id: int
    customer_id: int
    document_no: str
    type: str
    text: str
    reference: str
    currency: str
    amount: int
    open_amount: int
    cleared: bool
    said: str = ""
    state: str = ""
    reason: str = ""
    stated: int | None = None


_ITEM = (
    _I.c.id,
    _I.c.customer_id,
    _I.c.document_no,
    _I.c.type,
    _I.c.text,
    _I.c.reference,
    _I.c.currency,
    _I.c.amount,
    _I.c.open_amount,
    _I.c.cleared_on.is_not(None),
)


def _outdone() -> ColumnElement[bool]:
    """A newer coding of the item counts."""
    return exists().where(
        _LATER.c.item_id == _O.c.item_id,
        _LATER.c.entry > _O.c.entry,
        counts(_LATER.c.entry),
        founded(_LATER),
    )


_CODED: Any = (
    select(*_ITEM, _O.c.their_words, _O.c.state, _O.c.reason, _O.c.disputed)
    .select_from(_O)
    .join(_I, _I.c.id == _O.c.item_id)
    .where(
        _O.c.rule == "",
        _O.c.splits == "",
        _O.c.state.in_(("disputed", "collectible")),
        counts(_O.c.entry),
        founded(_O),
        ~_outdone(),
    )
    .order_by(_O.c.entry.desc(), _O.c.line.desc())
)


def coded_by_people(connection: Connection, most: int) -> list[Looked]:
    """The items whose coding in force a person chose without a rule, newest coding first.

    Split codings are left out: they have no one reason.
    """
    return [Looked(*row) for row in connection.execute(_CODED.limit(most))]


def uncoded(connection: Connection, queue: ColumnElement[bool], most: int) -> list[Looked]:
    """Open items that nobody coded and that need it.

    Args:
        connection: a read transaction.
        queue: what needs coding, as the items list has it.
        most: at most so many.
    """
    found = select(*_ITEM).where(queue).order_by(_I.c.id).limit(most)
    return [Looked(*row) for row in connection.execute(found)]


def numbers_of(connection: Connection, customers: Sequence[int]) -> dict[int, str]:
    """The numbers of these customers, of those that are in the ledger."""
    found = select(_C.c.id, _C.c.number).where(_C.c.id.in_(customers))
    return {row.id: row.number for row in connection.execute(found)}


_CAUSE = _R.alias("cause")
_NEWER_CAUSE = _R.alias("newer_cause")


def outcomes_of_rules(connection: Connection) -> Iterator[tuple[str, int, int, int]]:
    """(rule, items coded by it, those of them with a root cause, those whose cause is its reason).

    A coding counts also where a person has coded the item anew since; one that was undone does not.
    """
    cause = _CAUSE
    in_force = and_(
        cause.c.item_id == _O.c.item_id,
        cause.c.cause != "",
        counts(cause.c.entry),
        ~exists().where(
            _NEWER_CAUSE.c.item_id == cause.c.item_id,
            _NEWER_CAUSE.c.entry > cause.c.entry,
            counts(_NEWER_CAUSE.c.entry),
        ),
    )
    again = exists().where(
        _LATER.c.item_id == _O.c.item_id,
        _LATER.c.rule == _O.c.rule,
        _LATER.c.entry > _O.c.entry,
        counts(_LATER.c.entry),
    )
    agrees = func.sum(case((cause.c.cause == _O.c.reason, 1), else_=0))
    statement = (
        select(_O.c.rule, func.count(), func.count(cause.c.item_id), agrees)
        .select_from(_O.outerjoin(cause, in_force))
        .where(_O.c.rule != "", counts(_O.c.entry), founded(_O), ~again)
        .group_by(_O.c.rule)
        .order_by(_O.c.rule)
    )
    for rule, items, told, right in connection.execute(statement):
        yield rule, items, told, int(right)
