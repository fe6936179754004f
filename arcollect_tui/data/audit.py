"""What the named checks look at: disagreements between tables, as rows or words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, cast, func, select

from arcollect_tui.data import chain, journal, projection, standing
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.digests import STANDING, table_sums
from arcollect_tui.data.imports.order import applied, lacking_lines, ledgers_brought, wanted
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.store import damage
from arcollect_tui.data.tables import (
    AccountStanding,
    Customer,
    ImportChunk,
    ImportFact,
    Item,
    ItemStanding,
    Unfounded,
    Voided,
)

_A, _C, _I, _S, _F, _K = tables(AccountStanding, Customer, Item, ItemStanding, ImportFact, ImportChunk)


def file_problems(connection: Connection) -> Iterator[str]:
    """What the database itself says about its store."""
    yield from damage(connection)


def projection_problems(connection: Connection) -> Iterator[str]:
    """Typed record tables that differ from their rebuild; `connection` may be written to."""
    stored = table_sums(connection, projection.FACT_TABLES)
    names = {str(table(model).name): model for model in projection.FACT_TABLES}
    projection.clear(connection)
    for rows in journal.rebuilt(connection):
        projection.write(connection, rows)
    anew = table_sums(connection, projection.FACT_TABLES)
    for name in names:
        if stored[name] != anew[name]:
            yield f"table {name} differs from what the record says"


_SUMS = (
    select(
        _I.c.customer_id,
        _I.c.currency,
        cast(func.sum(_I.c.open_amount), BigInteger).label("total"),
    )
    .group_by(_I.c.customer_id, _I.c.currency)
    .subquery()
)
_BALANCES = Prepared(
    select(_C.c.number, _SUMS.c.currency, func.coalesce(_A.c.balance, 0), _SUMS.c.total)
    .select_from(_SUMS)
    .join(_C, _C.c.id == _SUMS.c.customer_id)
    .outerjoin(_A, and_(_A.c.customer_id == _SUMS.c.customer_id, _A.c.currency == _SUMS.c.currency))
    .where(func.coalesce(_A.c.balance, 0) != _SUMS.c.total)
)


def balance_problems(connection: Connection) -> Iterator[Any]:
    """(number, currency, balance shown, sum of items) where the two differ."""
    yield from _BALANCES(connection)


_OVERDISPUTED = Prepared(
    select(_C.c.number, _I.c.document_no)
    .select_from(_S)
    .join(_I, _I.c.id == _S.c.item_id)
    .join(_C, _C.c.id == _I.c.customer_id)
    .where(_S.c.disputed > func.abs(_I.c.open_amount))
)


def overdisputed(connection: Connection) -> Iterator[Any]:
    """(customer number, document number) of items with more in dispute than is open."""
    yield from _OVERDISPUTED(connection)


def standing_problems(connection: Connection, today: int) -> Iterator[str]:
    """Standing tables that differ from a full refresh; `connection` may be written to."""
    stored = table_sums(connection, (*STANDING, Unfounded, Voided))
    standing.refresh_everything(connection, today)
    anew = table_sums(connection, (*STANDING, Unfounded, Voided))
    for name, total in stored.items():
        if anew[name] != total:
            yield f"table {name} differs from what ledger and record say"


def import_problems(connection: Connection) -> Iterator[str]:
    """Imports that count and are not folded in, or the other way round."""
    for ledger in ledgers_brought(connection):
        have = Counter(key.identity for key in applied(connection, ledger))
        want = Counter(key.identity for key in wanted(connection, ledger))
        if have != want:
            yield f"ledger {ledger}: {len(want - have)} imports are missing, {len(have - want)} too many"


def import_notices(connection: Connection) -> Iterator[str]:
    """Imports that count elsewhere, and wait here for their lines."""
    for _, name in lacking_lines(connection):
        yield f"the lines of import {name} are not here: what it says waits for them"


def chain_notices(connection: Connection) -> Iterator[str]:
    """Entries of other desks that have not arrived."""
    for desk, here in chain.chains(connection).items():
        for span in here.missing:
            verb = "has" if span[0] == span[1] else "have"
            yield f"{chain.words(span)} of {drawer.desk_name(connection, desk)} {verb} not arrived"
