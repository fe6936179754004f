"""Kept lines of imports, without those of erased customers.

A trimmed import is named in the drawer: its digest no longer names its lines. One that had no other
lines keeps empty chunks, so that it is told from an import whose lines never arrived.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from arcollect_tui.data.imports.erased import Sieve
from arcollect_tui.data.imports.order import import_number, ledgers_brought
from arcollect_tui.data.standing.touched import KEYS, touch
from arcollect_tui.data.statements import Prepared, insert_rows, tables
from arcollect_tui.data.tables import Customer, ImportChunk, ImportFact, TrimmedImport

_B, _F, _C = tables(ImportChunk, ImportFact, Customer)
_KNOWN = Prepared(select(_C.c.ledger, _C.c.number).where(_C.c.id.in_(KEYS)))
_IMPORTS = Prepared(select(_F.c.identity, _F.c.ledger).distinct())
_NUMBERS = Prepared(select(_B.c.number).where(_B.c.identity == bindparam("identity")))
_CHUNK = Prepared(
    select(_B.c.lines).where(_B.c.identity == bindparam("identity"), _B.c.number == bindparam("number"))
)
_REPLACE = Prepared(
    update(_B)
    .values(lines=bindparam("kept"))
    .where(_B.c.identity == bindparam("whole"), _B.c.number == bindparam("place"))
)


def showing(connection: Connection, ids: Collection[int]) -> int:
    """How many imports have kept lines of these customers, also imports that do not count."""
    sieves, count = _sieves(connection, ids), 0
    for identity, ledger in _IMPORTS.rows(connection):
        sieve = sieves.get(ledger)
        count += sieve is not None and any(sieve.shows(lines) for _, lines in _chunks(connection, identity))
    return count


class Trimmed(NamedTuple):
    """How many imports had lines of erased customers, and the numbers of those that named one as parent."""

    imports: int
    orphaning: frozenset[int]


def trim(connection: Connection, ids: Collection[int]) -> Trimmed:
    """Rewrite the kept chunks without their lines, and without them as parents of others.

    Do it before the customers leave the ledger tables, which tell where to look.
    """
    sieves, trimmed, orphaning = _sieves(connection, ids), set(), set()
    for identity, ledger in _IMPORTS.rows(connection):
        for number, lines in _chunks(connection, identity) if ledger in sieves else ():
            before = sieves[ledger].orphaned
            kept = sieves[ledger].sifted(lines)
            if sieves[ledger].orphaned > before:
                orphaning.add(import_number(identity))
            if kept != lines:
                _REPLACE.run(connection, kept=kept, whole=identity, place=number)
                trimmed.add(identity)
    insert_rows(connection, TrimmedImport, [(identity,) for identity in trimmed], ignore=True)
    return Trimmed(len(trimmed), frozenset(orphaning))


def _sieves(connection: Connection, ids: Collection[int]) -> dict[str, Sieve]:
    """A sieve for each ledger that may have lines of these customers.

    One that no ledger table knows may be in any kept line, so that all have to be read.
    """
    touch(connection, ids)
    known = _KNOWN.rows(connection)
    of_ledger: dict[str, list[str]] = defaultdict(list)
    for ledger, number in known:
        of_ledger[ledger].append(number)
    if len(known) == len(ids):
        return {ledger: Sieve(ledger, ids, numbers) for ledger, numbers in of_ledger.items()}
    return {ledger: Sieve(ledger, ids) for ledger in ledgers_brought(connection)}


def _chunks(connection: Connection, identity: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, lines) of an import's kept chunks."""
    for (number,) in _NUMBERS.rows(connection, identity=identity):
        for (lines,) in _CHUNK.rows(connection, identity=identity, number=number):
            yield number, lines
