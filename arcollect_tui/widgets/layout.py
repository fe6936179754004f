"""Which columns of a list are shown: their order, their widths, and how many stay when the rest scrolls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from arcollect_tui.widgets.rows import Column, RowT

FROZEN = 1
"""So many columns stay at the left unless the user says otherwise: what names the row."""

LEAST_WIDTH, MOST_WIDTH = 3, 60


@dataclass(frozen=True, slots=True)
class Layout:
    """The wish of a user for one list.

    Attributes:
        shown: keys of the columns from left to right; none for the usual ones.
        widths: cells of the columns that have another width than the usual one.
        frozen: how many columns from the left stay while the others scroll.
    """

    shown: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int = FROZEN

    def of(self, columns: Mapping[str, Column[RowT]], usual: Sequence[str]) -> tuple[Column[RowT], ...]:
        """The columns as they are shown.

        Args:
            columns: every column there is, by its key.
            usual: keys of those shown when nothing is said.
        """
        keys = [key for key in self.shown or usual if key in columns] or list(usual)
        return tuple(self._wide(columns[key]) for key in dict.fromkeys(keys))

    def _wide(self, column: Column[RowT]) -> Column[RowT]:
        width = self.widths.get(column.key)
        if width is None:
            return column
        return replace(column, width=min(max(width, LEAST_WIDTH), MOST_WIDTH), grow=False)
