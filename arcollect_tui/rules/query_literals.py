"""The numbers, amounts and patterns that stand in a filter."""

import re
from decimal import Decimal

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.query_ast import Amount

_AMOUNT = re.compile(
    r"(?P<sign>[-+]?)(?P<number>[0-9][0-9.,' ]*?) ?(?P<times>[km]?) ?(?P<code>[a-z]{3})?",
    re.IGNORECASE | re.ASCII,
)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " ") | {"’": "'", "−": "-"})
_MOST = Decimal(10) ** 14
"""Above it the minor units of some currency would not fit a signed 64-bit column."""

_MOST_DECIMALS = 4
"""No currency has more; the comparison in whole numbers would not fit a column either."""
_MOST_PARTS = 9 * 10**15
"""Whole numbers are compared: a thousand times this still fits a signed 64-bit column."""
_LONGEST_NUMBER = 28
_LONGEST_PATTERN = 200
_MOST_REPEATS = 2
_MOST_OPTIONS = 6
_CLASS = re.compile(r"\[\^?\]?[^]]*\]")
_RISKY_CLASS = re.compile(r"(?!^)\[|--|&&|~~|\|\|")


def whole_number(text: str) -> int | None:
    """A whole number of at most nine digits, or None."""
    return int(text) if re.fullmatch(r"[-+]?[0-9]{1,9}", text) else None


def amount(text: str, fmt: OfficeFormat) -> Amount | None:
    """An amount such as `2500`, `5k`, `1.5m`, `1,204.50` or `500eur`; None when it does not read.

    Marks are read the office's way, or, where that gives no number, the other way round.
    """
    found = _AMOUNT.fullmatch(text.translate(_SPACES).strip())
    if found is None or len(found["number"]) > _LONGEST_NUMBER:
        return None
    code = (found["code"] or "").upper()
    number = _decimal(found["number"], fmt.decimal)
    if number is None:
        number = _decimal(found["number"], "," if fmt.decimal == "." else ".")
    if number is None or (code and not is_currency(code)):
        return None
    value = number * _TIMES[found["times"].lower()]
    if not _can_be_compared(value):
        return None
    return Amount(-value if found["sign"] == "-" else value, code or None)


def _can_be_compared(value: Decimal) -> bool:
    numerator, _ = value.as_integer_ratio()
    return value < _MOST and numerator < _MOST_PARTS and value == round(value, _MOST_DECIMALS)


def _decimal(text: str, mark: str) -> Decimal | None:
    """Digits in groups of three, of two above the thousands, or in none, and one decimal mark."""
    group = "[.' ]" if mark == "," else "[,' ]"
    found = re.fullmatch(
        rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?P<g>{group})(?:[0-9]{{2,3}}(?P=g))*[0-9]{{3}})"
        rf"(?:[{mark}](?P<part>[0-9]+))?",
        text,
    )
    if found is None:
        return None
    whole = re.sub("[^0-9]", "", found["whole"])
    return Decimal(f"{whole}.{found['part']}" if found["part"] else whole)


def check_pattern(pattern: str) -> str:
    """What is wrong with a regular expression, in a few words; empty when it may be used.

    A pattern runs against every row, so those that can take exponential time are refused: repeated
    groups, look-around, back references, and many repeats in one pattern.
    """
    if not pattern:
        return "it is empty"
    if len(pattern) > _LONGEST_PATTERN:
        return f"it is longer than {_LONGEST_PATTERN} characters"
    # Escaped characters and classes become one letter: what is left is the structure.
    bare = re.sub(r"\\(.)", _unescaped, pattern, flags=re.DOTALL)
    if any(_RISKY_CLASS.search(found) for found in _CLASS.findall(bare)):
        return "its character class can be misread"
    bare = _CLASS.sub("x", bare)
    if "(?" in bare:
        return "groups with (? and references to groups are not read here"
    if re.search(r"\)[*+{]", bare):
        return "a group cannot be repeated"
    if len(re.findall(r"[*+{]", bare)) > _MOST_REPEATS:
        return f"it has more than {_MOST_REPEATS} repeats"
    if len(re.findall(r"[?|]", bare)) > _MOST_OPTIONS:
        return f"it has more than {_MOST_OPTIONS} options"
    return _compiled(pattern)


def _unescaped(found: re.Match[str]) -> str:
    """A plain letter; a reference to a group becomes what is refused anyway."""
    return "(?" if found[1] in "123456789" else "x"


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as problem:
        return str(problem)
    return ""
