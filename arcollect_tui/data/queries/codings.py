"""The coding in force of every item with all it says, and root causes: for files that go out."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Coding, Customer, Item, RootCause

_O, _I, _C, _R = tables(Coding, Item, Customer, RootCause)
_LATER = _O.alias("later")


class CodingRecord(NamedTuple):
    """The newest counting coding of an item, with the item if it is here. Amounts in minor units.

    Attributes:
        stated: amount in dispute; None for the whole open amount.
        splits: as `rules.splits` writes them.
        customer_no: of the customer that has the item now, else of the one it was coded for.
        cleared_on: ordinal of the day from which the item is no longer open.
        collector: of the item as the ledger has it, else of its customer.
    """

    entry: bytes
    item_id: int
    item_key: str
    state: str
    reason: str
    stated: int | None
    note: str
    claim: str
    their_code: str
    their_words: str
    splits: str
    ask: str
    rule: str
    customer_no: str | None
    name: str | None
    currency: str | None
    amount: int | None
    open_amount: int | None
    cleared_on: int | None
    collector: str | None

    @property
    def disputed_now(self) -> int | None:
        """What is in dispute as things stand: nothing of a cleared item, None of one not here."""
        if self.open_amount is None:
            return None
        if self.state != "disputed" or self.cleared_on is not None:
            return 0
        left = max(0, self.open_amount)
        return left if self.stated is None else min(self.stated, left)


_IN_FORCE: Any = (
    select(
        _O.c.entry,
        _O.c.item_id,
        _O.c.item_key,
        _O.c.state,
        _O.c.reason,
        _O.c.disputed,
        _O.c.note,
        _O.c.claim,
        _O.c.their_code,
        _O.c.their_words,
        _O.c.splits,
        _O.c.ask,
        _O.c.rule,
        _C.c.number,
        _C.c.name,
        _I.c.currency,
        _I.c.amount,
        _I.c.open_amount,
        _I.c.cleared_on,
        func.coalesce(func.nullif(_I.c.collector, ""), _C.c.collector),
    )
    .select_from(_O)
    .outerjoin(_I, _I.c.id == _O.c.item_id)
    .outerjoin(_C, _C.c.id == func.coalesce(_I.c.customer_id, _O.c.customer_id))
    .where(
        counts(_O.c.entry),
        _O.c.entry
        == select(_LATER.c.entry)
        .where(_LATER.c.item_id == _O.c.item_id, counts(_LATER.c.entry), founded(_LATER))
        .order_by(_LATER.c.entry.desc())
        .limit(1)
        .correlate(_O)
        .scalar_subquery(),
    )
    .order_by(_O.c.entry, _O.c.line)
)


def codings(connection: Connection) -> list[CodingRecord]:
    """The coding in force of every item, also of items not yet here."""
    return [CodingRecord._make(row) for row in connection.execute(_IN_FORCE)]


class CauseRecord(NamedTuple):
    """Why an item was disputed, found out later, and the department that can keep it from recurring."""

    entry: bytes
    cause: str
    department: str


_CAUSES = Prepared(
    select(_R.c.item_id, _R.c.entry, _R.c.cause, _R.c.department)
    .where(counts(_R.c.entry))
    .order_by(_R.c.entry, _R.c.line)
)


def causes_in_force(connection: Connection) -> dict[int, CauseRecord]:
    """The newest counting root cause of each item that has one."""
    return {item: CauseRecord._make(said) for item, *said in _CAUSES.rows(connection)}
