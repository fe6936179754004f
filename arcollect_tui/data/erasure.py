"""Erasing customers: what a store holds of them goes, while the chain of the record still verifies.

Parts lose salt and body and keep their hash; what was projected from them, the ledger rows, the kept
lines and the drafts are removed. Ledger tables stay the fold of the kept lines: where an item changed
hands, or shares its number with another customer's, the imports from there on are folded anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from arcollect_tui.data import standing
from arcollect_tui.data.desk import drop_kept_exports
from arcollect_tui.data.erased import (
    carried_out,
    erased_ids,
    note_carried_out,
    note_copies_done,
    note_written_anew,
)
from arcollect_tui.data.held import forget_texts
from arcollect_tui.data.imports.diff import KEPT
from arcollect_tui.data.imports.fold import recipe_of, refold, take_back_from
from arcollect_tui.data.imports.trimming import showing, trim
from arcollect_tui.data.kept_erasing import UNTOUCHED, Removed, erase_kept
from arcollect_tui.data.projection import FACT_TABLES, FACTS_A_PART
from arcollect_tui.data.standing.touched import KEYS, touch
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import (
    Customer,
    CustomerChange,
    Draft,
    Item,
    ItemChange,
    LedgerImport,
    PartRow,
)
from arcollect_tui.errors import StoreError

__all__ = [
    "NOTHING",
    "Holdings",
    "after_receive",
    "emptied_unasked",
    "erase_in",
    "erase_rows",
    "erased_ids",
    "held_again",
    "holdings",
    "is_held",
]

_P, _D = tables(PartRow, Draft)
_C, _K, _I, _H, _L = tables(Customer, CustomerChange, Item, ItemChange, LedgerImport)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store holds of customers.

    Attributes:
        entries: entries with a part about them that can be read.
        parts: those parts.
        items: their items in the ledger tables.
        imports: imports whose kept lines show them, also those that do not count.
        drafts: half-typed forms about them.
        files: kept files that lose their lines, and kept files that go whole; known once it is done.
    """

    entries: int
    parts: int
    items: int
    imports: int
    drafts: int
    files: Removed = field(default=UNTOUCHED, compare=False)


NOTHING = Holdings(0, 0, 0, 0, 0)
_WHOLE = (_P.c.customer_id.in_(KEYS), _P.c.body.is_not(None))
_COUNTS = tuple(
    Prepared(statement)
    for statement in (
        select(func.count(func.distinct(_P.c.entry))).where(*_WHOLE),
        select(func.count()).select_from(_P).where(*_WHOLE),
        select(func.count()).select_from(_I).where(_I.c.customer_id.in_(KEYS)),
        select(func.count()).select_from(_D).where(_D.c.customer_id.in_(KEYS)),
    )
)


def holdings(connection: Connection, ids: Collection[int]) -> Holdings:
    """What the store holds of these customers."""
    found = _counted(connection, ids)
    return replace(found, imports=showing(connection, ids))


def _counted(connection: Connection, ids: Iterable[int]) -> Holdings:
    """All but the imports; the customers are the touched ones afterwards."""
    touch(connection, ids)
    entries, parts, items, drafts = [int(count(connection).scalar_one()) for count in _COUNTS]
    return Holdings(entries, parts, items, 0, drafts)


def held_again(connection: Connection) -> Holdings:
    """What is here of erased customers, but for kept lines: nothing, unless something went wrong."""
    return _counted(connection, erased_ids(connection))


_EMPTIED = Prepared(
    select(_P.c.entry, _P.c.customer_id)
    .where(_P.c.body.is_(None), _P.c.customer_id.is_not(None))
    .order_by(_P.c.entry)
)


def emptied_unasked(connection: Connection) -> list[bytes]:
    """Entries that lost what they said about a customer whom nobody erased."""
    erased = erased_ids(connection)
    return [entry for entry, customer in _EMPTIED(connection) if customer not in erased]


def is_held(connection: Connection, customer: int) -> bool:
    """Whether ledger tables, record or drafts hold the customer; kept lines are not looked through."""
    return _counted(connection, [customer]) != NOTHING


def erase_rows(connection: Connection, ids: Collection[int]) -> Holdings:
    """Remove what the store holds of these customers, in the caller's transaction.

    Returns:
        What was there. The bytes are gone from the file once it is compacted.
    """
    found = _counted(connection, ids)
    _forget_said(connection)
    drop_kept_exports(connection)
    forget_texts(connection)
    trimmed, files = trim(connection, ids), erase_kept(connection, ids)
    _leave_ledger(connection, ids, trimmed.orphaning)
    note_carried_out(connection, ids)
    day = standing.standing_day(connection)
    if day is not None:
        standing.refresh_everything(connection, day)
    return replace(found, imports=trimmed.imports, files=files)


def _facts_of_parts(facts: Any) -> Any:  # noqa: ANN401
    """Rows of a fact table that were projected from parts of the touched customers."""
    entries = select(_P.c.entry).where(_P.c.customer_id.in_(KEYS))
    part = exists().where(
        _P.c.entry == facts.c.entry, _P.c.line == facts.c.line // FACTS_A_PART, _P.c.customer_id.in_(KEYS)
    )
    return delete(facts).where(facts.c.entry.in_(entries), part)


_FORGET_SAID = tuple(
    Prepared(statement)
    for statement in (
        *(_facts_of_parts(table(model)) for model in FACT_TABLES),
        update(_P).values(salt=None, body=None).where(*_WHOLE),
        delete(_D).where(_D.c.customer_id.in_(KEYS)),
    )
)


def _forget_said(connection: Connection) -> None:
    """Empty the parts of the touched customers, and what was projected from them."""
    for statement in _FORGET_SAID:
        statement.run(connection)


_LEDGERS = Prepared(select(_L.c.ledger).distinct())
_LEAVE = tuple(
    Prepared(delete(rows).where(column.in_(KEYS)))
    for rows, column in (
        (_I, _I.c.customer_id),
        (_H, _H.c.customer_id),
        (_C, _C.c.id),
        (_K, _K.c.customer_id),
    )
)


def _leave_ledger(connection: Connection, ids: Collection[int], orphaning: Collection[int]) -> None:
    """Take the customers out of the ledger tables, which then are the fold of the trimmed lines.

    Args:
        connection: the write transaction.
        ids: the customers.
        orphaning: imports that named one of them as the parent of another.
    """
    moved = _changed_hands(connection, ids).union(orphaning)
    ledgers = [row[0] for row in _LEDGERS.rows(connection)]
    unfolded = {ledger for ledger in ledgers if take_back_from(connection, ledger, moved)}
    # Asked when every item is with whom it came: what moved since may hide that a number was shared.
    for ledger in ledgers:
        if take_back_from(connection, ledger, _sharing(connection, ledger, ids)):
            unfolded.add(ledger)
    touch(connection, ids)
    for statement in _LEAVE:
        statement.run(connection)
    for ledger in sorted(unfolded):
        refold(connection, ledger)


_OWNERS = Prepared(
    select(_H.c.import_id, _H.c.customer_id, func.substr(_H.c.before, 2, 20)).where(
        _H.c.before.is_not(None)
    )
)


def _changed_hands(connection: Connection, ids: Collection[int]) -> set[int]:
    """The imports that moved an item between one of these customers and another.

    The customer before stands first in `before` (see `KEPT`), so its beginning is enough to read.
    """
    found = set()
    for number, after, start in _OWNERS(connection):
        before = int(start.partition(",")[0])
        if before != after and (before in ids or after in ids):
            found.add(number)
    return found


def _sharing(connection: Connection, ledger: str, ids: Collection[int]) -> set[int]:
    """The imports that brought items of these customers and of others under one identity."""
    mine, other = _I.alias("mine"), _I.alias("other")
    fixed = [name for name in recipe_of(connection, ledger) or () if name in _I.c and name not in KEPT]
    statement = (
        select(mine.c.first_import, other.c.first_import)
        .join(other, other.c.document_no == mine.c.document_no)
        .where(
            mine.c.customer_id.in_(KEYS),
            mine.c.ledger == ledger,
            mine.c.document_no != "",
            other.c.ledger == ledger,
            other.c.customer_id.not_in(KEYS),
            *[mine.c[name].is_not_distinct_from(other.c[name]) for name in fixed],
        )
    )
    touch(connection, ids)
    return {number for row in connection.execute(statement) for number in row}


def erase_in(store: Store, ids: Iterable[int]) -> None:
    """Bring a store file to the state in which these customers are gone; may be repeated.

    Raises:
        StoreError: the file cannot be written, or somebody reads it, so that old pages stay behind.
    """
    wanted = frozenset(ids)
    if not wanted:
        return
    with store.writing() as connection:
        erase_rows(connection, wanted)
    if not store.compact():
        msg = f"{store.place} is open elsewhere and still holds erased rows. Close it and try again."
        raise StoreError(msg)
    with store.writing() as connection:
        note_written_anew(connection, wanted)
        note_copies_done(connection, wanted)


def after_receive(connection: Connection) -> bool:
    """Carry out the erasures that a colleague's entries brought, before the ledgers are folded anew.

    Parts of customers that were erased here before lose what the entries brought of them.

    Returns:
        Whether anything was removed; the store then wants `finish` after the transaction.
    """
    erased = erased_ids(connection)
    new = erased - carried_out(connection)
    back = _counted(connection, erased - new) if erased else NOTHING
    if back.parts:
        _forget_said(connection)
        note_carried_out(connection, erased)
    if new:
        erase_rows(connection, new)
    return bool(new or back.parts)
