"""Taking files in, process start included, beside a bare load of the same file."""

import shutil
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.processes import Run, arcollect, python, run
from benchmarks.workshop import TODAY, TOMORROW, Workshop, drop_store

NAME = "import"
SMALL_BAR, LARGE_BAR, LARGE_ITEMS = 4.0, 2.0, 1_000_000
MOST_MEGABYTES = 400.0
NEXT_BAR, AGAIN_BAR = 1.3, 0.8

Side = Callable[["_Round"], Run]

_SCHEMA = """
PRAGMA journal_mode=wal;
PRAGMA synchronous=full;
CREATE TABLE item ({columns}, PRIMARY KEY (company, document_no, line));
CREATE INDEX item_account ON item (customer_no, currency, due_date, open_amount);
CREATE INDEX item_due ON item (due_date, open_amount);
CREATE INDEX item_document ON item (document_no);
"""
"""The file's columns, our key and our three indexes."""

_PYTHON_LOAD = """
import csv, sqlite3, sys
path, file, schema = sys.argv[1:]
store = sqlite3.connect(path)
store.executescript(schema)
with open(file, encoding="utf-8", newline="") as lines:
    rows = csv.reader(lines)
    marks = ",".join("?" * len(next(rows)))
    store.executemany(f"INSERT INTO item VALUES ({marks})", rows)
store.commit()
"""


def _schema(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        names = next(lines).strip().split(",")
    return _SCHEMA.format(columns=", ".join(f"{name} TEXT" for name in names))


def floor_name() -> str:
    """What the load is measured against on this machine."""
    if shutil.which("sqlite3"):
        return "sqlite3 .import, same indexed schema"
    return "Python's csv and sqlite3 executemany, same indexed schema (no sqlite3 command here)"


def load_bare(workshop: Workshop) -> Run:
    """Load the file without reading what it says."""
    path, schema = workshop.folder / "bare.db", _schema(workshop.ledger)
    drop_store(path)
    if shutil.which("sqlite3"):
        given = f'{schema}.mode csv\n.import --skip 1 "{workshop.ledger}" item\n'
        return run(["sqlite3", str(path)], given=given)
    return run(python("-c", _PYTHON_LOAD, path, workshop.ledger, schema))


def take_in(store: Path, file: Path, day: str, key: bytes | None = None) -> Run:
    """Run the program's own import; with a key by its services, as the command line has none to give."""
    if key is not None:
        return run(python("-m", "benchmarks.importing", store, file, day, key.hex()))
    said = ("--as-of", day, "--currency", "USD", "--yes")
    return run(arcollect("--store", store, "--today", day, "import", file, *said))


@dataclass(frozen=True, slots=True)
class _Round:
    """One office: its first file, and what came after."""

    bare: Run
    first: Run
    same: Run
    anew: Run
    later: Run


def _round(workshop: Workshop) -> _Round:
    store, today, key = workshop.folder / "import.arcollect", TODAY.isoformat(), workshop.key
    drop_store(store)
    return _Round(
        load_bare(workshop),
        take_in(store, workshop.ledger, today, key),
        take_in(store, workshop.ledger, today, key),
        take_in(store, workshop.same_again, today, key),
        take_in(store, workshop.next_day, TOMORROW.isoformat(), key),
    )


def figures(workshop: Workshop) -> Iterator[Figure]:
    """First file, the same file, the same items saved anew, the next day's file; the memory of each."""
    rounds = [_round(workshop) for _ in range(min(3, workshop.size.rounds))]
    # A small file is mostly process start; the bars speak of 100,000 items and more.
    speaks = workshop.size.name != "practice"
    most = LARGE_BAR if workshop.size.items >= LARGE_ITEMS else SMALL_BAR

    def ratio(what: str, ours: Side, floor: Side, bar: float, beside: str) -> Figure:
        taken = statistics.median(ours(one).seconds for one in rounds)
        value = statistics.median(ours(one).seconds / floor(one).seconds for one in rounds)
        return Figure(NAME, what, value, "x", bar if speaks else None, beside, taken)

    def memory(what: str, ours: Side) -> Figure:
        return Figure(
            NAME, f"memory, {what}", max(ours(one).megabytes for one in rounds), "MB", MOST_MEGABYTES
        )

    items, first = f"{workshop.size.items:,} items", "the first file"
    yield ratio(f"first file, {items}", lambda one: one.first, lambda one: one.bare, most, floor_name())
    yield ratio("same file again", lambda one: one.same, lambda one: one.first, AGAIN_BAR, first)
    yield ratio("same items saved anew", lambda one: one.anew, lambda one: one.first, AGAIN_BAR, first)
    yield ratio("next day's file", lambda one: one.later, lambda one: one.first, NEXT_BAR, first)
    yield memory("first file", lambda one: one.first)
    yield memory("same items saved anew", lambda one: one.anew)
    yield memory("next day's file", lambda one: one.later)
