"""What may be typed into a filter line, for each list: how it reads, what it matches, what may follow."""

from collections.abc import Callable
from typing import Protocol

from arcollect_tui.errors import QueryError
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.query import Completion, Query, Target, complete, parse_query
from arcollect_tui.services.office import Office
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


def share(found: Summary, total: int, office: Office) -> str:
    """How many of how many match, with their sums."""
    return f"{found.count:,} of {total:,}  {sums(found, office)}".rstrip()


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
            from arcollect_tui.screens.item_language import ItemsLanguage

            return ItemsLanguage(self._office).matched(text)
        found = worklist_summary(self._office, WorklistView(text))
        everyone = worklist_summary(self._office, WorklistView(everyone=True))
        return share(found, everyone.count, self._office)

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
