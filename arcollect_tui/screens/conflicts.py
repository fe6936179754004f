"""What two desks said differently of one thing: the list, and settling the one under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on

from arcollect_tui.errors import Refused
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.settling import ConflictVerbs
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import conflicts
from arcollect_tui.services.office import Office
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict."""

    row: ConflictRow

    @property
    def id(self) -> str:
        """Names the conflict with just these values."""
        return self.row.id

    @property
    def holds(self) -> str:
        """What counts until somebody settles it."""
        value = self.row.in_force
        return self.row.nothing if value is None else value.says

    @property
    def others(self) -> str:
        """What was said besides."""
        return ", ".join(value.says for value in self.row.values if not value.counts)


class ConflictsScreen(ShortList[ConflictLine], ConflictVerbs):
    """Conflicts, by kind of thing."""

    SCOPE = "conflicts"
    NOUN = "conflict"
    EMPTY = "Nothing is in conflict: every desk says the same."
    ORDERS = {
        "thing": lambda line: line.row.thing,
        "number": lambda line: line.row.customer_no,
        "name": lambda line: line.row.name.casefold(),
        "about": lambda line: line.row.about,
    }

    def columns(self) -> Sequence[Column[ConflictLine]]:
        return (
            Column("thing", "What", 10, lambda line: line.row.thing.replace("_", " ")),
            Column("number", "Account", 8, lambda line: line.row.customer_no),
            Column("name", "Name", 12, lambda line: line.row.name, priority=2, grow=True),
            Column("about", "About", 12, lambda line: line.row.about, priority=1),
            Column("holds", "Counts now", 14, lambda line: line.holds, grow=True),
            Column("others", "Also said", 14, lambda line: line.others, grow=True, tone=lambda _: "alert"),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(conflicts(self.ws.office, filter=text)))

    def fetch(self, office: Office, text: str) -> Sequence[ConflictLine]:
        return [ConflictLine(row) for row in conflicts(office, filter=text)]

    def below(self) -> str:
        return "i keeps what counts   O picks another   Enter the account" if self.rows else ""

    def in_question(self) -> tuple[ConflictRow, ...]:
        """The one under the cursor."""
        return (self.row().row,)

    def hide(self, conflict: ConflictRow) -> None:
        """It is about to be settled."""
        self.without(conflict.id)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._open(self.row().row))

    def _open(self, row: ConflictRow) -> None:
        """Show the account it is about.

        Raises:
            Refused: it concerns no account.
        """
        if row.customer_id is None:
            raise Refused(f"{row.about} concerns no account: i keeps what counts, O picks another.")
        self.app.push_screen(AccountScreen(Who(row.customer_id, row.customer_no, row.name)))
