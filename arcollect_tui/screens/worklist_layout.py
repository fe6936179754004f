"""The columns of the worklist: the usual ones, the user's own, or those that the filter names."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

from arcollect_tui.rules.query_fields import COLUMNS
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.screens.columned import Columned
from arcollect_tui.screens.worklist_columns import USUAL, AccountLine, account_columns
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_ids, worklist_window
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, RowId


class WorklistLayout(Columned):
    """How accounts are shown.

    Attributes:
        view: which accounts.
        done: by account, what stands in the column of the next action of those worked in this window.
    """

    view: WorklistView
    done: dict[int, str]
    _named: tuple[str, ...] = ()

    def load(self, view: WorklistView, *, to_top: bool) -> None:
        """Show a view."""
        raise NotImplementedError

    def every_column(self) -> Mapping[str, Column[AccountLine]]:
        """What an account can show."""
        ws = self.ws
        latest = ws.office.settings.buckets[-1].label
        columns = account_columns(ws.fmt, lambda: ws.today, self.done, ws.draft_customers, latest)
        return {column.key: column for column in columns}

    def usual_columns(self) -> Sequence[str]:
        """What calling needs."""
        return USUAL

    def named_columns(self) -> Sequence[str]:
        """The filter's `cols:`; `std` stands for the usual ones."""
        named = chain.from_iterable(USUAL if name == "std" else (name,) for name in self._named)
        return tuple(dict.fromkeys(named))

    def name_columns(self, keys: Sequence[str]) -> None:
        """Have the filter name them."""
        text = without_view_words(self.view.filter, COLUMNS)
        self.load(WorklistView(f"{text} {COLUMNS}:{','.join(keys)}" if keys else text), to_top=False)

    def rows_by_id(self, ids: Sequence[RowId]) -> Callable[[], Sequence[AccountLine]]:
        """The accounts, wherever they stand."""
        office, customers = self.ws.office, [int(customer) for customer in ids]
        return lambda: account_lines_of(office, customers, 1)

    def rename_columns(self) -> None:
        """Show the names that the office's buckets have now."""
        shown = [column.title for column in self.query_one("#list", RecordTable).columns]
        if shown != [column.title for column in self.shown_columns()]:
            self.show_columns()

    def rows_with(self, text: str) -> Callable[[], Collection[RowId]]:
        """Accounts that hold the words in number, name or contact."""
        from arcollect_tui.services.find import quoted_words

        office, words = self.ws.office, WorklistView(quoted_words(text), everyone=True)
        return lambda: set(worklist_ids(office, words))

    def take_named(self, names: tuple[str, ...]) -> None:
        """Show the columns that a filter names; none for those of the list."""
        if names != self._named:
            self._named = names
            self.show_columns()


def account_lines_of(office: Office, ids: Sequence[int], first_rank: int) -> tuple[AccountLine, ...]:
    """The rows of these accounts, one for each, also where an account has left the ledger."""
    found = {row.customer_id: row for row in worklist_window(office, ids, first_rank)}
    return tuple(AccountLine(customer, found.get(customer)) for customer in ids)
