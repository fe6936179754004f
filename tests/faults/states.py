"""What a folder holds, exactly, so that two states of it can be compared.

Read by the driver alone, in milliseconds, for thousands of states; that the program itself is content
with a state is a question for its own checks.
"""

import hashlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from tests.faults.office import MACHINE

Shape = Mapping[str, Mapping[str, int]]
"""For each file how many rows each of its tables has; for a file that is no store, its lines or bytes."""

_MARKS = "meta"
"""What a machine notes for itself, some of it only with the next deed."""
_LOGS = ("-wal", "-shm", "-journal")
UNFINISHED = (".part", ".restoring", ".tmp")
_CLAIM = ".window-holder"
_KEPT = ".backups"
_STORE = b"SQLite format 3\x00"
_SEALED = b"ARX1\n"


class Damaged(Exception):
    """A store that cannot be read, or whose pages do not hold together."""


class Held:
    """What a folder holds.

    Attributes:
        rows: a digest of every file: of a store its tables and rows, of another its bytes.
        shape: how much there is of each.
        kept: a digest of every backup that the program keeps by itself; they are no part of what is
            compared, for a deed may make one and then be broken off.
    """

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, str] = {}
        self.shape: dict[str, dict[str, int]] = {}
        self.kept: list[str] = []
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            name = path.relative_to(folder)
            if name.name.endswith((*_LOGS, *UNFINISHED, _CLAIM)) or name.parts[0] == MACHINE:
                continue
            if name.parts[0].endswith(_KEPT):
                self.kept.append(_read(path)[0])
            else:
                self._take(path, name.as_posix())

    def _take(self, path: Path, name: str) -> None:
        data = path.read_bytes()
        # A journal means that opening first takes back what was being written.
        unfinished = path.with_name(f"{path.name}-journal").exists()
        if data and not unfinished and not data.startswith(_STORE):
            self.rows[name] = hashlib.sha256(data).hexdigest()
            sealed = data.startswith(_SEALED)
            self.shape[name] = {"bytes": len(data)} if sealed else {"lines": data.count(b"\n")}
        elif data:
            self.rows[name], self.shape[name] = _read(path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.rows == other.rows

    def __hash__(self) -> int:
        return hash(tuple(self.rows.items()))


def _read(path: Path) -> tuple[str, dict[str, int]]:
    try:
        with closing(driver.connect(str(path), isolation_level=None)) as connection:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute("PRAGMA synchronous=OFF")
            return _tables(connection)
    except driver.Error as error:
        raise Damaged(f"{path.name}: {error}") from None


def _tables(connection: Any) -> tuple[str, dict[str, int]]:
    problem = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if problem != "ok":
        raise Damaged(problem)
    digest, shape = hashlib.sha256(), {}
    schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    for kind, name, sql in schema:
        digest.update(f"{name} {sql}".encode())
        if kind == "table" and not name.startswith("sqlite_stat"):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            digest.update(repr(rows).encode())
            if name != _MARKS:
                shape[name] = len(rows)
    return digest.hexdigest(), shape
