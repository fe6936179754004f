"""One condition of a filter, `field operator value`, read into a leaf of the tree.

Every value that does not read is an error with its place and a condition that would read.
"""

from collections.abc import Callable
from typing import Final

from arcollect_tui.errors import QueryError, UsageError
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.query_ast import Compare, Contains, Expr, Flag, Matches, Not, all_of, any_of
from arcollect_tui.rules.query_fields import (
    CODING_CHOICES,
    HAS,
    HAS_CHOICES,
    LACKS,
    Field,
    Kind,
    Target,
    find_field,
    likely,
    names,
    nearest,
    other_list,
)
from arcollect_tui.rules.query_literals import check_pattern
from arcollect_tui.rules.query_ordered import misread, ordered
from arcollect_tui.rules.query_terms import Piece, Reading, Term, pieces
from arcollect_tui.rules.reason_codes import is_foreign, ours
from arcollect_tui.rules.text import quoted

_ORDERED: Final = (":", "=", "!=", ">", ">=", "<", "<=")
_OPERATORS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.MONEY: _ORDERED,
    Kind.DAYS: _ORDERED,
    Kind.NUMBER: _ORDERED,
    Kind.DATE: _ORDERED,
    Kind.TEXT: (":", "=", "!=", "~"),
    Kind.CHOICE: (":", "=", "!="),
    Kind.FLAG: (":", "="),
}


def condition(term: Term, reading: Reading) -> Expr:
    """The leaf, or for several values the small tree, of one condition.

    Raises:
        QueryError: there is no such field, or it cannot be asked this way.
    """
    if reading.target is Target.ACCOUNTS and _asks_presence(term):
        return _presence(term, reading)
    field = find_field(term.name, reading.target)
    if field is None:
        raise _unknown_field(term, reading)
    operators = _OPERATORS[field.kind]
    if term.op not in operators:
        sentence = f"{term.name} takes {' '.join(operators)} and not {term.op},"
        start = term.start + len(term.name)
        raise reading.wrong(start, term.value_start, sentence, f"e.g. {field.example}.")
    several = field.kind in {Kind.TEXT, Kind.CHOICE} and term.op != "~"
    found = []
    for piece in pieces(term.raw, term.value_start, by_comma=several):
        if not piece.text and not (piece.quoted and field.kind is Kind.TEXT):
            raise misread(field, term, piece, reading)
        found.append(_READERS[field.kind](field, term, piece, reading))
    return all_of(found) if term.op == "!=" else any_of(found)


def _unknown_field(term: Term, reading: Reading) -> QueryError:
    target, end = reading.target, term.start + len(term.name)
    other = other_list(target)
    if find_field(term.name, other):
        sentence = f"{term.name} is a field of {other}, not of {target}."
        return reading.wrong(term.start, end, sentence, "Tab lists the fields.")
    near = likely(term.name, names(target))
    cure = f"Did you mean {near}?" if near else "Tab lists the fields; quotes make it a search."
    return reading.wrong(term.start, end, f"There is no field {quoted(term.name)}.", cure)


def _asks_presence(term: Term) -> bool:
    """`no` is short for the account number too: a value with a digit is a number."""
    if term.name.lower() == HAS:
        return True
    return term.name.lower() == LACKS and term.op == ":" and not any(map(str.isdigit, term.raw))


def _presence(term: Term, reading: Reading) -> Expr:
    if term.op != ":":
        sentence = f"{term.name} takes a colon,"
        raise reading.wrong(term.start, term.value_start, sentence, f"e.g. {HAS}:email.")
    found: list[Expr] = []
    for piece in pieces(term.raw, term.value_start, by_comma=True):
        flag = Flag(f"{HAS}_{_chosen(term, piece, HAS_CHOICES, reading)}")
        found.append(Not(flag) if term.name.lower() == LACKS else flag)
    return any_of(found)


def _text(field: Field, term: Term, piece: Piece, reading: Reading) -> Expr:
    if term.op == "~":
        wrong = check_pattern(piece.text)
        if wrong:
            sentence = f"{term.name}~ cannot use this pattern: {wrong}."
            raise reading.wrong(piece.start, piece.end, sentence, 'E.g. name~"acme.*inc".')
        return Matches(field.name, piece.text)
    op = "!=" if term.op == "!=" else "="
    if field.name == "collector" and piece.text.lower() == "me" and not piece.quoted:
        if not reading.me:
            sentence = "It is not known who you are:"
            raise reading.wrong(piece.start, piece.end, sentence, "type the collector's name.")
        return Compare(field.name, op, reading.me)
    if term.op == ":" and piece.text:
        return Contains((field.name,), piece.text)
    return Compare(field.name, op, piece.text)


def _choice(field: Field, term: Term, piece: Piece, reading: Reading) -> Expr:
    op = "!=" if term.op == "!=" else "="
    if field.name == "coding":
        return _coding(op, term, piece, reading)
    if field.name == "reason":
        value = _reason(term, piece, reading)
    elif field.name == "currency":
        value = _currency(piece, reading)
    elif field.choices:
        value = _chosen(term, piece, field.choices, reading)
    else:
        value = piece.text
    return Compare(field.name, op, value)


def _currency(piece: Piece, reading: Reading) -> str:
    code = piece.text.upper()
    if not is_currency(code):
        sentence = f"{quoted(piece.text)} is no currency code,"
        raise reading.wrong(piece.start, piece.end, sentence, "e.g. USD.")
    return code


def _chosen(term: Term, piece: Piece, choices: tuple[str, ...], reading: Reading) -> str:
    value = piece.text.lower()
    if value in choices:
        return value
    near = nearest(value, choices)
    sentence = f"{term.name} takes {', '.join(choices)}, not {quoted(piece.text)}."
    cure = f"Did you mean {near}?" if near else ""
    raise reading.wrong(piece.start, piece.end, sentence, cure)


def _coding(op: str, term: Term, piece: Piece, reading: Reading) -> Expr:
    """A decided state, `open` for disputed, or else a dispute reason."""
    value = piece.text.lower()
    if value in CODING_CHOICES:
        return Compare("coding", op, value)
    if value == "open":
        return Compare("coding", op, "disputed")
    return Compare("reason", op, _reason(term, piece, reading))


def _reason(term: Term, piece: Piece, reading: Reading) -> str:
    """The code of a reason given by code, start of a code, name or keyword, or as `x12:06`."""
    if is_foreign(piece.text):
        return _foreign(term, piece, reading)
    exact = reading.reasons.get(piece.text.upper())
    if exact is not None:
        return exact.code
    try:
        return reading.reasons.find(piece.text).code
    except UsageError as problem:
        offered = reading.reasons.type_ahead(piece.text)
        named = [found for found in offered if found.name.lower() == piece.text.lower()] or offered
        if len(named) == 1:
            return named[0].code
        known = "" if term.name.lower() == "reason" else f"open, {', '.join(CODING_CHOICES)} or "
        sentence = f"{term.name} needs {known}a reason. {problem.sentence}"
        raise reading.wrong(piece.start, piece.end, sentence) from None


def _foreign(term: Term, piece: Piece, reading: Reading) -> str:
    try:
        return ours(reading.reasons, piece.text, retired=True).code
    except UsageError as problem:
        sentence = f"{term.name} needs a reason. {problem.sentence}"
        raise reading.wrong(piece.start, piece.end, sentence) from None


def _flag(field: Field, term: Term, piece: Piece, reading: Reading) -> Expr:
    match piece.text.lower():
        case "yes":
            return Flag(field.flag)
        case "no":
            return Not(Flag(field.flag))
    raise misread(field, term, piece, reading)


_READERS: Final[dict[Kind, Callable[[Field, Term, Piece, Reading], Expr]]] = {
    Kind.MONEY: ordered,
    Kind.DAYS: ordered,
    Kind.NUMBER: ordered,
    Kind.DATE: ordered,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}
