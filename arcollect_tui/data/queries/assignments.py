"""Who owns customers: what is said of each, what each weighs, and which collectors there are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from arcollect_tui.data.queries.filters import small
from arcollect_tui.data.standing.owners import in_force
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import AccountStanding, Assignment, AssignmentTerm, Customer, Entry
from arcollect_tui.rules.owners import Terms, terms_of

_A, _S, _T, _C, _E = tables(AccountStanding, Assignment, AssignmentTerm, Customer, Entry)
_AT_ONCE = 500


class Owned(NamedTuple):
    """A customer with what is said of its owner.

    Attributes:
        by_ledger: the collector that the ledger names; empty for none.
        entry: the assignment in force; None where there is none.
        terms: what it says.
    """

    id: int
    ledger: str
    number: str
    name: str
    by_ledger: str
    entry: bytes | None
    terms: Terms


_OWNED = (
    select(_C.c.id, _C.c.ledger, _C.c.number, _C.c.name, _C.c.collector, _S.c.entry, _S.c.terms)
    .select_from(_C)
    .outerjoin(_S, and_(_S.c.customer_id == _C.c.id, *in_force(_S)))
)


def owned(connection: Connection, customers: Sequence[int]) -> dict[int, Owned]:
    """The customers that are in the ledger, each with what is said of its owner, in the order given."""
    found: dict[int, Owned] = {}
    for some in _batches(customers):
        rows = {row[0]: row for row in connection.execute(_OWNED.where(_C.c.id.in_(some)))}
        for customer in some:
            if customer in rows:
                *card, terms = rows[customer]
                found[customer] = Owned._make((*card, terms_of(terms) if terms else ()))
    return found


class Weight(NamedTuple):
    """What a customer owes in one currency; amounts in minor units."""

    customer_id: int
    currency: str
    items: int
    balance: int
    overdue: int


_WEIGHTS = select(_A.c.customer_id, _A.c.currency, _A.c["items"], _A.c.balance, _A.c.overdue)


def weights(connection: Connection, customers: Sequence[int]) -> Iterator[Weight]:
    """What customers owe, currency by currency."""
    for some in _batches(customers):
        yield from map(Weight._make, connection.execute(_WEIGHTS.where(_A.c.customer_id.in_(some))))


def _batches(customers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(customers), _AT_ONCE):
        yield customers[start : start + _AT_ONCE]


_NAMED = tuple(
    Prepared(select(column).distinct())
    for column in (_A.c.collector, _C.c.collector, _S.c.collector, _E.c.collector)
)


def collectors(connection: Connection) -> list[str]:
    """Every collector that owns an account, or that a ledger, an assignment or an entry names, by name.

    Of spellings that differ in case alone the one that was found first in this order stands.
    """
    found: dict[str, str] = {}
    for statement in _NAMED:
        for (name,) in sorted(statement.rows(connection)):
            found.setdefault(name.lower(), name)
    return sorted((name for name in found.values() if name), key=str.casefold)


def related(connection: Connection, collector: str) -> list[int]:
    """The customers that a ledger or a term gives to a collector, whether it holds or not; by id."""
    found: set[int] = set()
    for column, customer in ((_C.c.collector, _C.c.id), (_T.c.collector, _T.c.customer_id)):
        mine = small(column, collector) == collector.lower()
        found.update(connection.execute(select(customer).where(mine)).scalars())
    return sorted(found)
