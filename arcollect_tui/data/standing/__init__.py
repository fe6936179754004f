"""Standing: what follows from ledger, facts and policy, refreshed by aspect.

A deed says which aspects it touches; each aspect is a set of UPDATEs over its own columns for the
customers concerned, score last. The statements of an aspect are built once, when its module is
imported: at the first deed or before, by `load`, so that who only looks does not wait for them.
"""

from enum import Flag, auto
from importlib import import_module

from sqlalchemy import Connection, func, select

from arcollect_tui.data import desk
from arcollect_tui.data.standing import unfounded, voids
from arcollect_tui.data.standing.touched import touch, touch_all
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Customer

__all__ = [
    "Aspect",
    "customer_count",
    "is_current",
    "load",
    "refresh",
    "refresh_everything",
    "refresh_moved",
    "remeasure",
    "standing_day",
    "step_day",
    "unfounded",
    "voids",
]

DAY_KEY = "standing_day"


class Aspect(Flag):
    """Parts of an account's standing that a deed may change."""

    LEDGER = auto()
    CODING = auto()
    PROMISE = auto()
    CONTACT = auto()
    OWNER = auto()
    ALL = LEDGER | CODING | PROMISE | CONTACT | OWNER


def load() -> None:
    """Import the aspects, which the first deed would wait for."""
    for name in ("coding", "contact", "ledger", "measures", "owners", "promises", "score"):
        import_module(f"{__name__}.{name}")


def refresh(
    connection: Connection,
    today: int,
    aspects: Aspect,
    *,
    coded_by: bytes | None = None,
    everybody: bool = False,
) -> None:
    """Bring the touched customers up to date.

    Args:
        connection: the transaction that changed the source; `touched` names the customers.
        today: ordinal of the day that the sums are for.
        aspects: what may have changed.
        coded_by: the one entry whose codings (or voids of codings) changed, if that is all.
        everybody: all customers are touched.
    """
    from arcollect_tui.data.standing import coding, contact, ledger, owners, promises, score
    from arcollect_tui.data.standing.measures import measures

    measured = measures(connection)
    if Aspect.LEDGER in aspects:
        ledger.refresh(connection, today, measured)
    if aspects & (Aspect.LEDGER | Aspect.OWNER):
        owners.refresh(connection, today)
    if Aspect.CODING in aspects:
        if everybody:
            coding.refresh_all_items(connection)
        elif coded_by is None:
            coding.refresh_items_of_accounts(connection)
        else:
            coding.refresh_items_of_entry(connection, coded_by)
        coding.refresh_accounts(connection, today)
    if Aspect.PROMISE in aspects:
        promises.refresh(connection)
    if Aspect.CONTACT in aspects:
        contact.refresh(connection)
    score.refresh(connection, today, measured)
    if everybody:
        measured.note(connection)


def refresh_everything(connection: Connection, today: int) -> None:
    """Recompute all standing from ledger, record and policy."""
    from arcollect_tui.data.standing import ledger

    voids.refresh_all(connection)
    unfounded.refresh_all(connection)
    ledger.drop_strangers(connection)
    touch_all(connection)
    refresh(connection, today, Aspect.ALL, everybody=True)
    desk.put(connection, DAY_KEY, str(today).encode())


def refresh_moved(connection: Connection, today: int, customers: set[int], *, appended: bool) -> None:
    """Bring customers up to date whose ledger rows moved.

    Args:
        connection: the transaction that moved them.
        today: ordinal of the day that the sums are for.
        customers: their ids.
        appended: all that happened is that one file came on top of the others.
    """
    from arcollect_tui.data.standing import ledger, promises

    ledger.drop_strangers(connection)
    # A promise may be judged by the mere arrival of a file that no longer shows the item.
    touch(connection, customers | promises.customers_waiting(connection, appended=appended))
    refresh(connection, today, Aspect.ALL)


def standing_day(connection: Connection) -> int | None:
    """The day the stored standing was computed for."""
    value = desk.get(connection, DAY_KEY)
    return int(value) if value is not None else None


def is_current(connection: Connection, today: int) -> bool:
    """Whether the stored standing is of this day, and measured as policy says; also of no day yet."""
    from arcollect_tui.data.standing.measures import measures

    return standing_day(connection) in (None, today) and measures(connection).noted(connection)


def step_day(connection: Connection, today: int) -> None:
    """Recompute what depends on the day, and on how accounts are measured."""
    from arcollect_tui.data.standing import coding, ledger, owners, score
    from arcollect_tui.data.standing.measures import measures

    measured = measures(connection)
    touch_all(connection)
    owners.refresh_day(connection, standing_day(connection), today)
    ledger.refresh_day(connection, today, measured)
    coding.refresh_day(connection, today)
    score.refresh(connection, today, measured)
    desk.put(connection, DAY_KEY, str(today).encode())
    measured.note(connection)


def remeasure(connection: Connection, today: int) -> None:
    """Recompute what policy measures otherwise now than when the stored standing was made.

    Called at the end of every deed: a policy may be set, taken back, or come from a colleague.
    """
    from arcollect_tui.data.standing.measures import measures

    if not measures(connection).noted(connection):
        step_day(connection, today)


_CUSTOMERS = Prepared(select(func.count()).select_from(table(Customer)))


def customer_count(connection: Connection) -> int:
    """How many customers the store has."""
    return int(_CUSTOMERS(connection).scalar_one())
