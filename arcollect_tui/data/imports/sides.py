"""Which side of the ledger an amount stands on, where a flag or the place of the account tells."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.layout_model import Layout
from arcollect_tui.data.imports.texts import quoted


@lru_cache(maxsize=64)
def account_pattern(pattern: str, digits: int) -> re.Pattern[str]:
    """A pattern of accounts; DIGITS in it stands for the digits of an account of the general ledger."""
    return re.compile(pattern.replace("DIGITS", str(digits)))


def turned(
    columns: Sequence[Sequence[str]], places: Mapping[str, int], layout: Layout, digits: int
) -> Sequence[Sequence[str]]:
    """The columns with the customer's account in its column on every line.

    A posting names two accounts. Where the second is the customer's they change places, and debit
    becomes credit.
    """
    needed = ("contra", "customer_no", "side")
    if "customer_no" not in layout.keep or any(name not in places for name in needed) or not columns:
        return columns
    is_customer = account_pattern(layout.keep["customer_no"], digits).fullmatch
    contra, account, side = ([*columns[places[name]]] for name in needed)
    for at, (own, other) in enumerate(zip(account, contra, strict=True)):
        if not is_customer(own) and is_customer(other):
            account[at], contra[at] = other, own
            side[at] = _opposite(side[at], layout)
    new = list(columns)
    for name, cells in zip(needed, (contra, account, side), strict=True):
        new[places[name]] = cells
    return new


def _opposite(word: str, layout: Layout) -> str:
    others = layout.plus if fold(word) in layout.minus else layout.minus
    return min(others, default=word)


def _words(side: frozenset[str]) -> str:
    """The shortest word of a side, as an example."""
    return min(side, key=lambda word: (len(word), word), default="a side").upper()


def signed(items: Items, layout: Layout, values: Sequence[int | None]) -> list[int | None]:
    """Amounts with the sign of their side; a word that is neither side puts its line aside.

    Where the layout leaves it to evidence how credits are signed, an amount that has its minus already
    keeps it: the side then says the same once more.
    """
    once = layout.credits == "evidence"
    cells = items.cells("side")
    if cells is None:
        return list(values)
    found: list[int | None] = []
    for at, (cell, value) in enumerate(zip(cells, values, strict=True)):
        word = fold(cell)
        if word not in layout.plus and word not in layout.minus:
            what = f"{quoted(cell)} is neither debit nor credit" if cell.strip() else "the side is missing"
            items.spoil(at, "side", f"{what}. Write {_words(layout.plus)} or {_words(layout.minus)}.")
        if value is None or word not in layout.minus:
            found.append(value)
        else:
            found.append(-abs(value) if once else -value)
    return found
