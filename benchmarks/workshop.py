"""The files and stores that the benchmarks work on, made once a run from the sample office."""

import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from arcollect_tui.services.clock import Clock
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office, Opening, open_office
from arcollect_tui.services.sample import make_office

TODAY = date(2026, 11, 24)
TOMORROW = TODAY + timedelta(days=1)
COLLECTOR = "benchmark"


@dataclass(frozen=True, slots=True)
class Size:
    """How big the office is, and how often a slow benchmark repeats."""

    name: str
    accounts: int
    items: int
    rounds: int


SIZES = {
    size.name: size
    for size in (
        Size("practice", 300, 4_000, 7),
        Size("reference", 5_000, 100_000, 5),
        Size("large", 50_000, 1_000_000, 1),
    )
}


class Workshop:
    """A folder with the files of one size.

    Args:
        folder: where everything is put; the caller removes it.
        size: how big the office is.
        key: of encrypted stores; they are plain without it.
    """

    def __init__(self, folder: Path, size: Size, key: bytes | None = None) -> None:
        self.folder = folder
        self.size = size
        self.key = key
        self._copies = 0

    @cached_property
    def practice(self) -> "Workshop":
        """A workshop of the practice office, for what must not depend on the size."""
        folder = self.folder / "practice"
        folder.mkdir()
        return Workshop(folder, SIZES["practice"], self.key)

    @cached_property
    def ledger(self) -> Path:
        """The first ledger file."""
        sample = make_office(TODAY, accounts=self.size.accounts, items=self.size.items)
        return self._write("first.csv", sample.files[-1].lines())

    @cached_property
    def same_again(self) -> Path:
        """The same items saved anew: other row order, other line ends."""
        header, *lines = self._lines()
        random.Random(2).shuffle(lines)
        return self._write("again.csv", (f"{line[:-1]}\r\n" for line in (header, *lines)))

    @cached_property
    def next_day(self) -> Path:
        """The file of the day after: 5 % changed, 3 % gone, 3 % new."""
        header, *lines = self._lines()
        chance = random.Random(3)
        number, amount = (header.strip().split(",").index(name) for name in ("document_no", "open_amount"))
        said = [header]
        for place, line in enumerate(lines):
            draw = chance.random()
            cells = line.split(",")
            if draw < 0.05:
                cells[amount] = "0.01"
                said.append(",".join(cells))
            elif draw >= 0.08:
                said.append(line)
            if draw >= 0.97:
                cells[number] = f"NEW{place}"
                said.append(",".join(cells))
        return self._write("next.csv", said)

    @cached_property
    def _store(self) -> Path:
        path = self.folder / "filled.arcollect"
        with office_at(path, key=self.key) as office:
            options = ImportOptions(as_of=TODAY, currency="USD", accept=frozenset(GUARDS))
            apply_import(office, plan_import(office, self.ledger, options))
        return path

    def store(self) -> Path:
        """A copy of its own of a store with the first file in it."""
        self._copies += 1
        copy = self.folder / f"copy{self._copies}.arcollect"
        shutil.copyfile(self._store, copy)
        return copy

    def office(self, path: Path | None = None, today: date = TODAY) -> Office:
        """The office of the benchmarks on a day, at a place; in a store of its own if none is named."""
        return office_at(path or self.store(), today, self.key)

    def _lines(self) -> list[str]:
        with self.ledger.open(encoding="utf-8", newline="") as file:
            return list(file)

    def _write(self, name: str, lines: Iterable[str]) -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
        return path


def office_at(path: Path, today: date = TODAY, key: bytes | None = None) -> Office:
    """The office of the benchmarks, on a day."""
    opening: Opening = {} if key is None else {"key": key}
    return open_office(path, collector=COLLECTOR, clock=Clock(today), **opening)


def unlocked(path: Path, key: bytes | None) -> driver.Connection:
    """A connection of the driver's own, as the program's are set up, for a floor."""
    store = driver.connect(str(path), isolation_level=None)
    if key is not None:
        store.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for setting in ("journal_mode=wal", "synchronous=full"):
        store.execute(f"PRAGMA {setting}")
    return store


def drop_store(path: Path) -> None:
    """Remove a store with the files beside it."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{path}.backups", ignore_errors=True)
