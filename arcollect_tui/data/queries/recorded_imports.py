"""Imports as the record tells them: which entry brought which file, of which ledger and day."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Entry, ImportFact

E, _M = tables(Entry, ImportFact)


_IMPORTS_OF = Prepared(
    select(_M.c.identity, _M.c.ledger, _M.c.file_name).where(_M.c.entry == bindparam("entry"))
)


class ImportBrought(NamedTuple):
    """What an entry says about the file it brought. `as_of` is an ordinal, `totals` JSON."""

    entry: bytes
    identity: bytes
    ledger: str
    as_of: int
    file_name: str
    layout: str
    items: int
    totals: str


_BROUGHT = Prepared(
    select(*[_M.c[name] for name in ImportBrought._fields]).order_by(_M.c.entry.desc(), _M.c.line)
)


def imports_brought(connection: Connection) -> list[ImportBrought]:
    """Every file that an entry brought, newest entry first."""
    return [ImportBrought._make(row) for row in _BROUGHT.rows(connection)]


def import_of(connection: Connection, entry: bytes) -> tuple[bytes, str, str] | None:
    """(identity, ledger, file name) of the import that an entry brought."""
    row = _IMPORTS_OF(connection, entry=entry).first()
    return (row[0], row[1], row[2]) if row else None


_LEDGERS_OF = Prepared(select(_M.c.ledger).where(_M.c.identity == bindparam("identity")).limit(1))


def ledger_of_import(connection: Connection, identity: bytes) -> str | None:
    """The ledger an import belongs to."""
    found: str | None = _LEDGERS_OF(connection, identity=identity).scalar_one_or_none()
    return found


_IMPORTED_AT = Prepared(
    select(func.max(E.c.at))
    .select_from(_M)
    .join(E, E.c.id == _M.c.entry)
    .where(_M.c.ledger == bindparam("ledger"), _M.c.as_of == bindparam("as_of"))
)


def imported_at(connection: Connection, ledger: str, as_of: int) -> int | None:
    """Instant at which the ledger's file of that day was taken in."""
    at: int | None = _IMPORTED_AT(connection, ledger=ledger, as_of=as_of).scalar_one()
    return at
