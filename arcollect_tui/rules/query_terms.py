"""The pieces that a filter is cut into, with their places, so that an error can point at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from arcollect_tui.errors import QueryError
from arcollect_tui.rules.dates import Calendar
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.query_fields import Target
from arcollect_tui.rules.reasons import SHIPPED, ReasonTree


@dataclass(frozen=True, slots=True)
class Reading:
    """The filter being read, and what its words depend on. `me` is the collector, if known."""

    text: str
    target: Target
    today: date
    fmt: OfficeFormat
    calendar: Calendar
    me: str = ""
    reasons: ReasonTree = SHIPPED

    def wrong(self, start: int, end: int, sentence: str, cure: str = "") -> QueryError:
        """The error about the characters from `start` to `end`, at least one of them."""
        return QueryError(sentence, self.text, start, max(end, start + 1), cure)


@dataclass(frozen=True, slots=True)
class Term:
    """`name`, `op` and the raw value of one condition, with their places in the filter."""

    name: str
    op: str
    raw: str
    start: int
    value_start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One value without its quotes."""

    text: str
    quoted: bool
    start: int
    end: int


def pieces(raw: str, start: int, *, by_comma: bool) -> Iterator[Piece]:
    """The values of a raw text without their quotes.

    Args:
        raw: as typed; its quotes are closed, and a doubled quote inside them stands for one.
        start: its place in the filter.
        by_comma: commas outside quotes part several values.
    """
    text, quoted, inside, begun, place = "", False, False, 0, 0
    while place < len(raw):
        char = raw[place]
        if char == '"' and inside and raw[place + 1 : place + 2] == '"':
            text, place = text + char, place + 1
        elif char == '"':
            inside, quoted = not inside, True
        elif char == "," and by_comma and not inside:
            yield Piece(text, quoted, start + begun, start + place)
            text, quoted, begun = "", False, place + 1
        else:
            text += char
        place += 1
    yield Piece(text, quoted, start + begun, start + len(raw))
