"""Reasons as policy: `reason.PRC.owner = Sales` sets one attribute of one reason.

A key that an office sets overrules the shipped value; a code that does not ship is a reason of the
office's own as soon as it has a name. Values are text, written as people write them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.reason_list import REASONS
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.text import quoted

KEY: Final = re.compile(r"reason\.([A-Z0-9][A-Z0-9-]{0,11})\.([a-z0-9_]+)")
"""Code and attribute of a policy key."""
VERDICTS: Final = ("", "valid", "invalid")
TAKEN: Final = frozenset({"COLLECTIBLE", "DISPUTED", "UNCODED", "OPEN", "NONE"})
"""Words that mean something else where a reason is typed."""
_MOST_DAYS: Final = 999
_YES, _NO = "yes", "no"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in text.split(";")) if part)


def _needed(text: str) -> str:
    if not text.strip():
        raise UsageError("it may not be empty")
    return text.strip()


def _days(text: str) -> int:
    if not text.strip().isdecimal() or int(text) > _MOST_DAYS:
        raise UsageError(f"give business days, a whole number up to {_MOST_DAYS}")
    return int(text)


def _tolerance(text: str) -> tuple[tuple[str, Decimal], ...]:
    """`5`, `5 USD` or several, parted by semicolons; a bare amount is in the office's currency."""
    found: dict[str, Decimal] = {}
    for piece in _phrases(text):
        number, _, currency = piece.partition(" ")
        currency = currency.strip().upper()
        try:
            amount = Decimal(number)
        except InvalidOperation:
            raise UsageError("give an amount such as 5, or 5.00 USD; 4.50 EUR") from None
        if not amount.is_finite() or amount < 0 or (currency and not is_currency(currency)):
            raise UsageError("give an amount such as 5, or 5.00 USD; 4.50 EUR")
        found[currency] = amount
    return tuple(found.items())


def _verdict(text: str) -> str:
    if text not in VERDICTS:
        raise UsageError("give valid, invalid, or nothing")
    return text


def _yes_or_no(text: str) -> bool:
    if text not in (_YES, _NO):
        raise UsageError("give yes or no")
    return text == _YES


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "name": _needed,
    "group": _needed,
    "owner": _needed,
    "sla_days": _days,
    "x12": _words,
    "keywords": _words,
    "evidence": _phrases,
    "tolerance": _tolerance,
    "default": _verdict,
    "sap": _words,
    "active": _yes_or_no,
}
ATTRIBUTES: Final = tuple(_READERS)
"""What a policy key may set of a reason."""


def check(key: str, value: str) -> None:
    """Whether the policy key names an attribute of a reason, and the value can be read.

    Raises:
        UsageError: it does not, with what would be right.
    """
    canonical(key, value)


def canonical(key: str, value: str) -> str:
    """The value as it is written, however it was typed: `5 usd` is `5 USD`.

    Raises:
        UsageError: the key names no attribute of a reason, or the value cannot be read.
    """
    code, attribute = parts(key)
    try:
        return as_written(attribute, value)
    except UsageError as problem:
        msg = f"reason.{code}.{attribute} cannot be {quoted(value)}: {problem.sentence}."
        raise UsageError(msg) from None


def as_written(attribute: str, text: str) -> str:
    """A value of one attribute as it is written.

    Raises:
        UsageError: it cannot be read; the sentence only says what would be right, without a full stop.
    """
    value = _READERS[attribute](text)
    return written(replace(blank(""), **{attribute: value}))[attribute]


def check_code(code: str) -> None:
    """Whether a reason can be called so.

    Raises:
        UsageError: it cannot.
    """
    if KEY.fullmatch(f"reason.{code}.name") is None:
        msg = f"{quoted(code)} is no code: up to 12 capital letters, digits and -, such as PRC-PO."
        raise UsageError(msg)
    if code in TAKEN:
        raise UsageError(f"A reason cannot be called {code}: that word means something else.")


def parts(key: str) -> tuple[str, str]:
    """Code and attribute of a policy key.

    Raises:
        UsageError: it names no attribute of a reason.
    """
    found = KEY.fullmatch(key)
    if found is None or found[2] not in _READERS:
        names = ", ".join(ATTRIBUTES)
        msg = f"There is no policy key {quoted(key)}. A reason has reason.CODE. and one of {names}."
        raise UsageError(msg)
    check_code(found[1])
    return found[1], found[2]


def tree_of(values: Mapping[str, str]) -> ReasonTree:
    """The reasons of an office under its policy.

    Args:
        values: policy keys with their values; keys about other things, and values that another program
            wrote and this one cannot read, change nothing.
    """
    said: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for key, value in values.items():
        found = KEY.fullmatch(key)
        if found is None or found[2] not in _READERS or found[1] in TAKEN:
            continue
        try:
            said[found[1]][found[2]] = _READERS[found[2]](value)
        except UsageError:
            continue
    shipped = [replace(reason, **said.pop(reason.code, {})) for reason in REASONS]
    own = [_own(code, values) for code, values in sorted(said.items()) if "name" in values]
    return ReasonTree([*shipped, *own])


def _own(code: str, values: Mapping[str, Any]) -> Reason:
    return replace(blank(code), **values)


def blank(code: str) -> Reason:
    """A reason of the office's own of which nothing is said yet."""
    return Reason(code, code, "other", "Credit", 5, (), ())


def written(reason: Reason) -> dict[str, str]:
    """The attributes of a reason, each as it would be typed."""
    return {
        "name": reason.name,
        "group": reason.group,
        "owner": reason.owner,
        "sla_days": str(reason.sla_days),
        "x12": " ".join(reason.x12),
        "keywords": " ".join(reason.keywords),
        "evidence": "; ".join(reason.evidence),
        "tolerance": "; ".join(f"{amount} {currency}".strip() for currency, amount in reason.tolerance),
        "default": reason.default,
        "sap": " ".join(reason.sap),
        "active": _YES if reason.active else _NO,
    }
