"""What is here of each desk's chain, and whether it holds.

A desk numbers its entries from 1 without gaps. The drawer keeps, for each desk, the highest number that
was stored here and the ranges below it that have not arrived, so that an entry which somebody removed is
told from one that a colleague's file did not bring yet.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from arcollect_tui.data.journal import GENESIS, entry_hash, is_sealed
from arcollect_tui.data.stamp import DESK_BYTES
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.tables import DeskChain, Entry, PartRow

_E, _P, _D = table(Entry), table(PartRow), table(DeskChain)

Span = tuple[int, int]
"""First and last number of a row of entries, both in it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What this store has of one desk.

    Attributes:
        last: the highest number that was stored here.
        missing: ranges below it that have not arrived, ascending.
    """

    last: int = 0
    missing: tuple[Span, ...] = ()

    @property
    def whole_up_to(self) -> int:
        """The end of the run from 1 on that has no gap."""
        return self.missing[0][0] - 1 if self.missing else self.last

    @property
    def here(self) -> tuple[Span, ...]:
        """The ranges that are stored here, ascending."""
        return tuple(beyond([(1, self.last)] if self.last else [], self.missing))

    def with_numbers(self, arrived: Iterable[int]) -> "Chain":
        """The chain once these numbers are stored too."""
        last, missing = self.last, list(self.missing)
        waiting = sorted(set(arrived))
        if waiting and waiting[-1] > last:
            missing.append((last + 1, waiting[-1]))
            last = waiting[-1]
        return Chain(last, tuple(_without(missing, waiting)))


def _without(spans: Iterable[Span], numbers: Iterable[int]) -> Iterator[Span]:
    """Ascending ranges less ascending numbers."""
    left = iter(numbers)
    number = next(left, None)
    for first, last in spans:
        while number is not None and number < first:
            number = next(left, None)
        while number is not None and number <= last:
            if number > first:
                yield first, number - 1
            first = number + 1  # noqa: PLW2901 - what is left of the range
            number = next(left, None)
        if first <= last:
            yield first, last


def words(span: Span) -> str:
    """`entry 3`, `entries 3-5`."""
    first, last = span
    return f"entry {first}" if first == last else f"entries {first}-{last}"


_CHAINS = Prepared(select(_D.c.desk, _D.c.last, _D.c.missing).order_by(_D.c.desk))
_FORGET = Prepared(delete(_D).where(_D.c.desk == bindparam("desk")))


def chains(connection: Connection) -> dict[bytes, Chain]:
    """What is here of every desk's chain."""
    return {
        desk: Chain(last, tuple((low, high) for low, high in json.loads(missing or "[]")))
        for desk, last, missing in _CHAINS(connection)
    }


def note_arrived(connection: Connection, numbers: Mapping[bytes, Iterable[int]]) -> None:
    """Note that these numbers of these desks are stored here now."""
    known = chains(connection)
    for desk, arrived in sorted(numbers.items()):
        chain = known.get(desk, Chain()).with_numbers(arrived)
        _FORGET.run(connection, desk=desk)
        spans = json.dumps(chain.missing, separators=(",", ":"))
        insert_rows(connection, DeskChain, [(desk, chain.last, spans)])


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """One place where the chain does not hold."""

    desk: bytes
    seq: int
    sentence: str


_HEADERS = Prepared(select(_E).order_by(_E.c.desk, _E.c.seq))
_PARTS = Prepared(
    select(_P.c.entry, _P.c.line, _P.c.hash, _P.c.salt, _P.c.body, _P.c.customer_id).order_by(
        _P.c.entry, _P.c.line
    )
)


def verify(connection: Connection) -> Iterator[ChainProblem]:
    """Walk every desk's chain and name each entry that was changed, removed or moved."""
    hashes: dict[bytes, list[bytes]] = {}
    changed: set[bytes] = set()
    for entry, line, part_hash, salt, body, customer in _PARTS(connection):
        here = hashes.setdefault(entry, [])
        if line != len(here) or (
            body is not None and not is_sealed(part_hash, salt or b"", body, customer)
        ):
            changed.add(entry)
        here.append(part_hash)
    stored: dict[bytes, list[int]] = {}
    desk, seq, previous = b"", 0, GENESIS
    for *header, digest in _HEADERS(connection):
        if header[1] != desk:
            desk, seq, previous = header[1], 0, GENESIS
        number = header[2]
        stored.setdefault(desk, []).append(number)
        if number == seq + 1 and header[11] != previous:
            yield ChainProblem(desk, number, f"entry {number} does not follow entry {seq}")
        if header[0] in changed or entry_hash(header, hashes.pop(header[0], [])) != digest:
            yield ChainProblem(desk, number, f"entry {number} was changed")
        seq, previous = number, digest
    yield from _removed(connection, stored)
    for entry in sorted(hashes):
        yield ChainProblem(entry[-DESK_BYTES:], 0, f"an entry is missing: {entry.hex()} left its parts")


def _removed(connection: Connection, stored: Mapping[bytes, list[int]]) -> Iterator[ChainProblem]:
    """Entries that were stored here and are not any more."""
    known = chains(connection)
    for desk in sorted({*known, *stored}):
        chain, here = known.get(desk, Chain()), stored.get(desk, [])
        upto = max([chain.last, *here[-1:]])
        absent = _without([(1, upto)] if upto else [], here)
        for first, last in beyond(absent, chain.missing):
            verb = "is" if first == last else "are"
            yield ChainProblem(desk, first, f"{words((first, last))} {verb} missing")


def beyond(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """What ascending ranges cover and the other ranges do not."""
    left = sorted(others)
    for first, last in spans:
        for low, high in left:
            if high < first or low > last:
                continue
            if low > first:
                yield first, low - 1
            first = high + 1  # noqa: PLW2901 - what is left of the range
        if first <= last:
            yield first, last
