"""One batch of items while it is converted, and the memo that its columns share."""

from collections.abc import Callable, Mapping, Sequence

from arcollect_tui.data.imports.lines import Sorted


class Memo(dict[str, str]):
    """Cell to what it means, computed once for each different cell."""

    def __init__(self, meaning: Callable[[str], str]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, cell: str) -> str:
        found = self[cell] = self._meaning(cell)
        return found


class Items:
    """The items of one batch: their raw columns, and what is wrong with some of them."""

    def __init__(self, places: Mapping[str, int], found: Sorted) -> None:
        self.count = len(found.rows)
        self.lines = found.lines
        self.bad: dict[int, tuple[str, str]] = {}
        self._columns = list(zip(*found.rows, strict=True))
        self._places = places

    def cells(self, field: str) -> Sequence[str] | None:
        """The raw cells of a field; None when the file has no such column."""
        at = self._places.get(field)
        return None if at is None else self._columns[at]

    def spoil(self, at: int, field: str, reason: str) -> None:
        """Note why an item is put aside; the first reason counts."""
        self.bad.setdefault(at, (field, reason))
