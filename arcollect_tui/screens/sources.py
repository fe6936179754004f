"""Rows for the lists: the whole order as ids, the rows themselves fetched where the screen looks."""

from collections.abc import Sequence
from typing import Generic

from arcollect_tui.widgets.rows import RowId, RowT


class IdSource(Generic[RowT]):
    """A view whose order is known and whose rows are fetched away from the screen.

    Args:
        ids: the id of each row, in order.
        first: the first rows, fetched together with the ids.
    """

    def __init__(self, ids: Sequence[int] = (), first: Sequence[RowT] = ()) -> None:
        self.ids: Sequence[RowId] | None = ids
        self._ids = ids
        self._first = first

    @property
    def count(self) -> int:
        """How many rows the view has."""
        return len(self._ids)

    def rows(self, start: int, stop: int) -> Sequence[RowT] | None:
        """The rows at these positions if they are the first ones; else they must be fetched."""
        return self._first[start:stop] if stop <= len(self._first) else None

    def forget_first(self) -> None:
        """The store was written: from now on every row is fetched."""
        self._first = ()

    def ids_between(self, start: int, stop: int) -> Sequence[int]:
        """The ids at these positions."""
        return self._ids[start:stop]
