"""The record's one writer: entries with parts, salts, a chain, and their projection.

An entry is kept as it was said. The chain hashes the header and the salted hash of each part, so a
part can be erased and the chain still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select, update

from arcollect_tui.data import projection
from arcollect_tui.data.doors import cleaned
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.stamp import next_stamp
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.tables import DeskChain, Entry, PartRow
from arcollect_tui.errors import Refused
from arcollect_tui.rules.identity import canonical_json, customer_id

GENESIS = bytes(32)
"""The previous hash of a desk's first entry."""
SALT_BYTES = 16
TOKEN_BYTES = 16

_E, _P, _D = table(Entry), table(PartRow), table(DeskChain)
# PostgreSQL knows no max() of bytes; from the empty id on, SQLite searches and does not scan.
_ALL_IDS = select(_E.c.id).where(_E.c.id > literal_column("''"))
_LAST_ID = Prepared(_ALL_IDS.order_by(_E.c.id.desc()).limit(literal_column("1")))
_LAST_OF_DESK = Prepared(
    select(_E.c.seq, _E.c.hash).where(_E.c.desk == bindparam("desk")).order_by(_E.c.seq.desc()).limit(1)
)
_BY_DRAFT = Prepared(
    select(_E.c.id, _E.c.seq).where(_E.c.draft == bindparam("draft"), _E.c.desk == bindparam("desk"))
)
_NOTE_LAST = Prepared(update(_D).where(_D.c.desk == bindparam("desk")).values(last=bindparam("seq")))


def new_token() -> bytes:
    """A draft token, minted when a form opens."""
    return secrets.token_bytes(TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a deed was done.

    Attributes:
        at: microseconds since 1970, UTC.
        local_day: ordinal of the collector's local date.
        offset: minutes east of UTC at the desk.
    """

    at: int
    local_day: int
    offset: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a deed says about one customer, or about none.

    Attributes:
        customer_id: id of the customer; None for what concerns no customer.
        customer: natural key (ledger, number), so the fact can be read before the customer is here.
        facts: JSON objects, each with its kind under "is".
    """

    customer_id: int | None
    customer: tuple[str, str] | None
    facts: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing a collector did, ready to be recorded."""

    kind: str
    parts: Sequence[Part]
    draft: bytes = field(default_factory=new_token)
    version: int = 1
    policy: int = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as stored.

    Attributes:
        id: the stamp.
        seq: its number in the chain of this desk.
        again: the draft token was already recorded; nothing was written.
    """

    id: bytes
    seq: int
    again: bool = False


class Journal:
    """Records deeds of one desk.

    Args:
        desk: the desk's id.
        collector: who works.
        entropy: gives so many random bytes, for salts.
    """

    def __init__(
        self, desk: bytes, collector: str, entropy: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        self.desk = desk
        self.collector = collector
        self._entropy = entropy

    def record(self, connection: Connection, deed: Deed, moment: Moment) -> Recorded:
        """Store a deed: entry, parts and projected facts, in the caller's transaction.

        A draft token that is already recorded changes nothing and returns the first entry, so a save
        whose answer was lost may be tried again.

        Raises:
            Refused: a part is about a customer whose data was erased.
        """
        known = recorded_as(connection, deed.draft, self.desk)
        if known is not None:
            return known
        erased = erased_ids(connection)
        if erased and any(part.customer_id in erased for part in deed.parts):
            raise Refused("The data of that customer was erased: nothing more is recorded about it.")
        last = _LAST_ID.first(connection)
        entry_id = next_stamp(moment.at // 1000, last[0] if last else None, self.desk)
        row = _LAST_OF_DESK.first(connection, desk=self.desk)
        seq, previous = (row[0] + 1, row[1]) if row else (1, GENESIS)
        bodies = [_body(part) for part in deed.parts]
        sealed = [_seal(canonical_json(body), self._entropy(SALT_BYTES)) for body in bodies]
        header = (
            entry_id,
            self.desk,
            seq,
            deed.draft,
            moment.at,
            moment.local_day,
            moment.offset,
            self.collector,
            deed.kind,
            deed.version,
            deed.policy,
            previous,
        )
        digest = entry_hash(header, [part_hash for part_hash, _, _ in sealed])
        insert_rows(connection, Entry, [(*header, digest)])
        if row is None:
            insert_rows(connection, DeskChain, [(self.desk, 0, "[]")], ignore=True)
        _NOTE_LAST.run(connection, desk=self.desk, seq=seq)
        insert_rows(
            connection,
            PartRow,
            [(entry_id, line, part.customer_id, *sealed[line]) for line, part in enumerate(deed.parts)],
        )
        if projection.is_known(deed.kind, deed.version):
            parts = ((line, part.customer_id, bodies[line]) for line, part in enumerate(deed.parts))
            projection.write(connection, projection.rows_of(entry_id, moment.local_day, parts))
        return Recorded(entry_id, seq)


def recorded_as(connection: Connection, draft: bytes, desk: bytes) -> Recorded | None:
    """The entry of this desk that the draft token has become, if it was saved before."""
    known = _BY_DRAFT.first(connection, draft=draft, desk=desk)
    return None if known is None else Recorded(known[0], known[1], again=True)


def _body(part: Part) -> dict[str, Any]:
    body: dict[str, Any] = {"facts": [cleaned(fact) for fact in part.facts]}
    if part.customer is not None:
        body["customer"] = list(part.customer)
    return body


def _seal(body: bytes, salt: bytes) -> tuple[bytes, bytes, bytes]:
    return hashlib.sha256(salt + body).digest(), salt, body


def entry_hash(header: Sequence[object], part_hashes: Sequence[bytes]) -> bytes:
    """SHA-256 over the header, in table order up to `previous`, and the hashes of the parts."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in header]
    return hashlib.sha256(canonical_json(plain) + b"".join(part_hashes)).digest()


def is_sealed(part_hash: bytes, salt: bytes, body: bytes, customer: int | None) -> bool:
    """Whether a part is as it was sealed, and filed under the customer that it names."""
    if hashlib.sha256(salt + body).digest() != part_hash:
        return False
    named = json.loads(body).get("customer")
    return customer == (None if named is None else customer_id(*named))


_PARTS = Prepared(
    select(_P.c.entry, _P.c.line, _P.c.customer_id, _P.c.body, _E.c.local_day, _E.c.kind, _E.c.version)
    .join(_E, _E.c.id == _P.c.entry)
    .where(_P.c.body.is_not(None))
    .order_by(_P.c.entry, _P.c.line)
)


def rebuilt(connection: Connection) -> Iterator[dict[Any, list[tuple[object, ...]]]]:
    """The projection made anew from the parts, one entry at a time."""
    current: bytes | None = None
    day = 0
    parts: list[tuple[int, int | None, dict[str, Any]]] = []
    for entry, line, customer, body, local_day, kind, version in _PARTS(connection):
        if not projection.is_known(kind, version):
            continue
        if entry != current and current is not None:
            yield projection.rows_of(current, day, parts)
            parts = []
        current, day = entry, local_day
        parts.append((line, customer, json.loads(body)))
    if current is not None:
        yield projection.rows_of(current, day, parts)
