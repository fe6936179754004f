"""Customers, read by number, by id, and for the account pane."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from arcollect_tui.data.imports.cards import Person, people_of
from arcollect_tui.data.queries.filters import like_pattern
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Customer, LedgerImport
from arcollect_tui.rules.text import search_text

_C, _L = table(Customer), table(LedgerImport)
_REF = select(_C.c.id, _C.c.ledger, _C.c.number, _C.c.name)
_BY_NUMBER = Prepared(_REF.where(_C.c.number == bindparam("number")).order_by(_C.c.ledger))
_BY_ID = Prepared(_REF.where(_C.c.id == bindparam("customer")))


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer as the ledger has it."""

    id: int
    ledger: str
    number: str
    name: str
    country: str
    collector: str
    contact_name: str
    phone: str
    email: str
    credit_limit: int | None
    limit_currency: str
    terms: str
    parent: str
    language: str
    time_zone: str
    street: str
    postal_code: str
    city: str
    region: str
    contacts: str

    def people(self) -> list[Person]:
        """The contacts that the ledger gives: the one to ask for first, then the others of a list."""
        listed = people_of(self.contacts)
        reached = self.contact_name, self.phone, self.email
        role = next((one.role for one in listed if (one.name, one.phone, one.email) == reached), "")
        first = Person(self.contact_name, role, self.phone, self.email)
        others = [one for one in listed if one != first]
        return [first, *others] if any(reached) else others


_CARD = Prepared(
    select(*[_C.c[name] for name in CustomerRecord.__dataclass_fields__]).where(
        _C.c.id == bindparam("customer")
    )
)
_NEWEST = Prepared(select(_L.c.ledger, func.max(_L.c.as_of)).group_by(_L.c.ledger).order_by(_L.c.ledger))


def by_number(
    connection: Connection, number: str, ledger: str | None = None
) -> list[tuple[int, str, str, str]]:
    """(id, ledger, number, name) of the customers with this number."""
    rows = [(row[0], row[1], row[2], row[3]) for row in _BY_NUMBER(connection, number=number)]
    return rows if ledger is None else [row for row in rows if row[1] == ledger]


def by_id(connection: Connection, customer: int) -> tuple[int, str, str, str] | None:
    """(id, ledger, number, name) of a customer."""
    row = _BY_ID.first(connection, customer=customer)
    return (row[0], row[1], row[2], row[3]) if row else None


def card(connection: Connection, customer: int) -> CustomerRecord | None:
    """A customer as the ledger has it."""
    row = _CARD(connection, customer=customer).one_or_none()
    return CustomerRecord(*row) if row else None


def numbers_like(connection: Connection, number: str) -> list[str]:
    """Numbers that share a beginning or an end with a mistyped one."""
    head, tail = number[:3], number[-3:]
    patterns = [like_pattern(part)[1:] for part in (head,) if part] + [
        like_pattern(part)[:-1] for part in (tail,) if part
    ]
    found: list[str] = []
    for pattern in patterns:
        like = func.lower(_C.c.number).like(pattern.lower(), escape="\\")
        statement = select(_C.c.number).where(like).order_by(_C.c.number).limit(2000)
        found += connection.execute(statement).scalars()
    return found


def ids_of_search(connection: Connection, words: str, limit: int) -> Sequence[int]:
    """Customers whose name, alias or number contains the words."""
    statement = (
        select(_C.c.id)
        .where(_C.c.search.like(like_pattern(search_text(words)), escape="\\"))
        .order_by(_C.c.name, _C.c.id)
        .limit(limit)
    )
    return connection.execute(statement).scalars().all()


def newest_imports(connection: Connection) -> list[tuple[str, int]]:
    """(ledger, as-of day) of the newest import of each ledger."""
    return [(row[0], row[1]) for row in _NEWEST(connection)]


def names_of(connection: Connection, customers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(number, name) of these customers, by id."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(customers), 500):
        batch = _REF.where(_C.c.id.in_(customers[start : start + 500]))
        found |= {row.id: (row.number, row.name) for row in connection.execute(batch)}
    return found
