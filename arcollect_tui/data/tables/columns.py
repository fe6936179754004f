"""Column spellings shared by all tables.

Every table is STRICT on SQLite, so each SQLAlchemy type must render as INTEGER, TEXT or BLOB. Days
are stored as proleptic ordinals (`date.toordinal()`): days overdue is then plain subtraction on every
database. Money is whole minor units. Instants are microseconds since 1970 in UTC. Text is ordered by
code point: SQLite always does, PostgreSQL is told so column by column.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.ext.declarative import DeferredReflection
from sqlalchemy.schema import CreateIndex
from sqlmodel import Field, SQLModel

METADATA = SQLModel.metadata


class Row(DeferredReflection, SQLModel):
    """A row of a table.

    Rows are read and written by Core statements and never made into objects, so neither SQLAlchemy's
    mapper nor pydantic's validator is built: together they would take half of the time that declaring
    the tables does, at every start.
    """

    model_config = {"defer_build": True}


STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Table arguments of the fact tables: no rowid, so the primary key is the table."""
TEXT = String().with_variant(String(collation="C"), "postgresql")

ONLY_WHERE = "only_where"
"""In what is noted beside an index: which rows it is for."""


@compiles(BigInteger, "sqlite")
def _big_integer(_type: BigInteger, _compiler: Any, **_options: Any) -> str:  # noqa: ANN401
    return "INTEGER"


@compiles(String, "sqlite")
def _string(_type: String, _compiler: Any, **_options: Any) -> str:  # noqa: ANN401
    return "TEXT"


@compiles(CreateIndex, "postgresql")
def _create_index(create: CreateIndex, compiler: Any, **options: Any) -> str:  # noqa: ANN401
    """The rows an index is for; `postgresql_where` would load that dialect at every start."""
    statement: str = compiler.visit_create_index(create, **options)
    given = create.element.info.get(ONLY_WHERE)
    return f"{statement} WHERE {given}" if given else statement


def key(kind: Any = BigInteger) -> Any:  # noqa: ANN401
    """A primary key column that the program fills itself."""
    return Field(sa_column=Column(kind, primary_key=True, autoincrement=False, nullable=False))


def number() -> Any:  # noqa: ANN401
    """A whole number: minor units, a day, a count, an id."""
    return Field(sa_column=Column(BigInteger, nullable=False))


def maybe_number() -> Any:  # noqa: ANN401
    """A whole number that may be unknown."""
    return Field(default=None, sa_column=Column(BigInteger, nullable=True))


def words() -> Any:  # noqa: ANN401
    """Text; empty when there is none, never NULL."""
    return Field(default="", sa_column=Column(TEXT, nullable=False, server_default=""))


def maybe_words() -> Any:  # noqa: ANN401
    """Text that may be unknown."""
    return Field(default=None, sa_column=Column(TEXT, nullable=True))


def blob() -> Any:  # noqa: ANN401
    """Bytes."""
    return Field(sa_column=Column(LargeBinary, nullable=False))


def maybe_blob() -> Any:  # noqa: ANN401
    """Bytes that may be absent, or erased."""
    return Field(default=None, sa_column=Column(LargeBinary, nullable=True))
