"""Taking a seat at an open store: is it the one that was used here last, and does the clock go right?

A store that went back in time or was copied would go on numbering entries that another copy has
numbered, too. It goes on as a new desk instead, and says so in one sentence.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import witness
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.platform import machine_id
from arcollect_tui.data.store import Connection, Store
from arcollect_tui.data.witness import Remembered, Witness
from arcollect_tui.errors import StoreError
from arcollect_tui.services.clock import Clock

CLOCK_TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Seat:
    """What a store says of its desk.

    Attributes:
        desk: its id; None for a store in which nobody has worked.
        witnessed: some machine has a witness of it.
        seq: number of its newest entry.
        hash: that entry's hash.
        at: when that was, microseconds UTC; None when there is none.
        former: ids that it had before.
        erased: customers that must not come back.
    """

    desk: bytes | None
    witnessed: bool
    seq: int
    hash: bytes
    at: int | None
    former: frozenset[bytes]
    erased: frozenset[int]


@dataclass(frozen=True, slots=True)
class Seated:
    """What is known of a store's desk before the first deed.

    Attributes:
        notices: what the collector should know, in sentences.
        erased: customers that this machine knows to be erased, whatever the store says.
    """

    notices: tuple[str, ...] = ()
    erased: frozenset[int] = frozenset()


def take_seat(store: Store, connection: Connection, clock: Clock) -> Seated:
    """See whether this store's desk is the one that this machine knows, and have it witnessed.

    The store is only read. What has to be written in it, a new desk or the mark that there is a witness,
    is written with the first deed; who only looks changes nothing.

    Args:
        store: open for writing.
        connection: a transaction on it that reads.
        clock: now.
    """
    path = str(store.path.expanduser().resolve())
    seat = _seat(connection)
    said = None if seat.desk is None else witness.read(seat.desk)
    doubt = _doubt(connection, seat, said, path)
    if said is not None and doubt is None:
        store.witness = _go_on(seat, said)
    if store.witness is None or not seat.witnessed:
        store.arrive = _Arrival(store, path)
    late = _clock_notice(seat.at, "your last deed here", clock)
    if doubt is None:
        return Seated(late, said.erased if said else frozenset())
    relatives = witness.related({*seat.former, seat.desk or b""})
    return Seated(
        (f"{doubt} What is recorded from here on is of a new desk.", *late),
        frozenset().union(*[relative.erased for relative in relatives]),
    )


def look_at_clock(connection: Connection, clock: Clock) -> Seated:
    """What is known of a store on a server: nobody puts a copy in its place, but a clock may be behind.

    Args:
        connection: a transaction on it that reads.
        clock: now.
    """
    _, _, at = _newest(connection, drawer.get(connection, "desk"))
    return Seated(_clock_notice(at, "the last deed here", clock))


class _Arrival:
    """Has a store go on as a new desk, where it is not the one known here, and its desk witnessed."""

    def __init__(self, store: Store, path: str) -> None:
        self._store = store
        self._fresh = Remembered(drawer.new_desk(), machine_id(), path)

    def __call__(self, connection: Connection) -> None:
        """Look again, for others may have written since; a desk in doubt is left for a new one."""
        seat = _seat(connection)
        said = None if seat.desk is None else witness.read(seat.desk)
        if seat.desk is None or _doubt(connection, seat, said, self._fresh.path) is not None:
            drawer.change_desk(connection, self._fresh.desk)
            self._fresh = replace(self._fresh, erased=said.erased if said else frozenset())

    def settle(self) -> None:
        """Have the desk witnessed, and mark the store afterwards: none misses what it never had.

        The deed is saved, so nothing that goes wrong here may be told as its failure.
        """
        with suppress(StoreError), self._store.writing() as connection:
            seat = _seat(connection)
            if seat.desk is None:
                return
            known = witness.read(seat.desk) or replace(self._fresh, desk=seat.desk)
            self._store.witness = _started(_remembered(seat, known))
            drawer.set_witnessed(connection, witnessed=self._store.witness is not None)


def _seat(connection: Connection) -> _Seat:
    desk = drawer.get(connection, "desk")
    seq, entry_hash, at = _newest(connection, desk)
    return _Seat(
        desk,
        drawer.is_witnessed(connection),
        seq,
        entry_hash,
        at,
        frozenset(known for known, _ in drawer.own_entries(connection) if known != desk),
        erased_ids(connection),
    )


def _newest(connection: Connection, desk: bytes | None) -> tuple[int, bytes, int | None]:
    found = None if desk is None else witness.newest_entry(connection, desk)
    return found or (0, witness.NOTHING_YET, None)


def _doubt(connection: Connection, seat: _Seat, said: Remembered | None, path: str) -> str | None:
    """Why this is not the store that was used here last; None when it is, or nobody knows."""
    if seat.desk is None:
        return None
    if said is None:
        elsewhere = f"{path} was used on another machine, or what this one knew of it was removed."
        return elsewhere if seat.witnessed else None
    if said.machine != machine_id():
        return f"{path} was used on another machine before."
    if not _same_file(path, said.path):
        there = f"is a copy of {said.path}" if Path(said.path).exists() else f"was moved from {said.path}"
        return f"{path} {there}."
    if seat.seq < said.seq:
        lost = said.seq - seat.seq
        are = "1 entry recorded here is" if lost == 1 else f"{lost} entries recorded here are"
        return f"{path} went back in time: {are} not in it any more."
    if said.seq and witness.hash_of(connection, seat.desk, said.seq) != said.hash:
        return f"{path} is another copy than the one used here last."
    return None


def _same_file(path: str, known: str) -> bool:
    try:
        return path == known or Path(path).samefile(known)
    except OSError:
        return False


def _go_on(seat: _Seat, said: Remembered) -> Witness:
    """The same desk as ever: its witness, brought to what the store holds."""
    now = _remembered(seat, said)
    if (now.former, now.erased) != (said.former, said.erased):
        return _started(now) or Witness(said)
    known = Witness(said)
    if now.seq != said.seq:
        known.note(now.seq, now.hash)
    return known


def _remembered(seat: _Seat, said: Remembered) -> Remembered:
    return replace(
        said,
        seq=seat.seq,
        hash=seat.hash,
        former=said.former | seat.former,
        erased=said.erased | seat.erased,
    )


def _started(said: Remembered) -> Witness | None:
    """A witness written anew; None when this machine cannot keep one."""
    witness.prune()
    return Witness(said) if witness.start(said) else None


def _clock_notice(at: int | None, what: str, clock: Clock) -> tuple[str, ...]:
    """A clock that is behind would date deeds wrongly. Their order does not depend on it."""
    if at is None or clock.explicit:
        return ()
    now, last = clock.now(), datetime.fromtimestamp(at / 1_000_000, UTC)
    if last - now <= CLOCK_TOLERANCE:
        return ()
    return (f"The clock says {_minute(now)}, but {what} is of {_minute(last)}: set the clock.",)


def _minute(instant: datetime) -> str:
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")
