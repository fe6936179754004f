"""What the ledger decides about promises and disputes, to be compared before and after a file."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import ItemStanding, PromiseStanding

_P, _S = tables(PromiseStanding, ItemStanding)


class PromiseVerdict(NamedTuple):
    """A promise as it stands. Amounts in minor units, `due_on` an ordinal."""

    customer_id: int
    currency: str
    amount: int
    paid: int
    due_on: int
    state: str


class DisputeOpen(NamedTuple):
    """A dispute in force. `disputed` in minor units."""

    customer_id: int
    currency: str
    disputed: int
    reason: str


_PROMISES = Prepared(select(_P.c.entry, _P.c.line, *[_P.c[name] for name in PromiseVerdict._fields]))
_DISPUTES = Prepared(
    select(_S.c.item_id, *[_S.c[name] for name in DisputeOpen._fields]).where(_S.c.disputed != 0)
)
_ANY = tuple(Prepared(select(column).limit(1)) for column in (_P.c.line, _S.c.item_id))


def promise_verdicts(connection: Connection) -> dict[tuple[bytes, int], PromiseVerdict]:
    """Every promise, by its entry and line."""
    return {(bytes(row[0]), row[1]): PromiseVerdict._make(row[2:]) for row in _PROMISES.rows(connection)}


def disputes_open(connection: Connection) -> dict[int, DisputeOpen]:
    """Every dispute in force, by its item."""
    return {row[0]: DisputeOpen._make(row[1:]) for row in _DISPUTES.rows(connection)}


def any_to_judge(connection: Connection) -> bool:
    """Whether a file could decide anything: there is a promise, or a coding."""
    return any(statement.first(connection) is not None for statement in _ANY)
