"""The records of a table after its header, by the field that each column holds."""

from collections import Counter
from collections.abc import Iterator, Mapping

from arcollect_tui.data.imports.source import Batch, Source


class PlacedRecords:
    """Gives the records that say something; the others are counted.

    Args:
        source: where they come from.
        places: field to number of its column.

    Attributes:
        counts: records by class: blank, cut_off, row.
        cut_off: lines with fewer cells than the header has names.
    """

    def __init__(self, source: Source, places: Mapping[str, int]) -> None:
        self._places = places
        # A spreadsheet leaves the empty cells at the end of a line away: what is read must be there.
        self._width = 1 if source.encoding == "xlsx" else 1 + max(places.values())
        self.counts: Counter[str] = Counter()
        self.cut_off: list[int] = []

    def of(self, batch: Batch) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, cells by field) of the records of one batch."""
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            if not any(cell.strip() for cell in cells):
                self.counts["blank"] += 1
            elif len(cells) < self._width:
                self.counts["cut_off"] += 1
                self.cut_off.append(line)
            else:
                self.counts["row"] += 1
                yield line, {field: cells[at] for field, at in self._places.items() if at < len(cells)}
