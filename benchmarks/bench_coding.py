"""Coding thousands of items and undoing it, beside the bare SQL that writes the same rows."""

import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office
from benchmarks.figures import Figure, seconds_of
from benchmarks.workshop import Workshop, drop_store, unlocked

NAME = "coding"
BAR, UNDO_BAR = 5.0, 1.0
COUNTS = (1_000, 10_000, 100_000)
REASON = "PRC"
FLOOR = "bare SQL that writes the same rows"
WRITTEN = ("entry", "part", "coding", "item_standing")
"""Tables that a coding adds rows to; of `account_standing` it updates some columns."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that a coding wrote."""

    added: dict[str, Sequence[tuple[Any, ...]]]
    accounts: Sequence[tuple[Any, ...]]


def _open(path: Path, key: bytes | None) -> driver.Connection:
    store = unlocked(path, key)
    for setting in ("secure_delete=on", "cache_size=-16000"):
        store.execute(f"PRAGMA {setting}")
    return store


def _rows_of(path: Path, key: bytes | None, entry: bytes) -> _Rows:
    store = _open(path, key)
    added = {}
    for table in WRITTEN:
        column = "id" if table == "entry" else "entry"
        added[table] = store.execute(f"SELECT * FROM {table} WHERE {column} = ?", (entry,)).fetchall()
    accounts = store.execute(
        "SELECT disputed, disputed_overdue, score, lead, customer_id, currency FROM account_standing "
        "WHERE customer_id IN (SELECT customer_id FROM part WHERE entry = ?)",
        (entry,),
    ).fetchall()
    store.close()
    return _Rows(added, accounts)


def _write_bare(path: Path, key: bytes | None, rows: _Rows) -> float:
    store = _open(path, key)

    def write() -> None:
        store.execute("BEGIN IMMEDIATE")
        for table, batch in rows.added.items():
            store.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(batch[0]))})", batch)
        store.executemany(
            "UPDATE account_standing SET disputed = ?, disputed_overdue = ?, score = ?, lead = ? "
            "WHERE customer_id = ? AND currency = ?",
            rows.accounts,
        )
        store.execute("COMMIT")

    taken = seconds_of(write)
    store.close()
    return taken


def _open_items(office: Office) -> list[int]:
    with office.store.reading() as connection:
        statement = "SELECT id FROM item WHERE cleared_on IS NULL AND open_amount > 0 ORDER BY id"
        return list(connection.exec_driver_sql(statement).scalars())


@dataclass(slots=True)
class _Round:
    plan: float
    coding: float
    undo: float
    floor: float


def _round(workshop: Workshop, count: int) -> _Round:
    ours, bare = workshop.store(), workshop.store()
    with workshop.office(ours) as office:
        items = random.Random(7).sample(_open_items(office), count)
        plans = []
        planning = seconds_of(
            lambda: plans.append(plan_coding(office, CodingRequest(REASON, tuple(items))))
        )
        saved = []
        coding = seconds_of(lambda: saved.append(apply_coding(office, plans[0])))
        rows = _rows_of(ours, workshop.key, saved[0].entry)
        undoing = seconds_of(lambda: undo(office))
    floor = _write_bare(bare, workshop.key, rows)
    for path in (ours, bare):
        drop_store(path)
    return _Round(planning, coding, undoing, floor)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Random items, so that they are of many customers."""
    for count in COUNTS:
        # Of a practice office a quarter, of the others two sizes; some items are credits.
        if count > workshop.size.items * 9 // 10 or count < min(10_000, workshop.size.items // 4):
            continue
        rounds = [_round(workshop, count) for _ in range(min(3, workshop.size.rounds))]
        ratio = statistics.median(one.coding / one.floor for one in rounds)
        undoing = statistics.median(one.undo / one.coding for one in rounds)
        taken = statistics.median(one.coding for one in rounds)
        many = f"{count:,} items"
        yield Figure(NAME, f"code {many}", ratio, "x", BAR, FLOOR, taken)
        yield Figure(NAME, f"undo {many}", undoing, "x", UNDO_BAR, "the coding")
        yield Figure(NAME, f"preview {many}", statistics.median(one.plan for one in rounds), "s")
