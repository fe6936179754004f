"""The ledger tables as the fold of the imports that count, in the order of `order.py`.

An import is applied by moving a worked-out difference into the tables, and taken back by running its
changes backwards. Every other case (an older file, the reversal of one that others follow) takes back
what follows, newest first, and applies what should be there from the kept lines.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal_column, select, update

from arcollect_tui.data import desk
from arcollect_tui.data.imports.cards import CARD, CARD_AT, CUSTOMER_COLUMNS, state_of, state_text
from arcollect_tui.data.imports.diff import KEPT, Diff, changed_customers, difference
from arcollect_tui.data.imports.garbage import no_collection
from arcollect_tui.data.imports.order import (
    ImportKey,
    applied,
    companies_text,
    import_identity,
    import_number,
    recipe_of,
    wanted,
)
from arcollect_tui.data.imports.rows import ROW_COLUMNS, Scope
from arcollect_tui.data.spelling import weighed
from arcollect_tui.data.statements import Prepared, insert_rows, tables
from arcollect_tui.data.statements import columns as columns_of
from arcollect_tui.data.store import use_bulk_cache
from arcollect_tui.data.tables import (
    Customer,
    CustomerChange,
    ImportChunk,
    Item,
    ItemChange,
    LedgerImport,
    TrimmedImport,
)

__all__ = [
    "ImportKey",
    "applied",
    "apply",
    "companies_text",
    "import_identity",
    "import_number",
    "keep_lines",
    "recipe_of",
    "refold",
    "scope_of",
    "take_back",
    "take_back_from",
    "wanted",
]

_I, _C, _H, _K, _L, _B = tables(Item, Customer, ItemChange, CustomerChange, LedgerImport, ImportChunk)
REBUILD_INDEXES = 20_000
"""New items from which an empty table's indexes are cheaper to build afterwards."""


_LAST_PLACE = Prepared(select(func.coalesce(func.max(_L.c.place), 0)))
_CHUNKS = Prepared(select(_B.c.lines).where(_B.c.identity == bindparam("identity")).order_by(_B.c.number))


def keep_lines(
    connection: Connection, identity: bytes, chunks: Sequence[bytes], *, trimmed: bool = False
) -> None:
    """Keep an import's canonical lines, so that the fold can be redone.

    Args:
        connection: the write transaction.
        identity: the import.
        chunks: its packed lines.
        trimmed: those of erased customers are left out, so that its digest no longer names them.
    """
    rows = [(identity, number, chunk) for number, chunk in enumerate(chunks)]
    insert_rows(connection, ImportChunk, rows, ignore=True)
    if trimmed:
        insert_rows(connection, TrimmedImport, [(identity,)], ignore=True)


def refold(connection: Connection, ledger: str, ready: tuple[ImportKey, Diff] | None = None) -> set[int]:
    """Bring the ledger tables to what the counting imports say.

    Args:
        connection: the write transaction.
        ledger: which ledger.
        ready: an import whose difference to the tables as they are was worked out before.

    Returns:
        The customers whose ledger rows changed.
    """
    use_bulk_cache(connection)
    have, want = applied(connection, ledger), wanted(connection, ledger)
    same = 0
    if _same_recipe(connection, ledger):
        while same < min(len(have), len(want)) and have[same] == want[same]:
            same += 1
    customers: set[int] = set()
    for key in reversed(have[same:]):
        customers |= take_back(connection, key)
    for key in want[same:]:
        if ready is not None and key == ready[0] and same == len(have):
            diff = ready[1]
        else:
            chunks = [row[0] for row in _CHUNKS(connection, identity=key.identity)]
            diff = difference(connection, chunks, scope_of(connection, key))
        customers |= apply(connection, key, diff)
    return customers


def _same_recipe(connection: Connection, ledger: str) -> bool:
    """Whether the ledger was folded by the recipe it has now, which is noted for the next time.

    An entry that arrives may bring a recipe said earlier than the one that was known.
    """
    recipe = ",".join(recipe_of(connection, ledger) or ()).encode()
    before = desk.get(connection, f"folded.{ledger}")
    if before != recipe:
        desk.put(connection, f"folded.{ledger}", recipe)
    return before is None or before == recipe


def scope_of(connection: Connection, key: ImportKey, recipe: tuple[str, ...] | None = None) -> Scope:
    """The scope of an import, with the ledger's recipe."""
    fields = recipe or recipe_of(connection, key.ledger) or ()
    return Scope(key.ledger, key.companies, key.delta, key.as_of, key.number, fields)


_STATE = tuple(f"k_{name}" for name in KEPT)
_CARD_STATE = tuple(f"k_{name}" for name in CARD)
_UPDATE_ITEM = Prepared(
    update(_I).where(_I.c.id == bindparam("k_id")).values({name: bindparam(f"k_{name}") for name in KEPT})
)
_UPDATE_CARD = Prepared(
    update(_C).where(_C.c.id == bindparam("k_id")).values({name: bindparam(f"k_{name}") for name in CARD})
)
_NOTE_CHANGE = Prepared(insert(_H))
_CUSTOMER_ID = CUSTOMER_COLUMNS.index("id")


def apply(connection: Connection, key: ImportKey, diff: Diff) -> set[int]:
    """Move a difference into the ledger tables; returns the customers concerned."""
    with no_collection():
        _apply_cards(connection, key, diff)
        _insert_items(connection, key, diff)
        _apply_changes(connection, key, diff)
    place = _LAST_PLACE(connection).scalar_one() + 1
    companies = companies_text(key.companies)
    row = (key.number, key.identity, key.ledger, key.as_of, companies, int(key.delta), place)
    insert_rows(connection, LedgerImport, [row])
    return set(changed_customers(diff))


def _apply_cards(connection: Connection, key: ImportKey, diff: Diff) -> None:
    insert_rows(connection, Customer, [card.values for card in diff.cards if card.before is None])
    changed = [(card.values, card.before) for card in diff.cards if card.before is not None]
    insert_rows(
        connection,
        CustomerChange,
        [(key.number, values[_CUSTOMER_ID], state_text(before)) for values, before in changed],
    )
    states = ((values[_CUSTOMER_ID], *[values[at] for at in CARD_AT]) for values, _ in changed)
    _UPDATE_CARD.many(connection, ("k_id", *_CARD_STATE), states)


def _insert_items(connection: Connection, key: ImportKey, diff: Diff) -> None:
    """Append new items by ascending id; into an empty table without its indexes, which are built after."""
    empty = connection.execute(select(_I.c.id).limit(1)).first() is None
    indexes = list(_I.indexes) if empty and len(diff.new) >= REBUILD_INDEXES else []
    for index in indexes:
        index.drop(connection)
    values: dict[str, Any] = {name: bindparam(name) for name in ROW_COLUMNS}
    # A whole number in the text of the statement: it is the same in all rows.
    values["first_import"] = literal_column(str(key.number))
    statement = Prepared(insert(_I).values(values))
    for rows in diff.new.ranges():
        statement.many(connection, ROW_COLUMNS, rows)
    for index in indexes:
        index.create(connection)
    if indexes:
        weighed(connection, _C, _I)


def _apply_changes(connection: Connection, key: ImportKey, diff: Diff) -> None:
    customer, amount = KEPT.index("customer_id"), KEPT.index("open_amount")
    rows = (
        (
            key.number,
            change.item,
            change.after[customer],
            key.as_of,
            change.kind,
            change.before[amount],
            change.after[amount],
            json.dumps(change.before, ensure_ascii=False),
        )
        for change in diff.changes
    )
    _NOTE_CHANGE.many(connection, columns_of(ItemChange), rows)
    _put_items(connection, ((change.item, *change.after) for change in diff.changes))


def _put_items(connection: Connection, states: Iterable[Sequence[Any]]) -> None:
    """Set items, each given as its id and its `KEPT` columns."""
    _UPDATE_ITEM.many(connection, ("k_id", *_STATE), states)


def take_back_from(connection: Connection, ledger: str, numbers: Collection[int]) -> bool:
    """Take back the first applied import of these numbers and all that follow it; whether there is one."""
    have = applied(connection, ledger)
    first = next((place for place, key in enumerate(have) if key.number in numbers), None)
    if first is None:
        return False
    for key in reversed(have[first:]):
        take_back(connection, key)
    return True


_CHANGES = Prepared(
    select(_H.c.item_id, _H.c.before, _H.c.customer_id).where(_H.c.import_id == bindparam("number"))
)
_CARDS = Prepared(select(_K.c.customer_id, _K.c.before).where(_K.c.import_id == bindparam("number")))
_NEW_CUSTOMERS = Prepared(
    select(_I.c.customer_id).where(_I.c.first_import == bindparam("number")).distinct()
)
_TAKE_BACK = tuple(
    Prepared(delete(target).where(column == bindparam("number")))
    for target, column in (
        (_I, _I.c.first_import),
        (_H, _H.c.import_id),
        (_C, _C.c.first_import),
        (_K, _K.c.import_id),
        (_L, _L.c.id),
    )
)


def take_back(connection: Connection, key: ImportKey) -> set[int]:
    """Run the newest applied import backwards; returns the customers concerned."""
    number = key.number
    customers = {row[0] for row in _NEW_CUSTOMERS(connection, number=number)}
    states: list[Sequence[Any]] = []
    for item, before, customer in _CHANGES(connection, number=number):
        state = json.loads(before)
        states.append((item, *state))
        customers |= {customer, state[KEPT.index("customer_id")]}
    _put_items(connection, states)
    cards = {customer: state_of(before) for customer, before in _CARDS(connection, number=number)}
    restored = ((customer, *card) for customer, card in cards.items())
    _UPDATE_CARD.many(connection, ("k_id", *_CARD_STATE), restored)
    for statement in _TAKE_BACK:
        statement(connection, number=number)
    return customers.union(cards)
