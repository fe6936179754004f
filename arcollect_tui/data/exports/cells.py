"""Cells of an exported row, and how each kind looks in each format."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arcollect_tui.rules.money import exponent, plain

TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
"""First characters that make a spreadsheet run a text cell as a formula."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency."""

    minor: int
    currency: str

    @property
    def decimal(self) -> Decimal:
        """The amount in units of the currency."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return plain(self.minor, self.currency)


Cell = str | int | date | Money | None


def machine_text(cell: Cell) -> str:
    """The cell as bytes for a program: nothing added, nothing taken away."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def people_text(cell: Cell) -> str:
    """The cell for a spreadsheet opened by hand: text never starts a formula.

    A `'` goes before text that would, also behind leading blanks or apostrophes, so that `unguarded` finds
    the text again; numbers and dates that this program wrote are left alone, so `-12.50` stays a number.
    """
    text = machine_text(cell)
    return f"'{text}" if isinstance(cell, str) and _runs(text) else text


def unguarded(text: str) -> str:
    """The text that `people_text` made this of."""
    return text[1:] if text.startswith("'") and _runs(text[1:]) else text


def _runs(text: str) -> bool:
    """Whether what follows the blanks and apostrophes at the start of a text may run as a formula."""
    first = text.lstrip(" '")[:1]
    return bool(first) and first in TRIGGERS


def json_value(cell: Cell) -> str | int | None:
    """The cell as a JSON value: amounts as decimal text, dates as ISO text."""
    if cell is None or isinstance(cell, int):
        return cell
    return machine_text(cell)
