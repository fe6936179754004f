"""Entries through a shared folder, beside their rows dumped as JSON lines and loaded into tables."""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from arcollect_tui.data.journal import Deed, Journal, Part
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.pairing import desks
from arcollect_tui.services.sync import sync
from benchmarks.figures import Figure, race, seconds_of
from benchmarks.workshop import Workshop, drop_store, unlocked

NAME = "sync"
BAR = 3.0
COUNT = 10_000
ROUNDS = 3
FLOOR = "dump and load of their rows as plain JSON lines"
_TABLES = ("entry", "part", "call")


def _agree(_question: str) -> bool:
    return True


def record_calls(office: Office, count: int) -> None:
    """So many calls, as if they had come one by one."""
    with office.store.reading() as connection:
        query = "SELECT id, ledger, number FROM customer ORDER BY id"
        customers = list(connection.exec_driver_sql(query))
    with office.deed() as connection:
        journal = Journal(office.desk, office.collector)
        for place in range(count):
            customer, ledger, number = customers[place % len(customers)]
            fact = {"is": "call", "outcome": "VM", "direction": "out", "note": f"left message {place}"}
            deed = Deed("call", [Part(customer, (ledger, number), [fact])], office.token())
            journal.record(connection, deed, office.clock.moment())


def _bare_store(path: Path, like: driver.Connection) -> driver.Connection:
    """Tables and indexes as the program has them, and nothing in them."""
    drop_store(path)
    bare = unlocked(path, None)
    for name in _TABLES:
        query = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"
        for (sql,) in like.execute(query, (name,)):
            bare.execute(sql)
    return bare


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of the driver's
    return value.hex() if isinstance(value, bytes) else value


def _dump_and_load(source: driver.Connection, folder: Path) -> float:
    """The floor: no signature, no checks, no standing."""
    dump, path = folder / "dump.jsonl", folder / "bare-sync.db"
    bare = _bare_store(path, source)

    def work() -> None:
        with dump.open("w", encoding="utf-8") as file:
            for name in _TABLES:
                blobs = [
                    isinstance(value, bytes) for value in source.execute(f"SELECT * FROM {name}").fetchone()
                ]
                for row in source.execute(f"SELECT * FROM {name}"):
                    file.write(json.dumps([name, blobs, *map(_plain, row)]) + "\n")
        rows: dict[str, list[list[Any]]] = {name: [] for name in _TABLES}
        with dump.open(encoding="utf-8") as file:
            for line in file:
                name, blobs, *values = json.loads(line)
                row = [bytes.fromhex(one) if blob else one for one, blob in zip(values, blobs, strict=True)]
                rows[name].append(row)
        bare.execute("BEGIN IMMEDIATE")
        for name, batch in rows.items():
            bare.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(batch[0]))})", batch)
        bare.execute("COMMIT")

    taken = seconds_of(work)
    bare.close()
    return taken


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Written, verified and applied: what one desk recorded is at another, signed and also encrypted."""
    for manner, encrypted in (("", False), (", encrypted", True)):
        yield from _figures(workshop, f"{COUNT:,} entries{manner}", encrypted=encrypted)


def _figures(workshop: Workshop, what: str, *, encrypted: bool) -> Iterator[Figure]:
    sides: list[tuple[float, float]] = []
    stores: list[Path] = []

    def ours() -> float:
        place = workshop.folder / f"{what}-{len(sides)}"
        (place / "share").mkdir(parents=True)
        with workshop.office() as ann, workshop.office(place / "bob.arcollect") as bob:
            if encrypted:
                own = " ".join(desks(office)[0].recipient for office in (ann, bob))
                set_policy(ann, {"recipients": own}, "Set.")
            for office in (ann, bob):
                sync(office, place / "share", _agree)
            record_calls(ann, COUNT)
            written = seconds_of(lambda: sync(ann, place / "share", _agree))
            taken = seconds_of(lambda: sync(bob, place / "share", _agree))
            stores.append(ann.store.path)
        sides.append((written, taken))
        return written + taken

    ours()
    source = unlocked(stores[0], workshop.key)
    found = race(ROUNDS, ours, lambda: _dump_and_load(source, workshop.folder))
    source.close()
    written, taken = (statistics.median(side[part] for side in sides[1:]) for part in (0, 1))
    yield Figure(NAME, what, found.ratio, "x", BAR, FLOOR, found.seconds)
    yield Figure(NAME, f"{what}, written", written, "s")
    yield Figure(NAME, f"{what}, verified and applied", taken, "s")
