"""The office's policy: the value in force of each key is the counting fact with the latest stamp."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, select

from arcollect_tui.data.journal import Part
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Policy

_P = table(Policy)
_IN_FORCE = Prepared(
    select(_P.c.key, _P.c.value, _P.c.entry).where(counts(_P.c.entry)).order_by(_P.c.entry, _P.c.line)
)


def _facts(connection: Connection) -> dict[str, tuple[str, bytes]]:
    return {key: (json.loads(value), entry) for key, value, entry in _IN_FORCE(connection)}


def office_values(connection: Connection) -> dict[str, str]:
    """Every policy key in force with its value."""
    return {key: value for key, (value, _) in _facts(connection).items()}


def values_before(connection: Connection, entry: bytes) -> dict[str, str]:
    """Every policy key with the value that was in force when an entry was made."""
    return {key: json.loads(value) for key, value, said in _IN_FORCE(connection) if said < entry}


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
