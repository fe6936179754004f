"""Statements that are built once and run many times.

Building a Core expression costs milliseconds, keeping it costs nothing. `Prepared` compiles a
statement once a dialect and runs it with plain database values; `insert_rows` does the same for many
rows of one table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table, insert
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a SQLModel class."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def tables(*models: type[SQLModel]) -> tuple[Table, ...]:
    """The Core tables behind several SQLModel classes."""
    return tuple(table(model) for model in models)


class Prepared:
    """A Core statement compiled once a dialect; parameters are bound by name."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def _for(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled = self._statement.compile(  # type: ignore[attr-defined]
                dialect=dialect, compile_kwargs={"render_postcompile": True}
            )
            order = tuple(compiled.positiontup) if compiled.positional else None
            constants = {name: bind.value for name, bind in compiled.binds.items()} | dict(compiled.params)
            known = self._compiled[dialect.name] = (str(compiled), order, constants)
        return known

    def __call__(self, connection: Connection, **values: object) -> CursorResult[*tuple[Any, ...]]:
        """Run it. A parameter that is not given keeps the constant it was built with."""
        sql, bound = self._bound(connection, values)
        return connection.exec_driver_sql(sql, bound)

    def run(self, connection: Connection, **values: object) -> None:
        """Run a statement that answers nothing: straight through the driver, for half the time."""
        sql, bound = self._bound(connection, values)
        _send(connection, sql, bound)

    def first(self, connection: Connection, **values: object) -> tuple[Any, ...] | None:
        """The first row of its answer, or None; straight through the driver as well."""
        sql, bound = self._bound(connection, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, bound)
            return cursor.fetchone()
        finally:
            cursor.close()

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """All rows of its answer as plain tuples; straight through the driver as well."""
        sql, bound = self._bound(connection, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, bound)
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def each(self, connection: Connection, **values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of its answer one by one, for answers that would fill the memory."""
        sql, bound = self._bound(connection, values)
        cursor: Any = connection.connection.cursor()
        try:
            cursor.execute(sql, bound)
            yield from cursor
        finally:
            cursor.close()

    def many(self, connection: Connection, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Run it once for each row.

        Args:
            connection: an open transaction.
            names: which parameter each place of a row is for; all of the statement's.
            rows: database values.
        """
        sql, order, _ = self._for(connection.dialect)
        bound: Any = rows
        if order is None:
            bound = (dict(zip(names, row, strict=True)) for row in rows)
        elif order != tuple(names):
            bound = map(itemgetter(*map(names.index, order)), rows)
        _send(connection, sql, bound, many=True)

    def _bound(self, connection: Connection, values: dict[str, object]) -> tuple[str, Any]:
        sql, order, constants = self._for(connection.dialect)
        if order is None:
            return sql, {name: values.get(name, constant) for name, constant in constants.items()}
        return sql, tuple([values[name] if name in values else constants[name] for name in order])


def _send(connection: Connection, sql: str, bound: Any, *, many: bool = False) -> None:  # noqa: ANN401
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(sql, bound)
        else:
            cursor.execute(sql, bound)
    finally:
        cursor.close()


@cache
def _insert_sql(target: Table, ignore: bool, kind: Any) -> str:  # noqa: ANN401 - a dialect's class
    from sqlalchemy.dialects import postgresql, sqlite

    on_file = kind.name == "sqlite"
    build: Any = sqlite.insert if on_file else postgresql.insert
    statement: Any = build(target) if ignore else insert(target)
    if ignore:
        statement = statement.on_conflict_do_nothing()
    # Rows are sequences, so parameters go by position.
    dialect = kind(paramstyle="qmark" if on_file else "format")
    return str(statement.compile(dialect=dialect))


def insert_rows(
    connection: Connection,
    model: type[SQLModel],
    rows: Iterable[Sequence[object]] | Sequence[Sequence[object]],
    *,
    ignore: bool = False,
) -> None:
    """Insert rows given as tuples in the order of the table's columns.

    Args:
        connection: an open transaction.
        model: the table.
        rows: database values, one sequence a row.
        ignore: leave rows alone whose key is already there.
    """
    fill(connection, table(model), rows, ignore=ignore)


def fill(
    connection: Connection, target: Table, rows: Iterable[Sequence[object]], *, ignore: bool = False
) -> None:
    """Insert rows into a Core table; see `insert_rows`."""
    batch = rows if isinstance(rows, list) else list(rows)
    if not batch:
        return
    kind: Any = type(connection.dialect)
    _send(connection, _insert_sql(target, ignore, kind), batch, many=True)


def columns(model: type[SQLModel]) -> tuple[str, ...]:
    """Column names in table order."""
    return tuple(column.name for column in table(model).c)


def as_row(model: type[SQLModel], values: Mapping[str, object]) -> tuple[object, ...]:
    """A tuple in table order from named values; missing text is empty, other missing values NULL."""
    return tuple(values.get(name, default) for name, default in _defaults(model))


@cache
def _defaults(model: type[SQLModel]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (column.name, "" if column.type.python_type is str and not column.nullable else None)
        for column in table(model).c
    )
