"""What a filter means, as a small tree of frozen nodes.

Ages never appear here: `od>=30` is already a bound on a due date. Money stays a decimal, because how
many minor units it makes depends on the currency of the row it is compared with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as it was typed.

    Attributes:
        value: whole units of the currency, with decimals.
        currency: the ISO 4217 code when one was typed: then only rows in that currency match.
    """

    value: Decimal
    currency: str | None = None


Ordered = Amount | int | date
"""A value that others can be greater or less than."""

Value = Ordered | str | None
"""What a field is compared with; None asks whether there is no value."""


@dataclass(frozen=True, slots=True)
class And:
    """All parts are true."""

    parts: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part is true."""

    parts: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not true."""

    part: "Expr"


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against a value; `op` is one of `= != > >= < <=`. Text and choices ignore case."""

    field: str
    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class Between:
    """A field within two values, both included; both are of one kind."""

    field: str
    low: Ordered
    high: Ordered


@dataclass(frozen=True, slots=True)
class Contains:
    """At least one of the fields contains the text, in either case."""

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Matches:
    """A field matches a regular expression somewhere, in either case."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no question, such as `short`, `blocked` or `has_email`."""

    name: str


Expr = And | Or | Not | Compare | Between | Contains | Matches | Flag


@dataclass(frozen=True, slots=True)
class Query:
    """A filter line: which rows, in which order, with which columns.

    Attributes:
        expr: the condition, or None for every row.
        sort: pairs of full field name and whether it runs downwards.
        columns: field names, or the name of a set of columns.
    """

    expr: Expr | None = None
    sort: tuple[tuple[str, bool], ...] = field(default=())
    columns: tuple[str, ...] = field(default=())


def all_of(parts: Iterable[Expr]) -> Expr:
    """Every part, flattened; one part is itself."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Expr]) -> Expr:
    """Any part, flattened; one part is itself."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))
