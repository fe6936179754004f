"""What was done today, and its export."""

from collections import Counter
from collections.abc import Sequence

from textual import on

from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.history import ORDERS, EntryLine, entry_columns
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.history import history
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


class ActivityScreen(ShortList[EntryLine]):
    """The entries of the day."""

    SCOPE = "activity"
    NOUN = "entry"
    EMPTY = "Nothing was recorded today: g w goes to the worklist."
    ORDERS = ORDERS

    def columns(self) -> Sequence[Column[EntryLine]]:
        return entry_columns(day=False)

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(self.fetch(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[EntryLine]:
        return [EntryLine(row) for row in history(office, day=office.today, filter=text)]

    def where(self) -> str:
        """The day's work."""
        return super().where().replace("Activity", "Activity today", 1)

    def below(self) -> str:
        kinds = Counter(line.row.kind.replace("_", " ") for line in self.rows if not line.row.voided_by)
        counts = "  ".join(f"{kind} {count:,}" for kind, count in kinds.most_common())
        return f"{counts}   x export" if counts else "x export"

    def perform(self, run: Run) -> bool:
        """Export; then what every list does."""
        if run.action_id == EXPORT:
            self.hand_out("activity", self.filter, since=self.ws.today)
            return True
        return super().perform(run)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        row = self.row().row
        width = max(20, self.app.size.width - 4)
        words = f"{row.at.astimezone():%H:%M}  {row.collector}: {row.text}"
        lines = [[(line, "")] for line in fold(words, width)]
        if row.voided_by:
            lines.append([(f"Undone by {row.voided_by}.", "alert")])
        self.app.push_screen(TextDrawer(f"Entry {row.handle}  {row.kind.replace('_', ' ')}", lines))
