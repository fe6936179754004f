"""What the collectors of an office own, owe it to do, and did: a few statements over all accounts."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, cast, func, select

from arcollect_tui.data.queries.accounts import A, account_target
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Entry
from arcollect_tui.rules.promises import PromiseState

_E = table(Entry)


class Portfolio(NamedTuple):
    """What a collector's accounts come to in one currency; amounts in minor units.

    Attributes:
        customers: those that rank by this currency, so that each is counted once.
    """

    collector: str
    currency: str
    customers: int
    balance: int
    overdue: int


def _sum(column: Any) -> Any:  # noqa: ANN401
    return cast(func.sum(column), BigInteger)


_PORTFOLIOS = Prepared(
    select(A.c.collector, A.c.currency, _sum(A.c.lead), _sum(A.c.balance), _sum(A.c.overdue))
    .group_by(A.c.collector, A.c.currency)
    .order_by(A.c.collector, A.c.currency)
)


def portfolios(connection: Connection) -> list[Portfolio]:
    """Every collector's accounts, currency by currency; those of nobody under an empty name."""
    found = (Portfolio._make(row) for row in _PORTFOLIOS.rows(connection))
    return [row._replace(balance=int(row.balance), overdue=int(row.overdue)) for row in found]


def promised(connection: Connection, today: date, what: str) -> dict[str, int]:
    """How many accounts of each collector the filter `p:today` or `p:broken` finds.

    Args:
        connection: an open transaction.
        today: the collector's local date.
        what: `today` or `broken`.
    """
    condition = account_target(today, "").special["promise"]("=", what)
    statement = select(A.c.collector, func.count()).where(A.c.lead == 1, condition).group_by(A.c.collector)
    return {row[0]: int(row[1]) for row in connection.execute(statement)}


DUE, BROKEN = "today", str(PromiseState.BROKEN)
"""What `promised` asks for."""


class Untouched(NamedTuple):
    """The overdue account of a collector that nobody spoke to for the longest time."""

    collector: str
    customer_id: int
    number: str
    name: str
    last_contact_on: int | None


_PLACE = func.row_number().over(
    partition_by=A.c.collector,
    order_by=(A.c.last_contact_on.asc().nulls_first(), A.c.overdue.desc(), A.c.customer_id),
)
_RANKED = (
    select(*[A.c[name] for name in Untouched._fields], _PLACE.label("place"))
    .where(A.c.lead == 1, A.c.overdue > 0)
    .subquery()
)
_OLDEST = Prepared(select(*[_RANKED.c[name] for name in Untouched._fields]).where(_RANKED.c.place == 1))


def oldest_untouched(connection: Connection) -> list[Untouched]:
    """Of each collector the overdue account with the oldest contact; one never spoken to goes first."""
    return [Untouched._make(row) for row in _OLDEST.rows(connection)]


_SEEN = Prepared(select(_E.c.collector, func.max(_E.c.at)).group_by(_E.c.collector))


def last_seen(connection: Connection) -> dict[str, int]:
    """When each collector recorded something last, in microseconds UTC."""
    return {row[0]: row[1] for row in _SEEN.rows(connection)}
