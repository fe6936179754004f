"""What single imports brought to need coding, and how it was coded since.

The ledger tables say how an item is now. How it was after an import stands in the next change of it, and
how it was before in the change that the import made.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from arcollect_tui.data.imports.kinds import KEPT
from arcollect_tui.data.queries.items import I, needs_coding
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Coding, Entry, ImportFact, ItemChange, LedgerImport
from arcollect_tui.rules.coding_queue import LedgerItem

_L, _F, _E, _H, _O = tables(LedgerImport, ImportFact, Entry, ItemChange, Coding)
AT_ONCE = 500


class BroughtImport(NamedTuple):
    """An import in force, with the entry that first brought it here and that entry's day."""

    number: int
    place: int
    entry: bytes
    local_day: int


_BROUGHT = Prepared(
    select(_L.c.id, _L.c.place, _F.c.entry, _E.c.local_day)
    .join(_F, _F.c.identity == _L.c.identity)
    .join(_E, _E.c.id == _F.c.entry)
    .where(counts(_F.c.entry))
    .order_by(_F.c.entry.desc())
)


def brought_imports(connection: Connection) -> list[BroughtImport]:
    """The imports that the ledger is folded from, in the order of the fold."""
    found = {row[0]: BroughtImport._make(row) for row in _BROUGHT(connection)}
    return sorted(found.values(), key=lambda brought: brought.place)


class State(NamedTuple):
    """An item as one import left it."""

    item: LedgerItem
    currency: str
    cleared: bool


class Moved(NamedTuple):
    """An item that an import brought or changed: before it (None: not there) and after it."""

    item_id: int
    before: State | None
    after: State


_NOW = (I.c.type, I.c.amount, I.c.open_amount, I.c.parent_no, I.c.text, I.c.currency, I.c.cleared_on)
_PLACES = tuple(
    KEPT.index(name)
    for name in ("type", "amount", "open_amount", "parent_no", "text", "currency", "cleared_on")
)


def moved_by(connection: Connection, brought: BroughtImport, later: Sequence[int]) -> list[Moved]:
    """What an import brought or changed, of the items that need coding now or were changed since.

    Args:
        connection: a read transaction.
        brought: the import.
        later: numbers of the imports folded after it, in their order.
    """
    since = _changes_since(connection, later)
    likely: ColumnElement[bool] = needs_coding()
    if later:
        likely = or_(likely, I.c.id.in_(select(_H.c.item_id).where(_H.c.import_id.in_(later))))
    changed = (
        select(I.c.id, _H.c.before, *_NOW)
        .select_from(_H)
        .join(I, I.c.id == _H.c.item_id)
        .where(_H.c.import_id == brought.number, likely)
    )
    new = select(I.c.id, *_NOW).where(I.c.first_import == brought.number, likely)
    found = [
        Moved(item, _kept(before), _kept(since[item]) if item in since else _state(now))
        for item, before, *now in connection.execute(changed)
    ]
    found += [
        Moved(item, None, _kept(since[item]) if item in since else _state(now))
        for item, *now in connection.execute(new)
    ]
    return found


def _changes_since(connection: Connection, later: Sequence[int]) -> dict[int, str]:
    """Each item's state before the first of some imports that changed it, as it is kept."""
    first: dict[int, str] = {}
    for number in later:
        rows = select(_H.c.item_id, _H.c.before).where(_H.c.import_id == number)
        for item, before in connection.execute(rows):
            first.setdefault(item, before)
    return first


def _state(values: Sequence[Any]) -> State:
    kind, amount, left, parent, text, currency, cleared = values
    return State(LedgerItem(kind, amount, left, parent, text), currency, cleared is not None)


def _kept(before: str) -> State:
    values = json.loads(before)
    return _state([values[place] for place in _PLACES])


class Coded(NamedTuple):
    """A counting coding of an item."""

    item_id: int
    entry: bytes
    state: str
    local_day: int


def codings_of(connection: Connection, items: Iterable[int]) -> dict[int, list[Coded]]:
    """Every counting coding of these items, oldest first; also those that later ones replaced."""
    found: dict[int, list[Coded]] = {}
    ids = list(items)
    for start in range(0, len(ids), AT_ONCE):
        statement = (
            select(_O.c.item_id, _O.c.entry, _O.c.state, _E.c.local_day)
            .join(_E, _E.c.id == _O.c.entry)
            .where(_O.c.item_id.in_(ids[start : start + AT_ONCE]), counts(_O.c.entry), founded(_O))
            .order_by(_O.c.entry)
        )
        for row in connection.execute(statement):
            found.setdefault(row[0], []).append(Coded._make(row))
    return found
