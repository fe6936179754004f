"""A query written down again as a filter line."""

import re
from datetime import date

from arcollect_tui.rules.formats import OfficeFormat
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
from arcollect_tui.rules.query_fields import BARE, NO_DAY, NUMBER_FIELD, Target, flags, other_list


def to_text(query: Query, target: Target, fmt: OfficeFormat) -> str:
    """The filter line of a query; parsing it for the same list gives the same query.

    Dates are written as they fell on the day of parsing, so keep the typed line, not this one, where
    `today` should move with the day.
    """
    words = [] if query.expr is None else [_written(query.expr, target, fmt)]
    if query.sort:
        words.append("sort:" + ",".join(("-" if down else "") + name for name, down in query.sort))
    if query.columns:
        words.append("cols:" + ",".join(query.columns))
    return " ".join(words)


def _written(expr: Expr, target: Target, fmt: OfficeFormat) -> str:
    match expr:
        case And(parts):
            return " ".join(_grouped(part, target, fmt, Or) for part in parts)
        case Or(parts):
            return " | ".join(_written(part, target, fmt) for part in parts)
        case Not(part):
            return "-" + _grouped(part, target, fmt, And, Or)
        case Contains(fields, text):
            return _contains(fields, text, target)
        case _:
            return _leaf(expr, fmt)


def _leaf(expr: Compare | Between | Matches | Flag, fmt: OfficeFormat) -> str:
    match expr:
        case Compare(name, op, value):
            return f"{name}{op}{_value(value, fmt)}"
        case Between(name, low, high):
            return f"{name}:{_value(low, fmt)}..{_value(high, fmt)}"
        case Matches(name, pattern):
            return f"{name}~{_quoted(pattern)}"
        case Flag(name):
            return name.replace("has_", "has:", 1)


def _grouped(expr: Expr, target: Target, fmt: OfficeFormat, *kinds: type[And] | type[Or]) -> str:
    text = _written(expr, target, fmt)
    return f"({text})" if isinstance(expr, kinds) else text


def _contains(fields: tuple[str, ...], text: str, target: Target) -> str:
    if fields == BARE[target]:
        plain = re.fullmatch(r"\w+", text) and text.lower() not in flags(target) | flags(other_list(target))
        return text if plain else _quoted(text)
    if fields == (NUMBER_FIELD[target],):
        return "#" + _quoted(text)
    return f"{fields[0]}:{_quoted(text)}"


def _value(value: Value, fmt: OfficeFormat) -> str:
    match value:
        case None:
            return NO_DAY
        case Amount(number, currency):
            return f"{number:f}".replace(".", fmt.decimal) + (currency or "").lower()
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case str():
            return _quoted(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
