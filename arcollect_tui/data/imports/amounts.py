"""Amounts of a file: a grammar of our own, and the decimal mark decided from whole columns.

`Decimal` and `float` accept far more than money is written in (exponents, underscores, other scripts'
digits), so nothing reaches them that the grammar below has not read.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.errors import ColumnsAsked
from arcollect_tui.rules.money import exponent

MAX_DIGITS: Final = 15
MARKS: Final = {"point": ".", "comma": ","}
"""The decimal marks by the words that a person or a layout says."""
_SPACES = " \u00a0\u2007\u2009\u202f"
_ZERO: Final = frozenset("-–—")
_SYMBOLS: Final = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "$": "",
    "¥": "",
    "￥": "",
    "₺": "TRY",
    "₽": "RUB",
    "R$": "BRL",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
}
_DOLLARS = (
    "AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD"
)
_SHARED: Final = {
    "$": frozenset(f"{_DOLLARS} ARS BRL USD UYU XCD ZWL".split()),
    "¥": frozenset(("JPY", "CNY")),
    "￥": frozenset(("JPY", "CNY")),
}
"""Signs of several currencies: they tell no code, and yet contradict all others."""
_CURRENCY = r"(?:[$€£¥￥₹₺₽円]|R\$|(?!CR|DR)[A-Z]{2,3}\$?|Rs\.?|kr\.?|Fr\.?|zł|Kč|Ft)"
_DRESSED = re.compile(
    rf"(?P<open>\()?(?P<lead>[-+\u2212△▲])?[{_SPACES}]*(?P<cur>{_CURRENCY})?[{_SPACES}]*(?P<lead2>[-+\u2212△▲])?"
    rf"[{_SPACES}]*(?P<num>[0-9.,][0-9.,'’{_SPACES}]*?)[{_SPACES}]*(?P<tail>[-+\u2212]|(?:CR|DR|Cr|Dr|cr|dr)\.?)?"
    rf"[{_SPACES}]*(?P<cur2>{_CURRENCY})?[{_SPACES}]*(?P<close>\))?"
)


def _grammar(mark: str) -> re.Pattern[str]:
    """Digits with one kind of grouping (thousands or lakh) and at most one decimal mark."""
    group = f"[{'.' if mark == ',' else ','}'’{_SPACES}]"
    thousands = rf"[1-9][0-9]{{0,2}}(?P<a>{group})[0-9]{{3}}(?:(?P=a)[0-9]{{3}})*"
    lakh = rf"[1-9][0-9]?(?P<b>{group})[0-9]{{2}}(?:(?P=b)[0-9]{{2}})*(?P=b)[0-9]{{3}}"
    tail = rf"(?:{re.escape(mark)}[0-9]*)?"
    return re.compile(rf"(?:{thousands}|{lakh}|[0-9]+){tail}|{re.escape(mark)}[0-9]+")


_READS: Final = {".": _grammar("."), ",": _grammar(",")}
#: Whole columns of plain cells, one a line: no grouping, at most two decimals.
_PLAIN: Final = {
    mark: re.compile(rf"(?:[-+]?[0-9]+(?:{re.escape(mark)}[0-9]{{1,2}})?\n)*") for mark in ".,"
}
_PLAIN_OR_EMPTY: Final = re.compile(r"(?:(?:-?[0-9]+(?:\.[0-9]{1,2})?)?\n)*")
_TWO_DECIMALS: Final = {
    mark: re.compile(rf"(?:(?:-?[0-9{other}]*[0-9]{re.escape(mark)}[0-9]{{2}})?\n)*")
    for mark, other in ((".", ","), (",", "."))
}
#: Whole columns of cells with two decimals, with or without grouping by thousands.
_GROUPED: Final = {
    mark: re.compile(
        rf"(?:-?(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{re.escape(other)}[0-9]{{3}})+){re.escape(mark)}[0-9]{{2}}\n)*"
    )
    for mark, other in ((".", ","), (",", "."))
}


class Amount(NamedTuple):
    """One cell read: its value, the currency it carries ('' for none), or what is wrong with it."""

    value: Decimal | None
    currency: str
    problem: str


class MarkEvidence:
    """What the cells of one column show about the decimal mark."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.either = ""

    def look(self, cells: Sequence[str]) -> None:
        """Take in some cells of the column."""
        text = "\n".join(cells) + "\n"
        if _PLAIN_OR_EMPTY.fullmatch(text):
            if "." in text:
                self._show(".", next(cell for cell in cells if "." in cell))
            return
        for mark, pattern in _TWO_DECIMALS.items():
            if pattern.fullmatch(text):
                self._show(mark, next(cell for cell in cells if cell))
                return
        for cell in dict.fromkeys(cells):
            self._look_at(cell)

    def _look_at(self, cell: str) -> None:
        match = _DRESSED.fullmatch(cell.strip())
        if match is None:
            return
        digits = match["num"].strip(_SPACES)
        marks = [mark for mark, grammar in _READS.items() if grammar.fullmatch(digits)]
        if len(marks) == 1:
            self._show(marks[0], cell)
        elif len(marks) == 2 and ("." in digits or "," in digits):
            self.either = self.either or cell.strip()

    def _show(self, mark: str, cell: str) -> None:
        self.shown.setdefault(mark, cell.strip())


def _marks_clash(file: str, columns: Mapping[str, MarkEvidence]) -> None:
    shown = [(name, mark, cell) for name, found in columns.items() for mark, cell in found.shown.items()]
    points = next((entry for entry in shown if entry[1] == "."), None)
    commas = next((entry for entry in shown if entry[1] == ","), None)
    if points and commas:
        raise ColumnsAsked(
            f"{file}: amounts contradict each other: {quoted(points[2])} in column {quoted(points[0])} "
            f"has a decimal point, {quoted(commas[2])} in column {quoted(commas[0])} a decimal comma.",
            "Write all of them one way, or leave one of the columns out.",
        )


def decide_marks(
    file: str, columns: Mapping[str, MarkEvidence], option: str | None = None, usual: str = ""
) -> tuple[str, dict[str, str]]:
    """The decimal mark of a file, and a sentence of evidence a column.

    Args:
        file: name for the sentence of a refusal.
        columns: header to what its cells show.
        option: the person's answer, `point` or `comma`; it may not contradict the cells.
        usual: the mark that the layout says, for a file whose cells show none; '' for none.

    Raises:
        ColumnsAsked: columns contradict each other or the option, or a column fits both readings and
            nothing in the file shows which one holds.
    """
    _marks_clash(file, columns)
    mark = next((mark for found in columns.values() for mark in found.shown), "")
    said = MARKS.get(option or "", "")
    if said and mark and mark != said:
        raise ColumnsAsked(
            f"{file}: amounts were said to have a decimal {_name(said)}, the file shows a decimal "
            f"{_name(mark)}.",
            "Leave the decimal mark to the file.",
            "amounts",
        )
    why = "as you said" if said else "the layout says so"
    why = "the other amounts of the file have it" if mark else why
    mark = mark or said or MARKS.get(usual, "")
    evidence = {}
    for name, found in columns.items():
        if found.shown:
            evidence[name] = f"decimal {_name(mark)}: {found.shown[mark]} fits no other reading"
        elif found.either and not mark:
            refuse_amounts(file, name, found.either)
        elif found.either:
            evidence[name] = f"decimal {_name(mark)}: {why}"
        else:
            evidence[name] = "whole numbers"
    return mark or ".", evidence


def _name(mark: str) -> str:
    return "point" if mark == "." else "comma"


def refuse_amounts(file: str, column: str, cell: str) -> None:
    """Refuse a column by name, with both readings of one of its cells."""
    readings = " or ".join(f"{parse_amount(cell, mark).value}" for mark in ".,")
    raise ColumnsAsked(
        f"{file}: column {quoted(column)} can be read two ways: {quoted(cell)} is {readings}, "
        f"and no amount in the column shows which.",
        "Say it with --decimal point or --decimal comma, or write the amounts with two decimals.",
        "amounts",
    )


@lru_cache(maxsize=65_536)
def parse_amount(cell: str, mark: str) -> Amount:
    """Read one cell with a known decimal mark; an empty cell has neither value nor problem."""
    cell = cell.strip().removeprefix("'")
    if not cell or cell in _ZERO:
        return Amount(Decimal(0) if cell else None, "", "")
    match = _DRESSED.fullmatch(cell)
    if match is None:
        return Amount(None, "", "is not an amount")
    return _read_match(match, mark)


def _read_match(match: re.Match[str], mark: str) -> Amount:
    digits = match["num"].strip(_SPACES)
    if not _READS[mark].fullmatch(digits):
        return Amount(None, "", f"is not an amount with a decimal {_name(mark)}")
    plain = "".join(sign for sign in digits if sign.isdigit() or sign == mark).replace(mark, ".")
    if sum(sign.isdigit() for sign in plain) > MAX_DIGITS:
        return Amount(None, "", f"has more than {MAX_DIGITS} digits")
    negative = _sign(match)
    if negative is None:
        return Amount(None, "", "has more than one sign")
    value = Decimal(plain)
    return Amount(-value if negative and value else value, _carried(match), "")


def _sign(match: re.Match[str]) -> bool | None:
    """True for a negative amount; None when signs contradict or a bracket stands alone."""
    tail = (match["tail"] or "").upper().rstrip(".")
    signs = [sign for sign in (match["lead"], match["lead2"], tail) if sign]
    if bool(match["open"]) != bool(match["close"]):
        return None
    if match["open"]:
        signs.append("-")
    if len(signs) > 1:
        return None
    return bool(signs) and signs[0] not in ("+", "DR")


def _carried(match: re.Match[str]) -> str:
    """The currency a cell names beside its digits, when that names exactly one."""
    text = match["cur"] or match["cur2"] or ""
    return text if re.fullmatch("[A-Z]{3}", text) else _SYMBOLS.get(text, "")


def contradicts(cell: str, shown: str, code: str) -> bool:
    """Whether a cell names another currency than its line has.

    Args:
        cell: the text as it stands in the file.
        shown: the code that the cell names, '' for none.
        code: the currency of the line.
    """
    if shown:
        return shown != code
    return any(sign in cell and code not in codes for sign, codes in _SHARED.items())


def to_minor(value: Decimal, currency: str) -> tuple[int, bool]:
    """Minor units, rounded half-even once; the second value tells whether anything was rounded."""
    scaled = value.scaleb(exponent(currency))
    whole = int(scaled.to_integral_value(ROUND_HALF_EVEN))
    return whole, whole != scaled


def plain_column(cells: Sequence[str], mark: str) -> list[int] | None:
    """Hundredths of a whole column of plain or grouped cells at once; None when a cell is not plain.

    Only for currencies of two decimals. A column at a time costs a third of a cell at a time.
    """
    if max(map(len, cells), default=0) > MAX_DIGITS:
        return None
    text = "\n".join(cells) + "\n"
    if _GROUPED[mark].fullmatch(text):
        return list(map(int, text.replace(".", "").replace(",", "").split("\n")[:-1]))
    if not _PLAIN[mark].fullmatch(text):
        return None
    return [
        int(cell[:-3] + cell[-2:]) if cell[-3:-2] == mark else _hundredths(cell, mark) for cell in cells
    ]


def _hundredths(cell: str, mark: str) -> int:
    whole, _, part = cell.partition(mark)
    return int(whole + part.ljust(2, "0"))
