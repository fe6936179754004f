"""What the cells of whole columns show, collected batch by batch in the first reading."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.amounts import MarkEvidence
from arcollect_tui.data.imports.canonical import DATE_FIELDS
from arcollect_tui.data.imports.carrying import Carrying
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.labels import RULE
from arcollect_tui.data.imports.layout_model import GENERIC, Layout
from arcollect_tui.data.imports.rising import Rising
from arcollect_tui.data.imports.source import Batch
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.rules.cardnumbers import contains_card

MONEY_COLUMNS: Final = ("open_amount", "amount", "paid", "debit", "credit", "credit_limit")
_LONG_DIGITS: Final = 12
_NEGATIVE = re.compile(r"[-(\u2212△▲].*|.*(?:-|\u2212|\)|CR\.?)", re.IGNORECASE)
_ZERO = re.compile(r"[-+0.,\s]*")


class Evidence:
    """Collects, batch by batch, what the columns of interest show."""

    def __init__(
        self,
        layout: Layout,
        places: Mapping[str, int],
        buckets: Sequence[int] = (),
        *,
        workbook: bool = False,
    ) -> None:
        self.workbook = workbook
        self.rising = Rising(places, workbook=workbook)
        dates = (*DATE_FIELDS, "baseline")
        self.cells: dict[str, set[str]] = {name: set() for name in dates if name in places}
        self.bucket_marks = {at: MarkEvidence() for at in buckets}
        self.marks = {name: MarkEvidence() for name in MONEY_COLUMNS if name in places}
        self.samples: dict[int, str] = {}
        self.signs: set[bool] = set()
        self.long: dict[str, list[int]] = {
            name: [0, 0, 0] for name in ("document_no", "customer_no") if name in places
        }
        known = layout.name != GENERIC and not layout.own
        self.carrying = None if known or layout.carry else Carrying(places, buckets)
        self._places = places
        self._kinds = layout.types if layout.credits == "evidence" and "type" in places else {}
        self._last_read = max(places.values())
        self._amount = places.get("open_amount", places.get("amount", 0))

    def look(self, batch: Batch, width: int) -> None:
        """Take in the records of one batch after the header."""
        columns = batch.columns
        if columns is None or len(columns) < width:
            rows = [row for row in batch.rows if len(row) > self._last_read]
            columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
        if not columns or not columns[0]:
            return
        for name, cells in self.cells.items():
            cells.update(columns[self._places[name]])
        for name, evidence in self.marks.items():
            evidence.look(columns[self._places[name]])
        for at, evidence in self.bucket_marks.items():
            evidence.look(columns[at])
        for name, count in self.long.items():
            _count_long(columns[self._places[name]], count)
        if self._kinds:
            self._look_at_signs(columns[self._places["type"]], columns[self._amount])
        self.rising.look(columns)
        if self.carrying is not None:
            self.carrying.look(columns)
        if len(self.samples) < width:
            self._sample(columns[:width])

    def _look_at_signs(self, kinds: Sequence[str], amounts: Sequence[str]) -> None:
        taken = {kind for kind in set(kinds) if self._is_taken_off(kind)}
        for kind, amount in zip(kinds, amounts, strict=True):
            if kind in taken and not _ZERO.fullmatch(amount):
                self.signs.add(bool(_NEGATIVE.fullmatch(amount.strip())))

    def _is_taken_off(self, cell: str) -> bool:
        return self._kinds.get(fold(cell)) in ("credit", "payment")

    def _sample(self, columns: Sequence[Sequence[str]]) -> None:
        for at, cells in enumerate(columns):
            if at not in self.samples:
                found = next(
                    (cell for cell in cells if cell.strip() and not RULE.fullmatch(cell.strip())), ""
                )
                if found:
                    self.samples[at] = clean_text(found[:60])


def _count_long(cells: Sequence[str], count: list[int]) -> None:
    """Add how many cells are filled, are long digits, and are what a card number looks like."""
    count[0] += len(cells) - cells.count("")
    if max(map(len, cells), default=0) > _LONG_DIGITS:
        long = [cell for cell in cells if len(cell) > _LONG_DIGITS and cell.strip().isdigit()]
        count[1] += len(long)
        count[2] += sum(map(contains_card, long))
