"""Which columns of a table stand on the screen, and the one that is chosen: moving it scrolls sideways."""

from collections.abc import Sequence
from typing import Generic

from arcollect_tui.widgets.layout import FROZEN
from arcollect_tui.widgets.painter import Painter
from arcollect_tui.widgets.rows import Column, RowT


class Sideways(Generic[RowT]):
    """The columns of a table, fitted to its width.

    At first the columns that matter most are shown. Choosing one that does not fit scrolls to it; the
    frozen ones stay.

    Args:
        columns: the columns from left to right.
        frozen: how many of them stay while the others scroll.

    Attributes:
        columns: all of them, also those that do not fit.
        chosen: key of the chosen column.
        painter: draws those that fit.
    """

    def __init__(self, columns: Sequence[Column[RowT]], frozen: int = FROZEN) -> None:
        self.columns = tuple(columns)
        self.chosen = columns[0].key
        self._frozen = min(frozen, len(columns) - 1)
        self.painter = Painter(self.columns, 1)

    def take(self, columns: Sequence[Column[RowT]], frozen: int, width: int) -> None:
        """Have other columns, the first `frozen` of which stay while the others scroll."""
        self.columns, self._frozen = tuple(columns), min(frozen, len(columns) - 1)
        if all(column.key != self.chosen for column in columns):
            self.chosen = columns[0].key
        self._lay_out(width, None)

    def fit(self, width: int) -> None:
        """Fit the columns to another width; what was scrolled comes back where all have room."""
        start = self.painter.start
        self._lay_out(width, None)
        if start is not None and len(self.painter.fitted) < len(self.columns):
            self._lay_out(width, start)

    def choose(self, steps: int) -> bool:
        """Choose another column, to the right or, below 0, to the left.

        Returns:
            Whether that scrolled, so that every line is to be drawn anew.
        """
        keys = [column.key for column in self.columns]
        place = min(max(keys.index(self.chosen) + steps, 0), len(keys) - 1)
        self.chosen = keys[place]
        before = self.painter.start
        self._bring_into_view(place)
        return self.painter.start != before

    def _bring_into_view(self, place: int) -> None:
        width, start = self.painter.width, self.painter.start
        if place < max(1, self._frozen):
            self._lay_out(width, None)
        elif not self._is_shown():
            last = place - self._frozen
            for begin in range(min(start or 0, last), last + 1):
                self._lay_out(width, begin)
                if self._is_shown():
                    return

    def _lay_out(self, width: int, start: int | None) -> None:
        self.painter = Painter(self.columns, width, self._frozen, start)

    def _is_shown(self) -> bool:
        return any(column.key == self.chosen for column, _ in self.painter.fitted)

    @property
    def title(self) -> str:
        """The title of the chosen column."""
        return next((column.title for column in self.columns if column.key == self.chosen), "")

    def text(self, row: RowT) -> str:
        """What stands in the chosen column of a row."""
        return next((column.render(row) for column in self.columns if column.key == self.chosen), "")
