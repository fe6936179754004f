"""Filters become SQL here: SQLAlchemy expressions over a whitelist of fields.

Each list has one map from field name to column. A field that lives in another table becomes an IN over
that table, so that the list itself stays one table and its indexes are used.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, func, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from arcollect_tui.data import spelling
from arcollect_tui.rules.query_ast import (
    Amount,
    And,
    Between,
    Compare,
    Contains,
    Expr,
    Flag,
    Matches,
    Not,
    Or,
    Query,
    Value,
)

Condition = ColumnElement[bool]
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
MONEY, DAY, NUMBER, TEXT = "money", "day", "number", "text"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's value stands.

    Attributes:
        column: the SQL value.
        kind: how it is compared: money, day, number or text.
        within: wraps a condition on `column`, for a column of another table.
        then: what rows of the same value are sorted by.
    """

    column: Any
    kind: str
    within: Callable[[Condition], Condition] | None = None
    then: Any = None

    def wrap(self, condition: Condition) -> Condition:
        """The condition as one on the list's own rows."""
        return condition if self.within is None else self.within(condition)


@dataclass(frozen=True, slots=True)
class Target:
    """One list that can be filtered.

    Attributes:
        sources: fields by full name.
        flags: conditions by name.
        special: fields that need more than a column; given operator and value.
        unit: minor units in one unit of the row's currency.
        in_currency: narrows a condition on money to what is in a currency.
        contains: extra fields for substring search, by name.
        me: the collector who asks.
    """

    sources: dict[str, Source]
    flags: dict[str, Condition]
    special: dict[str, Callable[[str, Value], Condition]]
    unit: Any
    in_currency: Callable[[str, Condition], Condition]
    contains: dict[str, Callable[[str], Condition]]
    me: str


def like_pattern(text: str) -> str:
    """A LIKE pattern for `text` anywhere, with its own signs escaped by a backslash."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def small(column: Any, text: str) -> Any:  # noqa: ANN401
    """The column in small letters, to be compared with `text.lower()`.

    The database's own `lower` knows the letters of ASCII only; ours is asked when the text has others.
    """
    return func.lower(column) if text.isascii() else spelling.small_letters(column)


class _Alike(FunctionElement[str]):
    """A text for a LIKE that takes capitals of ASCII as small letters: SQLite's does so by itself."""

    inherit_cache = True
    type = String()


@compiles(_Alike)
def _lower(element: _Alike, compiler: Any, **options: object) -> str:  # noqa: ANN401
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(_Alike, "sqlite")
def _as_it_is(element: _Alike, compiler: Any, **options: object) -> str:  # noqa: ANN401
    return str(compiler.process(element.clauses, **options))


def contains(column: Any, text: str) -> Condition:  # noqa: ANN401
    """Substring in either case."""
    searched = _Alike(column) if text.isascii() else spelling.small_letters(column)
    condition: Condition = searched.like(like_pattern(text.lower()), escape="\\")
    return condition


def compile_query(query: Query, target: Target) -> Condition | None:
    """The WHERE of a filter, or None for every row."""
    return None if query.expr is None else compile_expr(query.expr, target)


def compile_expr(expr: Expr, target: Target) -> Condition:
    """One node as SQL."""
    match expr:
        case And(parts):
            return and_(*[compile_expr(part, target) for part in parts])
        case Or(parts):
            return or_(*[compile_expr(part, target) for part in parts])
        case Not(part):
            # What has no value is not "less", so its opposite holds: coalesce to false first.
            return not_(func.coalesce(compile_expr(part, target), false()))
        case Flag(name):
            return target.flags[name]
        case Contains(fields, text):
            return or_(*[_contains(name, text, target) for name in fields])
        case Matches(name, pattern):
            source = target.sources[name]
            return source.wrap(spelling.matches(source.column, pattern))
        case Between(name, low, high):
            return and_(_compare(name, ">=", low, target), _compare(name, "<=", high, target))
        case Compare(name, op, value):
            return _compare(name, op, value, target)


def _contains(name: str, text: str, target: Target) -> Condition:
    special = target.contains.get(name)
    if special is not None:
        return special(text)
    source = target.sources[name]
    return source.wrap(contains(source.column, text))


def _compare(name: str, op: str, value: Value, target: Target) -> Condition:
    if name in target.special:
        return target.special[name](op, value)
    source = target.sources[name]
    if value is None:
        return source.wrap(_absent(source, op))
    if source.kind == MONEY and isinstance(value, Amount):
        return _money(source, op, value, target)
    if isinstance(value, date):
        return source.wrap(OPERATORS[op](source.column, value.toordinal()))
    if source.kind == TEXT:
        text = target.me if name == "collector" and str(value).lower() == "me" else str(value)
        return source.wrap(OPERATORS[op](small(source.column, text), text.lower()))
    return source.wrap(OPERATORS[op](source.column, value))


def _absent(source: Source, op: str) -> Condition:
    empty: Condition = source.column == "" if source.kind == TEXT else source.column.is_(None)
    return empty if op == "=" else not_(empty)


def _money(source: Source, op: str, amount: Amount, target: Target) -> Condition:
    """Whole numbers on both sides, whatever the minor unit of the row's currency is."""
    ratio = Fraction(amount.value)
    condition = OPERATORS[op](source.column * ratio.denominator, target.unit * ratio.numerator)
    if amount.currency is not None:
        condition = target.in_currency(amount.currency.upper(), condition)
    return source.wrap(condition)


def order_by(query: Query, target: Target) -> list[Any]:
    """ORDER BY of the view words, without the list's own order behind it."""
    wanted = []
    for name, down in query.sort:
        source = target.sources[name]
        columns = (source.column,) if source.then is None else (source.column, source.then)
        wanted += [directed(column, down=down) for column in columns]
    return wanted


def directed(column: Any, *, down: bool) -> Any:  # noqa: ANN401
    """The column as an order; what has no value is less than what has one, on every database."""
    return column.desc().nulls_last() if down else column.asc().nulls_first()
