"""The ledger tables as the fold of the imports that count, ordered by (as-of, identity).

Where two files speak of one day, the entry that brought the later one names the import it was laid
upon, and stands after it: an afternoon's file has the last word over the morning's.

An import is applied by moving a worked-out difference into the tables, and taken back by running its
changes backwards. Every other case (an older file, the reversal of one that others follow) takes back
what follows, newest first, and applies what should be there from the kept lines.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from arcollect_tui.data import policy
from arcollect_tui.data.imports.diff import KEPT, Diff, changed_customers, difference
from arcollect_tui.data.imports.packs import unpack_rows
from arcollect_tui.data.imports.rows import CARD, CUSTOMER_COLUMNS, Scope
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, insert_rows, tables
from arcollect_tui.data.store import use_bulk_cache
from arcollect_tui.data.tables import (
    Customer,
    CustomerChange,
    ImportChunk,
    ImportFact,
    Item,
    ItemChange,
    LedgerImport,
)
from arcollect_tui.rules.identity import canonical_json

_I, _C, _H, _K, _L, _F, _B = tables(
    Item, Customer, ItemChange, CustomerChange, LedgerImport, ImportFact, ImportChunk
)
REBUILD_INDEXES = 20_000
"""New items from which an empty table's indexes are cheaper to build afterwards."""


@dataclass(frozen=True, slots=True)
class ImportKey:
    """An import that counts, or is folded in: what the fold needs of it."""

    identity: bytes
    ledger: str
    as_of: int
    companies: frozenset[str]
    delta: bool

    @property
    def number(self) -> int:
        """First 63 bits of the identity: the import's key in the ledger tables."""
        return import_number(self.identity)


def import_identity(ledger: str, as_of: int, digest: bytes) -> bytes:
    """Two desks that take in the same lines of the same day make the same import."""
    day = date.fromordinal(as_of).isoformat()
    return hashlib.sha256(canonical_json(["1", ledger, "import", day, digest.hex()])).digest()


def import_number(identity: bytes) -> int:
    """First 63 bits of an import's identity."""
    return int.from_bytes(identity[:8], "big") >> 1


def companies_text(companies: frozenset[str]) -> str:
    """Companies as stored."""
    return json.dumps(sorted(companies), ensure_ascii=False)


_WANTED = Prepared(
    select(_F.c.identity, _F.c.ledger, _F.c.as_of, _F.c.companies, _F.c.delta, _F.c.after)
    .where(_F.c.ledger == bindparam("ledger"), counts(_F.c.identity), counts(_F.c.entry))
    .order_by(_F.c.entry)
)
_APPLIED = Prepared(
    select(_L.c.identity, _L.c.ledger, _L.c.as_of, _L.c.companies, _L.c.delta)
    .where(_L.c.ledger == bindparam("ledger"))
    .order_by(_L.c.place)
)
_LAST_PLACE = Prepared(select(func.coalesce(func.max(_L.c.place), 0)))
_CHUNKS = Prepared(select(_B.c.lines).where(_B.c.identity == bindparam("identity")).order_by(_B.c.number))


def _key(identity: bytes, ledger: str, as_of: int, companies: str, delta: int) -> ImportKey:
    return ImportKey(identity, ledger, as_of, frozenset(json.loads(companies)), bool(delta))


def applied(connection: Connection, ledger: str) -> list[ImportKey]:
    """The imports folded into the ledger tables, in fold order."""
    return [_key(*row) for row in _APPLIED(connection, ledger=ledger)]


def wanted(connection: Connection, ledger: str) -> list[ImportKey]:
    """The imports that count, in fold order; of one taken in twice the later entry speaks."""
    keys: dict[bytes, ImportKey] = {}
    after: dict[bytes, bytes | None] = {}
    for *columns, upon in _WANTED(connection, ledger=ledger):
        key = _key(*columns)
        keys[key.identity], after[key.identity] = key, upon
        below = upon
        while below is not None:
            # What was laid upon it before it came again now lies below it.
            lower = after.get(below)
            if lower == key.identity:
                after[below] = lower = None
            below = lower
    return in_fold_order(list(keys.values()), after)


def in_fold_order(keys: Sequence[ImportKey], after: Mapping[bytes, bytes | None]) -> list[ImportKey]:
    """Imports by day; within a day each after the one it was laid upon, else by identity.

    Two desks may have laid two files upon each other; the lower identity then goes first, so that any
    desk with the same entries finds the same order.
    """
    ordered: list[ImportKey] = []
    waiting = sorted(keys, key=lambda key: (key.as_of, key.identity))
    while waiting:
        day = waiting[0].as_of
        same_day = {key.identity for key in waiting if key.as_of == day}
        free = (key for key in waiting if key.as_of == day and after.get(key.identity) not in same_day)
        chosen = next(free, waiting[0])
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered


def recipe_of(connection: Connection, ledger: str) -> tuple[str, ...] | None:
    """The identity recipe that the ledger's first import recorded."""
    value = policy.office_values(connection).get(f"ledger.{ledger}.recipe")
    return tuple(value.split(",")) if value else None


def keep_lines(connection: Connection, identity: bytes, chunks: Sequence[bytes]) -> None:
    """Keep an import's canonical lines, so that the fold can be redone."""
    rows = [(identity, number, chunk) for number, chunk in enumerate(chunks)]
    insert_rows(connection, ImportChunk, rows, ignore=True)


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


def scope_of(connection: Connection, key: ImportKey, recipe: tuple[str, ...] | None = None) -> Scope:
    """The scope of an import, with the ledger's recipe."""
    fields = recipe or recipe_of(connection, key.ledger) or ()
    return Scope(key.ledger, key.companies, key.delta, key.as_of, key.number, fields)


_UPDATE_ITEM = update(_I).where(_I.c.id == bindparam("item")).values({n: bindparam(f"k_{n}") for n in KEPT})
_UPDATE_CARD = (
    update(_C).where(_C.c.id == bindparam("customer")).values({n: bindparam(f"k_{n}") for n in CARD})
)


def apply(connection: Connection, key: ImportKey, diff: Diff) -> set[int]:
    """Move a difference into the ledger tables; returns the customers concerned."""
    new = [c for c in diff.cards.values() if c.changed and c.before is None]
    insert_rows(connection, Customer, [[c.values[n] for n in CUSTOMER_COLUMNS] for c in new])
    changed = [c for c in diff.cards.values() if c.changed and c.before is not None]
    insert_rows(
        connection,
        CustomerChange,
        [(key.number, c.values["id"], json.dumps(c.before, ensure_ascii=False)) for c in changed],
    )
    if changed:
        connection.execute(
            _UPDATE_CARD,
            [{"customer": c.values["id"]} | {f"k_{n}": c.values[n] for n in CARD} for c in changed],
        )
    _insert_items(connection, diff)
    _apply_changes(connection, key, diff)
    place = _LAST_PLACE(connection).scalar_one() + 1
    companies = companies_text(key.companies)
    row = (key.number, key.identity, key.ledger, key.as_of, companies, int(key.delta), place)
    insert_rows(connection, LedgerImport, [row])
    return set(changed_customers(diff))


def _insert_items(connection: Connection, diff: Diff) -> None:
    empty = connection.execute(select(_I.c.id).limit(1)).first() is None
    rebuild = empty and diff.counts["new"] >= REBUILD_INDEXES
    indexes = list(_I.indexes) if rebuild else []
    for index in indexes:
        index.drop(connection)
    for packed in diff.new:
        insert_rows(connection, Item, unpack_rows(packed))
    for index in indexes:
        index.create(connection)


def _apply_changes(connection: Connection, key: ImportKey, diff: Diff) -> None:
    customer, amount = KEPT.index("customer_id"), KEPT.index("open_amount")
    insert_rows(
        connection,
        ItemChange,
        [
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
        ],
    )
    _put_items(connection, [(change.item, change.after) for change in diff.changes])


def _put_items(connection: Connection, states: Sequence[tuple[int, Sequence[Any]]]) -> None:
    if states:
        names = [f"k_{name}" for name in KEPT]
        connection.execute(
            _UPDATE_ITEM,
            [{"item": item} | dict(zip(names, state, strict=True)) for item, state in states],
        )


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
    states: list[tuple[int, Sequence[Any]]] = []
    for item, before, customer in _CHANGES(connection, number=number):
        state = json.loads(before)
        states.append((item, state))
        customers |= {customer, state[KEPT.index("customer_id")]}
    _put_items(connection, states)
    for customer, before in _CARDS(connection, number=number).all():
        card = json.loads(before)
        connection.execute(_UPDATE_CARD, {"customer": customer} | {f"k_{n}": card[n] for n in CARD})
        customers.add(customer)
    for statement in _TAKE_BACK:
        statement(connection, number=number)
    return customers
