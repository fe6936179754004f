"""The fields a filter may name, for each list.

A field has the name of the JSON output and a few short aliases. What is not listed here cannot be
asked for, so a filter compiles over a whitelist.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """The list that a filter is typed for."""

    ACCOUNTS = "accounts"
    ITEMS = "items"


LEAST_BEGUN, MOST_BEGUN = 2, 3
"""Letters from which the names that begin so are offered, and how many of them."""


class Kind(StrEnum):
    """How the value of a field is written and compared."""

    MONEY = "money"
    DAYS = "days"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"

    @property
    def needs(self) -> str:
        """What a value of this kind is, in an error message."""
        return _NEEDS[self]


_NEEDS = {
    Kind.MONEY: "an amount",
    Kind.DAYS: "a number of days",
    Kind.NUMBER: "a whole number",
    Kind.DATE: "a date",
    Kind.TEXT: "a text",
    Kind.CHOICE: "a value",
    Kind.FLAG: "yes or no",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a filter can ask about.

    Attributes:
        name: the full name, as in the JSON output; the AST uses only this one.
        aliases: shorter names.
        kind: how its value is read.
        sentence: what it is, for completion and help.
        choices: the values a choice takes; none given means any one value, compared whole.
        flag: the bare word that asks whether there is any, e.g. `short`.
        bound: for an age, the date field that it becomes a bound on.
        example: a condition that reads, shown when a value does not.
        past: its days lie before today, so `fri` is the Friday gone by.
        sortable: it is one column that a list can be sorted by.
    """

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    sentence: str
    choices: tuple[str, ...] = ()
    flag: str = ""
    bound: str = ""
    example: str = ""
    past: bool = False
    sortable: bool = True


ITEM_TYPES = (
    "invoice", "credit", "debit", "payment", "deposit", "chargeback", "fee", "interest", "residual",
)  # fmt: skip
PROMISE_CHOICES = ("open", "kept", "partial", "broken", "today", "none")
CODING_CHOICES = ("uncoded", "collectible", "disputed")
STATE_CHOICES = ("open", "cleared", "held")
HAS_CHOICES = ("contact", "phone", "email")
COLUMN_SETS = ("std",)
SORT, COLUMNS, HAS, LACKS = "sort", "cols", "has", "no"
NO_DAY = "none"
"""Asks for rows without a date."""

_LEDGER = Field("ledger", (), Kind.CHOICE, "name of the ledger", example="ledger:main")
_CURRENCY = Field("currency", ("cur",), Kind.CHOICE, "currency code", example="cur:usd")
_COLLECTOR = Field("collector", ("col",), Kind.TEXT, "whose account it is; me is you", example="col:me")
_NAME = Field("name", (), Kind.TEXT, "name of the customer", example="name:harbor")

ACCOUNT_FIELDS: tuple[Field, ...] = (
    Field("customer_no", ("number", "no", "acct"), Kind.TEXT, "account number", example="#10035"),
    _NAME,
    _LEDGER,
    _CURRENCY,
    _COLLECTOR,
    Field("country", (), Kind.CHOICE, "country code", example="country:de"),
    Field("balance", ("bal",), Kind.MONEY, "all open items, credits included", example="bal>5k"),
    Field("overdue", ("ovd",), Kind.MONEY, "amount past due", example="overdue>5k"),
    Field(
        "over90",
        (),
        Kind.MONEY,
        "amount in the last aging bucket, as shipped more than 90 days past due",
        example="over90>1k",
    ),
    Field("disputed", (), Kind.MONEY, "amount in dispute", flag="disputed", example="disputed>1k"),
    Field("promised", (), Kind.MONEY, "amount of the open promises", example="promised>0"),
    Field("credit_limit", ("limit",), Kind.MONEY, "credit limit of the ledger", example="limit>10k"),
    Field(
        "days_overdue",
        ("od",),
        Kind.DAYS,
        "days the oldest overdue item is past due",
        bound="oldest_due",
        example="od>=30",
    ),
    Field(
        "oldest_due", ("due",), Kind.DATE, "due date of the oldest overdue item", example="oldest_due<eom"
    ),
    Field("score", (), Kind.NUMBER, "points of priority", example="score>=300"),
    Field("next_action_on", ("next",), Kind.DATE, "day of the next action", example="next<=fri"),
    Field(
        "last_contact_on", ("last",), Kind.DATE, "day of the last contact", example="last>14d", past=True
    ),
    Field(
        "promise",
        ("p",),
        Kind.CHOICE,
        "state of the promise",
        PROMISE_CHOICES,
        example="p:broken",
        sortable=False,
    ),
    Field(
        "over_limit",
        (),
        Kind.FLAG,
        "balance over the credit limit",
        flag="over_limit",
        example="over_limit:no",
    ),
    Field(
        "callback",
        ("cb",),
        Kind.FLAG,
        "the next action is a call that was agreed: it has a time, or they will call back",
        flag="callback",
        example="callback",
        sortable=False,
    ),
    Field(
        "draft",
        (),
        Kind.FLAG,
        "a half-typed form waits to be finished",
        flag="draft",
        example="draft",
        sortable=False,
    ),
    Field(
        "blocked",
        (),
        Kind.FLAG,
        "hidden until someone lifts the block",
        flag="blocked",
        example="blocked:no",
    ),
)

ITEM_FIELDS: tuple[Field, ...] = (
    Field("document_no", ("doc",), Kind.TEXT, "document number", example="#8142"),
    Field("line", (), Kind.TEXT, "line or instalment of the document", example="line=2"),
    Field("parent_no", ("parent",), Kind.TEXT, "document it belongs to", example="parent:8142"),
    Field("customer_no", ("acct",), Kind.TEXT, "account number", example="acct:C10035"),
    _NAME,
    Field("company", (), Kind.CHOICE, "company of the ledger", example="company:1000"),
    _LEDGER,
    Field("type", (), Kind.CHOICE, "kind of item", ITEM_TYPES, example="type:invoice"),
    Field("due_date", ("due",), Kind.DATE, "due date", example="due<today"),
    Field("document_date", ("date",), Kind.DATE, "document date", example="date>90d", past=True),
    Field("amount", ("amt",), Kind.MONEY, "amount of the document", example="amt:1000..2500"),
    Field("open_amount", ("open",), Kind.MONEY, "what is still open", example="open>5k"),
    Field(
        "days_overdue",
        ("od",),
        Kind.DAYS,
        "days past due, negative before",
        bound="due_date",
        example="od>=30",
    ),
    Field(
        "short_amount",
        ("short",),
        Kind.MONEY,
        "rest of a short-paid item",
        flag="short",
        example="short<100",
    ),
    Field(
        "coding",
        ("d",),
        Kind.CHOICE,
        "decided state or reason: d:open, d:pricing",
        CODING_CHOICES,
        example="d:open",
    ),
    Field("reason", (), Kind.CHOICE, "dispute reason", example="reason:PRC"),
    Field(
        "disputed_amount",
        ("disputed",),
        Kind.MONEY,
        "amount in dispute",
        flag="disputed",
        example="disputed>1k",
    ),
    Field(
        "needs_coding",
        ("queue",),
        Kind.FLAG,
        "uncoded and short paid, a deduction, or contested by its text",
        flag="queue",
        example="queue",
        sortable=False,
    ),
    _CURRENCY,
    Field("po", (), Kind.TEXT, "purchase order", example="po:4711"),
    Field("reference", ("ref",), Kind.TEXT, "reference", example="ref:4711"),
    Field("text", (), Kind.TEXT, "text of the item", example="text:freight"),
    Field("terms", (), Kind.TEXT, "payment terms", example="terms:60"),
    _COLLECTOR,
    Field("sales_rep", (), Kind.TEXT, "sales representative", example="sales_rep:lee"),
    Field("state", (), Kind.CHOICE, "open, cleared or held", STATE_CHOICES, example="state:open"),
    Field("marked", (), Kind.FLAG, "marked rows", flag="marked", example="marked:no", sortable=False),
)

FIELDS: dict[Target, tuple[Field, ...]] = {
    Target.ACCOUNTS: ACCOUNT_FIELDS,
    Target.ITEMS: ITEM_FIELDS,
}

BARE: dict[Target, tuple[str, ...]] = {
    Target.ACCOUNTS: ("customer_no", "name", "contact"),
    Target.ITEMS: ("document_no", "customer_no", "name", "po", "reference", "text"),
}
"""What a bare word is looked for in. `contact` stands for the names, numbers and addresses of contacts."""

NUMBER_FIELD: dict[Target, str] = {Target.ACCOUNTS: "customer_no", Target.ITEMS: "document_no"}
"""What `#8142` is looked for in."""


SHOWN_ONLY: dict[Target, tuple[str, ...]] = {Target.ACCOUNTS: ("flags",), Target.ITEMS: ("paid", "percent")}
"""Columns that are worked out from others: shown, and neither asked for nor sorted by."""


def _named(fields: Iterable[Field]) -> dict[str, Field]:
    return {name: field for field in fields for name in (field.name, *field.aliases)}


_BY_NAME = {target: _named(fields) for target, fields in FIELDS.items()}


def find_field(name: str, target: Target) -> Field | None:
    """The field of a full name or an alias, in either case."""
    return _BY_NAME[target].get(name.lower())


def flags(target: Target) -> dict[str, Field]:
    """The bare words that are conditions of their own."""
    return {field.flag: field for field in FIELDS[target] if field.flag}


def other_list(target: Target) -> Target:
    """The list that a slip may have been meant for."""
    return Target.ITEMS if target is Target.ACCOUNTS else Target.ACCOUNTS


def names(target: Target) -> list[str]:
    """Everything that may stand before an operator, `has`, `no` and the view words too."""
    extra = (SORT, COLUMNS, HAS, LACKS) if target is Target.ACCOUNTS else (SORT, COLUMNS)
    return sorted({*_BY_NAME[target], *extra})


def likely(name: str, known: Iterable[str]) -> str:
    """What a name that is none was most likely to be: those it begins, else the one most like it."""
    names = list(known)
    begun = [one for one in names if len(name) >= LEAST_BEGUN and one.startswith(name.lower())]
    *others, last = begun[:MOST_BEGUN] or [nearest(name, names)]
    return f"{', '.join(others)} or {last}" if others else last


def nearest(name: str, known: Iterable[str]) -> str:
    """The name most like a mistyped one; empty when none is near."""
    return next(iter(difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.5)), "")
