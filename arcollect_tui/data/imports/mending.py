"""Values that a person typed for fields of held lines: put into the cells before they are converted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from arcollect_tui.data.imports.source import Batch
from arcollect_tui.errors import UsageError


class Fix(NamedTuple):
    """What a person says a line holds in a field, instead of what the file says there.

    Attributes:
        line: number of the line in the file, from 1.
        field: the canonical field.
        value: as the file would spell it.
    """

    line: int
    field: str
    value: str


class Mender:
    """Puts typed values into the records of one file.

    Args:
        fixes: the values; of two for one field of a line the later counts.
        places: the column of each field.

    Raises:
        UsageError: the file has no column for a field.
    """

    def __init__(self, fixes: Sequence[Fix], places: Mapping[str, int]) -> None:
        self._fixes: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for fix in fixes:
            if fix.field not in places:
                raise UsageError(
                    f"The file has no column for {fix.field or 'the whole line'}, so nothing can be typed "
                    f"for line {fix.line}. Correct the line in the ledger, or drop it."
                )
            self._fixes[fix.line][places[fix.field]] = fix.value

    def mend(self, batch: Batch) -> Batch:
        """The batch with the typed values; the same batch where it has none of their lines."""
        here = [line for line in self._fixes if line in batch.lines]
        if not here:
            return batch
        rows = [list(row) for row in batch.rows]
        for line in here:
            row = rows[batch.lines.index(line)]
            for at, value in self._fixes.pop(line).items():
                row += [""] * (at + 1 - len(row))
                row[at] = value
        return Batch(batch.lines, rows=rows)

    def check(self) -> None:
        """See that every line was met.

        Raises:
            UsageError: the file has no such line.
        """
        if self._fixes:
            line = min(self._fixes)
            raise UsageError(f"The file has no line {line} that could be fixed. Name a held line.")
