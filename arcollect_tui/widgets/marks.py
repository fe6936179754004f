"""The marked rows of a list: a set of ids that outlives a changed filter."""

from collections.abc import Iterable, Sequence, Set

from arcollect_tui.widgets.rows import RowId


class Marks:
    """Which rows are marked, and how many of them the present view hides."""

    def __init__(self) -> None:
        self._ids: set[RowId] = set()
        self.hidden = 0

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> Set[RowId]:
        """The marked ids, hidden ones too. Not a copy: do not keep it over a key."""
        return self._ids

    def toggle(self, row_id: RowId) -> None:
        """Mark or unmark one row of the view."""
        self._ids ^= {row_id}

    def add(self, row_ids: Iterable[RowId]) -> None:
        """Mark rows of the view."""
        self._ids.update(row_ids)

    def toggle_all(self, view: Sequence[RowId]) -> None:
        """Mark all rows of the view; when they all are marked, unmark them."""
        if len(self._ids) - self.hidden == len(view):
            self._ids.difference_update(view)
        else:
            self._ids.update(view)

    def invert(self, view: Sequence[RowId]) -> None:
        """Swap marked and unmarked rows of the view; hidden marks stay."""
        self._ids.symmetric_difference_update(view)

    def clear(self) -> None:
        """Unmark everything, hidden rows too."""
        self._ids.clear()
        self.hidden = 0

    def look(self, view: Sequence[RowId] | None) -> None:
        """Count what a new view hides; nothing is known to be hidden while its ids are not known."""
        shown = len(self._ids.intersection(view)) if self._ids and view is not None else len(self)
        self.hidden = len(self._ids) - shown

    def __str__(self) -> str:
        if not self._ids:
            return ""
        hidden = f" ({self.hidden:,} hidden)" if self.hidden else ""
        return f"{len(self._ids):,} marked{hidden}"
