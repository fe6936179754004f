"""What this desk knows of the office's desks: their keys, and their word for their chains."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.sync.header import Checkpoint
from arcollect_tui.data.sync.keys import SigningKeys, six_words
from arcollect_tui.data.sync.refusals import Forged, NotPaired
from arcollect_tui.data.sync.seal import Sealed
from arcollect_tui.data.tables import CheckpointRow, Peer

_P, _C = table(Peer), table(CheckpointRow)
_PEERS = Prepared(select(_P.c.desk, _P.c.key, _P.c.trusted).order_by(_P.c.desk))
_PEER = Prepared(select(_P.c.key, _P.c.trusted).where(_P.c.desk == bindparam("desk")))
_DROP = Prepared(delete(_P).where(_P.c.desk == bindparam("desk")))
_CHECKPOINTS = Prepared(
    select(_C.c.desk, _P.c.key, _C.c.seq, _C.c.hash, _C.c.signature)
    .join(_P, _P.c.desk == _C.c.desk)
    .order_by(_C.c.desk, _C.c.seq)
)


def peers(connection: Connection) -> dict[bytes, tuple[bytes, bool]]:
    """The key of each other desk that was seen, and whether its files are taken in."""
    return {desk: (key, bool(trusted)) for desk, key, trusted in _PEERS.rows(connection)}


def pin(connection: Connection, desk: bytes, key: bytes, *, trusted: bool) -> None:
    """Keep the key of a desk."""
    _DROP.run(connection, desk=desk)
    insert_rows(connection, Peer, [(desk, key, int(trusted))])


def vouch(
    connection: Connection, keys: SigningKeys, desks: dict[bytes, bytes], *, first_sight: bool
) -> None:
    """See that desks sign with the keys that are known of them; pin those that are seen first.

    Args:
        connection: a write transaction.
        keys: the keys of this seat.
        desks: the key that a file gives for each desk.
        first_sight: a desk that was never seen is trusted.

    Raises:
        NotPaired: a desk waits for people to compare its words.
        Forged: a desk's key is another one: somebody signs in its name.
    """
    for desk, key in sorted(desks.items()):
        known = (keys.public(desk), True) if desk in keys else _known(connection, desk)
        if known is not None and known[0] != key:
            who = drawer.desk_name(connection, desk)
            msg = (
                f"it is forged: signed in the name of {who} with the key {six_words(key)}, "
                f"but that desk's key is {six_words(known[0])}"
            )
            raise Forged(msg)
        if known is not None and known[1]:
            continue
        if not first_sight:
            who = drawer.desk_name(connection, desk)
            words = six_words(key)
            msg = f'{who} is not paired; compare its words by phone, then: arcollect desk pair "{words}"'
            raise NotPaired(msg, desk, key)
        pin(connection, desk, key, trusted=True)


def _known(connection: Connection, desk: bytes) -> tuple[bytes, bool] | None:
    row = _PEER.first(connection, desk=desk)
    return None if row is None else (row[0], bool(row[1]))


def checkpoints(connection: Connection) -> dict[bytes, list[Checkpoint]]:
    """The word of other desks that is kept here, by desk, ascending."""
    found: dict[bytes, list[Checkpoint]] = {}
    for row in _CHECKPOINTS.rows(connection):
        found.setdefault(row[0], []).append(Checkpoint(*row))
    return found


def keep_checkpoints(connection: Connection, given: Iterable[Checkpoint]) -> None:
    """Keep the word of desks, to hand their entries on with."""
    rows = [(one.desk, one.seq, one.hash, one.signature) for one in given]
    insert_rows(connection, CheckpointRow, rows, ignore=True)


def speaks(connection: Connection, keys: SigningKeys, found: Sealed) -> bool:
    """Whether a file is signed with the key of its desk, one that does not wait to be paired."""
    desk = found.header.desk
    if desk in keys:
        return keys.public(desk) == found.key
    known = _known(connection, desk)
    return known == (found.key, True)
