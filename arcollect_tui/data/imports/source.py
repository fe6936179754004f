"""What every reader gives: the records of a file in batches, each with the number of its line."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, Protocol

HEAD_RECORDS: Final = 100
BATCH_LINES: Final = 500
"""Lines looked at together: so few that their cells stay in the processor's cache, column after column."""
LONGEST_FIELD: Final = 131_072
"""Characters of a field; a longer one comes from an unclosed quote or from somebody hostile."""
MOST_CELLS: Final = 16_384
"""Cells of a record: the columns that a spreadsheet has."""


class Batch:
    """Some records, by row and, where all have the same number of cells, by column too.

    Args:
        lines: the number of the line each begins on, counted from 1.
        rows: the records; made from the columns when not given.
        columns: their cells by column.
    """

    def __init__(
        self,
        lines: Sequence[int],
        *,
        rows: list[list[str]] | None = None,
        columns: list[Sequence[str]] | None = None,
    ) -> None:
        self.lines = lines
        self._rows = rows
        self._columns = columns

    @cached_property
    def rows(self) -> list[list[str]]:
        """The records."""
        return (
            self._rows
            if self._rows is not None
            else list(map(list, zip(*self._columns or (), strict=True)))
        )

    @cached_property
    def columns(self) -> list[Sequence[str]] | None:
        """The cells by column; None when the records are not of one length."""
        if self._columns is None and len(set(map(len, self.rows))) == 1:
            return list(zip(*self.rows, strict=True))
        return self._columns

    def after(self, records: int) -> "Batch":
        """The batch without its first records."""
        if self._columns is not None:
            return Batch(self.lines[records:], columns=[column[records:] for column in self._columns])
        return Batch(self.lines[records:], rows=self.rows[records:])


class Source(Protocol):
    """A file that can be read from the start more than once."""

    encoding: str
    delimiter: str
    sheet: str
    warnings: list[str]

    def batches(self) -> Iterator[Batch]:
        """The records in order, the first batch holding at least `HEAD_RECORDS` if there are so many."""
        ...
