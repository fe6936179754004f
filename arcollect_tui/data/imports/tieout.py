"""The sums a file states, against the sums of its lines."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from arcollect_tui.data.imports.amounts import parse_amount, to_minor
from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.lines import Stated
from arcollect_tui.data.imports.money import sums_of
from arcollect_tui.data.imports.texts import quoted, row_text
from arcollect_tui.data.imports.values import MOST_ASIDE, AsideLine, HeldLine
from arcollect_tui.rules.money import is_currency, plain

_MOST_WARNINGS: Final = 5
_CODE: Final = re.compile(r"\b[A-Z]{3}$")
"""The code that a cell of currency ends with, also behind a word: `Total EUR`."""


class TieOut:
    """Running sums of all readable lines, in their order, and what total lines say about them.

    A difference is a warning: some ledgers print a net or overdue figure in their total row.
    """

    def __init__(self, mark: str, currency: str) -> None:
        self.counts: Counter[LineClass] = Counter()
        self.held: list[HeldLine] = []
        self.loose: list[AsideLine] = []
        self.stated: dict[str, int] = {}
        self._mark = mark
        self._default = currency
        self._all: Counter[str] = Counter()
        self._group: Counter[str] = Counter()
        self._differences: list[str] = []
        self._heading: Stated | None = None

    def follow(self, codes: Sequence[str], opens: Sequence[int | None], stated: Sequence[Stated]) -> None:
        """Take in the items of a batch and the sums between them."""
        done = 0
        for statement in stated:
            self.add(sums_of(codes[done : statement.at], opens[done : statement.at]))
            done = statement.at
            self._meet(statement)
        self.add(sums_of(codes[done:], opens[done:]))

    def add(self, sums: Mapping[str, tuple[int, int]]) -> None:
        """Take in items that no statement stands between, by their sums."""
        for code, (_, total) in sums.items():
            self._all[code] += total
            self._group[code] += total

    def warnings(self) -> list[str]:
        """One sentence a difference, the first few only."""
        shown = self._differences[:_MOST_WARNINGS]
        rest = len(self._differences) - len(shown)
        return shown + ([f"{rest} more sums of the file differ in this way."] if rest else [])

    def _codes(self, statement: Stated) -> list[str]:
        """Currencies the statement may be in: its own, else all that were seen."""
        named = _CODE.search(statement.currency.strip().upper())
        if named and is_currency(named[0]):
            return [named[0]]
        return [code for code in self._all if code] or [self._default]

    def finish(self) -> None:
        """Compare what the last heading states, once all lines are in."""
        if self._heading is None:
            return
        heading, self._heading = self._heading, None
        value = self._value(heading)
        codes = [code for code, total in self._group.items() if total] or self._codes(heading)
        if value is None or len(codes) != 1:
            return  # a sum of several currencies is in none that could be compared
        stated = to_minor(value, codes[0])[0]
        if stated != self._group[codes[0]]:
            self._differ(heading, stated, codes[0], LineClass.CUSTOMER)

    def _meet(self, statement: Stated) -> None:
        self.finish()
        if statement.kind is LineClass.CUSTOMER:
            self._heading = statement
            self._group.clear()
            return
        value = self._value(statement)
        kind = statement.kind
        if value is None:
            self.counts[kind or LineClass.UNCLASSIFIED] += 1
            if kind is None and len(self.loose) < MOST_ASIDE:
                told = row_text((statement.label, statement.amount))
                self.loose.append(AsideLine(statement.line, LineClass.UNCLASSIFIED.value, "", told))
            self._group.clear()
            return
        codes = self._codes(statement)
        in_group = [code for code in codes if to_minor(value, code)[0] == self._group[code]]
        in_all = [code for code in codes if to_minor(value, code)[0] == self._all[code]]
        if kind is None and statement.owned and not in_group:
            self._hold(statement)
            return
        if kind is LineClass.TOTAL and in_group and not in_all:
            kind = LineClass.SUBTOTAL  # some ledgers call the sum of each customer a total too
        if kind is None:
            kind = LineClass.SUBTOTAL if in_group or not in_all else LineClass.TOTAL
        self.counts[kind] += 1
        matches = in_all if kind is LineClass.TOTAL else in_group or in_all
        code = (matches or codes)[0]
        if kind is LineClass.TOTAL:
            self.stated[code] = to_minor(value, code)[0]
        if not matches:
            self._differ(statement, to_minor(value, code)[0], code, kind)
        self._group.clear()

    def _value(self, statement: Stated) -> Decimal | None:
        """What the line states; of debit and credit the difference."""
        value = parse_amount(statement.amount, self._mark).value
        less = parse_amount(statement.less, self._mark).value
        return value if less is None else (value or Decimal(0)) - less

    def _hold(self, statement: Stated) -> None:
        self.counts[LineClass.HELD] += 1
        reason = (
            "there is an amount and a customer but neither number nor date, and it is not the sum of the "
            "lines above. Give the line its document number."
        )
        self.held.append(HeldLine(statement.line, "document_no", reason))

    def _differ(self, statement: Stated, value: int, code: str, kind: LineClass) -> None:
        sums = self._all if kind is LineClass.TOTAL else self._group
        where = "below" if kind is LineClass.CUSTOMER else "above"
        self._differences.append(
            f"Line {statement.line}, {quoted(statement.label)}: the file states "
            f"{plain(value, code)} {code}, the lines {where} add up to {plain(sums[code], code)}. "
            f"The lines count; some ledgers state a net or overdue figure here."
        )
