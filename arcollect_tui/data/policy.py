"""The office's policy: the value in force of each key is the counting fact with the latest stamp."""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from arcollect_tui.data.journal import Part
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import DeskRow, Entry, Policy, Void
from arcollect_tui.rules.text import clean

_P, _V, _E, _D = tables(Policy, Void, Entry, DeskRow)
_IN_FORCE = Prepared(
    select(_P.c.key, _P.c.value, _P.c.entry).where(counts(_P.c.entry)).order_by(_P.c.entry, _P.c.line)
)
_EVERY = Prepared(select(_P.c.entry, _P.c.key, _P.c.value).order_by(_P.c.entry, _P.c.line))
_VOIDS = Prepared(
    select(_V.c.entry, _V.c.target, _V.c.redo)
    .where(_V.c.target.in_(select(_P.c.entry)))
    .order_by(_V.c.entry, _V.c.line)
)
_SETTERS = Prepared(
    select(_E.c.id, _E.c.seq, _E.c.local_day, _E.c.collector, _D.c.number)
    .outerjoin(_D, _D.c.id == _E.c.desk)
    .where(_E.c.id.in_(select(_P.c.entry)))
)


def value_of(stored: str) -> str:
    """The text that a policy fact holds. JSON may spell what no text here holds, so it is cleaned."""
    return clean(json.loads(stored))


def _facts(connection: Connection) -> dict[str, tuple[str, bytes]]:
    return {key: (value_of(value), entry) for key, value, entry in _IN_FORCE(connection)}


def office_values(connection: Connection) -> dict[str, str]:
    """Every policy key in force with its value."""
    return {key: value for key, (value, _) in _facts(connection).items()}


class Setter(NamedTuple):
    """The entry that set a policy key; `desk` is the number of its desk, 0 when it is not known."""

    entry: bytes
    seq: int
    local_day: int
    collector: str
    desk: int


class InForce(NamedTuple):
    """A policy key in force: its value, and who set it (None while that entry is not here)."""

    value: str
    entry: bytes
    setter: Setter | None


def in_force(connection: Connection) -> dict[str, InForce]:
    """Every policy key in force, with its value and who set it when."""
    setters = {
        entry: Setter(entry, seq, day, who, desk or 0)
        for entry, seq, day, who, desk in _SETTERS(connection)
    }
    facts = _facts(connection)
    return {key: InForce(value, entry, setters.get(entry)) for key, (value, entry) in facts.items()}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What policy said at any time, undone deeds included: what was in force then, was in force then.

    Attributes:
        facts: (entry, key, value) of every fact, by stamp.
        voids: (entry, target, redo) of what was undone and redone, by stamp.
        moments: the stamps at which anything changed, in order.
    """

    facts: Sequence[tuple[bytes, str, str]]
    voids: Sequence[tuple[bytes, bytes, int]]
    moments: Sequence[bytes]

    def version(self, entry: bytes) -> int:
        """Counts the changes before an entry: entries of one version were made under one policy."""
        return bisect_left(self.moments, entry)

    def values(self, entry: bytes) -> dict[str, str]:
        """Every policy key with the value that was in force when an entry was made."""
        counted = {target: redo for stamp, target, redo in self.voids if stamp < entry}
        return {key: value for stamp, key, value in self.facts if stamp < entry and counted.get(stamp, 1)}


def timeline(connection: Connection) -> Timeline:
    """All that policy ever said, in two small reads."""
    facts = [(entry, key, value_of(value)) for entry, key, value in _EVERY(connection)]
    voids = [(entry, target, redo) for entry, target, redo in _VOIDS(connection)]
    return Timeline(facts, voids, sorted({stamp for stamp, *_ in (*facts, *voids)}))


def values_before(connection: Connection, entry: bytes) -> dict[str, str]:
    """Every policy key with the value that was in force when an entry was made."""
    return timeline(connection).values(entry)


def version(connection: Connection) -> int:
    """Counts the policy entries in force here, from 1 for the shipped policy alone; for entry headers."""
    return 1 + len({said for _, _, said in _IN_FORCE(connection)})


def part(connection: Connection, values: Mapping[str, str]) -> Part:
    """The part of an entry that sets policy keys, naming the facts it replaces."""
    known = _facts(connection)
    facts = [
        {
            "is": "policy",
            "key": key,
            "value": json.dumps(value, ensure_ascii=False),
            "replaces": known[key][1].hex() if key in known else None,
        }
        for key, value in values.items()
    ]
    return Part(None, None, facts)
