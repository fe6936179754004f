"""A full exchange of three desks that each recorded a great deal, by processes of `arcollect sync`."""

from collections.abc import Iterator
from pathlib import Path

from arcollect_tui.data import digests
from benchmarks.bench_sync import record_calls
from benchmarks.figures import Figure
from benchmarks.processes import arcollect, run
from benchmarks.workshop import TODAY, Workshop, office_at

NAME = "exchange"
EACH = 100_000
SIZE = "practice"
"""It is the entries that count, so it is measured with the smallest office alone."""
MEMORY_BAR = 300.0
DESKS = ("ann", "bob", "cyd")
ORDER = ("ann", "bob", "cyd", "ann", "bob")
"""Who syncs after whom until everybody has everything."""


def _synced(store: Path, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one process of sync."""
    taken = run(arcollect("--store", store, "--today", TODAY.isoformat(), "sync", folder, "--yes"))
    return taken.seconds, taken.megabytes


def _record_digest(store: Path) -> str:
    with office_at(store) as office, office.store.reading() as connection:
        return digests.record_digest(connection)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Time and memory of each sync, once whatever the size asked for; all end with one record.

    Raises:
        RuntimeError: they do not.
    """
    if workshop.size.name != SIZE:
        return
    place = workshop.folder / NAME
    folder = place / "share"
    folder.mkdir(parents=True)
    stores = {name: place / f"{name}.arcollect" for name in DESKS}
    workshop.store().rename(stores["ann"])
    for store in stores.values():
        _synced(store, folder)
    for store in stores.values():
        with office_at(store) as office:
            record_calls(office, EACH)
    taken = [_synced(stores[name], folder) for name in ORDER]
    if len({_record_digest(store) for store in stores.values()}) != 1:
        raise RuntimeError("the desks did not end with the same record")
    what = f"three desks, {EACH:,} entries each"
    yield Figure(NAME, f"{what}: the slowest sync", max(seconds for seconds, _ in taken), "s")
    yield Figure(NAME, f"{what}: all {len(ORDER)} syncs", sum(seconds for seconds, _ in taken), "s")
    yield Figure(
        NAME, f"{what}: memory of a sync, the most", max(most for _, most in taken), "MB", MEMORY_BAR
    )
