"""Draws rows and the header of a record table as strips of text. Knows no screen."""

from collections.abc import Mapping, Sequence
from typing import Generic

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from arcollect_tui.widgets.rows import Column, RowT, fit, fit_from
from arcollect_tui.widgets.safe import clean

MARKER_WIDTH = 2
"""Column 0 of every row: the cursor's character, then the mark's."""

_CELL = Style(underline=True)
"""The chosen column, in the header and in the cursor's row."""

LEAST_DOTTED = 8
"""Cells below which the dots would take more than they tell."""

_NOT_YET = "."
_TOO_WIDE = "#"


class Painter(Generic[RowT]):
    """Columns fitted to a width, and the strips made of them.

    Args:
        columns: all columns of the table.
        width: cells of a row.
        frozen: how many columns from the left stay while the others scroll.
        start: how many of the others are scrolled away; None shows those that matter most.
    """

    def __init__(
        self, columns: Sequence[Column[RowT]], width: int, frozen: int = 1, start: int | None = None
    ) -> None:
        self.width = width
        self.start = start
        room = max(1, width - MARKER_WIDTH)
        self.fitted = (
            fit(columns, room, frozen) if start is None else fit_from(columns, room, frozen, start)
        )
        self._all_fit = len(self.fitted) == len(columns)
        self._to_the_end = self._all_fit or (
            start is not None and self.fitted[-1][0].key == columns[-1].key
        )

    def row(
        self,
        row: RowT | None,
        marker: str,
        style: Style,
        tones: Mapping[str, Style],
        chosen: str = "",
    ) -> Strip:
        """One row. A row that is not here yet is drawn as dots.

        Args:
            row: the row, or None.
            marker: the characters of cursor and mark.
            style: style of the whole line.
            tones: styles of single cells by tone; empty on the cursor row.
            chosen: key of the column whose cell the cursor is on; empty on other rows.
        """
        segments = [Segment(marker, style)]
        for number, (column, width) in enumerate(self.fitted):
            text = _NOT_YET if row is None else clean(column.render(row))
            tone = "" if row is None or column.tone is None else column.tone(row)
            gap = " " if number else ""
            here = style + _CELL if column.key == chosen else tones.get(tone, style)
            if gap:
                segments.append(Segment(gap, tones.get(tone, style)))
            segments.append(Segment(cell(text, width, column.align), here))
        return Strip(segments).adjust_cell_length(self.width, style).simplify()

    def head(self, sort: tuple[str, bool] | None, chosen: str, style: Style) -> Strip:
        """The header line: titles, the sort's sign, the chosen column underlined.

        `<` and `>` before it say that there are more columns to the left and to the right.

        Args:
            sort: key of the column that sorts and whether it sorts down.
            chosen: key of the chosen column.
            style: style of the line.
        """
        more = f"{'<' if self.start else ' '}{' ' if self._to_the_end else '>'}"
        segments = [Segment(more, style)]
        for number, (column, width) in enumerate(self.fitted):
            sign = ""
            if sort is not None and sort[0] == column.key:
                sign = "v" if sort[1] else "^"
            title = set_cell_size(column.title, min(cell_len(column.title), width - len(sign)))
            text = cell(title + sign, width, column.align)
            if number:
                segments.append(Segment(" ", style))
            segments.append(Segment(text, style + _CELL if column.key == chosen else style))
        return Strip(segments).adjust_cell_length(self.width, style).simplify()

    def column_at(self, x: int) -> str:
        """Key of the column at a cell of the line, empty beside the columns."""
        left = MARKER_WIDTH
        for column, width in self.fitted:
            if left <= x < left + width:
                return column.key
            left += width + 1
        return ""


def cell(text: str, width: int, align: str) -> str:
    """Text in exactly `width` cells. A number that does not fit is not cut but filled with `#`."""
    if align != "right":
        return ellipsed(text, width)
    room = width - cell_len(text)
    return " " * room + text if room >= 0 else _TOO_WIDE * width


def ellipsed(text: str, width: int) -> str:
    """Text in exactly `width` cells; what is cut ends in two dots, where they leave enough of it."""
    if width < LEAST_DOTTED or cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(f"{set_cell_size(text, width - 2).rstrip()}..", width)


def line(text: str, width: int, style: Style) -> Strip:
    """A plain line of exactly `width` cells."""
    return Strip([Segment(set_cell_size(text, width), style)], width)
