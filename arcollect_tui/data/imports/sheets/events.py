"""What a reader of a structured file yields: its sheets, their rows in order, and what is to be said."""

from collections.abc import Iterator
from typing import NamedTuple


class Sheet(NamedTuple):
    """A sheet begins: one of a workbook, a table of a page, the report of a JSON file."""

    name: str
    visible: bool = True


class Note(NamedTuple):
    """A sentence about the sheet that began last."""

    sentence: str


Row = list[str]
Event = Sheet | Row | Note
Events = Iterator[Event]


def filled(row: Row) -> Row:
    """A row without any text is an empty record, as a blank line of a text file is."""
    return row if any(row) else []
