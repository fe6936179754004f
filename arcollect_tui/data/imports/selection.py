"""Which items of a file count: what is open at the as-of, and neither settled, future nor held."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import compress
from typing import Final

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.memo import Memo
from arcollect_tui.data.imports.sides import account_pattern
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.texts import clean_key, quoted
from arcollect_tui.data.imports.values import MOST_ASIDE, AsideLine, HeldLine
from arcollect_tui.rules.text import key_text

_NOT_OPEN: Final = frozenset(("0", "no", "n", "false", "closed", "nein", "non", "nee"))
_SELECTING: Final = frozenset(("settled_date", "is_open", "status", "matched"))
_FATES: Final = (LineClass.ITEM, LineClass.SETTLED, LineClass.FUTURE, LineClass.HELD, LineClass.OTHER)
_CLOSED, _DRAFT, _OPEN = "closed", "draft", ""


def others_listed(items: Items, others: Collection[int], most: int) -> list[AsideLine]:
    """The first lines that are no receivables, as they are listed."""
    if most <= 0:
        return []
    return [
        AsideLine(items.lines[at], LineClass.OTHER.value, "", items.told(at))
        for at in sorted(others)[:most]
    ]


class Selector:
    """Decides item by item; `counts`, `held` and `later` say what it found."""

    def __init__(self, survey: Survey) -> None:
        self.counts: Counter[LineClass] = Counter()
        self.held: list[HeldLine] = []
        self.aside: list[AsideLine] = []
        self.later = 0
        self._as_of = survey.as_of.toordinal()
        self._layout = survey.layout
        self._has = frozenset(survey.places)
        self._picks = bool(survey.layout.keep or survey.layout.once_by or _SELECTING & self._has)
        self._keep = {
            name: account_pattern(pattern, survey.facts.digits)
            for name, pattern in survey.layout.keep.items()
            if name in survey.places
        }
        self._told: set[tuple[str, ...]] = set()
        self._states = Memo(self._state)
        self._flags = Memo(lambda cell: _CLOSED if key_text(cell).casefold() in _NOT_OPEN else _OPEN)

    def keep(
        self,
        items: Items,
        opens: Sequence[int | None],
        dates: Mapping[str, Sequence[int | None]],
        texts: Mapping[str, Sequence[str]],
    ) -> list[bool] | None:
        """Which items count; None when all do. A line with nothing open is settled."""
        days = dates["document_date"]
        if not (self._picks or items.bad or 0 in opens):
            self.counts[LineClass.ITEM] += items.count
            self.later += self._count_later(days)
            return None
        classes = [LineClass.SETTLED if value == 0 else LineClass.ITEM for value in opens]
        if "settled_date" in self._has:
            self._by_date(classes, days, dates["settled_date"])
        elif "status" in self._has:
            self._by_status(items, classes, opens)
        self._by_flag(items, classes, dates["settled_date"])
        self._by_match(items, classes)
        others = self._others(items, texts)
        numbers = items.cells("document_no")
        for at, (field, reason) in items.bad.items():
            if at in others:
                continue
            classes[at] = LineClass.HELD
            number = clean_key(numbers[at]) if numbers else ""
            self.held.append(HeldLine(items.lines[at], field, reason, number))
        for at in others:
            classes[at] = LineClass.OTHER
        self.aside += others_listed(items, others, MOST_ASIDE - len(self.aside))
        for kind in _FATES:
            self.counts[kind] += classes.count(kind)
        kept = [kind is LineClass.ITEM for kind in classes]
        self.later += self._count_later(list(compress(days, kept)))
        return kept

    def _count_later(self, documents: Sequence[int | None]) -> int:
        """How many of the items that count are dated after the day the file describes."""
        known = [day for day in documents if day is not None]
        if max(known, default=0) <= self._as_of:
            return 0
        return sum(1 for day in known if day > self._as_of)

    def _by_date(
        self,
        classes: list[LineClass],
        documents: Sequence[int | None],
        settled: Sequence[int | None],
    ) -> None:
        """A column of settled dates makes the as-of select what was open then."""
        for at, (day, end) in enumerate(zip(documents, settled, strict=True)):
            if day is not None and day > self._as_of:
                classes[at] = LineClass.FUTURE
            elif end is not None and end <= self._as_of:
                classes[at] = LineClass.SETTLED

    def _by_flag(self, items: Items, classes: list[LineClass], settled: Sequence[int | None]) -> None:
        """A flag that says no more than "not open" counts where no settled date says when."""
        for at, flag in enumerate(items.cells("is_open") or ()):
            if self._flags[flag] == _CLOSED and settled[at] is None:
                classes[at] = LineClass.SETTLED

    def _by_match(self, items: Items, classes: list[LineClass]) -> None:
        """A line that the ledger has matched with its payment is settled."""
        for at, mark in enumerate(items.cells("matched") or ()):
            if mark.strip():
                classes[at] = LineClass.SETTLED

    def _others(self, items: Items, texts: Mapping[str, Sequence[str]]) -> set[int]:
        """Lines of other accounts, and further lines of a document that is told once already."""
        others: set[int] = set()
        for name, pattern in self._keep.items():
            cells = items.cells(name) or ()
            others.update(at for at, cell in enumerate(cells) if not pattern.fullmatch(cell.strip()))
        if self._layout.once_by:
            for at, key in enumerate(zip(*[texts[name] for name in self._layout.once_by], strict=True)):
                if all(key) and key in self._told:
                    others.add(at)
                self._told.add(key)
        return others

    def _state(self, cell: str) -> str:
        word = fold(cell)
        if word in self._layout.closed:
            return _CLOSED
        return _DRAFT if word in self._layout.draft else _OPEN

    def _by_status(self, items: Items, classes: list[LineClass], opens: Sequence[int | None]) -> None:
        """A draft is not receivable yet; a paid line with something open contradicts itself."""
        for at, word in enumerate(items.cells("status") or ()):
            state = self._states[word]
            if state == _DRAFT:
                reason = "it is not receivable yet. Approve it in the ledger."
                items.spoil(at, "status", f"its status is {quoted(word)}: {reason}")
            elif state == _CLOSED and opens[at] and "open_amount" in self._has:
                reason = "its open amount is not zero. Correct one of them."
                items.spoil(at, "status", f"its status is {quoted(word)} and {reason}")
            elif state == _CLOSED:
                classes[at] = LineClass.SETTLED
