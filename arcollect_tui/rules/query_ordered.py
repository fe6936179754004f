"""Conditions on values that have an order: amounts, numbers, ages and dates, and ranges of them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from arcollect_tui.errors import QueryError, UsageError
from arcollect_tui.rules.dates import parse_day
from arcollect_tui.rules.query_ast import Amount, Between, Compare, Expr, Ordered
from arcollect_tui.rules.query_fields import NO_DAY, Field, Kind
from arcollect_tui.rules.query_literals import amount, whole_number
from arcollect_tui.rules.query_terms import Piece, Reading, Term

_TURNED: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "!=": "!="}
"""An age turns the comparison: more days overdue is an earlier due date."""

_AGE: Final = re.compile(r"([0-9]{1,6})([dw])", re.IGNORECASE)
# Two dots that a third follows are the end of a day and the range: 27.11...30.11.
_DOTS: Final = re.compile(r"\.\.(?!\.)")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A value, and whether it was written as an age, such as the 30 of `od>=30`."""

    value: Ordered
    age: bool = False


def ordered(field: Field, term: Term, piece: Piece, reading: Reading) -> Expr:
    """The leaf of one comparison or range."""
    name = field.bound or field.name
    dots = _DOTS.search(piece.text)
    if dots:
        return _range(field, term, piece, dots, reading)
    op = "=" if term.op == ":" else term.op
    if field.kind is Kind.DATE and piece.text.lower() == NO_DAY:
        if op not in {"=", "!="}:
            sentence = f"{NO_DAY} is neither before nor after a day,"
            raise reading.wrong(piece.start, piece.end, sentence, f"e.g. {term.name}:{NO_DAY}.")
        return Compare(name, op, None)
    bound = _bound(field, term, piece, reading)
    return Compare(name, _TURNED[op] if bound.age else op, bound.value)


def misread(field: Field, term: Term, piece: Piece, reading: Reading) -> QueryError:
    """The error about a value that is not of the field's kind."""
    sentence = f"{term.name} needs {field.kind.needs},"
    return reading.wrong(piece.start, piece.end, sentence, f"e.g. {field.example}.")


def _range(field: Field, term: Term, piece: Piece, dots: re.Match[str], reading: Reading) -> Expr:
    if term.op not in {":", "="}:
        cure = f"{term.name}:{piece.text}."
        raise reading.wrong(term.start, piece.end, "A range takes a colon:", cure)
    name = field.bound or field.name
    low = _end(field, term, _part(piece, 0, dots.start()), reading)
    high = _end(field, term, _part(piece, dots.end(), len(piece.text)), reading)
    if low and high:
        return _between(name, low, high, piece, reading)
    if low:
        return Compare(name, "<=" if low.age else ">=", low.value)
    if high:
        return Compare(name, ">=" if high.age else "<=", high.value)
    raise misread(field, term, piece, reading)


def _part(piece: Piece, first: int, last: int) -> Piece:
    """A part of a value; its place is exact where no quotes shift it."""
    text = piece.text[first:last].strip()
    if piece.quoted:
        return Piece(text, piece.quoted, piece.start, piece.end)
    return Piece(text, piece.quoted, piece.start + first, piece.start + last)


def _end(field: Field, term: Term, part: Piece, reading: Reading) -> _Bound | None:
    """One end of a range; None when it is left open."""
    return _bound(field, term, part, reading) if part.text else None


def _between(name: str, low: _Bound, high: _Bound, piece: Piece, reading: Reading) -> Expr:
    first, last = low.value, high.value
    if low.age and high.age:
        first, last = last, first
    if isinstance(first, Amount) and isinstance(last, Amount):
        first, last = _one_currency(first, last, piece, reading)
    if _rank(first) > _rank(last):
        cure = "put the smaller end first."
        raise reading.wrong(piece.start, piece.end, "The range runs backwards:", cure)
    return Between(name, first, last)


def _one_currency(first: Amount, last: Amount, piece: Piece, reading: Reading) -> tuple[Amount, Amount]:
    """A currency at one end speaks for both."""
    code = first.currency or last.currency
    if last.currency not in {None, code}:
        raise reading.wrong(piece.start, piece.end, "Both ends of a range take one currency.")
    return Amount(first.value, code), Amount(last.value, code)


def _rank(value: Ordered) -> Decimal | int:
    match value:
        case Amount(number, _):
            return number
        case date():
            return value.toordinal()
        case int():
            return value


def _bound(field: Field, term: Term, piece: Piece, reading: Reading) -> _Bound:
    if field.kind is Kind.DATE:
        return _day(field, term, piece, reading)
    if field.kind is Kind.MONEY:
        money = amount(piece.text, reading.fmt)
        if money is not None:
            return _Bound(money)
        raise misread(field, term, piece, reading)
    number = whole_number(piece.text)
    if number is None:
        raise misread(field, term, piece, reading)
    if field.kind is Kind.DAYS:
        return _Bound(_days_ago(number, piece, reading), age=True)
    return _Bound(number)


def _day(field: Field, term: Term, piece: Piece, reading: Reading) -> _Bound:
    age = _AGE.fullmatch(piece.text)
    if age:
        days = int(age[1]) * (7 if age[2] in "wW" else 1)
        return _Bound(_days_ago(days, piece, reading), age=True)
    try:
        day = parse_day(piece.text, reading.today, reading.fmt, reading.calendar, past=field.past)
    except UsageError as problem:
        sentence = f"{term.name} needs a date: {problem.sentence}"
        raise reading.wrong(piece.start, piece.end, sentence, f"E.g. {field.example}.") from None
    return _Bound(day)


def _days_ago(days: int, piece: Piece, reading: Reading) -> date:
    try:
        return reading.today - timedelta(days=days)
    except OverflowError:
        sentence = f"{piece.text} days are beyond the calendar."
        raise reading.wrong(piece.start, piece.end, sentence) from None
