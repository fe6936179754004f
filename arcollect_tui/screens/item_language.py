"""What may be typed into the filter line of items."""

from collections.abc import Callable

from arcollect_tui.rules.query import Completion, Target, complete
from arcollect_tui.screens.filter_languages import read, share
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.office import Office


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
        return share(found, total, self._office)

    def completions(self, text: str, cursor: int) -> list[Completion]:
        return complete(text, cursor, Target.ITEMS, self._office.settings.reasons)
