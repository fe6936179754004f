"""A place whose rows are held in memory: history, today's activity, promises.

A place says how its rows are asked for and shown; loading, filtering, sorting and keeping the cursor
on its row while the store changes are done here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.columned import Columned
from arcollect_tui.screens.filter_languages import Language
from arcollect_tui.screens.filter_line import FilterLine
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource, RowId, RowT
from arcollect_tui.widgets.virtual_list import VirtualList

NEVER_WAIT = frozenset({"app.quit", "call.answer", "app.messages", "app.help", "app.palette"})
"""Keys that mean the same while the list is loading."""


class ShortList(Columned, Generic[RowT]):
    """A list of at most a few thousand rows.

    Attributes:
        NOUN: what a row is, for the frame.
        EMPTY: the sentence shown when there is nothing.
        ORDERS: by column, what its rows are sorted by; other columns have no order.
    """

    AUTO_FOCUS = "#list"
    NOUN: ClassVar[str] = ""
    EMPTY: ClassVar[str] = ""
    ORDERS: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.filter = ""
        self.rows: Sequence[RowT] = ()
        self._last_filter = ""
        self._sort: tuple[str, bool] | None = None
        self._loading = False
        self._asked = ("", False)

    # For the places

    def columns(self) -> Sequence[Column[RowT]]:
        """The columns."""
        raise NotImplementedError

    def language(self) -> Language:
        """What may be typed into the filter line."""
        raise NotImplementedError

    def fetch(self, office: Office, text: str) -> Sequence[RowT]:
        """The rows that a filter matches; runs off the UI thread."""
        raise NotImplementedError

    def below(self) -> str:
        """Words for the lower border."""
        return ""

    # The list

    def compose_body(self) -> ComposeResult:
        """The list and the filter line."""
        yield self.new_table()
        yield FilterLine(self.language())

    def every_column(self) -> Mapping[str, Column[RowT]]:
        """The columns."""
        return {column.key: column for column in self.columns()}

    def rows_by_id(self, ids: Sequence[RowId]) -> Callable[[], Sequence[RowT]]:
        """The rows are held here."""
        known = {row.id: row for row in self.rows}
        return lambda: [known[row_id] for row_id in ids if row_id in known]

    def rows_with(self, text: str) -> Callable[[], Collection[RowId]]:
        """Rows that show every word in one of their columns."""
        words, columns, rows = text.casefold().split(), tuple(self.columns()), self.rows

        def holds(row: RowT) -> bool:
            shown = " ".join(column.render(row) for column in columns).casefold()
            return all(word in shown for word in words)

        return lambda: {row.id for row in rows if holds(row)}

    @property
    def table(self) -> RecordTable[RowT]:
        """The list."""
        found: RecordTable[RowT] = self.query_one("#list", RecordTable)
        return found

    def row(self) -> RowT:
        """The row under the cursor.

        Raises:
            Refused: there is none.
        """
        found = self.table.cursor_row
        if found is None:
            raise Refused(f"There is no {self.NOUN} here: f changes the filter.")
        return found

    def where(self) -> str:
        """The place and its filter."""
        return f"{super().where()}  f {self.filter}" if self.filter else super().where()

    def arrive(self, filter_text: str | None) -> None:
        """Show the newest rows, cursor on the first."""
        self._sort = None
        self.load(filter_text or "", to_top=True)

    def store_changed(self) -> None:
        """Show what is now, the cursor on its row; a filter on its way is not overtaken by the old one."""
        text, to_top = self._asked if self._loading else (self.filter, False)
        self.load(text, to_top=to_top)

    def load(self, text: str, *, to_top: bool) -> None:
        """Ask for the rows that a filter matches."""
        office = self.ws.office
        self._loading, self._asked = True, (text, to_top)
        self.ask(
            "list",
            lambda: self.fetch(office, text),
            lambda rows: self._loaded(text, rows, to_top=to_top),
            self._failed,
        )

    def _loaded(self, text: str, rows: Sequence[RowT], *, to_top: bool) -> None:
        self.filter, self.rows = text, rows
        self._last_filter = text or self._last_filter
        self._loading = False
        self._show(to_top=to_top)
        self.show_top()
        self.go_on()

    def without(self, row_id: RowId) -> None:
        """Show a row no more, whose deed is on its way."""
        self.rows = [row for row in self.rows if row.id != row_id]
        self._show(to_top=False)

    def _failed(self, error: ArcollectError) -> None:
        self._loading = False
        self.ws.show_error(error)
        self.go_on()

    def _show(self, *, to_top: bool) -> None:
        rows = self.rows
        if self._sort is not None:
            key, down = self._sort
            rows = sorted(rows, key=self.ORDERS[key], reverse=down)
        empty = "Nothing matches this filter: f changes it, F turns it off." if self.filter else self.EMPTY
        table = self.table
        table.show(ListSource(rows), to_top=to_top, sort=self._sort, placeholder=empty)
        if table.cursor < table.page_rows:
            table.scroll_rows(0)
        self._caption()

    def _caption(self) -> None:
        count = f"1 {self.NOUN}" if len(self.rows) == 1 else f"{len(self.rows):,} {_plural(self.NOUN)}"
        marks = str(self.table.marks)
        self.table.caption(
            count, "   ".join(part for part in (f"*{marks}" * bool(marks), self.below()) if part)
        )
        self.status(marks)

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Keys about rows wait for the rows."""
        return (self._loading or self.seeking) and run.action_id not in NEVER_WAIT

    def perform(self, run: Run) -> bool:
        """Filter; then what every place does."""
        if run.action_id == "list.filter":
            self.query_one(FilterLine).open(self.filter)
        elif run.action_id == "list.filter_toggle":
            if not self._last_filter:
                raise Refused("There is no filter to turn on: f types one.")
            self.load("" if self.filter else self._last_filter, to_top=True)
        else:
            return super().perform(run)
        return True

    @on(FilterLine.Kept)
    def _filtered(self, event: FilterLine.Kept) -> None:
        event.stop()
        self.load(event.text, to_top=True)

    @on(RecordTable.SortWanted)
    def _sorted(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        if event.key not in self.ORDERS:
            self.ws.refuse("That column has no order: choose another with Left and Right.")
            return
        self._sort = (event.key, event.reverse)
        self._show(to_top=True)

    @on(RecordTable.MarksChanged)
    def _marked(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self._caption()

    @on(VirtualList.CursorMoved)
    def _quiet(self, event: VirtualList.CursorMoved) -> None:
        event.stop()


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
