"""What facts of known kinds look like, checked before a colleague's entries are taken in.

Our own deeds are made by our own services. A file may hold anything: what passes here can be projected,
summed and shown without another look.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from arcollect_tui.data.doors import cleaned
from arcollect_tui.data.imports.canonical import FIELDS, digest_of
from arcollect_tui.data.imports.order import import_identity
from arcollect_tui.data.projection import FACTS_A_PART
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.money import MOST_MINOR, is_currency
from arcollect_tui.rules.owners import WORDS, are_terms
from arcollect_tui.rules.text import key_text, quoted

Fact = dict[str, Any]
Test = Callable[[Any], bool]

_HEX: Final = re.compile("[0-9a-f]*")
_LAST_DAY: Final = date.max.toordinal()
_MINUTES: Final = 24 * 60
_RECIPE_KEY: Final = re.compile(r"ledger\.(.+)\.recipe", re.DOTALL)
_OF_AN_ITEM: Final = frozenset(FIELDS[: FIELDS.index("contact_name")])
_NO_LINES: Final = digest_of([]).hex()


def is_whole(value: object, least: int, most: int) -> bool:
    """Whether a JSON value is a whole number in bounds; a truth value is none."""
    return type(value) is int and least <= value <= most


def is_hex(value: object, *sizes: int) -> bool:
    """Whether a JSON value spells bytes in lower-case hex, in one of these sizes."""
    return isinstance(value, str) and len(value) / 2 in sizes and _HEX.fullmatch(value) is not None


def is_day(value: object) -> bool:
    """Whether a JSON value is the ordinal of a day."""
    return is_whole(value, 1, _LAST_DAY)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _flag(value: object) -> bool:
    return is_whole(value, 0, 1)


def _id(value: object) -> bool:
    return is_whole(value, 0, (1 << 63) - 1)


def _count(value: object) -> bool:
    return is_whole(value, 0, MOST_MINOR)


def _amount(value: object) -> bool:
    return is_whole(value, 1, MOST_MINOR)


def _currency(value: object) -> bool:
    return isinstance(value, str) and is_currency(value)


def _one_of(*words: str) -> Test:
    return lambda value: isinstance(value, str) and value in words


def _hex(*sizes: int) -> Test:
    return lambda value: is_hex(value, *sizes)


def _or_none(test: Test) -> Test:
    return lambda value: value is None or test(value)


def _json(test: Test) -> Test:
    """Text that is the JSON of a value."""

    def check(value: object) -> bool:
        try:
            return isinstance(value, str) and test(json.loads(value))
        except (ValueError, RecursionError):
            return False

    return check


def _ledger(value: object) -> bool:
    return isinstance(value, str) and bool(value) and ":" not in value and key_text(value) == value


def _companies(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _splits(value: object) -> bool:
    """Two or more reasons, each with its part of the amount."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    pairs = (piece for piece in value if isinstance(piece, list) and len(piece) == 2)
    return sum(_text(reason) and _amount(part) for reason, part in pairs) == len(value)


_ENTRY = _hex(16)
_REPLACES = {"replaces": _or_none(_ENTRY)}
_ABOUT_ITEM: dict[str, Test] = {"item_id": _id, "document_no": _text}


@dataclass(frozen=True, slots=True)
class Shape:
    """How facts of a kind look.

    Attributes:
        customer: True when its part names a customer, False when it names none, None for either.
        needed: the fields it must have.
        may: fields it may have.
    """

    customer: bool | None
    needed: Mapping[str, Test]
    may: Mapping[str, Test] = field(default_factory=dict)


SHAPES: dict[str, Shape] = {
    "assignment": Shape(
        True,
        {"collector": _text, "why": _one_of(*WORDS), "first": is_day, "terms": _json(are_terms)},
        {"last": _or_none(is_day), "rule": _text, **_REPLACES},
    ),
    "call": Shape(True, {"outcome": _text}, dict.fromkeys(("contact", "phone", "why", "note"), _text)),
    "coding": Shape(
        True,
        {**_ABOUT_ITEM, "item": _text, "state": _one_of("uncoded", "collectible", "disputed")},
        {
            "reason": _text,
            "note": _text,
            "disputed": _or_none(_count),
            "splits": _splits,
            "ask": _one_of("", "credit", "write_off"),
            **dict.fromkeys(("claim", "their_code", "their_words", "rule"), _text),
            **_REPLACES,
        },
    ),
    "contact": Shape(
        True,
        {"contact_id": _id},
        {
            **dict.fromkeys(("name", "role", "phone", "email", "language", "country", "time_zone"), _text),
            **dict.fromkeys(("preferred", "retired"), _flag),
            **_REPLACES,
        },
    ),
    "erasure": Shape(False, {"customer_id": _id}),
    "follow_up": Shape(
        True,
        {},
        {
            "day": _or_none(is_day),
            "time": _or_none(lambda value: is_whole(value, 0, _MINUTES - 1)),
            **_REPLACES,
        },
    ),
    "import": Shape(
        False,
        {
            "identity": _hex(32),
            "ledger": _ledger,
            "as_of": is_day,
            "digest": _hex(32),
            "companies": _json(_companies),
            "delta": _flag,
            "file": _text,
            "layout": _text,
            "items": _count,
            "totals": _json(lambda value: isinstance(value, dict)),
        },
        {"after": _or_none(_hex(32))},
    ),
    "note": Shape(True, {"text": _text}, {"pinned": _flag}),
    "about_item": Shape(True, _ABOUT_ITEM, {"item": _text}),
    "policy": Shape(False, {"key": _text, "value": _json(_text)}, _REPLACES),
    "promise": Shape(
        True,
        {
            "amount": _amount,
            "currency": _currency,
            **dict.fromkeys(("made_on", "due_on", "grace_until"), is_day),
        },
        dict.fromkeys(("method", "contact"), _text),
    ),
    "promise_item": Shape(True, _ABOUT_ITEM, {"item": _text}),
    "retired_number": Shape(True, {"phone": _text}),
    "root_cause": Shape(
        True,
        {**_ABOUT_ITEM, "item": _text, "cause": _text},
        {"department": _text, "note": _text, **_REPLACES},
    ),
    "sent": Shape(
        False,
        {"what": _text, "layout": _text, "desk": _hex(8), "upto": _count, "rows": _count},
        {"file": _or_none(_text), "after": _count, "digest": _hex(32)},
    ),
    "settled": Shape(
        None,
        {
            "thing": _one_of("assignment", "coding", "contact", "follow_up", "policy", "root_cause"),
            "key": _text,
            "target": _ENTRY,
        },
    ),
    "void": Shape(False, {"target": _hex(16, 32), "redo": _flag}),
}


def wrong_with(facts: object, *, customer: bool, surely_clean: bool = False) -> str | None:
    """What keeps the facts of a part from being projected; None when nothing does.

    Args:
        facts: the `facts` of a part's body, of an entry whose kind and version are known.
        customer: whether the part names a customer.
        surely_clean: somebody has looked at every text already.
    """
    if not isinstance(facts, list) or len(facts) >= FACTS_A_PART:
        return "the facts of a part are no list"
    for fact in facts:
        kind = fact.get("is") if isinstance(fact, dict) else None
        if not isinstance(kind, str):
            return "a fact does not say what it is"
        shape = SHAPES.get(kind)
        wrong = None if shape is None else _misshapen(fact, kind, shape, customer=customer)
        if wrong is not None:
            return wrong
    return None if surely_clean or cleaned(facts) == facts else "a text is not clean"


def _misshapen(fact: Fact, kind: str, shape: Shape, *, customer: bool) -> str | None:
    if shape.customer is not None and shape.customer is not customer:
        whom = "no customer" if shape.customer else "a customer"
        return f"a {kind} fact is filed under {whom}"
    for name, test in shape.needed.items():
        if name not in fact:
            return f"a {kind} fact has no {name}"
        if not test(fact[name]):
            return f"{name} of a {kind} fact cannot be what it says"
    for name, test in shape.may.items():
        if name in fact and not test(fact[name]):
            return f"{name} of a {kind} fact cannot be what it says"
    if kind == "coding" and not _adds_up(fact):
        return "splits of a coding fact are not its disputed amount"
    if kind == "import" and not _names_its_lines(fact):
        return "an import fact does not name its lines"
    if kind == "policy" and not _can_be_in_force(fact["key"], json.loads(fact["value"])):
        return f"policy {quoted(fact['key'])} cannot be what it says"
    return None


def _adds_up(fact: Fact) -> bool:
    pieces = fact.get("splits")
    if not pieces:
        return True
    total: int = sum(part for _, part in pieces)
    return fact["state"] == "disputed" and total == fact.get("disputed")


def _names_its_lines(fact: Fact) -> bool:
    digest = bytes.fromhex(fact["digest"])
    identity = import_identity(fact["ledger"], fact["as_of"], digest).hex()
    empty: bool = (fact["items"] == 0) == (fact["digest"] == _NO_LINES)
    return empty and fact["identity"] == identity


def _can_be_in_force(key: str, value: str) -> bool:
    """Whether the program would work under this value; of keys it does not know any value will do."""
    if key == "office.currency":
        return is_currency(value)
    if key == "office.country":
        return _is_country(value)
    if _RECIPE_KEY.fullmatch(key):
        return value == "" or _OF_AN_ITEM.issuperset(value.split(","))
    return True


def _is_country(code: str) -> bool:
    try:
        shown: str = office_format(code).country
    except UsageError:
        return False
    return shown == code
