"""Calendars and address cards: content lines as RFC 5545 (3.1) and RFC 2426 (2.6) have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from arcollect_tui.data.exports.cells import Cell, machine_text
from arcollect_tui.data.exports.write import renamed

MOST_OCTETS: Final = 75
"""Of a line, without its end; longer ones are folded."""
_ESCAPES: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}


@dataclass(frozen=True, slots=True)
class CardFormat:
    """How a file of components begins, what each is, and how the file ends."""

    component: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


CARD_FORMATS: Final = {
    ".ics": CardFormat(
        "VEVENT",
        ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//arcollect//calendar//EN", "CALSCALE:GREGORIAN"),
        ("END:VCALENDAR",),
    ),
    ".vcf": CardFormat("VCARD", first=("VERSION:3.0",)),
}
"""Formats whose rows are components, by the ending of their files."""


def escaped(text: str) -> str:
    """A text as the value of a property."""
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def folded(line: str) -> str:
    """A content line in lines of at most 75 octets; a sign of several octets stays whole."""
    pieces, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += octets
    return "\r\n".join(pieces)


def write_cards(out: Path, properties: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a component a row; returns how many.

    Args:
        out: the file; its suffix is one of `CARD_FORMATS`.
        properties: names, with their parameters, in order.
        rows: the values, escaped where they are text; an empty one has no line.

    Raises:
        Refused: the file cannot be written.
    """
    form = CARD_FORMATS[out.suffix.lower()]
    count = 0
    with renamed(out) as part, part.open("w", encoding="utf-8", newline="") as file:
        lines = list(form.before)
        for row in rows:
            lines += [f"BEGIN:{form.component}", *form.first]
            lines += [_property(*named) for named in zip(properties, row, strict=True) if named[1]]
            lines.append(f"END:{form.component}")
            count += 1
        file.writelines(f"{folded(line)}\r\n" for line in (*lines, *form.after))
    return count


def _property(name: str, cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{name};VALUE=DATE:{cell:%Y%m%d}"
    return f"{name}:{machine_text(cell)}"
