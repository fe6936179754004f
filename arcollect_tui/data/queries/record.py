"""The record, read for screens, lists and checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, false, func, or_, select

from arcollect_tui.data import projection
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.tables import (
    Assignment,
    Call,
    Coding,
    Contact,
    DeskRow,
    Entry,
    ImportFact,
    Item,
    PartRow,
    RootCause,
    Sent,
    Void,
)

E, P, _D, _V = tables(Entry, PartRow, DeskRow, Void)
_K, _O, _S, _M, _I, _R = tables(Contact, Coding, Sent, ImportFact, Item, RootCause)
_CALL, _W = tables(Call, Assignment)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry's header with the number its desk goes by here."""

    id: bytes
    desk: bytes
    seq: int
    at: int
    local_day: int
    collector: str
    kind: str
    desk_number: int | None
    version: int

    @property
    def readable(self) -> bool:
        """Whether this program knows what entries of the kind and version say."""
        return projection.is_known(self.kind, self.version)


_HEADERS = select(
    E.c.id, E.c.desk, E.c.seq, E.c.at, E.c.local_day, E.c.collector, E.c.kind, _D.c.number, E.c.version
).select_from(E.outerjoin(_D, _D.c.id == E.c.desk))


def entries(
    connection: Connection,
    *,
    limit: int | None = None,
    customer: int | None = None,
    day: int | None = None,
    ids: Sequence[bytes] | None = None,
    desk: bytes | None = None,
    after: int = 0,
) -> list[EntryRow]:
    """Entries newest first.

    Args:
        connection: a read transaction.
        limit: at most so many.
        customer: only those with a part about this customer.
        day: only those of this local day.
        ids: only these.
        desk: only those of this desk, numbered above `after`.
        after: see `desk`.
    """
    statement = _HEADERS.order_by(E.c.id.desc())
    if customer is not None:
        about = select(P.c.entry).where(P.c.customer_id == customer)
        statement = statement.where(E.c.id.in_(about))
    if day is not None:
        statement = statement.where(E.c.local_day == day)
    if ids is not None:
        statement = statement.where(E.c.id.in_(ids))
    if desk is not None:
        statement = statement.where(E.c.desk == desk, E.c.seq > after)
    if limit is not None:
        statement = statement.limit(limit)
    return [EntryRow(*row) for row in connection.execute(statement)]


_OF_KIND = Prepared(select(E.c.id).where(E.c.kind == bindparam("kind")))


def of_kind(connection: Connection, kind: str) -> list[bytes]:
    """The ids of the entries of a kind, of which there are few among all."""
    return [row[0] for row in _OF_KIND.rows(connection, kind=kind)]


def bodies(
    connection: Connection, ids: Sequence[bytes], customer: int | None = None, limit_each: int | None = None
) -> dict[bytes, list[bytes | None]]:
    """The parts' bodies of these entries in order; NULL where a part was erased."""
    found: dict[bytes, list[bytes | None]] = {entry: [] for entry in ids}
    for start in range(0, len(ids), 500):
        statement = (
            select(P.c.entry, P.c.body)
            .where(P.c.entry.in_(ids[start : start + 500]))
            .order_by(P.c.entry, P.c.line)
        )
        if customer is not None:
            statement = statement.where(P.c.customer_id == customer)
        if limit_each is not None:
            statement = statement.where(P.c.line < limit_each)
        for entry, body in connection.execute(statement):
            found[entry].append(body)
    return found


def part_counts(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
    """How many customers each entry speaks about."""
    found: dict[bytes, int] = {}
    for start in range(0, len(ids), 500):
        statement = (
            select(P.c.entry, func.count(P.c.customer_id))
            .where(P.c.entry.in_(ids[start : start + 500]))
            .group_by(P.c.entry)
        )
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found


_VOIDER = Prepared(
    select(E.c.id, E.c.seq, _D.c.number)
    .join(_V, _V.c.entry == E.c.id)
    .outerjoin(_D, _D.c.id == E.c.desk)
    .where(_V.c.target == bindparam("target"))
    .order_by(E.c.id.desc())
    .limit(1)
)


def voided_by(connection: Connection, target: bytes) -> tuple[bytes, int, int] | None:
    """(id, seq, desk number) of the newest entry that spoke about voiding `target`."""
    row = _VOIDER(connection, target=target).one_or_none()
    return (row[0], row[1], row[2] or 0) if row else None


def voided_among(connection: Connection, targets: Sequence[bytes]) -> set[bytes]:
    """Those of the targets that do not count now."""
    from arcollect_tui.data.tables import Voided

    voided = table(Voided)
    found: set[bytes] = set()
    for start in range(0, len(targets), 500):
        batch = targets[start : start + 500]
        found.update(
            connection.execute(select(voided.c.target).where(voided.c.target.in_(batch))).scalars()
        )
    return found


_BY_SEQ = Prepared(select(E.c.id).where(E.c.desk == bindparam("desk"), E.c.seq == bindparam("seq")))


def entry_id(connection: Connection, desk: bytes, seq: int) -> bytes | None:
    """The entry a handle names."""
    found: bytes | None = _BY_SEQ(connection, desk=desk, seq=seq).scalar_one_or_none()
    return found


_BROUGHT_VOIDED = (
    select(_M.c.entry).where(_M.c.entry == E.c.id, ~counts(_M.c.identity)).correlate(E).exists()
)


def newest_counting(
    connection: Connection, own: Sequence[tuple[bytes, int]], collector: str, kinds: Sequence[str]
) -> bytes | None:
    """The newest entry of a collector at a seat that is not voided, nor the import it brought.

    Args:
        connection: a transaction.
        own: (desk, number): the seat's entries are those of each desk up to the number.
        collector: who recorded it.
        kinds: of entries.
    """
    of_seat = or_(false(), *[(E.c.desk == desk) & (E.c.seq <= upto) for desk, upto in own])
    statement = (
        select(E.c.id)
        .where(of_seat, E.c.collector == collector, E.c.kind.in_(kinds))
        .where(counts(E.c.id), ~_BROUGHT_VOIDED)
        .order_by(E.c.id.desc())
        .limit(1)
    )
    found: bytes | None = connection.execute(statement).scalar_one_or_none()
    return found


_CALLS = Prepared(
    select(P.c.customer_id, E.c.id, func.coalesce(_CALL.c.outcome, ""), E.c.at)
    .select_from(E)
    .join(P, P.c.entry == E.c.id)
    .outerjoin(_CALL, _CALL.c.entry == E.c.id)
    .where(
        P.c.customer_id.is_not(None),
        E.c.local_day == bindparam("day"),
        E.c.collector == bindparam("collector"),
        E.c.kind == "call",
        counts(E.c.id),
    )
)


def calls_of_day(connection: Connection, day: int, collector: str) -> list[tuple[int, bytes, str, int]]:
    """(customer, entry, outcome, instant) of every counting call of this collector on a day.

    The outcome of a call whose words were erased is empty.
    """
    return [
        (row[0], row[1], row[2], row[3]) for row in _CALLS.rows(connection, day=day, collector=collector)
    ]


def item_counts(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
    """How many items each entry codes, or tells the root cause of."""
    found: dict[bytes, int] = {}
    for facts in (_O, _R):
        for start in range(0, len(ids), 500):
            statement = (
                select(facts.c.entry, func.count())
                .where(facts.c.entry.in_(ids[start : start + 500]))
                .group_by(facts.c.entry)
            )
            found.update((row[0], row[1]) for row in connection.execute(statement))
    return found


def handles(connection: Connection, targets: Sequence[bytes]) -> dict[bytes, str]:
    """The handle of each target of a void: of the entry itself, or of the entry that brought the import."""
    found: dict[bytes, str] = {}
    for start in range(0, len(targets), 500):
        batch = targets[start : start + 500]
        own = (
            select(E.c.id, E.c.seq, _D.c.number).outerjoin(_D, _D.c.id == E.c.desk).where(E.c.id.in_(batch))
        )
        brought = (
            select(_M.c.identity, E.c.seq, _D.c.number)
            .join(E, E.c.id == _M.c.entry)
            .outerjoin(_D, _D.c.id == E.c.desk)
            .where(_M.c.identity.in_(batch))
            .order_by(E.c.id)
        )
        for statement in (own, brought):
            for target, seq, number in connection.execute(statement):
                found[target] = f"{number or 0}-{seq}"
    return found
