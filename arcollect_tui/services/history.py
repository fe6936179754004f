"""What was done, undo and redo.

`u` takes back the newest counting deed of this collector on this desk, an import too; redo brings back
the newest undo if nothing was recorded since. What later deeds build on is voided with it, as one step.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import standing
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.queries import record, recorded_imports, undoing
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.standing.touched import touch
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.identity import parse_handle
from arcollect_tui.services.entry_filter import entry_test, said_of
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.outcomes_then import OutcomesThen
from arcollect_tui.services.sentences import WRITTEN_BY_NEWER, TextContext, entry_text

UNDOABLE = (
    *("call", "note", "follow_up", "contact", "coding", "root_cause"),
    *("assign", "settle", "import", "policy"),
)
OF_ITEMS = ("coding", "root_cause")
"""Kinds of entries that say something of many items."""
LOOK_BACK = 200
PARTS_READ = 40
IMPORT_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry in words; `said` names the kinds of its facts."""

    entry: bytes
    handle: str
    at: datetime
    local_day: date
    collector: str
    desk: int
    kind: str
    text: str
    voided_by: str | None
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What an undo would take back: the entry and what was built on it."""

    target: HistoryRow
    dependents: tuple[HistoryRow, ...]
    sentence: str


def history(
    office: Office,
    *,
    limit: int | None = None,
    customer_id: int | None = None,
    day: date | None = None,
    filter: str = "",  # noqa: A002
) -> list[HistoryRow]:
    """Entries newest first, those that no longer count included.

    Args:
        office: the office.
        limit: at most so many.
        customer_id: only those about this customer.
        day: only those of this local day.
        filter: only those whose handle, kind, collector or text holds every word of it; see
            `entry_filter` for the exact questions.
    """
    words, wanted = bool(filter.split()), entry_test(filter, office.collector)
    with office.store.reading() as connection:
        found = record.entries(
            connection,
            limit=None if words else limit,
            customer=customer_id,
            day=None if day is None else day.toordinal(),
        )
        rows = rows_in(connection, office, found, customer_id)
    return [row for row in rows if wanted(row)][:limit]


def rows_in(
    connection: Connection, office: Office, found: Sequence[EntryRow], customer: int | None = None
) -> list[HistoryRow]:
    """Entries in words, inside a transaction."""
    ids = [row.id for row in found if row.readable]
    bodies = record.bodies(connection, ids, customer, limit_each=_few(customer))
    loaded = {entry: _loaded(said) for entry, said in bodies.items()}
    context = TextContext(
        fmt=office.settings.fmt,
        customers=record.part_counts(connection, ids),
        items=record.item_counts(connection, [row.id for row in found if row.kind in OF_ITEMS]),
        handles=record.handles(connection, _targets(loaded)),
        outcome=OutcomesThen(connection).name,
    )
    keys = {row.id: void_key(connection, row) for row in found}
    voided = record.voided_among(connection, list(keys.values()))
    return [
        HistoryRow(
            entry=row.id,
            handle=_handle(row),
            at=datetime.fromtimestamp(row.at / 1_000_000, UTC),
            local_day=date.fromordinal(row.local_day),
            collector=row.collector,
            desk=row.desk_number or 0,
            kind=row.kind,
            text=_text(row, loaded, context),
            voided_by=_voider(connection, keys[row.id]) if keys[row.id] in voided else None,
            said=said_of([fact for body in loaded.get(row.id, ()) for fact in body["facts"]]),
        )
        for row in found
    ]


def _text(row: EntryRow, loaded: dict[bytes, list[dict[str, Any]]], context: TextContext) -> str:
    if not row.readable:
        return f"{row.kind}: {WRITTEN_BY_NEWER}"
    return entry_text(row.kind, row.id, loaded[row.id], context)


def _few(customer: int | None) -> int | None:
    """Of a bulk entry the first parts are enough to say what it did."""
    return PARTS_READ if customer is None else None


def _targets(loaded: dict[bytes, list[dict[str, Any]]]) -> list[bytes]:
    return [
        bytes.fromhex(fact["target"])
        for bodies in loaded.values()
        for body in bodies
        for fact in body["facts"]
        if fact["is"] == "void"
    ]


def _loaded(bodies: Sequence[bytes | None]) -> list[dict[str, Any]]:
    return [json.loads(body) for body in bodies if body is not None]


def _handle(row: EntryRow) -> str:
    return f"{row.desk_number or 0}-{row.seq}"


def _voider(connection: Connection, key: bytes) -> str | None:
    found = record.voided_by(connection, key)
    return None if found is None else f"{found[2]}-{found[1]}"


def void_key(connection: Connection, row: EntryRow) -> bytes:
    """What a void of this entry names: the import it brought, else the entry itself."""
    if row.kind == "import":
        brought = recorded_imports.import_of(connection, row.id)
        if brought is not None:
            return brought[0]
    return row.id


def _newest_counting(connection: Connection, office: Office) -> EntryRow:
    """The entry that undo takes back.

    Raises:
        Refused: nothing is left to undo.
    """
    own = drawer.own_entries(connection)
    newest = record.newest_counting(connection, own, office.collector, UNDOABLE)
    if newest is None:
        raise Refused("Nothing to undo: no deed of yours on this desk counts.")
    return record.entries(connection, ids=[newest])[0]


def _named(connection: Connection, handle: str) -> EntryRow:
    number, seq = parse_handle(handle)
    desk = drawer.desk_by_number(connection, number)
    entry = None if desk is None else record.entry_id(connection, desk, seq)
    if entry is None:
        raise Refused(f"There is no entry {handle}. See the numbers with arcollect history.")
    row = record.entries(connection, ids=[entry])[0]
    if row.kind not in (*UNDOABLE, "export"):
        if row.kind in ("undo", "redo"):
            raise Refused(
                f"Entry {handle} is itself an {row.kind}. Use arcollect redo to take back an undo."
            )
        if row.kind == "erasure":
            raise Refused(f"Entry {handle} erased a customer for good: what is erased cannot come back.")
        raise UsageError(f"Entry {handle} ({row.kind}) cannot be undone: only what somebody did can.")
    if record.voided_among(connection, [void_key(connection, row)]):
        raise Refused(f"Entry {handle} is undone already: redo takes the newest undo back.")
    return row


def plan_undo(office: Office, handle: str | None = None) -> UndoPlan:
    """What an undo would take back.

    Args:
        office: the office.
        handle: an entry as people type it; the newest counting deed of this collector when None.

    Raises:
        Refused: nothing to undo, no such entry, or it is undone already.
    """
    with office.store.reading() as connection:
        return _plan(connection, office, handle)


def _plan(connection: Connection, office: Office, handle: str | None) -> UndoPlan:
    row = _newest_counting(connection, office) if handle is None else _named(connection, handle)
    later = sorted(undoing.built_on(connection, row.id))
    rows = rows_in(connection, office, [row, *record.entries(connection, ids=later)])
    also = f" and {len(later)} later entries built on it" if later else ""
    return UndoPlan(rows[0], tuple(rows[1:]), f"{rows[0].text}{also}")


def undo(office: Office, handle: str | None = None) -> Saved:
    """Take back a deed, and what was built on it, as one entry.

    Raises:
        Refused: nothing to undo, no such entry, or it is undone already.
    """
    with office.deed() as connection:
        plan = _plan(connection, office, handle)
        entries = record.entries(
            connection, ids=[plan.target.entry, *[row.entry for row in plan.dependents]]
        )
        voids = [(void_key(connection, row), 0) for row in entries]
        for row in entries:
            # What an import replaced counts again when that import goes.
            voids += [
                (target, 1 - redo)
                for target, redo in undoing.voids_of(connection, row.id)
                if row.kind == "import" and target != void_key(connection, row)
            ]
        return _void(office, connection, "undo", voids, f"Undone: {plan.sentence}.")


def redo(office: Office) -> Saved:
    """Bring back the newest undo, if nothing was recorded since.

    Raises:
        Refused: the newest deed of this collector on this desk is not an undo.
    """
    with office.deed() as connection:
        desk = drawer.get(connection, "desk") or b""
        mine = [
            row
            for row in record.entries(connection, desk=desk, limit=LOOK_BACK)
            if row.collector == office.collector and row.kind != "export"
        ]
        undone = _undo_to_bring_back(connection, mine)
        voids = [(target, 1 - redo) for target, redo in undoing.voids_of(connection, undone.id)]
        targets = [target for target, _ in voids if len(target) != IMPORT_KEY_BYTES]
        rows = rows_in(connection, office, record.entries(connection, ids=targets)) if targets else []
        what = rows[-1].text if rows else "the import"
        return _void(office, connection, "redo", voids, f"Redone: {what}.")


def _undo_to_bring_back(connection: Connection, mine: Sequence[EntryRow]) -> EntryRow:
    """The newest undo that no redo has answered yet, with nothing but undos and redos after it."""
    answered = 0
    for row in mine:
        if row.kind == "redo":
            answered += 1
        elif row.kind == "undo":
            if not answered:
                return row
            answered -= 1
        else:
            break
    raise Refused("Nothing to redo: the last thing recorded is not an undo.")


def _void(
    office: Office, connection: Connection, kind: str, voids: Sequence[tuple[bytes, int]], sentence: str
) -> Saved:
    customers: set[int] = set()
    ledgers: set[str] = set()
    for target, _ in voids:
        if len(target) == IMPORT_KEY_BYTES:
            ledger = recorded_imports.ledger_of_import(connection, target)
            ledgers |= {ledger} if ledger else set()
        else:
            customers |= undoing.customers_of(connection, target)
    facts = [{"is": "void", "target": target.hex(), "redo": redo} for target, redo in voids]
    recorded = office.record(
        connection, Deed(kind, [Part(None, None, facts)], office.token()), [], Aspect(0)
    )
    standing.voids.refresh_targets_of(connection, recorded.id)
    standing.unfounded.refresh_all(connection)
    if ledgers:
        # Imported here: undoing a file is rare, and the window opens sooner without its modules.
        from arcollect_tui.data.imports.fold import refold
        from arcollect_tui.services.folding import refresh_after_fold

        for ledger in sorted(ledgers):
            customers |= refold(connection, ledger)
        refresh_after_fold(office, connection, customers)
    else:
        touch(connection, customers)
        aspects = Aspect.ALL & ~Aspect.LEDGER
        standing.refresh(connection, office.today.toordinal(), aspects, coded_by=recorded.id)
    office.settings_changed()
    return office.saved(connection, recorded, sentence)
