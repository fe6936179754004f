"""`o`: which columns a list shows and in which order, kept as the `cols:` of its filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its key, its title, and whether it is shown."""

    id: str
    title: str
    shown: bool


_COLUMNS = (
    Column[ColumnLine]("shown", "Shown", 5, lambda line: "yes" if line.shown else "-"),
    Column[ColumnLine]("title", "Column", 16, lambda line: line.title),
    Column[ColumnLine]("id", "In the filter", 20, lambda line: line.id, grow=True),
)


class ColumnsDrawer(Drawer[tuple[str, ...] | None]):
    """The columns of a list, those shown first; gives back their keys, none for the usual ones.

    Args:
        shown: keys of the columns that are shown, in order.
        titles: title of every column there is.
    """

    SCOPE = "columns"
    DEFAULT_CSS = """
    ColumnsDrawer {
        & #columns--lines { border: none; background: $surface; height: 12; }
    }
    """

    def __init__(self, shown: Sequence[str], titles: dict[str, str]) -> None:
        super().__init__()
        others = [key for key in titles if key not in shown]
        self._lines = [ColumnLine(key, titles[key], key in shown) for key in (*shown, *others)]
        self._table: RecordTable[ColumnLine] = RecordTable(_COLUMNS, widget_id="columns--lines")

    def compose_body(self) -> ComposeResult:
        """The columns."""
        yield self._table

    def on_mount(self) -> None:
        """Show them."""
        box = self.query_one("#box")
        box.border_title = show("Columns")
        box.border_subtitle = show("Space show/hide  J K right/left  = usual  Enter keep  Esc leave")
        self.set_focus(self._table)
        self._show()

    def _show(self) -> None:
        self._table.show(ListSource(self._lines))

    def perform(self, run: Run) -> bool:
        """Turn, move, keep, leave."""
        if run.action_id == "columns.keep":
            self._keep()
        elif run.action_id == "columns.leave":
            self.dismiss(None)
        elif run.action_id == "columns.usual":
            self.dismiss(())
        elif run.action_id == "columns.turn":
            self._turn()
        elif run.action_id in ("columns.later", "columns.sooner"):
            self._move(1 if run.action_id == "columns.later" else -1)
        else:
            return super().perform(run)
        return True

    def _keep(self) -> None:
        keys = tuple(line.id for line in self._lines if line.shown)
        if not keys:
            raise Refused("No column is shown: Space shows one, = goes back to the usual ones.")
        self.dismiss(keys)

    def _turn(self) -> None:
        place = self._table.cursor
        line = self._lines[place]
        self._lines[place] = ColumnLine(line.id, line.title, not line.shown)
        self._show()
        self._table.cursor = place + 1

    def _move(self, step: int) -> None:
        place = self._table.cursor
        other = place + step
        if 0 <= other < len(self._lines):
            self._lines[place], self._lines[other] = self._lines[other], self._lines[place]
            self._show()

    @on(RecordTable.CursorMoved)
    @on(RecordTable.Opened)
    @on(RecordTable.MarksChanged)
    @on(RecordTable.SortWanted)
    def _quiet(self, event: RecordTable.CursorMoved) -> None:
        event.stop()
