"""Settling what desks said differently, on every screen that shows it.

One key keeps what counts now; another opens the list of all values. What is settled leaves the screen at
once, and comes back if it is refused.
"""

from functools import partial
from typing import TYPE_CHECKING

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.widgets.pane import TextPane

if TYPE_CHECKING:
    from arcollect_tui.services.conflict_rows import ConflictRow
    from arcollect_tui.widgets.pick_list import Choice

SETTLING = frozenset({"account.settle", "account.settle_other"})
"""Keys about conflicts, which must be on the screen."""


class ConflictVerbs(OfficeScreen):
    """A screen that shows conflicts: those of an account, or all."""

    def conflicts(self) -> tuple["ConflictRow", ...]:
        """The conflicts as they are shown here."""
        return ()

    def hide(self, conflict: "ConflictRow") -> None:
        """Show a conflict no more."""

    def perform(self, run: Run) -> bool:
        """Settle the first conflict, or pick the value of any."""
        if run.action_id == "account.settle":
            self._settle(self.in_question()[0])
        elif run.action_id == "account.settle_other":
            self._pick()
        else:
            return super().perform(run)
        return True

    def in_question(self) -> tuple["ConflictRow", ...]:
        """The conflicts that the keys are about, the one to settle first.

        Raises:
            Refused: there is none, or none is in sight.
        """
        if not self.query(TextPane).first().display:
            raise Refused("Not in sight: z shows the pane, Enter the account.")
        found = self.conflicts()
        if not found:
            raise Refused("Nothing about this account is in conflict: g c lists what is.")
        return found

    def _pick(self) -> None:
        from arcollect_tui.screens.conflict_text import value_choices
        from arcollect_tui.screens.pick import Picker

        self.ws.check_writable()
        values = value_choices(self.in_question())

        def picked(chosen: "Choice | None") -> None:
            for choice, row, value in values:
                if choice == chosen:
                    self._settle(row, value.entry)

        self.app.push_screen(Picker("The value that shall hold", [one[0] for one in values]), picked)

    def _settle(self, conflict: "ConflictRow", choice: bytes | None = None) -> None:
        from arcollect_tui.services.conflicts import settle

        office = self.ws.office
        job = partial(settle, office, conflict, choice, office.token())
        self.ws.write(job, failed=lambda _: self.store_changed())
        self.ws.remember(None)
        self.hide(conflict)
