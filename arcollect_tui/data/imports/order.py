"""Which imports count, and in which order they are folded: by (as-of, identity).

Where two files speak of one day, the entry that brought the later one names the import it was laid
upon, and stands after it: an afternoon's file has the last word over the morning's. An import whose lines
are not here is left out until they come, and then takes its place.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, case, exists, or_, select

from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import ImportChunk, ImportFact, LedgerImport, Policy
from arcollect_tui.rules.identity import canonical_json

_L, _F, _B, _P = tables(LedgerImport, ImportFact, ImportChunk, Policy)


@dataclass(frozen=True, slots=True)
class ImportKey:
    """An import that counts, or is folded in: what the fold needs of it."""

    identity: bytes
    ledger: str
    as_of: int
    companies: frozenset[str]
    delta: bool

    @property
    def number(self) -> int:
        """First 63 bits of the identity: the import's key in the ledger tables."""
        return import_number(self.identity)


def import_identity(ledger: str, as_of: int, digest: bytes) -> bytes:
    """Two desks that take in the same lines of the same day make the same import."""
    day = date.fromordinal(as_of).isoformat()
    return hashlib.sha256(canonical_json(["1", ledger, "import", day, digest.hex()])).digest()


def import_number(identity: bytes) -> int:
    """First 63 bits of an import's identity."""
    return int.from_bytes(identity[:8], "big") >> 1


def companies_text(companies: frozenset[str]) -> str:
    """Companies as stored."""
    return json.dumps(sorted(companies), ensure_ascii=False)


_HAS_LINES = or_(_F.c["items"] == 0, exists().where(_B.c.identity == _F.c.identity))
_COUNTS = and_(counts(_F.c.identity), counts(_F.c.entry), _HAS_LINES)
_BROUGHT = Prepared(
    select(
        _F.c.identity,
        _F.c.ledger,
        _F.c.as_of,
        _F.c.companies,
        _F.c.delta,
        _F.c.after,
        case((_COUNTS, 1), else_=0),
    )
    .where(_F.c.ledger == bindparam("ledger"))
    .order_by(_F.c.entry, _F.c.line)
)
_APPLIED = Prepared(
    select(_L.c.identity, _L.c.ledger, _L.c.as_of, _L.c.companies, _L.c.delta)
    .where(_L.c.ledger == bindparam("ledger"))
    .order_by(_L.c.place)
)


def _key(identity: bytes, ledger: str, as_of: int, companies: str, delta: int) -> ImportKey:
    return ImportKey(identity, ledger, as_of, frozenset(json.loads(companies)), bool(delta))


def applied(connection: Connection, ledger: str) -> list[ImportKey]:
    """The imports folded into the ledger tables, in fold order."""
    return [_key(*row) for row in _APPLIED(connection, ledger=ledger)]


def wanted(connection: Connection, ledger: str) -> list[ImportKey]:
    """The imports that count, in fold order; of one taken in twice the later entry speaks."""
    keys: dict[bytes, ImportKey] = {}
    after: dict[bytes, bytes | None] = {}
    for *columns, upon, here in _BROUGHT(connection, ledger=ledger):
        key = _key(*columns)
        after[key.identity] = upon
        if here:
            keys[key.identity] = key
        below = upon
        while below is not None:
            # What was laid upon it before it came again now lies below it.
            lower = after.get(below)
            if lower == key.identity:
                after[below] = lower = None
            below = lower
    return in_fold_order(list(keys.values()), {one: _first_here(one, after, keys) for one in keys})


def _first_here(
    identity: bytes, after: Mapping[bytes, bytes | None], keys: Mapping[bytes, ImportKey]
) -> bytes | None:
    """The import that this one lies upon, when those between do not count or are not here."""
    below = after[identity]
    while below is not None and below not in keys:
        below = after.get(below)
    return below


def in_fold_order(keys: Sequence[ImportKey], after: Mapping[bytes, bytes | None]) -> list[ImportKey]:
    """Imports by day; within a day each after the one it was laid upon, else by identity.

    Two desks may have laid two files upon each other; the lower identity then goes first, so that any
    desk with the same entries finds the same order.
    """
    ordered: list[ImportKey] = []
    waiting = sorted(keys, key=lambda key: (key.as_of, key.identity))
    while waiting:
        day = waiting[0].as_of
        same_day = {key.identity for key in waiting if key.as_of == day}
        free = (key for key in waiting if key.as_of == day and after.get(key.identity) not in same_day)
        chosen = next(free, waiting[0])
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered


_RECIPE = Prepared(
    select(_P.c.value)
    .where(_P.c.key == bindparam("key"), counts(_P.c.entry))
    .order_by(_P.c.entry, _P.c.line)
    .limit(1)
)


def recipe_of(connection: Connection, ledger: str) -> tuple[str, ...] | None:
    """The identity recipe that the ledger's first import recorded.

    It never changes: of several that count the earliest decides.
    """
    row = _RECIPE.first(connection, key=f"ledger.{ledger}.recipe")
    value = json.loads(row[0]) if row else ""
    return tuple(value.split(",")) if value else None


_LEDGERS = Prepared(select(_F.c.ledger).distinct().order_by(_F.c.ledger))
_LACKING = Prepared(
    select(_F.c.identity, _F.c.file_name)
    .where(~_HAS_LINES, counts(_F.c.identity), counts(_F.c.entry))
    .distinct()
    .order_by(_F.c.file_name)
)


def ledgers_brought(connection: Connection) -> list[str]:
    """The ledgers that any import speaks of."""
    return [name for (name,) in _LEDGERS.rows(connection)]


def lacking_lines(connection: Connection) -> list[tuple[bytes, str]]:
    """(identity, file name) of the imports that would count, had their lines arrived."""
    return [(identity, name) for identity, name in _LACKING.rows(connection)]
