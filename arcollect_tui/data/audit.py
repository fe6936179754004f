"""What the named checks look at: disagreements between tables, as rows or words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, cast, exists, func, select

from arcollect_tui.data import journal, projection, standing
from arcollect_tui.data.digests import STANDING, table_sums
from arcollect_tui.data.imports.fold import applied, wanted
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.tables import (
    AccountStanding,
    Customer,
    ImportChunk,
    ImportFact,
    Item,
    ItemStanding,
    Voided,
)

_A, _C, _I, _S, _F, _K = tables(AccountStanding, Customer, Item, ItemStanding, ImportFact, ImportChunk)


def file_problems(connection: Connection) -> Iterator[str]:
    """What the database itself says about its file."""
    for (word,) in connection.exec_driver_sql("PRAGMA integrity_check(10)"):
        if word != "ok":
            yield f"the file is damaged: {word}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"a row of {row[0]} points nowhere"


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
    stored = table_sums(connection, (*STANDING, Voided))
    standing.refresh_everything(connection, today)
    anew = table_sums(connection, (*STANDING, Voided))
    for name, total in stored.items():
        if anew[name] != total:
            yield f"table {name} differs from what ledger and record say"


_LEDGERS = Prepared(select(_F.c.ledger).distinct().order_by(_F.c.ledger))
_WITHOUT_LINES = Prepared(
    select(_F.c.file_name)
    .where(_F.c["items"] > 0, ~exists().where(_K.c.identity == _F.c.identity))
    .distinct()
)


def import_problems(connection: Connection) -> Iterator[str]:
    """Imports that count and are not folded in, or the other way round; imports without lines."""
    for (ledger,) in _LEDGERS(connection).all():
        have = Counter(key.identity for key in applied(connection, ledger))
        want = Counter(key.identity for key in wanted(connection, ledger))
        if have != want:
            yield f"ledger {ledger}: {len(want - have)} imports are missing, {len(have - want)} too many"
    for (name,) in _WITHOUT_LINES(connection):
        yield f"the lines of {name} are not kept here"
