"""One batch of items while it is converted."""

from collections.abc import Mapping, Sequence

from arcollect_tui.data.imports.lines import Sorted
from arcollect_tui.data.imports.texts import row_text


class Items:
    """The items of one batch: their raw columns, and what is wrong with some of them."""

    def __init__(self, places: Mapping[str, int], found: Sorted) -> None:
        self.count = len(found.lines)
        self.lines = found.lines
        self.bad: dict[int, tuple[str, str]] = {}
        self._columns = found.columns
        self._places = places

    def cells(self, field: str) -> Sequence[str] | None:
        """The raw cells of a field; None when the file has no such column."""
        at = self._places.get(field)
        return None if at is None else self._columns[at]

    def column(self, at: int) -> Sequence[str]:
        """The raw cells of a column."""
        return self._columns[at]

    def told(self, at: int) -> str:
        """What an item says, its cells in one text, for a list of lines that stay out."""
        return row_text([column[at] for column in self._columns])

    def spoil(self, at: int, field: str, reason: str) -> None:
        """Note why an item is put aside; the first reason counts."""
        self.bad.setdefault(at, (field, reason))
