"""Accounts that were worked in this window: their rows stay and say so, and the cursor goes on."""

from itertools import chain

from arcollect_tui.screens.account_marks import AccountMarks
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.screens.worklist_columns import AccountLine
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.record_table import RecordTable


class WorkedAccounts(AccountMarks, AccountVerbs):
    """A list of accounts that are worked one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.done = {}
        self._entries: dict[bytes, int] = {}

    @property
    def table(self) -> RecordTable[AccountLine]:
        """The list."""
        raise NotImplementedError

    def forget_worked(self) -> None:
        """The order is made anew: what was worked is no longer in it, or stands where it belongs."""
        self.done.clear()
        self._entries.clear()

    def worked(self, customer: int, words: str = "") -> None:
        """Say so in the row and go to the next account that is not worked."""
        self.done[customer] = words or f"done {self.ws.office.clock.local():%H:%M}"
        table = self.table
        if len(table.marks):
            self.status(f"{table.marks} (cursor row only)")
        if table.cursor_id != customer:
            table.repaint()
            return
        table.redraw(table.cursor, table.cursor)
        position = self._next_undone()
        if position is not None:
            table.cursor = position

    def _next_undone(self) -> int | None:
        """The next row that is not worked, from the top again after the last one; None when all are."""
        ids, here = self.table.source.ids or (), self.table.cursor
        turn = chain(range(here + 1, len(ids)), range(here))
        return next((position for position in turn if ids[position] not in self.done), None)

    def recorded(self, customer: int, saved: Saved) -> None:
        """Know which row an entry is about."""
        self._entries[saved.entry] = customer

    def not_worked(self, customer: int) -> None:
        """The row is as before."""
        if self.done.pop(customer, None) is not None:
            self.table.repaint()

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """The rows of these entries are as before."""
        for entry in entries:
            if entry in self._entries:
                self.not_worked(self._entries.pop(entry))
