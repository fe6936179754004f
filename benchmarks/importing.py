"""Takes a file in by the services: `python -m benchmarks.importing STORE FILE DAY [KEY]`.

Prints how long the whole took and how long the store was locked for it, in seconds.
"""

import json
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office
from benchmarks.workshop import office_at


def locked(office: Office) -> list[float]:
    """The seconds of every write transaction from now on, as they end."""
    taken: list[float] = []
    writing = office.store.writing

    @contextmanager
    def timed() -> Generator[Connection]:
        with writing() as connection:
            start = time.perf_counter()
            try:
                yield connection
            finally:
                taken.append(time.perf_counter() - start)

    office.store.writing = timed  # type: ignore[method-assign]
    return taken


def main(store: str, file: str, day: str, key: str = "") -> None:
    """Plan and apply; the key of an encrypted store is given in hexadecimal."""
    as_of = date.fromisoformat(day)
    with office_at(Path(store), as_of, bytes.fromhex(key) or None) as office:
        taken, start = locked(office), time.perf_counter()
        options = ImportOptions(as_of=as_of, currency="USD", accept=frozenset(GUARDS))
        apply_import(office, plan_import(office, Path(file), options))
        print(json.dumps({"whole": time.perf_counter() - start, "locked": max(taken, default=0.0)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
