"""What was handed out: which entries no export has carried yet, and the runs that carried them.

A run is an entry of kind `export`, so it travels as every entry does. It names, by desk, the ranges of
entries that its file carried; a run that is taken back carried nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from arcollect_tui.data import chain
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.chain import beyond
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.queries import record, sent
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.identity import parse_handle
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.office import Office, Saved

EXPORT = "export"
"""The kind of the entries that say what was handed out."""
MOST_KEPT_BYTES = 32 << 20
Ranges = Mapping[bytes, Sequence[chain.Span]]


@dataclass(frozen=True, slots=True)
class Run:
    """An export that noted what it carried.

    Attributes:
        handle: what people type to name it.
        what: the export.
        layout: the name of its layout.
        rows: how many its file had.
        file: the name of its file; '' when it is not known.
        only: by desk the ranges of the entries it carried.
        spans: the same as people name entries: `1-5 to 1-40`, one a range.
        digest: SHA-256 of the file in hex; '' when it is not known.
        counts: it was not taken back.
        kept: the bytes of the file are kept here.
    """

    entry: bytes
    handle: str
    day: date
    collector: str
    what: str
    layout: str
    rows: int
    file: str
    only: Ranges
    spans: tuple[str, ...]
    digest: str
    counts: bool
    kept: bool


def unsent(office: Office, what: str, layout: str, *, all_desks: bool) -> Span:
    """The entries that no export of this kind has carried, from here or from elsewhere as far as is known.

    Args:
        office: the office.
        what: the export.
        layout: its layout.
        all_desks: those of every desk, not only of this seat.
    """
    with office.store.reading() as connection:
        sent = sent_ranges(connection, what, layout)
        here = {desk: found.here for desk, found in chain.chains(connection).items()}
        if not all_desks:
            own = dict(drawer.own_entries(connection))
            here = {
                desk: tuple((first, min(last, own[desk])) for first, last in ranges if first <= own[desk])
                for desk, ranges in here.items()
                if desk in own
            }
    left = {desk: tuple(beyond(ranges, sent.get(desk, ()))) for desk, ranges in here.items()}
    return Span(only={desk: ranges for desk, ranges in left.items() if ranges})


def sent_ranges(connection: Connection, what: str, layout: str) -> Ranges:
    """The entries that runs of this kind carried, by desk."""
    found: defaultdict[bytes, list[chain.Span]] = defaultdict(list)
    for fact in _facts(connection, sent.sent_entries(connection, what, layout)):
        if (fact["what"], fact["layout"]) == (what, layout):
            # Before runs could be taken back, each carried on where the one before had ended.
            found[bytes.fromhex(fact["desk"])].append((fact.get("after", 0) + 1, fact["upto"]))
    return found


def _facts(connection: Connection, entries: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    for bodies in record.bodies(connection, entries).values():
        for body in filter(None, bodies):
            yield from (fact for fact in json.loads(body)["facts"] if fact["is"] == "sent")


def note_run(office: Office, form: tuple[str, str], span: Span, rows: int, out: Path) -> Saved:
    """Note what a file carried, after it has its name; so a crash before this sends it again.

    Args:
        office: the office.
        form: the export and its layout.
        span: the entries that the file covers.
        rows: how many it has.
        out: the file.
    """
    content = _content(out)
    what, layout = form
    facts = [
        {
            "is": "sent",
            "what": what,
            "layout": layout,
            "desk": desk.hex(),
            "after": first - 1,
            "upto": last,
            "rows": 0,
            "file": out.name,
        }
        for desk, ranges in sorted((span.only or {}).items())
        for first, last in ranges
    ]
    facts[0]["rows"] = rows
    if content is not None:
        facts[0]["digest"] = sha256(content).hexdigest()
    with office.deed() as connection:
        deed = Deed(EXPORT, [Part(None, None, facts)], office.token())
        recorded = office.record(connection, deed, [], Aspect(0))
        if content is not None:
            drawer.keep_export(connection, recorded.id, content)
        return office.saved(connection, recorded, "")


def _content(out: Path) -> bytes | None:
    """The bytes of the file; None of a folder, of one that is too big to keep, or that is gone already."""
    try:
        if out.is_file() and out.stat().st_size <= MOST_KEPT_BYTES:
            return out.read_bytes()
    except OSError:
        pass
    return None


def runs(office: Office) -> list[Run]:
    """The exports that noted what they carried, newest first."""
    with office.store.reading() as connection:
        rows = [
            row
            for row in record.entries(connection, ids=record.of_kind(connection, EXPORT))
            if row.readable
        ]
        voided = record.voided_among(connection, [row.id for row in rows])
        return [run for row in rows for run in _run(connection, row, voided)]


def run_named(office: Office, handle: str) -> Run:
    """The run that people call by this handle.

    Raises:
        Refused: there is no such entry, or it is no export.
    """
    number, seq = parse_handle(handle)
    with office.store.reading() as connection:
        desk = drawer.desk_by_number(connection, number)
        entry = None if desk is None else record.entry_id(connection, desk, seq)
        if entry is None:
            raise Refused(f"There is no entry {handle}. See the runs with arcollect export --runs.")
        row = record.entries(connection, ids=[entry])[0]
        found = list(_run(connection, row, record.voided_among(connection, [entry])))
    if row.kind != EXPORT or not found:
        raise UsageError(f"Entry {handle} is no export. See the runs with arcollect export --runs.")
    return found[0]


def _run(connection: Connection, row: EntryRow, voided: set[bytes]) -> Iterator[Run]:
    facts = list(_facts(connection, [row.id]))
    if not facts:
        return
    only: defaultdict[bytes, list[chain.Span]] = defaultdict(list)
    for fact in facts:
        only[bytes.fromhex(fact["desk"])].append((fact.get("after", 0) + 1, fact["upto"]))
    first = facts[0]
    yield Run(
        entry=row.id,
        handle=f"{row.desk_number or 0}-{row.seq}",
        day=date.fromordinal(row.local_day),
        collector=row.collector,
        what=first["what"],
        layout=first["layout"],
        rows=sum(fact["rows"] for fact in facts),
        file=first.get("file") or "",
        only=only,
        spans=tuple(_spans(connection, only)),
        digest=first.get("digest", ""),
        counts=row.id not in voided,
        kept=drawer.keeps_export(connection, row.id),
    )


def _spans(connection: Connection, only: Ranges) -> Iterator[str]:
    numbered = [(drawer.known_number(connection, desk) or 0, ranges) for desk, ranges in only.items()]
    for number, ranges in sorted(numbered):
        for first, last in ranges:
            yield f"{number}-{first}" if first == last else f"{number}-{first} to {number}-{last}"


def kept_bytes(office: Office, run: Run) -> bytes | None:
    """The file of a run as it was handed out; None where its bytes are not kept here."""
    with office.store.reading() as connection:
        return drawer.kept_export(connection, run.entry)
