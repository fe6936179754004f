"""The columns of a list of items: those of its queue, the user's own, or those that the filter names."""

from collections.abc import Callable, Collection, Mapping, Sequence

from arcollect_tui.rules.query import Query
from arcollect_tui.rules.query_fields import COLUMNS
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.screens.columned import Columned
from arcollect_tui.screens.item_columns import COLUMN_SETS, ItemLine, all_columns, column_set, spelled_out
from arcollect_tui.screens.item_marks import ItemMarks
from arcollect_tui.services.items import ItemView, item_ids, item_window
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.rows import Column, RowId


class ItemLayout(ItemMarks, Columned):
    """How items are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._query = Query()

    def load(self, text: str) -> None:
        """Show a view.

        Raises:
            QueryError: the filter cannot be read.
        """
        raise NotImplementedError

    def every_column(self) -> Mapping[str, Column[ItemLine]]:
        """What an item can show."""
        return all_columns(self.ws.fmt)

    def usual_columns(self) -> Sequence[str]:
        """What short pays and the queue are worked by, or the standard."""
        return COLUMN_SETS[self._set]

    def columns_name(self) -> str:
        """Each of them is remembered by itself."""
        return f"{self.SCOPE}.{self._set}"

    def rows_with(self, text: str) -> Callable[[], Collection[RowId]]:
        """Items that hold the words in a number, a name, PO, reference or text."""
        from arcollect_tui.services.find import quoted_words

        office, words = self.ws.office, ItemView(quoted_words(text))
        return lambda: set(item_ids(office, words))

    @property
    def _set(self) -> str:
        return column_set(self._query.expr)

    def named_columns(self) -> Sequence[str]:
        """The filter's `cols:`; `std` stands for the usual ones."""
        return spelled_out(self._query.columns)

    def name_columns(self, keys: Sequence[str]) -> None:
        """Have the filter name them."""
        text = without_view_words(self.filter, COLUMNS)
        self.load(f"{text} {COLUMNS}:{','.join(keys)}".strip() if keys else text)


def item_lines(office: Office, ids: Sequence[int]) -> tuple[ItemLine, ...]:
    """The rows of these items, one for each, also where an item has left the ledger."""
    found = {row.item_id: row for row in item_window(office, ids)}
    return tuple(ItemLine(item, found.get(item)) for item in ids)
