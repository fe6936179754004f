"""What a collector does with items: code them, write a note on them, copy them, mark a pasted list.

For every screen with a table of items. As with accounts, a verb acts on what the screen holds, then
hands the writing to the writer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.money import plain
from arcollect_tui.screens.coding import CodingDrawer
from arcollect_tui.screens.form import Who
from arcollect_tui.screens.item_columns import ItemLine
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.coding import CodingPlan, CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemRow, item_window
from arcollect_tui.services.office import Saved
from arcollect_tui.services.references import items_by_numbers
from arcollect_tui.widgets.record_table import RecordTable

OF_ACCOUNTS = frozenset({"worklist.log_outcome", "worklist.pick_outcome", "account.reschedule"})
"""Deeds about an account as a whole, which the repeat key may still hold."""


@dataclass(frozen=True, slots=True)
class ItemRepeat:
    """What `.` does again with the item under the cursor."""

    deed: Callable[[int], Saved]


class ItemVerbs(AccountVerbs):
    """A screen with a table of items to act on."""

    pasting = False
    """A pasted list is being looked up; the verbs about marks wait."""

    @property
    def items(self) -> RecordTable[ItemLine]:
        """The table."""
        raise NotImplementedError

    def who(self) -> Who:
        """The account of the item under the cursor."""
        row = self.item()
        return Who(row.customer_id, row.customer_no, row.name)

    def item(self) -> ItemRow:
        """The item under the cursor.

        Raises:
            Refused: there is none.
        """
        line = self.items.cursor_row
        if line is None:
            raise Refused("There is no item here: f changes the filter, g i shows all open items.")
        if line.row is None:
            raise Refused("This item is no longer in the ledger; its import was taken back.")
        return line.row

    def marked_items(self) -> tuple[int, ...]:
        """The marked items of the account under the cursor, as far as they are near; else its own item."""
        row = self.item()
        if row.item_id not in self.items.marks:
            return (row.item_id,)
        near = self.items.rows_held()
        same = (line.row for line in near if line.row and line.row.customer_id == row.customer_id)
        return tuple(found.item_id for found in same if found.item_id in self.items.marks)

    def perform(self, run: Run) -> bool:
        """Do a verb on items; else one on their account."""
        if run.action_id in OF_ACCOUNTS:
            raise Refused("That is a deed about an account: Enter opens the account of this item.")
        deeds: dict[str, Callable[[Run], None]] = {"items.code": self._code, "worklist.why": self._why}
        if run.action_id == "copy" and run.argument in ("items", "marked"):
            self._copy(run)
        elif run.action_id in deeds:
            deeds[run.action_id](run)
        else:
            return super().perform(run)
        return True
