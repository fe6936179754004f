"""The drawer's held lines: what stayed out of an import, until it is fixed or dropped on purpose.

Kept as named values of the desk, one a file: which file it was and how it was read, so that it can be read
again with a typed value. Losing them loses no deed.
"""

import json
import zlib
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from arcollect_tui.data import desk
from arcollect_tui.data.queries.record import voided_among
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
        replaced_by: the next import of the same file, with more lines fixed.
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

    A line that was dropped stays dropped, as the import says whose list was the one to look at until now.
    """
    alike = [
        other
        for other in kept_files(connection)
        if (other.ledger, other.sha256) == (file.ledger, file.sha256)
    ]
    listed = [other for other in alike if other in files_listed(connection)] or alike
    dropped = {(line.line, line.field) for other in listed for line in other.lines if line.dropped}
    for other in alike:
        if other.identity != file.identity and other.replaced_by is None:
            _put(connection, replace(other, replaced_by=file.identity))
    lines = tuple(
        replace(one, dropped=one.dropped or (one.line, one.field) in dropped) for one in file.lines
    )
    if lines or alike:
        _put(connection, replace(file, lines=lines))


def files_listed(connection: Connection) -> list[KeptFile]:
    """Those whose lines are shown: their import counts, and none that came after it in their place does."""
    files = kept_files(connection)
    after = {file.identity: file.replaced_by for file in files}
    voided = voided_among(connection, [key for pair in after.items() for key in pair if key])

    def is_listed(file: KeptFile) -> bool:
        seen, at = {file.identity}, file.replaced_by
        while at in voided and at not in seen:
            seen.add(at)
            at = after.get(at)
        return file.identity not in voided and (at is None or at in seen)

    return [file for file in files if is_listed(file)]


def change(connection: Connection, identity: bytes, at: int, *, dropped: bool) -> None:
    """Say whether a line of an import stays out; one that waits again is not left out when it is read."""
    for file in kept_files(connection):
        if file.identity == identity:
            lines = tuple(replace(one, dropped=dropped) if one.line == at else one for one in file.lines)
            left = [word for word in file.options.get("left_out", ()) if dropped or word != str(at)]
            _put(connection, replace(file, lines=lines, options={**file.options, "left_out": left}))


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
    # The path of a file may have signs that are no text: they are kept as they are.
    packed = zlib.compress(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))
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
