"""Master files and contact lists: a line says what the ledger knows of a customer, and is no item.

Its canonical line has the type `CARD_TYPE`, no amount, and the day of the file as its date, so that the
fold takes it for the newest word about the customer until a newer document or file says otherwise.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, Final

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.canonical import (
    CARD_FIELDS,
    CARD_TYPE,
    SEVERAL,
    TAIL_FIELDS,
    LineClass,
    join_card,
)
from arcollect_tui.data.imports.contact_lists import REACHED
from arcollect_tui.data.imports.convert import Converted
from arcollect_tui.data.imports.ledger_words import LedgerWords
from arcollect_tui.data.imports.lines import Sorted, Sorter
from arcollect_tui.data.imports.money import MoneyReader
from arcollect_tui.data.imports.selection import others_listed
from arcollect_tui.data.imports.sides import account_pattern
from arcollect_tui.data.imports.source import Batch
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.texts import TextColumn, clean_text
from arcollect_tui.data.imports.values import MOST_ASIDE, AsideLine, HeldLine
from arcollect_tui.rules.text import key_text

_NAMES: Final = ("customer_no", "customer_name", "last_name", "other_name", "account")
_COPIED: Final = (
    *("customer_no", "customer_name", "contact_name", "phone", "email", "country", "collector", "terms"),
    *TAIL_FIELDS[:-1],
)
_KEYS: Final = ("customer_no", "parent")


@dataclass(slots=True)
class Picked:
    """What became of the lines of a master file, as `Selector` tells it of items."""

    counts: Counter[LineClass] = field(default_factory=Counter)
    held: list[HeldLine] = field(default_factory=list)
    aside: list[AsideLine] = field(default_factory=list)
    later: int = 0


class CardSorter(Sorter):
    """Sorts the records of a master file: what names a customer is a card."""

    def __init__(self, survey: Survey) -> None:
        super().__init__(survey.header_rows, survey.places)
        self._named = [survey.places[name] for name in _NAMES if name in survey.places]

    def sort(self, batch: Batch) -> Sorted:
        """Sort one batch."""
        found: list[list[str]] = []
        numbers: list[int] = []
        for row, line in zip(batch.rows, batch.lines, strict=True):
            cells = self._fit(row, line)
            if cells is None:
                continue
            kind = self._kind(cells)
            if kind is LineClass.HELD:
                self._hold(row, line, "no customer is named. Name the customer, or delete the line.")
            elif kind is not LineClass.CARD:
                self.counts[kind] += 1
            elif not self._cut_short(row, line):
                found.append(cells)
                numbers.append(line)
        return Sorted(list(zip(*found, strict=True)), numbers, None, [])

    def _kind(self, cells: list[str]) -> LineClass:
        filled = [cell for cell in cells if cell]
        if not filled:
            return LineClass.BLANK
        if cells in self._judge.headers:
            return LineClass.HEADER
        if any(cells[at] for at in self._named):
            alone = len(filled) == 1 and len(cells) > 2
            return LineClass.TRAILER if alone and self._is_trailer(filled[0]) else LineClass.CARD
        return LineClass.TRAILER if len(filled) == 1 and self._is_trailer(filled[0]) else LineClass.HELD

    def _is_trailer(self, text: str) -> bool:
        """Whether a text that stands alone is the time of a report or a count of its lines."""
        return self._judge.states([text, *[""] * (self._width - 1)], text, ()) or (
            any(sign.isdigit() for sign in text) and (" " in text and ":" in text)
        )


class CardConverter:
    """Turns sorted batches of a master file into canonical lines; the counterpart of `Converter`.

    Args:
        survey: what the first reading found.
        several: customers of whom the file names several contacts.
    """

    def __init__(self, survey: Survey, several: Collection[str] = ()) -> None:
        self.totals: dict[str, tuple[int, int]] = {}
        self.companies: set[str] = set()
        self.numbers: set[str] = set()
        self.unknown_types: Counter[str] = Counter()
        self.due_by_terms = 0
        self.selector = Picked()
        self.money = MoneyReader(survey.mark, survey.places)
        self._survey = survey
        self._keep = {
            name: account_pattern(pattern, survey.facts.digits)
            for name, pattern in survey.layout.keep.items()
            if name in survey.places
        }
        self.words = LedgerWords(survey.layout.languages)
        self._several = several
        self._texts = {name: TextColumn(key=name in _KEYS) for name in _COPIED}

    def convert(self, found: Sorted) -> Converted:
        """Convert one batch of cards and count what became of them."""
        items = Items(self._survey.places, found)
        nothing = [""] * items.count
        texts: dict[str, Sequence[str]] = dict.fromkeys(CARD_FIELDS, nothing)
        for name in _COPIED:
            cells = items.cells(name)
            texts[name] = nothing if cells is None else self._texts[name](cells)
        self._name(items, texts)
        self._tell_more(texts)
        codes = self._codes(items)
        limits = self.money.limits(items, codes)
        texts["currency"] = [
            "" if limit is None else code for limit, code in zip(limits, codes, strict=True)
        ]
        texts["type"] = [CARD_TYPE] * items.count
        day = self._survey.as_of.toordinal()
        whole: dict[str, Sequence[int | None]] = {
            "document_date": [day] * items.count,
            **dict.fromkeys(("posting_date", "due_date", "settled_date"), [None] * items.count),
            **dict.fromkeys(("amount", "open_amount"), [0] * items.count),
            "fiscal_year": [None] * items.count,
            "credit_limit": limits,
        }
        keep = self._pick(items)
        columns: dict[str, Sequence[Any]] = {
            name: list(compress(column, keep)) for name, column in (texts | whole).items()
        }
        self.numbers.update(columns["customer_no"])
        return Converted(_joined(columns), columns, [], [], {})

    def _tell_more(self, texts: dict[str, Sequence[str]]) -> None:
        """Parents, languages and zones as the ledger tables spell them, and who is one of several."""
        numbers = texts["customer_no"]
        mark = self._survey.layout.parent_mark
        texts["parent"] = [
            "" if parent == number else parent or _before(number, mark)
            for number, parent in zip(numbers, texts["parent"], strict=True)
        ]
        texts["language"] = list(map(self.words.language, texts["language"]))
        texts["time_zone"] = list(map(self.words.time_zone, texts["time_zone"]))
        if self._several:
            reached = zip(*[texts[name] for name in REACHED], strict=True)
            texts["one_of_several"] = [
                SEVERAL if number in self._several and any(ways) else ""
                for number, ways in zip(numbers, reached, strict=True)
            ]

    def _codes(self, items: Items) -> list[str]:
        """The currency of each limit."""
        cells = items.cells("currency") or [""] * items.count
        return [cell.strip().upper() or self._survey.currency for cell in cells]

    def _name(self, items: Items, texts: dict[str, Sequence[str]]) -> None:
        """Name persons by their names, contacts by theirs, and customers without a number by their name."""
        persons = [
            _person(*pair) for pair in zip(*self._cells(items, "first_name", "last_name"), strict=True)
        ]
        (others,) = self._cells(items, "other_name")
        names = [
            name or person or clean_text(other)
            for name, person, other in zip(texts["customer_name"], persons, others, strict=True)
        ]
        texts["contact_name"] = [
            contact or (person if person != name else "")
            for contact, person, name in zip(texts["contact_name"], persons, names, strict=True)
        ]
        texts["customer_name"] = names
        texts["customer_no"] = [
            number or key_text(name) for number, name in zip(texts["customer_no"], names, strict=True)
        ]

    @staticmethod
    def _cells(items: Items, *fields: str) -> list[Sequence[str]]:
        return [items.cells(name) or [""] * items.count for name in fields]

    def _pick(self, items: Items) -> list[bool]:
        """Which cards count: neither held nor of somebody who is no customer."""
        others: set[int] = set()
        for name, pattern in self._keep.items():
            cells = items.cells(name) or ()
            others.update(at for at, cell in enumerate(cells) if not pattern.fullmatch(cell.strip()))
        held = [at for at in items.bad if at not in others]
        for at in held:
            name, reason = items.bad[at]
            self.selector.held.append(HeldLine(items.lines[at], name, reason))
        self.selector.counts[LineClass.OTHER] += len(others)
        self.selector.aside += others_listed(items, others, MOST_ASIDE - len(self.selector.aside))
        self.selector.counts[LineClass.HELD] += len(held)
        keep = [at not in others and at not in items.bad for at in range(items.count)]
        self.selector.counts[LineClass.CARD] += sum(keep)
        return keep


def _person(first: str, last: str) -> str:
    return clean_text(f"{first.strip()} {last.strip()}".strip())


def _before(number: str, mark: str) -> str:
    """The parent that a number names before the last mark in it."""
    return number.rpartition(mark)[0].strip() if mark else ""


def _joined(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    return list(map(join_card, zip(*[columns[name] for name in CARD_FIELDS], strict=True)))
