"""What each database spells its own way.

Everything else in the queries is plain Core, which SQLite and PostgreSQL answer alike.
"""

import re
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, String, Table, cast, collate, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from arcollect_tui.rules.dispute_words import said_pattern

_LETTERS = "und-x-icu"
"""PostgreSQL's collation that knows the letters of every script; our columns know only bytes."""


class _Either(FunctionElement[Any]):
    """Two spellings of one value: SQLite's, then PostgreSQL's."""

    inherit_cache = True

    def __init__(self, on_sqlite: ColumnElement[Any], on_postgresql: ColumnElement[Any]) -> None:
        super().__init__(on_sqlite, on_postgresql)
        self.type = on_sqlite.type


@compiles(_Either)
def _first(element: _Either, compiler: Any, **options: Any) -> str:  # noqa: ANN401
    return f"({compiler.process(next(iter(element.clauses)), **options)})"


@compiles(_Either, "postgresql")
def _second(element: _Either, compiler: Any, **options: Any) -> str:  # noqa: ANN401
    return f"({compiler.process(element.clauses.clauses[1], **options)})"


def small_letters(column: Any) -> ColumnElement[str]:  # noqa: ANN401
    """Small letters of every script; the `lower` of both databases is asked for ASCII only."""
    there = func.lower(collate(column, _LETTERS), type_=String)
    return _Either(func.small_letters(column, type_=String), collate(there, "C"))


def matches(column: Any, pattern: str) -> ColumnElement[bool]:  # noqa: ANN401
    """Whether a regular expression of `rules.query_literals` is found in the column, in either case."""
    text = cast(column, String)
    there = collate(text, _LETTERS).regexp_match(f"(?ip){_server_pattern(pattern)}")
    return _Either(text.regexp_match(f"(?i){pattern}"), there)


def says_dispute(column: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """Whether a text says that somebody contests the item, as `rules.dispute_words` has it."""
    text = cast(column, String)
    there = collate(text, _LETTERS).regexp_match(f"(?ip){_server_pattern(said_pattern())}")
    return _Either(func.says_dispute(text, type_=Boolean), there)


def _server_pattern(pattern: str) -> str:
    r"""PostgreSQL's words for what Python spells differently: `\b`, `\B`, and `{,3}`."""
    words = {"b": r"\y", "B": r"\Y"}
    spelled = re.sub(r"\\(.)", lambda found: words.get(found[1], found[0]), pattern, flags=re.DOTALL)
    return re.sub(r"(?<!\\)\{,(?=\d+\})", "{0,", spelled)


def weighed(connection: Connection, *tables: Table) -> None:
    """Tell a server how much is in tables that were just filled: its plans depend on that."""
    if connection.dialect.name != "sqlite":
        names = ", ".join(map(connection.dialect.identifier_preparer.format_table, tables))
        connection.exec_driver_sql(f"ANALYZE {names}")
