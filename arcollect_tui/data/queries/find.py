"""What `/` looks into besides numbers and words of the lists: phones, amounts, what was said.

Nothing here has an index of its own. Customers, contacts and what people wrote are few enough to be read
at every key; items are read as they lie, once nobody types any more.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from arcollect_tui.data.queries.accounts import contact_in_force
from arcollect_tui.data.queries.filters import contains
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import tables
from arcollect_tui.data.tables import Call, Contact, Customer, Item, Note

_C, _I, _K, _N, _P = tables(Customer, Item, Call, Note, Contact)
_BETWEEN_DIGITS = " -()./+\u00a0"
"""What people write between the digits of a phone number."""


class FoundContact(NamedTuple):
    """A contact of a customer that matches."""

    customer_id: int
    name: str
    phone: str
    email: str


class FoundWords(NamedTuple):
    """Something that was written about a customer; the day is an ordinal, None for a note."""

    customer_id: int
    entry: bytes
    words: str


def _digits(column: Any) -> Any:  # noqa: ANN401
    """The column without what stands between the digits of a phone number."""
    return reduce(lambda text, sign: func.replace(text, sign, ""), _BETWEEN_DIGITS, column)


def numbered(connection: Connection, texts: Sequence[str]) -> list[int]:
    """Customers with just one of these numbers."""
    found = connection.execute(select(_C.c.id).where(_C.c.number.in_(list(texts))).order_by(_C.c.id))
    return list(found.scalars())


def contacts(connection: Connection, text: str, digits: str, limit: int) -> list[FoundContact]:
    """Contacts whose name or address holds the text, or whose number holds the digits."""

    def like(name: Any, phone: Any, email: Any) -> Any:  # noqa: ANN401
        ways = [contains(column, text) for column in (name, phone, email)]
        return or_(*ways, _digits(phone).like(f"%{digits}%")) if digits else or_(*ways)

    own = select(_C.c.id, _C.c.contact_name, _C.c.phone, _C.c.email)
    own = own.where(like(_C.c.contact_name, _C.c.phone, _C.c.email)).order_by(_C.c.id).limit(limit)
    found = [FoundContact._make(row) for row in connection.execute(own)]
    matching = contact_in_force(like(_P.c.name, _P.c.phone, _P.c.email))
    cards = matching.add_columns(_P.c.name, _P.c.phone, _P.c.email).order_by(_P.c.customer_id)
    found += [FoundContact._make(row) for row in connection.execute(cards.limit(limit))]
    return found[:limit]


def said(connection: Connection, words: Sequence[str], limit: int) -> list[FoundWords]:
    """Notes, and notes of calls, that count and hold every word; newest first."""
    found: list[FoundWords] = []
    for table, column in ((_N, _N.c.text), (_K, _K.c.note)):
        statement = (
            select(table.c.customer_id, table.c.entry, column)
            .where(*[contains(column, word) for word in words], counts(table.c.entry), founded(table))
            .order_by(table.c.entry.desc())
            .limit(limit)
        )
        found += [FoundWords._make(row) for row in connection.execute(statement)]
    return sorted(found, key=lambda row: row.entry, reverse=True)[:limit]


def items_of_amount(connection: Connection, amounts: Sequence[tuple[str, int]], limit: int) -> list[int]:
    """Open items with just this open or whole amount; pairs of currency and minor units."""
    ways = [
        (_I.c.currency == currency) & or_(_I.c.open_amount == minor, _I.c.amount == minor)
        for currency, minor in amounts
    ]
    if not ways:
        return []
    statement = select(_I.c.id).where(_I.c.cleared_on.is_(None), or_(*ways)).order_by(_I.c.id)
    return list(connection.execute(statement.limit(limit)).scalars())


def currencies(connection: Connection) -> list[str]:
    """The currencies of the accounts."""
    from arcollect_tui.data.tables import AccountStanding

    (standing,) = tables(AccountStanding)
    return list(connection.execute(select(standing.c.currency).distinct()).scalars())
