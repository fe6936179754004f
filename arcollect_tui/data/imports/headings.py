"""Customers that stand as headings over their lines, and titles that every page of a report repeats."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.labels import RULE, is_percent, is_total, stated_count, subtotal_of

_WORDS: Final = (
    r"(?:customer|client|account|a/c|debtor|kunde|debitor|konto|compte|cliente|cuenta|klant|debiteur|relatie|partner)"
    r"(?:\s*(?:no\.?|number|nr\.?|id|ref\.?|#))?"
)
_HEADING: Final = re.compile(rf"{_WORDS}(?:\s*:\s*|\s+(?=[0-9]))(?P<of>\S.*)", re.IGNORECASE)
_KEY: Final = re.compile(rf"{_WORDS}\s*:", re.IGNORECASE)
_KEY_AND_NAME: Final = re.compile(rf"{_WORDS}\s*:\s*\S.*", re.IGNORECASE)
_KEYED: Final = re.compile(r"[^\W\d_][^:0-9]{0,30}:\s*\S.*")
"""A word, a colon and what it says: `Tel: 01904 600100`."""
_BOTH_KEYED: Final = (_KEY_AND_NAME, _KEYED)
_NAME_WORDS: Final = (
    r"(?:(?:customer|account|kunden|debitor)?\s*name(?:\s*1)?"
    r"|nom(?:bre)?|naam|nome|raison sociale|razón social)"
)
_NAMED: Final = re.compile(
    rf"{_NAME_WORDS}(?:\s*:\s*|\s{{2,}})(?P<of>\S+(?:\s\S+)*)(?:\s{{2,}}.*)?", re.IGNORECASE
)
_NAME_KEY: Final = re.compile(rf"{_NAME_WORDS}\s*:", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0-9]+")
_SHORTEST_TITLE: Final = 6
_FEWEST_CELLS: Final = 3
"""Cells of the line under a heading, so that a closing remark is no heading."""


def heading_name(label: str) -> str:
    """The customer that a heading names: `Customer: 4711` is 4711."""
    match = _HEADING.fullmatch(label)
    return label if match is None else match["of"].strip()


def said_name(cells: Sequence[str]) -> str:
    """The customer's name that a line tells behind a word: `Name      Harbor Ltd`, or in two cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    for cell, after in pairwise([*filled, ""]):
        if match := _NAMED.fullmatch(cell):
            return match["of"]
        if after and _NAME_KEY.fullmatch(cell):
            return after
    return ""


def is_keyed(filled: Sequence[str]) -> bool:
    """Whether a line names its customer behind a word: `A/C:`, `ABC001`, or `A/C: ABC001`, `Name: ABC`."""
    if _has_key_alone(filled):
        return True
    return len(filled) > 1 and all(
        one.fullmatch(cell) for one, cell in zip(_BOTH_KEYED, filled, strict=False)
    )


def _has_key_alone(filled: Sequence[str]) -> bool:
    """Whether the word before the customer has a cell of its own."""
    first = filled[0]
    return len(filled) > 1 and (_KEY.fullmatch(first) or _NAME_KEY.fullmatch(first)) is not None


def heading_label(cells: Sequence[str]) -> str:
    """What a heading calls itself; the word and the customer where they stand in two cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return " ".join(filled[:2]) if _has_key_alone(filled) else filled[0]


def naming(labels: Sequence[str]) -> int:
    """Which of the lines over an item names its customer: the one that says so, else the last."""
    said = [at for at, label in enumerate(labels) if _HEADING.fullmatch(label)]
    return said[-1] if said else len(labels) - 1


def heading_before(rows: Sequence[Sequence[str]]) -> str:
    """The customer named by number before the header, where each customer has a table of its own."""
    labels = [heading_label(row) for row in rows if any(cell.strip() for cell in row)]
    named = [heading_name(label) for label in labels if _HEADING.fullmatch(label)]
    return next((name for name in reversed(named) if _DIGITS.search(name)), "")


def has_headings(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """Whether customers stand as headings: one is named before the header, or over lines after it."""
    if heading_before(before):
        return True
    rows = [[cell.strip() for cell in row if cell.strip()] for row in after]
    rows = [row for row in rows if row]
    return any(_may_head(row) and len(below) >= _FEWEST_CELLS for row, below in pairwise(rows))


def _may_head(filled: Sequence[str]) -> bool:
    if is_keyed(filled):
        return True
    label = filled[0]
    sums = is_total(label) or is_percent(label) or subtotal_of(label) is not None
    return len(filled) == 1 and not (sums or RULE.fullmatch(label) or stated_count(label) is not None)


def page_line(cells: Sequence[str]) -> str:
    """A line as every page repeats it: without spaces and signs, all numbers alike."""
    return _DIGITS.sub("0", fold("".join(cells)))


def page_titles(rows: Sequence[Sequence[str]]) -> frozenset[str]:
    """Titles before the header, as further pages repeat them; never the name of a customer."""
    lines = {page_line(row) for row in rows if not any(_HEADING.fullmatch(cell.strip()) for cell in row)}
    return frozenset(
        line
        for line in lines
        if len(line) >= _SHORTEST_TITLE and not line.replace("0", "").isdigit() and line.strip("0")
    )
