"""Taking files in, process start included, beside a bare load of the same file."""

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.processes import Run, arcollect, python, run
from benchmarks.workshop import TODAY, TOMORROW, Workshop, drop_store

NAME = "import"
SMALL_BAR, LARGE_BAR, LARGE_ITEMS = 4.0, 2.0, 1_000_000
MOST_MEGABYTES = 400.0
NEXT_BAR, AGAIN_BAR = 1.3, 0.8

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


def _take_in(store: Path, file: Path, day: str) -> Run:
    said = ("--as-of", day, "--currency", "USD", "--yes")
    return run(arcollect("--store", store, "--today", day, "import", file, *said))


def figures(workshop: Workshop) -> Iterator[Figure]:
    """First file, the same items saved anew, the next day's file."""
    store = workshop.folder / "import.arcollect"
    ratios, firsts, agains, nexts, memory = [], [], [], [], []
    for _ in range(min(3, workshop.size.rounds)):
        drop_store(store)
        bare = load_bare(workshop)
        first = _take_in(store, workshop.ledger, TODAY.isoformat())
        again = _take_in(store, workshop.same_again, TODAY.isoformat())
        later = _take_in(store, workshop.next_day, TOMORROW.isoformat())
        ratios.append(first.seconds / bare.seconds)
        firsts.append(first.seconds)
        agains.append(again.seconds / first.seconds)
        nexts.append(later.seconds / first.seconds)
        memory.append(max(first.megabytes, again.megabytes, later.megabytes))
    items = f"{workshop.size.items:,} items"
    bar = LARGE_BAR if workshop.size.items >= LARGE_ITEMS else SMALL_BAR
    taken = statistics.median(firsts)
    # A small file is mostly process start; the bars speak of 100,000 items and more.
    speaks = workshop.size.name != "practice"
    yield Figure(
        NAME,
        f"first file, {items}",
        statistics.median(ratios),
        "x",
        bar if speaks else None,
        floor_name(),
        taken,
    )
    yield Figure(
        NAME,
        "same items saved anew",
        statistics.median(agains),
        "x",
        AGAIN_BAR if speaks else None,
        "the first file",
    )
    yield Figure(
        NAME,
        "next day's file",
        statistics.median(nexts),
        "x",
        NEXT_BAR if speaks else None,
        "the first file",
    )
    yield Figure(NAME, "peak memory of the three", max(memory), "MB", MOST_MEGABYTES)
