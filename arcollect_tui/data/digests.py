"""Digests of the store: `record`, `ledger` and `standing`, equal wherever the content is equal.

Rows are hashed one by one and the digests added up, so that neither the order of arrival nor a
database's text order matters. Numbers of this desk, caches and fingerprints are left out.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from arcollect_tui.data.imports.cards import CARD_ADDED
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import (
    AccountStanding,
    Customer,
    Entry,
    Item,
    ItemChange,
    ItemStanding,
    LedgerImport,
    PartRow,
    PromiseStanding,
)

_MODULUS = 1 << 256
SHORT = 16
"""Characters of a digest that people compare."""

_CUSTOMER_AS_FIRST = len(table(Customer).c) - len(CARD_ADDED)
"""The columns that a customer has had from the beginning: those added later stand behind them."""
_LEFT_OUT = {"fingerprint", "before", "place"}
LEDGER: tuple[type[SQLModel], ...] = (Customer, Item, ItemChange, LedgerImport)
STANDING: tuple[type[SQLModel], ...] = (ItemStanding, PromiseStanding, AccountStanding)


def _statement(model: type[SQLModel]) -> Prepared:
    return Prepared(select(*[column for column in table(model).c if column.name not in _LEFT_OUT]))


_ROWS = {model: _statement(model) for model in (*LEDGER, *STANDING)}
_ENTRIES = Prepared(select(table(Entry).c.id, table(Entry).c.hash))
_PARTS = Prepared(select(table(PartRow).c.entry, table(PartRow).c.line, table(PartRow).c.hash))


def _plain(value: object) -> Any:  # noqa: ANN401
    return value.hex() if isinstance(value, bytes) else value


def _sum(name: str, rows: Iterable[Sequence[object]]) -> int:
    return _total(json.dumps([name, *[_plain(value) for value in row]], ensure_ascii=False) for row in rows)


def _total(texts: Iterable[str]) -> int:
    sha256, number = hashlib.sha256, int.from_bytes
    return sum(number(sha256(text.encode()).digest(), "big") for text in texts)


def _digest(total: int) -> str:
    return f"{total % _MODULUS:064x}"[:SHORT]


def record_digest(connection: Connection) -> str:
    """Digest of the entries and their parts.

    The rows are spelled out here as `_sum` would: every sync counts them all.
    """
    entries = (f'["entry", "{one.hex()}", "{own.hex()}"]' for one, own in _ENTRIES.each(connection))
    parts = (
        f'["part", "{one.hex()}", {line}, "{own.hex()}"]' for one, line, own in _PARTS.each(connection)
    )
    return _digest(_total(entries) + _total(parts))


def ledger_digest(connection: Connection) -> str:
    """Digest of customers, items and the changes between imports."""
    rows: dict[type[SQLModel], Iterable[Sequence[object]]]
    rows = {model: _ROWS[model](connection) for model in LEDGER}
    rows[Customer] = map(_as_said, rows[Customer])
    return _digest(sum(_sum(model.__name__, known) for model, known in rows.items()))


def _as_said(row: Sequence[object]) -> Sequence[object]:
    """A customer without the columns added later where they say nothing: its digest is what it was."""
    return row if any(row[_CUSTOMER_AS_FIRST:]) else row[:_CUSTOMER_AS_FIRST]


def standing_digest(connection: Connection) -> str:
    """Digest of everything that follows, on the day it was computed for."""
    return _digest(sum(_sum(model.__name__, _ROWS[model](connection)) for model in STANDING))


def table_sums(connection: Connection, models: Sequence[type[SQLModel]]) -> dict[str, int]:
    """A sum per table, to compare two states of a store table by table."""
    found = {}
    for model in models:
        rows = connection.execute(select(table(model)))
        found[str(table(model).name)] = _sum(str(table(model).name), rows) % _MODULUS
    return found
