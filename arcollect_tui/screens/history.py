"""The history: every entry, newest first; any one that counts can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import short_day
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.plan_drawer import PlanDrawer
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.services.history import HistoryRow, UndoPlan, history, plan_undo, undo
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.widgets.pane import PaneLine, TextPane
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.safe import show
from arcollect_tui.widgets.virtual_list import VirtualList

NEWEST = 1000
"""So many entries are listed; the filter searches all of them."""

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry."""

    row: HistoryRow

    @property
    def id(self) -> str:
        """What people type to name it."""
        return self.row.handle


def entry_columns(*, day: bool) -> tuple[Column[EntryLine], ...]:
    """The columns of a list of entries.

    Args:
        day: with the day of each, for lists of more than one.
    """

    def tone(line: EntryLine) -> str:
        return "muted" if line.row.voided_by else ""

    def voided(line: EntryLine) -> str:
        return line.row.voided_by or ""

    columns: tuple[Column[EntryLine], ...] = (
        Column("handle", "Entry", 8, lambda line: line.row.handle, tone=tone),
        Column("day", "Day", 6, lambda line: short_day(line.row.local_day), tone=tone),
        Column("time", "Time", 5, lambda line: f"{line.row.at.astimezone():%H:%M}", priority=2, tone=tone),
        Column("collector", "Collector", 9, lambda line: line.row.collector, priority=4, tone=tone),
        Column("kind", "Kind", 9, lambda line: line.row.kind.replace("_", " "), priority=3, tone=tone),
        Column("text", "What", 30, lambda line: line.row.text, grow=True, tone=tone),
        Column("voided", "Undone by", 9, voided, priority=1, tone=tone),
    )
    return tuple(column for column in columns if day or column.key != "day")


ORDERS: dict[str, Callable[[EntryLine], object]] = {
    "handle": lambda line: line.row.entry,
    "day": lambda line: line.row.entry,
    "time": lambda line: line.row.entry,
    "collector": lambda line: line.row.collector.casefold(),
    "kind": lambda line: line.row.kind,
    "text": lambda line: line.row.text.casefold(),
}
"""By column, what entries are sorted by."""


class HistoryScreen(ShortList[EntryLine]):
    """Entries; Enter or u takes the chosen one back."""

    SCOPE = "history"
    NOUN = "entry"
    EMPTY = "Nothing was recorded yet."
    ORDERS = ORDERS

    def columns(self) -> Sequence[Column[EntryLine]]:
        return entry_columns(day=True)

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(history(self.ws.office, filter=text)))

    def fetch(self, office: Office, text: str) -> Sequence[EntryLine]:
        return [EntryLine(row) for row in history(office, limit=NEWEST, filter=text)]

    def below(self) -> str:
        more = f"the newest {NEWEST:,}; f searches all   " if len(self.rows) == NEWEST else ""
        return f"{more}Enter undo the entry"

    def perform(self, run: Run) -> bool:
        """Undo the chosen entry instead of the newest; export."""
        if run.action_id == "edit.undo":
            self._choose(self.row())
        elif run.action_id == EXPORT:
            self.hand_out("history", self.filter)
        else:
            return super().perform(run)
        return True

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._choose(self.row()))

    def _choose(self, line: EntryLine) -> None:
        self.ws.check_writable()
        if line.row.voided_by:
            self.ws.refuse(f"Entry {line.row.handle} is undone already, by {line.row.voided_by}.")
            return
        self.app.push_screen(UndoDrawer(line.row), self._take_back)

    def _take_back(self, plan: UndoPlan | None) -> None:
        if plan is None:
            return
        office, handle = self.ws.office, plan.target.handle
        entries = (plan.target.entry, *(row.entry for row in plan.dependents))

        def undone(saved: Saved) -> None:
            self.ws.say(f"{saved.sentence}  U redo")
            self.ws.taken_back(entries)

        self.ws.write(lambda: undo(office, handle), undone)


class UndoDrawer(PlanDrawer[UndoPlan]):
    """What taking back an entry would take back with it; nothing is written here.

    Args:
        row: the entry.
    """

    DEFAULT_CSS = """
    UndoDrawer #undo { border: none; background: $surface; height: 4; }
    """

    def __init__(self, row: HistoryRow) -> None:
        super().__init__()
        self._row = row

    def compose_body(self) -> ComposeResult:
        """The entry and what was built on it."""
        yield TextPane(widget_id="undo")

    def on_mount(self) -> None:
        """Ask what depends on the entry."""
        box = self.query_one("#box")
        box.border_title = show(f"Undo {self._row.handle}: preview, nothing written yet")
        box.border_subtitle = show("Enter undo it, as one step  Esc leave it")
        self.set_focus(self.query_one("#undo", TextPane))
        office, handle = self.ws.office, self._row.handle
        self._lines([[(line, "strong") for line in fold(self._row.text, self._width)]])
        self.ask("plan", lambda: plan_undo(office, handle), self._planned, self._refused)

    @property
    def _width(self) -> int:
        return max(20, self.app.size.width - 4)

    def _lines(self, lines: list[PaneLine]) -> None:
        pane = self.query_one("#undo", TextPane)
        pane.styles.height = min(max(2, len(lines)), MOST_LINES)
        pane.set_lines(lines)

    def _planned(self, plan: UndoPlan) -> None:
        self.plan = plan
        target, count = plan.target, len(plan.dependents)
        said = f"{target.text}  ({short_day(target.local_day)}, {target.collector})"
        lines: list[PaneLine] = [[(line, "strong")] for line in fold(said, self._width)]
        if count:
            with_it = (
                "1 later entry that builds on it goes"
                if count == 1
                else f"{count} later entries that build on it go"
            )
            lines.append([(f"{with_it} with it:", "alert")])
            lines += [[(f"  {row.handle:<8} {row.text}", "")] for row in plan.dependents]
        else:
            lines.append([("Nothing later builds on it.", "muted")])
        self._lines(lines)
        self.go_on()

    def _refused(self, error: ArcollectError) -> None:
        self.problem = error.sentence
        self._lines([[(line, "alert")] for line in fold(error.sentence, self._width)])
        self.go_on()
