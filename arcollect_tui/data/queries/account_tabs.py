"""One account's ledger changes, the files its promises were judged by, and how its items were coded."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import (
    Coding,
    DeskRow,
    Entry,
    ImportFact,
    Item,
    ItemChange,
    LedgerImport,
    PromiseStanding,
)

_I, _H, _L, _F, _P = tables(Item, ItemChange, LedgerImport, ImportFact, PromiseStanding)
_O, _E, _D = tables(Coding, Entry, DeskRow)
_AT_ONCE = 500
NEW = "new"


class FileRecord(NamedTuple):
    """An import in force: its place in the fold, its day (ordinal) and what its file was called."""

    id: int
    place: int
    as_of: int
    name: str


_FILES = Prepared(
    select(_L.c.id, _L.c.place, _L.c.as_of, func.coalesce(func.min(_F.c.file_name), ""))
    .outerjoin(_F, _F.c.identity == _L.c.identity)
    .group_by(_L.c.id, _L.c.place, _L.c.as_of)
)


def files(connection: Connection) -> dict[int, FileRecord]:
    """The imports that the ledger is folded from, by their number."""
    return {row[0]: FileRecord._make(row) for row in _FILES(connection)}


class ChangeRecord(NamedTuple):
    """What one import did to one item; minor units. `before` is None where it brought the item."""

    import_id: int
    item_id: int
    document_no: str
    type: str
    currency: str
    kind: str
    before: int | None
    after: int


_CHANGES = Prepared(
    select(
        _H.c.import_id,
        _H.c.item_id,
        _I.c.document_no,
        _I.c.type,
        _I.c.currency,
        _H.c.kind,
        _H.c.old_open,
        _H.c.new_open,
    )
    .join(_I, _I.c.id == _H.c.item_id)
    .where(_I.c.customer_id == bindparam("customer"))
)
_ITEMS = Prepared(
    select(_I.c.first_import, _I.c.id, _I.c.document_no, _I.c.type, _I.c.currency, _I.c.open_amount).where(
        _I.c.customer_id == bindparam("customer")
    )
)


def changes(connection: Connection, customer: int, place: dict[int, int]) -> list[ChangeRecord]:
    """Everything the imports in force did to a customer's items: those they brought, and each change.

    Args:
        connection: a read transaction.
        customer: whose items they are now.
        place: the place of each import in the fold.
    """
    found = [ChangeRecord._make(row) for row in _CHANGES(connection, customer=customer)]
    first: dict[int, ChangeRecord] = {}
    for change in sorted(found, key=lambda one: place.get(one.import_id, 0)):
        first.setdefault(change.item_id, change)
    for brought, item, document, kind, currency, now in _ITEMS(connection, customer=customer):
        then = first[item].before if item in first else now
        found.append(ChangeRecord(brought, item, document, kind, currency, NEW, None, then or 0))
    return found


_VERDICTS = Prepared(
    select(_P.c.entry, _P.c.verdict_import).where(
        _P.c.customer_id == bindparam("customer"), _P.c.verdict_import.is_not(None)
    )
)


def verdicts(connection: Connection, customer: int) -> dict[bytes, int]:
    """The import that the verdict on each promise of a customer rests on, by the promise's entry."""
    return dict(_VERDICTS.rows(connection, customer=customer))


class CodedRecord(NamedTuple):
    """A counting coding of an item; what its entry says of itself is None until the entry is here."""

    item_id: int
    entry: bytes
    state: str
    reason: str
    note: str
    local_day: int | None
    collector: str | None
    desk: int | None
    seq: int | None


def codings_of_items(connection: Connection, items: Sequence[int]) -> dict[int, list[CodedRecord]]:
    """Every counting coding of each item, oldest first."""
    found: dict[int, list[CodedRecord]] = {}
    for start in range(0, len(items), _AT_ONCE):
        statement = (
            select(
                *(_O.c[name] for name in ("item_id", "entry", "state", "reason", "note")),
                _E.c.local_day,
                _E.c.collector,
                _D.c.number,
                _E.c.seq,
            )
            .select_from(_O)
            .outerjoin(_E, _E.c.id == _O.c.entry)
            .outerjoin(_D, _D.c.id == _E.c.desk)
            .where(_O.c.item_id.in_(items[start : start + _AT_ONCE]), counts(_O.c.entry), founded(_O))
            .order_by(_O.c.entry, _O.c.line)
        )
        for row in connection.execute(statement):
            found.setdefault(row[0], []).append(CodedRecord._make(row))
    return found
