"""The table of every list screen: columns, marks, ranges and sorting on top of the virtual list."""

from collections.abc import Callable, Sequence, Set
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.layout import FROZEN
from arcollect_tui.widgets.marks import Marks, Placed
from arcollect_tui.widgets.rows import Column, RowId, RowSource, RowT
from arcollect_tui.widgets.safe import clean
from arcollect_tui.widgets.sideways import Sideways
from arcollect_tui.widgets.table_keys import DEEDS
from arcollect_tui.widgets.virtual_list import HEAD_LINES, ListMessage, VirtualList

_TONES = ("strong", "muted", "alert")
_LOADING = "The list is still loading: try again in a moment."


class RecordTable(VirtualList[RowT]):
    """A table of records with a cursor, marks and a fixed header.

    The cursor is `>` and a mark `*` in front of the row, so both show without colour; `!` is a row that
    is left out. Marks are ids and survive another filter; the cursor stays on its row when the list is
    loaded again.

    Args:
        columns: the columns from left to right.
        frozen: how many of them stay while the others scroll.
        placeholder: the sentence shown when there are no rows.
        widget_id: the widget's id.

    Attributes:
        when_marked: called at once when marks change, so that what is said of them is drawn with them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-table--head",
        "record-table--cursor",
        "record-table--strong",
        "record-table--muted",
        "record-table--alert",
    }
    DEFAULT_CSS = """
    RecordTable {
        & > .record-table--head { text-style: bold; }
        & > .record-table--cursor { text-style: bold; }
        &:focus > .record-table--cursor { text-style: reverse; }
        & > .record-table--strong { text-style: bold; }
        & > .record-table--muted { color: $text-muted; }
        & > .record-table--alert { color: $text-error; text-style: bold; }
    }
    """

    class MarksChanged(ListMessage):
        """Rows were marked or unmarked, or another view hides some of them."""

    class SortWanted(ListMessage):
        """The list is to be sorted by the column `key`, down if `reverse`."""

        def __init__(self, table: "RecordTable[Any]", key: str, reverse: bool) -> None:
            super().__init__(table)
            self.key = key
            self.reverse = reverse

    class CopyWanted(ListMessage):
        """The text of a cell is to be copied."""

        def __init__(self, table: "RecordTable[Any]", text: str) -> None:
            super().__init__(table)
            self.text = text

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        *,
        frozen: int = FROZEN,
        placeholder: str = "",
        widget_id: str | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, widget_id=widget_id)
        self.marks = Marks()
        self.when_marked: Callable[[], None] | None = None
        self.sort: tuple[str, bool] | None = None
        self._anchor: int | None = None
        self._sideways = Sideways(columns, frozen)

    def show(
        self,
        source: RowSource[RowT],
        *,
        to_top: bool = False,
        placeholder: str | None = None,
        sort: tuple[str, bool] | None = None,
        placed: Placed | None = None,
    ) -> None:
        """Show another view; marks stay.

        Args:
            source: the view.
            to_top: put the cursor on the first row instead of keeping it on its row.
            placeholder: the sentence shown when there are no rows.
            sort: key of the column that sorts, and whether down; for the header.
            placed: the marks as the view sees them, told apart in a thread.
        """
        self.sort = sort
        self._anchor = None
        self.marks.look(source.ids, placed)
        super().show(source, to_top=to_top, placeholder=placeholder)
        if len(self.marks) or self.marks.out:
            self.tell_marks()

    def perform(self, run: Run) -> bool:
        """Do what a key asked for.

        Returns:
            False when it is not the table's to do.

        Raises:
            Refused: it cannot be done now; the sentence says why.
        """
        deed = DEEDS.get(run.action_id)
        if deed is None or (run.action_id == "nav.back" and self._anchor is None):
            return False
        deed(self, run)
        return True

    # Columns

    def set_columns(self, columns: Sequence[Column[RowT]], frozen: int = FROZEN) -> None:
        """Show other columns, the first `frozen` of which stay while the others scroll."""
        self._sideways.take(columns, frozen, self.size.width)
        self.repaint()

    def choose(self, columns: int) -> None:
        """Choose another column, to the right or, below 0, to the left; the list scrolls to it."""
        if self._sideways.choose(columns):
            self.repaint()
            return
        self.refresh(Region(0, 0, self.size.width, HEAD_LINES))
        self.redraw(self.cursor, self.cursor)

    @property
    def chosen(self) -> str:
        """Key of the chosen column: the one that is sorted by, copied from, compared with."""
        return self._sideways.chosen

    @property
    def chosen_title(self) -> str:
        """The title of the chosen column."""
        return self._sideways.title

    @property
    def columns(self) -> Sequence[Column[RowT]]:
        """The columns from left to right, also those that do not fit now."""
        return self._sideways.columns

    def copy_cell(self) -> None:
        """Ask the owner to copy what stands in the chosen column of the row under the cursor.

        Raises:
            Refused: there is no row, or it is not here yet.
        """
        if self.cursor_row is None:
            raise Refused(_LOADING if self.source.count else "There is no row here to copy from.")
        self.post_message(self.CopyWanted(self, clean(self._sideways.text(self.cursor_row))))

    def sort_by_chosen(self, reverse: bool) -> None:
        """Ask the owner to sort by the chosen column."""
        self.post_message(self.SortWanted(self, self.chosen, reverse))

    # Marks

    @property
    def range_rows(self) -> range:
        """Positions of the range that is being chosen; empty when there is none."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, self.cursor), max(self._anchor, self.cursor) + 1)

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or give it up."""
        self._anchor = self.cursor if self._anchor is None and self.source.count else None
        self.repaint()

    def mark(self, rows: int = 1) -> None:
        """Mark the range if there is one; else mark or unmark so many rows and move behind them.

        Raises:
            Refused: the rows are not here yet, or the row is left out.
        """
        if self._anchor is not None:
            self.marks.mark(self._ids(self.range_rows))
            self._anchor = None
            self.changed_marks()
            return
        positions = range(self.cursor, min(self.cursor + rows, self.source.count))
        ids = self._ids(positions)
        if len(ids) == 1 and ids[0] in self.marks.out:
            raise Refused(f"This row is excluded ({self.marks.out[ids[0]]}): X takes that back.")
        for row_id in ids:
            self.marks.toggle(row_id)
        self.redraw(positions.start, positions.stop - 1)
        self.cursor = positions.stop
        self.tell_marks()

    def _ids(self, positions: range) -> Sequence[RowId]:
        if self.source.ids is not None:
            return self.source.ids[positions.start : positions.stop]
        found = [row_id for p in positions if (row_id := self.id_at(p)) is not None]
        if len(found) != len(positions):
            raise Refused(_LOADING)
        return found

    def view_ids(self) -> Sequence[RowId]:
        """The id of every row of the view.

        Raises:
            Refused: the list is still loading.
        """
        if self.source.ids is None:
            raise Refused(_LOADING)
        return self.source.ids

    def changed_marks(self) -> None:
        """Draw the marks anew and tell the owner; to be called after changing `marks`."""
        self.repaint()
        self.tell_marks()

    def tell_marks(self) -> None:
        """Tell the owner that rows were marked or unmarked."""
        if self.when_marked is not None:
            self.when_marked()
        self.post_message(self.MarksChanged(self))

    def take_marks(self) -> Set[RowId]:
        """The marked rows for a deed on all of them, an open range included.

        Raises:
            Refused: nothing is marked.
        """
        self.check_marked()
        return self.marks.ids

    def check_marked(self) -> None:
        """See that there are marked rows, an open range included.

        Raises:
            Refused: nothing is marked.
        """
        if self._anchor is not None:
            self.mark()
        if not len(self.marks):
            cure = f"Space marks a row, * marks all {self.source.count:,} shown."
            raise Refused(f"Nothing is marked: {cure}")

    # Drawing and mouse

    def draw_head(self) -> Strip:
        head = self.get_component_rich_style("record-table--head")
        return self._sideways.painter.head(self.sort, self.chosen, head)

    def draw_row(self, position: int) -> Strip:
        at_cursor = position == self.cursor
        row_id = self.id_at(position)
        mark = "!" if row_id in self.marks.out else "*" if row_id in self.marks else " "
        mark = "+" if position in self.range_rows else mark
        style, tones = self._styles(at_cursor)
        marker = f"{'>' if at_cursor else ' '}{mark}"
        chosen = self.chosen if at_cursor else ""
        return self._sideways.painter.row(self.row_at(position), marker, style, tones, chosen)

    def _styles(self, at_cursor: bool) -> tuple[Style, dict[str, Style]]:
        """Style of the line and of its tones; the cursor row has one style, so that it stays legible."""
        if at_cursor:
            return self.get_component_rich_style("record-table--cursor"), {}
        tones = {tone: self.get_component_rich_style(f"record-table--{tone}") for tone in _TONES}
        return self.rich_style, tones

    def watch_cursor(self, old: int, new: int) -> None:
        super().watch_cursor(old, new)
        if self._anchor is not None:
            self.redraw(min(old, new), max(old, new))

    def on_resize(self) -> None:
        """Fit the columns; the virtual list draws."""
        self._sideways.fit(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """A click into the header sorts by that column, a second time the other way round."""
        offset = event.get_content_offset(self)
        key = self._sideways.painter.column_at(offset.x) if offset and offset.y < HEAD_LINES else ""
        if key:
            self._sideways.chosen = key
            self.sort_by_chosen(self.sort == (key, False))
