"""`o`: which columns a list shows, in which order and width, and how many stay when it scrolls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.layout import LEAST_WIDTH, MOST_WIDTH, Layout
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its key, its title, whether it is shown, its width, and whether it stays."""

    id: str
    title: str
    shown: bool
    width: int
    stays: bool = False


_COLUMNS = (
    Column[ColumnLine]("shown", "Shown", 5, lambda line: "yes" if line.shown else "-"),
    Column[ColumnLine]("stays", "Stays", 5, lambda line: "yes" if line.stays else "-"),
    Column[ColumnLine]("width", "Width", 5, lambda line: str(line.width), align="right"),
    Column[ColumnLine]("title", "Column", 16, lambda line: line.title),
    Column[ColumnLine]("id", "In the filter", 20, lambda line: line.id, grow=True),
)


class ColumnsDrawer(Drawer[Layout | None]):
    """The columns of a list, those shown first; gives back how it shall be shown.

    Args:
        shown: keys of the columns that are shown, in order.
        columns: title and width of every column there is, by its key.
        usual: the usual width of each.
        frozen: how many columns stay while the others scroll.
    """

    SCOPE = "columns"
    DEFAULT_CSS = """
    ColumnsDrawer {
        & #columns--lines { border: none; background: $surface; height: 12; }
    }
    """

    def __init__(
        self,
        shown: Sequence[str],
        columns: Mapping[str, tuple[str, int]],
        usual: Mapping[str, int],
        frozen: int,
    ) -> None:
        super().__init__()
        others = [key for key in columns if key not in shown]
        self._lines = [ColumnLine(key, *_line(columns[key], key in shown)) for key in (*shown, *others)]
        self._usual = dict(usual)
        self._frozen = frozen
        self._table: RecordTable[ColumnLine] = RecordTable(_COLUMNS, widget_id="columns--lines")

    def compose_body(self) -> ComposeResult:
        """The columns."""
        yield self._table

    def on_mount(self) -> None:
        """Show them."""
        box = self.query_one("#box")
        box.border_title = show("Columns")
        box.border_subtitle = show(
            "Space show/hide  J K move  Left Right width  f stays  = usual  Enter keep"
        )
        self.set_focus(self._table)
        self._show()

    def _show(self) -> None:
        left = self._frozen
        for place, line in enumerate(self._lines):
            self._lines[place] = replace(line, stays=line.shown and left > 0)
            left -= line.shown
        self._table.show(ListSource(self._lines))

    def perform(self, run: Run) -> bool:
        """Turn, move, widen, freeze, keep, leave."""
        deeds = {
            "columns.keep": self._keep,
            "columns.leave": lambda: self.dismiss(None),
            "columns.usual": lambda: self.dismiss(Layout()),
            "columns.turn": self._turn,
            "columns.later": lambda: self._move(1),
            "columns.sooner": lambda: self._move(-1),
            "columns.wider": lambda: self._widen(run.times),
            "columns.narrower": lambda: self._widen(-run.times),
            "columns.freeze": self._freeze,
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def _keep(self) -> None:
        keys = tuple(line.id for line in self._lines if line.shown)
        if not keys:
            raise Refused("No column is shown: Space shows one, = goes back to the usual ones.")
        widths = {line.id: line.width for line in self._lines if line.width != self._usual[line.id]}
        self.dismiss(Layout(keys, widths, min(self._frozen, len(keys))))

    def _turn(self) -> None:
        place = self._table.cursor
        line = self._lines[place]
        self._lines[place] = replace(line, shown=not line.shown)
        self._show()
        self._table.cursor = place + 1

    def _move(self, step: int) -> None:
        place = self._table.cursor
        other = place + step
        if 0 <= other < len(self._lines):
            self._lines[place], self._lines[other] = self._lines[other], self._lines[place]
            self._show()

    def _widen(self, cells: int) -> None:
        place = self._table.cursor
        line = self._lines[place]
        width = min(max(line.width + cells, LEAST_WIDTH), MOST_WIDTH)
        self._lines[place] = replace(line, width=width)
        self._show()

    def _freeze(self) -> None:
        """The columns down to this one stay; once more, none does."""
        upto = sum(line.shown for line in self._lines[: self._table.cursor + 1])
        self._frozen = 0 if self._frozen == upto else upto
        self._show()

    @on(RecordTable.CursorMoved)
    @on(RecordTable.Opened)
    @on(RecordTable.MarksChanged)
    @on(RecordTable.SortWanted)
    def _quiet(self, event: RecordTable.CursorMoved) -> None:
        event.stop()


def _line(column: tuple[str, int], shown: bool) -> tuple[str, bool, int]:
    title, width = column
    return title, shown, width
