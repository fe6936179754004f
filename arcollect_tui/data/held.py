"""The drawer's held lines: what stayed out of an import, until it is fixed or dropped on purpose.

Kept as named values of the desk, one a file: which file it was and how it was read, so that it can be read
again with a typed value. Losing them loses no deed.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from arcollect_tui.data import desk
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Meta

_M = table(Meta)
PREFIX = "held."
FORGOTTEN = "what it said was forgotten when a customer was erased. Look at the line in its file."
_KEPT = Prepared(select(_M.c.key, _M.c.value).where(_M.c.key.like(f"{PREFIX}%")).order_by(_M.c.key))


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A held line as its import left it; `dropped` when somebody said that it stays out."""

    line: int
    field: str
    reason: str
    document_no: str
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The held lines of one import.

    Attributes:
        identity: the import.
        ledger: whose file it was.
        paths: the file, and those that were joined with it.
        sha256: of the bytes of the file, so that its lines are known to be the same lines.
        options: how it was read.
        lines: the lines that stayed out.
        replaced_by: the import of the same file with more lines fixed.
    """

    identity: bytes
    ledger: str
    paths: tuple[str, ...]
    sha256: str
    options: dict[str, Any]
    lines: tuple[KeptLine, ...]
    replaced_by: bytes | None = None


def kept_files(connection: Connection) -> list[KeptFile]:
    """The held lines of every import, also of one that was taken back."""
    return [_read(key, value) for key, value in _KEPT.rows(connection)]


def keep(connection: Connection, file: KeptFile) -> None:
    """Keep what an import held back; what was kept of the same file before is replaced by it.

    A line that was dropped stays dropped.
    """
    dropped: set[tuple[int, str]] = set()
    alike = [
        other
        for other in kept_files(connection)
        if (other.ledger, other.sha256) == (file.ledger, file.sha256)
    ]
    for other in alike:
        dropped |= {(line.line, line.field) for line in other.lines if line.dropped}
        if other.identity != file.identity:
            _put(connection, replace(other, replaced_by=file.identity))
    lines = tuple(
        replace(one, dropped=one.dropped or (one.line, one.field) in dropped) for one in file.lines
    )
    if lines or alike:
        _put(connection, replace(file, lines=lines))


def change(connection: Connection, identity: bytes, changed: Callable[[KeptLine], KeptLine]) -> None:
    """Change lines of one import."""
    for file in kept_files(connection):
        if file.identity == identity:
            _put(connection, replace(file, lines=tuple(map(changed, file.lines))))


def forget_texts(connection: Connection) -> None:
    """Leave of every held line only where it stands: nobody can tell whose it is, and one was erased.

    Values typed for lines that were fixed go with it.
    """
    for file in kept_files(connection):
        lines = tuple(replace(line, reason=FORGOTTEN, document_no="") for line in file.lines)
        _put(connection, replace(file, lines=lines, options={**file.options, "fixes": []}))


def _put(connection: Connection, file: KeptFile) -> None:
    body = {
        "ledger": file.ledger,
        "paths": list(file.paths),
        "sha256": file.sha256,
        "options": file.options,
        "lines": [[one.line, one.field, one.reason, one.document_no, one.dropped] for one in file.lines],
        "replaced_by": file.replaced_by.hex() if file.replaced_by else "",
    }
    packed = zlib.compress(json.dumps(body, ensure_ascii=False).encode())
    desk.put(connection, f"{PREFIX}{file.identity.hex()}", packed)


def _read(key: str, value: bytes) -> KeptFile:
    body = json.loads(zlib.decompress(bytes(value)))
    return KeptFile(
        identity=bytes.fromhex(key.removeprefix(PREFIX)),
        ledger=body["ledger"],
        paths=tuple(body["paths"]),
        sha256=body["sha256"],
        options=body["options"],
        lines=tuple(KeptLine(*line) for line in body["lines"]),
        replaced_by=bytes.fromhex(body["replaced_by"]) or None,
    )
