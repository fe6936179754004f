"""The files of the ledger that were taken in, newest first."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from arcollect_tui.data.held import files_listed
from arcollect_tui.data.imports.keepable import ROWS
from arcollect_tui.data.kept import KeptBytes, kept
from arcollect_tui.data.queries import record, recorded_imports
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.money import shown
from arcollect_tui.services.office import Office

KEPT_WORDS = ("gone", "cut", "masked", "rows", "whole")
"""How the bytes of a file may be kept, the least first."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One file that was taken in.

    Attributes:
        handle: of the entry that brought it, as people type it.
        at: when.
        collector: by whom.
        ledger: whose file it is.
        as_of: the day it speaks of.
        file: its name.
        layout: by which it was read.
        items: how many it has.
        totals: their open sum per currency, minor units.
        undone_by: handle of the entry that took it back, '' when it counts.
        held: lines of it that still wait to be fixed or dropped.
        files: how its bytes are kept, of the file and of those that were joined with it.
    """

    handle: str
    at: datetime
    collector: str
    ledger: str
    as_of: date
    file: str
    layout: str
    items: int
    totals: dict[str, int]
    undone_by: str
    held: int
    files: tuple[KeptBytes, ...] = ()

    @property
    def kept(self) -> str:
        """How its bytes are kept: of `KEPT_WORDS` the least of its files, '' when they never were."""
        return min(map(_kept_word, self.files), key=KEPT_WORDS.index, default="")

    @property
    def id(self) -> str:
        """The handle, so that a table can show it."""
        return self.handle


def imports_taken(office: Office, text: str = "") -> list[TakenIn]:
    """The files that were taken in, those that were taken back included.

    Args:
        office: the office.
        text: only those whose words hold every word of it.
    """
    words = text.casefold().split()
    with office.store.reading() as connection:
        facts = recorded_imports.imports_brought(connection)
        entries = record.entries(connection, ids=[fact.entry for fact in facts])
        headers = {row.id: row for row in entries}
        voided = record.voided_among(
            connection, [key for fact in facts for key in (fact.identity, fact.entry)]
        )
        held, files = waiting_lines(connection), _kept_by_import(connection)
        rows = [
            replace(
                _taken(connection, fact, headers[fact.entry], voided, held),
                files=tuple(files[fact.identity]),
            )
            for fact in facts
            if fact.entry in headers
        ]
    fmt = office.settings.fmt

    def said(row: TakenIn) -> str:
        sums = " ".join(f"{shown(total, code, fmt)} {code}" for code, total in row.totals.items())
        undone = f"undone {row.undone_by}" if row.undone_by else ""
        held = "held" if row.held else ""
        names = f"{row.handle} {row.as_of} {row.file} {row.layout} {row.ledger} {row.collector}"
        return f"{names} {sums} {undone} {held}"

    return [row for row in rows if all(word in said(row).casefold() for word in words)]


def waiting_lines(connection: Connection) -> Counter[bytes]:
    """By import, how many of its lines wait; none of an import that was read again with more fixed."""
    return Counter(
        {file.identity: sum(not line.dropped for line in file.lines) for file in files_listed(connection)}
    )


def _taken(
    connection: Connection,
    fact: recorded_imports.ImportBrought,
    header: EntryRow,
    voided: set[bytes],
    held: Counter[bytes],
) -> TakenIn:
    undone = next((key for key in (fact.identity, fact.entry) if key in voided), None)
    totals = json.loads(fact.totals)
    return TakenIn(
        handle=f"{header.desk_number or 0}-{header.seq}",
        at=datetime.fromtimestamp(header.at / 1_000_000, UTC),
        collector=header.collector,
        ledger=fact.ledger,
        as_of=date.fromordinal(fact.as_of),
        file=fact.file_name,
        layout=fact.layout,
        items=fact.items,
        totals={code: total for code, (_, total) in sorted(totals.items())},
        undone_by="" if undone is None else _voider(connection, undone),
        held=0 if undone is not None else held[fact.identity],
    )


def _kept_by_import(connection: Connection) -> dict[bytes, list[KeptBytes]]:
    files = defaultdict[bytes, list[KeptBytes]](list)
    for file in kept(connection):
        files[file.identity].append(file)
    return files


def _kept_word(file: KeptBytes) -> str:
    if file.gone:
        return "gone"
    if file.cut:
        return "cut"
    if file.masked:
        return "masked"
    return "rows" if file.form == ROWS else "whole"


def identity_of(connection: Connection, handle: str) -> bytes | None:
    """The import that an entry brought; None when it brought none."""
    facts = {fact.entry: fact.identity for fact in recorded_imports.imports_brought(connection)}
    for header in record.entries(connection, ids=list(facts)):
        if f"{header.desk_number or 0}-{header.seq}" == handle:
            return facts[header.id]
    return None


def _voider(connection: Connection, target: bytes) -> str:
    found = record.voided_by(connection, target)
    return "yes" if found is None else f"{found[2]}-{found[1]}"


def handles_of(connection: Connection, identities: Sequence[bytes]) -> dict[bytes, tuple[str, str, date]]:
    """(handle, file, as-of) of the entry that brought each import, the newest of several."""
    wanted = set(identities)
    facts = [fact for fact in recorded_imports.imports_brought(connection) if fact.identity in wanted]
    headers = {row.id: row for row in record.entries(connection, ids=[fact.entry for fact in facts])}
    found: dict[bytes, tuple[str, str, date]] = {}
    for fact in facts:
        header = headers[fact.entry]
        handle = f"{header.desk_number or 0}-{header.seq}"
        found.setdefault(fact.identity, (handle, fact.file_name, date.fromordinal(fact.as_of)))
    return found
