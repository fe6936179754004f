"""Rows for the record table: what a row, a column and a source are, and the window that is held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

RowId = int | str
Align = Literal["left", "right"]

CHUNK = 64
"""Rows are held and asked for in chunks of this many."""


class Row(Protocol):
    """A frozen value the table can show. The id stays the same when the list is loaded again."""

    @property
    def id(self) -> RowId: ...


RowT = TypeVar("RowT", bound=Row)
RowT_co = TypeVar("RowT_co", bound=Row, covariant=True)


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """How one column is shown.

    Attributes:
        key: stable name, used for sorting.
        title: the head of the column.
        width: cells; the least width of a column that grows.
        render: the text of a row in this column.
        align: numbers stand right.
        priority: when the table is narrow, the highest number goes first; 0 goes last.
        grow: takes the cells that are left over.
        tone: names a tone of the table for the text (`muted`, `strong`, `alert`), empty for none.
    """

    key: str
    title: str
    width: int
    render: Callable[[RowT], str]
    align: Align = "left"
    priority: int = 0
    grow: bool = False
    tone: Callable[[RowT], str] | None = None


class RowSource(Protocol[RowT_co]):
    """One view of a list: fixed order, fixed rows. A changed view is another source."""

    @property
    def count(self) -> int:
        """How many rows the view has."""

    @property
    def ids(self) -> Sequence[RowId] | None:
        """The id of each row, in order; None while they are not known."""

    def rows(self, start: int, stop: int) -> Sequence[RowT_co] | None:
        """The rows at these positions, or None when they must be fetched away from the screen."""


class ListSource(Generic[RowT]):
    """A source that holds all its rows: for short lists."""

    def __init__(self, rows: Sequence[RowT] = ()) -> None:
        self._rows = tuple(rows)
        self.ids: Sequence[RowId] | None = tuple(row.id for row in self._rows)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[RowT]:
        """The rows at these positions."""
        return self._rows[start:stop]


class Window(Generic[RowT]):
    """The rows near the screen, in chunks. Old chunks are let go, so memory does not grow."""

    def __init__(self, limit: int = 32) -> None:
        self._chunks: dict[int, Sequence[RowT]] = {}
        self._limit = limit

    def clear(self) -> None:
        """Hold nothing."""
        self._chunks.clear()

    def get(self, position: int) -> RowT | None:
        """The row at a position, if it is held."""
        rows = self._chunks.get(position // CHUNK)
        offset = position % CHUNK
        return rows[offset] if rows is not None and offset < len(rows) else None

    def put(self, start: int, rows: Sequence[RowT]) -> None:
        """Hold rows; `start` is the first position of a chunk."""
        for offset in range(0, len(rows), CHUNK):
            number = (start + offset) // CHUNK
            self._chunks.pop(number, None)
            self._chunks[number] = rows[offset : offset + CHUNK]
        while len(self._chunks) > self._limit:
            del self._chunks[next(iter(self._chunks))]

    def missing(self, start: int, stop: int, count: int) -> tuple[int, int] | None:
        """The whole chunks that cover `start` to `stop` and are not held, as positions."""
        first, last = start // CHUNK, max(start, stop - 1) // CHUNK
        wanted = [number for number in range(first, last + 1) if number not in self._chunks]
        if not wanted or count == 0:
            return None
        return wanted[0] * CHUNK, min((wanted[-1] + 1) * CHUNK, count)


Fitted = tuple[tuple[Column[RowT], int], ...]
"""Columns with the cells of each."""


def fit(columns: Sequence[Column[RowT]], width: int, frozen: int = 0) -> Fitted[RowT]:
    """The columns that fit into `width` cells, with the width of each; one cell between two.

    Columns go by their priority, highest first and rightmost first among equals; the first `frozen`
    ones go last, and the last one left is cut. What is left over goes to the columns that grow.
    """
    kept = list(columns)
    stay = {column.key for column in kept[:frozen]}
    while len(kept) > 1 and _needed(kept) > width:
        loose = [column for column in kept if column.key not in stay] or kept[1:]
        kept.remove(max(reversed(loose), key=lambda column: column.priority))
    return _spread(kept, width)


def fit_from(columns: Sequence[Column[RowT]], width: int, frozen: int, start: int) -> Fitted[RowT]:
    """The frozen columns, and behind them as many as fit from another one on.

    Args:
        columns: all columns.
        width: cells of the line.
        frozen: how many columns from the left stay.
        start: how many of the others are scrolled away.
    """
    kept = list(columns[:frozen])
    for column in columns[frozen + start :]:
        if kept[frozen:] and _needed([*kept, column]) > width:
            break
        kept.append(column)
    while len(kept) > 1 and _needed(kept) > width:
        del kept[-2]
    return _spread(kept, width)


def _spread(kept: Sequence[Column[RowT]], width: int) -> Fitted[RowT]:
    """What is left over goes to the columns that grow."""
    spare = max(0, width - _needed(kept))
    growing = [column.key for column in kept if column.grow]
    widths = []
    for column in kept:
        extra = 0
        if column.key in growing:
            extra = spare // len(growing)
            spare -= extra
            growing.remove(column.key)
        widths.append((column, min(column.width + extra, max(1, width))))
    return tuple(widths)


def _needed(columns: Sequence[Column[RowT]]) -> int:
    return sum(column.width for column in columns) + max(0, len(columns) - 1)
