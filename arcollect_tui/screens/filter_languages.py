"""What may be typed into a filter line, for each list: how it reads, what it matches, what may follow."""

from collections.abc import Callable
from typing import Protocol

from arcollect_tui.errors import QueryError
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.query import Completion, Query, Target, complete, parse_query
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import DUE_TODAY, WORDS, promise_rows, word_of
from arcollect_tui.services.worklist import Summary, WorklistView, worklist_summary

ITEMS = "items"


class Language(Protocol):
    """The filters of one list."""

    def place_of(self, text: str) -> str:
        """The place whose list shows this filter; empty for the list itself.

        Raises:
            QueryError: the filter cannot be read.
        """

    def matched(self, text: str) -> str:
        """How much a filter matches, in words; asks the store."""

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """What may stand at the cursor."""


def read(office: Office, text: str, target: Target) -> Query:
    """The filter as a query.

    Raises:
        QueryError: it cannot be read.
    """
    settings = office.settings
    return parse_query(
        text,
        target,
        today=office.today,
        fmt=settings.fmt,
        calendar=settings.calendar,
        reasons=settings.reasons,
    )


def sums(summary: Summary, office: Office) -> str:
    """The sums of a summary: `41,234.10 USD, 812.40 EUR`."""
    fmt = office.settings.fmt
    return ", ".join(f"{shown(total, code, fmt)} {code}" for code, total in sorted(summary.sums.items()))


def _share(found: Summary, total: int, office: Office) -> str:
    return f"{found.count:,} of {total:,}  {sums(found, office)}".rstrip()


class ItemsLanguage:
    """Filters of the items list.

    Args:
        office: the open office.
        total: how many items there are in all, where the list knows that; None to count them anew.
    """

    def __init__(self, office: Office, total: Callable[[], int | None] | None = None) -> None:
        self._office = office
        self._total = total

    def place_of(self, text: str) -> str:
        read(self._office, text, Target.ITEMS)
        return ""

    def matched(self, text: str) -> str:
        found = item_summary(self._office, ItemView(text))
        known = None if self._total is None else self._total()
        total = item_summary(self._office, ItemView()).count if known is None else known
        return _share(found, total, self._office)

    def completions(self, text: str, cursor: int) -> list[Completion]:
        return complete(text, cursor, Target.ITEMS, self._office.settings.reasons)


class AccountsLanguage:
    """Filters of the worklist; one that only reads for items is shown by the items list."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def place_of(self, text: str) -> str:
        try:
            read(self._office, text, Target.ACCOUNTS)
        except QueryError as error:
            if not self._reads_for_items(text):
                raise error from None
            return ITEMS
        return ""

    def _reads_for_items(self, text: str) -> bool:
        try:
            read(self._office, text, Target.ITEMS)
        except QueryError:
            return False
        return True

    def matched(self, text: str) -> str:
        if self.place_of(text) == ITEMS:
            return ItemsLanguage(self._office).matched(text)
        found = worklist_summary(self._office, WorklistView(text))
        everyone = worklist_summary(self._office, WorklistView(everyone=True))
        return _share(found, everyone.count, self._office)

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """Words of accounts; where none fits, those of items."""
        tree = self._office.settings.reasons
        return complete(text, cursor, Target.ACCOUNTS) or complete(text, cursor, Target.ITEMS, tree)


class WordsLanguage:
    """Plain words, all of which a row must hold.

    Args:
        count: how many rows hold them; asks the store.
    """

    def __init__(self, count: Callable[[str], int]) -> None:
        self._count = count

    def place_of(self, text: str) -> str:
        del text
        return ""

    def matched(self, text: str) -> str:
        return f"{self._count(text):,} match"

    def completions(self, text: str, cursor: int) -> list[Completion]:
        del text, cursor
        return []


class PromisesLanguage:
    """The state of a promise, or a filter of accounts."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def place_of(self, text: str) -> str:
        if word_of(text) not in WORDS:
            read(self._office, text, Target.ACCOUNTS)
        return ""

    def matched(self, text: str) -> str:
        return f"{len(promise_rows(self._office, filter=text)):,} of {len(promise_rows(self._office)):,}"

    def completions(self, text: str, cursor: int) -> list[Completion]:
        typed = text[:cursor]
        states = [
            Completion(word, "open, due today" if word == DUE_TODAY else "promises in this state", 0)
            for word in WORDS
            if " " not in typed and word.startswith(typed)
        ]
        return states or complete(text, cursor, Target.ACCOUNTS)
