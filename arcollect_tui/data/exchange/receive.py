"""Moving the entries of a file into the store: entries, parts, their projection, lines of imports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, select

from arcollect_tui.data import chain, projection, standing
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.exchange.forks import new_entries
from arcollect_tui.data.exchange.form import FileEntry
from arcollect_tui.data.exchange.lines import Lines
from arcollect_tui.data.exchange.read import Bundle
from arcollect_tui.data.imports.erased import sifted
from arcollect_tui.data.imports.fold import keep_lines
from arcollect_tui.data.statements import insert_rows, tables
from arcollect_tui.data.tables import (
    Coding,
    Contact,
    Entry,
    Erasure,
    ImportChunk,
    ImportFact,
    Item,
    PartRow,
    Unfounded,
    Voided,
)
from arcollect_tui.errors import FileRefused

_P, _B, _I, _C, _K, _V, _U = tables(PartRow, ImportChunk, Item, Coding, Contact, Voided, Unfounded)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class News:
    """What a file brings that is not here.

    Attributes:
        entries: entries that are not here.
        same: how many of its entries are here already.
        erased: how many of its entries speak of customers whose data is erased; that part stays out.
        erased_ids: those customers.
        lines: the lines of imports that are not here.
        chains: what will be here of each desk of the file.
    """

    entries: tuple[FileEntry, ...]
    same: int
    erased: int
    erased_ids: frozenset[int]
    lines: Mapping[bytes, Lines] = field(default_factory=dict)
    chains: Mapping[bytes, chain.Chain] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether all of it is here already."""
        return not self.entries and not self.lines


def news_of(connection: Connection, bundle: Bundle) -> News:
    """Compare a file with the store.

    Raises:
        ForkRefused: the file and the store tell two stories of one desk.
        FileRefused: lines of an import lack some, and nobody says that a customer was erased.
    """
    fresh = new_entries(connection, bundle.entries)
    erased = erased_ids(connection) | {row[2] for row in bundle.rows[Erasure]}
    here = _with_lines(connection, bundle.lines)
    lines = {identity: found for identity, found in bundle.lines.items() if identity not in here}
    for found in lines.values():
        if found.trimmed and not erased:
            msg = (
                f"{bundle.name}, line {found.line}: lines of the import are left out, and no erasure is "
                "known that says why. Nothing was taken in; take in the earlier files of that desk first."
            )
            raise FileRefused(msg)
    known = chain.chains(connection)
    numbers = _numbers(fresh)
    return News(
        entries=tuple(fresh),
        same=len(bundle.entries) - len(fresh),
        erased=sum(1 for entry in bundle.entries if _speaks_of(entry, erased)),
        erased_ids=frozenset(erased),
        lines=lines,
        chains={
            desk: known.get(desk, chain.Chain()).with_numbers(numbers.get(desk, ()))
            for desk in sorted({entry.desk for entry in bundle.entries})
        },
    )


def _numbers(entries: Iterable[FileEntry]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = defaultdict(list)
    for entry in entries:
        found[entry.desk].append(entry.seq)
    return found


def _speaks_of(entry: FileEntry, customers: Collection[int]) -> bool:
    return any(part.customer_id in customers for part in entry.parts)


def _with_lines(connection: Connection, identities: Iterable[bytes]) -> set[bytes]:
    statement = select(_B.c.identity).distinct()
    return {row[0] for row in _among(connection, statement, _B.c.identity, identities)}


def _among(
    connection: Connection,
    statement: "Select[Any]",
    column: Any,  # noqa: ANN401
    values: Iterable[object],
) -> Iterator[Any]:
    """The rows whose column is one of many values, asked for batch by batch."""
    waiting = iter(values)
    while batch := list(islice(waiting, _BATCH)):
        yield from connection.execute(statement.where(column.in_(batch)))


def receive(connection: Connection, bundle: Bundle, news: News) -> None:
    """Store what is new, in the caller's write transaction. Standing and ledgers are brought up after it.

    Parts of erased customers keep their hash alone, so that the chain verifies.
    """
    # Before any other, so that people call this desk by the first number wherever the store is.
    drawer.own_desk(connection)
    insert_rows(connection, Entry, [entry.header for entry in news.entries])
    insert_rows(connection, PartRow, list(_part_rows(news)))
    projection.write(connection, _facts(bundle, news))
    first = {
        entry.desk: entry.id for entry in sorted(news.entries, key=lambda entry: entry.id, reverse=True)
    }
    for desk in sorted(first, key=first.__getitem__):
        drawer.desk_number(connection, desk)
    chain.note_arrived(connection, _numbers(news.entries))
    ledgers = {row[2]: row[3] for row in bundle.rows[ImportFact]}
    for identity, lines in news.lines.items():
        kept, left_out = sifted(lines.chunks, str(ledgers[identity]), news.erased_ids)
        keep_lines(connection, identity, kept, trimmed=lines.trimmed or left_out > 0)


def _part_rows(news: News) -> Iterator[tuple[object, ...]]:
    for entry in news.entries:
        for line, part in enumerate(entry.parts):
            if part.customer_id in news.erased_ids:
                yield entry.id, line, part.customer_id, part.hash, None, None
            else:
                yield entry.id, line, *part


def _facts(bundle: Bundle, news: News) -> dict[Any, list[projection.Row]]:
    """The rows of the new entries, without those of erased customers."""
    fresh = {entry.id for entry in news.entries}
    gone = {
        (entry.id, line)
        for entry in news.entries
        for line, part in enumerate(entry.parts)
        if part.customer_id in news.erased_ids
    }
    return {
        model: [
            row
            for row in rows
            if row[0] in fresh and (row[0], row[1] // projection.FACTS_A_PART) not in gone
        ]
        for model, rows in bundle.rows.items()
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """What counts for nothing at a moment: voided targets, and facts without a ground."""

    voided: frozenset[bytes]
    unfounded: frozenset[tuple[bytes, int]]


def judged(connection: Connection) -> Judged:
    """What counts for nothing now."""
    voided = connection.execute(select(_V.c.target)).scalars()
    return Judged(frozenset(voided), frozenset(standing.unfounded.rows(connection)))


def judge(connection: Connection) -> Judged:
    """Judge every void and every ground anew."""
    standing.voids.refresh_all(connection)
    standing.unfounded.refresh_all(connection)
    return judged(connection)


def concerned(
    connection: Connection, entries: Sequence[FileEntry], before: Judged, after: Judged
) -> set[int]:
    """The customers of new facts, and of those that count anew or no more."""
    changed = (before.voided ^ after.voided) | {entry for entry, _ in before.unfounded ^ after.unfounded}
    touched = {entry.id for entry in entries} | changed
    customers = {
        part.customer_id for entry in entries for part in entry.parts if part.customer_id is not None
    }
    of_parts = select(_P.c.customer_id).where(_P.c.customer_id.is_not(None)).distinct()
    customers.update(row[0] for row in _among(connection, of_parts, _P.c.entry, changed))
    # A coding counts for the customer who has the item now, whomever it was said of.
    of_items = select(_I.c.customer_id).join(_C, _C.c.item_id == _I.c.id).distinct()
    customers.update(row[0] for row in _among(connection, of_items, _C.c.entry, touched))
    return customers


def lacking_lines(connection: Connection, bundle: Bundle, news: News) -> list[str]:
    """File names of the new imports whose lines neither the file brings nor the store has."""
    fresh = {entry.id for entry in news.entries}
    brought = {
        row[2]: str(row[8])
        for row in bundle.rows[ImportFact]
        if row[0] in fresh and row[10] and row[2] not in news.lines
    }
    here = _with_lines(connection, brought)
    return sorted(name for identity, name in brought.items() if identity not in here)
