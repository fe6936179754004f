"""The items list: open items of all accounts, marked and coded one by one or two hundred at a time.

The order never jumps under the user: coded items stay where they are and show their reason; only `g i`,
sorting and filtering order the list anew. Marks are ids and survive another filter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from textual import events, on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.query import Query, Target
from arcollect_tui.screens.filter_languages import ItemsLanguage, read, sums
from arcollect_tui.screens.filter_line import FilterLine
from arcollect_tui.screens.form import Who
from arcollect_tui.screens.item_columns import (
    NO_ORDER,
    ItemLine,
    asks_for_short,
    chosen_columns,
    item_columns,
)
from arcollect_tui.screens.item_verbs import ItemVerbs
from arcollect_tui.screens.sources import IdSource
from arcollect_tui.services.items import ItemView, item_ids, item_summary, item_window
from arcollect_tui.services.office import Office
from arcollect_tui.services.references import items_by_numbers
from arcollect_tui.services.worklist import Summary
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource, RowSource
from arcollect_tui.widgets.virtual_list import VirtualList

FIRST_ROWS = 128
"""Rows that are shown before the rest of the order is known."""

NEVER_WAIT = frozenset({"app.quit", "app.messages", "app.help", "app.palette", "edit.undo", "edit.redo"})
NEED_ALL = ("mark.", "items.code", "move.last", "copy", "account.note")
"""Keys that need the whole order."""

NEED_ROW = frozenset({"account.note", "nav.open", "items.code", "copy", "worklist.why"})
"""Keys that need the row under the cursor itself."""

_SORT_WORD = re.compile(r"(?:^|\s)sort:\S*")


class Stage(Enum):
    """How far a view is loaded."""

    NOTHING = 0
    FIRST = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Loaded:
    """A view as it was found: the order, the first rows, the count and sum, and how many there are."""

    ids: Sequence[int]
    first: tuple[ItemLine, ...]
    summary: Summary
    total: int


class ItemsScreen(ItemVerbs):
    """Items in a table; the filter line below it."""

    SCOPE = "items"
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self.filter = ""
        self._query = Query()
        self._last_filter = ""
        self._stage = Stage.NOTHING
        self._pasting = False
        self._summary = Summary(0, {})

    def compose_body(self) -> ComposeResult:
        """The list and the filter line."""
        yield RecordTable[ItemLine](self._columns(), placeholder="Loading.", widget_id="list")
        yield FilterLine(ItemsLanguage(self.ws.office))

    @property
    def table(self) -> RecordTable[ItemLine]:
        """The list."""
        found: RecordTable[ItemLine] = self.query_one("#list", RecordTable)
        return found

    def where(self) -> str:
        """The view."""
        return f"Items  f {self.filter}" if self.filter else "Items  all open"

    def _columns(self) -> tuple[Column[ItemLine], ...]:
        if self._query.columns:
            return chosen_columns(self.ws.fmt, self._query.columns)
        return item_columns(self.ws.fmt, short=asks_for_short(self._query.expr))

    # Loading

    def arrive(self, filter_text: str | None) -> None:
        """Order the list anew, cursor on the first item."""
        self.load(filter_text or "", to_top=True)

    def load(self, text: str, *, to_top: bool) -> None:
        """Show a view: its first rows, then the whole order. Keys wait for what they need.

        Raises:
            QueryError: the filter cannot be read.
        """
        office = self.ws.office
        self._query = read(office, text, Target.ITEMS)
        self.filter = text
        self._last_filter = text or self._last_filter
        self._stage = Stage.NOTHING
        view = ItemView(text)
        self.ask(
            "first",
            lambda: item_lines(office, item_ids(office, view, FIRST_ROWS)),
            lambda rows: self._show_first(rows, to_top=to_top),
            self._not_loaded,
        )

    def _show_first(self, rows: tuple[ItemLine, ...], *, to_top: bool) -> None:
        office, view = self.ws.office, ItemView(self.filter)
        self._stage = Stage.FIRST
        if to_top or len(rows) < FIRST_ROWS:
            self._show(ListSource(rows), to_top=to_top)

        def job() -> Loaded:
            summary = item_summary(office, view)
            total = item_summary(office, ItemView()).count
            return Loaded(item_ids(office, view), rows, summary, total)

        self.ask("all", job, self._show_all, self._not_loaded)
        self.go_on()

    def _show_all(self, found: Loaded) -> None:
        self._stage = Stage.ALL
        self._show(IdSource(found.ids, found.first), to_top=False)
        self._summary = found.summary
        self.table.border_title = ""
        self._caption(found.total)
        self.go_on()

    def _show(self, source: RowSource[ItemLine], *, to_top: bool) -> None:
        table = self.table
        table.set_columns(self._columns())
        sort = self._query.sort[0] if self._query.sort else None
        empty = "No item matches this filter: f changes it, F turns it off."
        table.show(source, to_top=to_top, sort=sort, placeholder=empty if self.filter else "No open item.")
        self.show_top()

    def _not_loaded(self, error: ArcollectError) -> None:
        self._stage = Stage.ALL
        self.ws.show_error(error)
        self.go_on()

    def _caption(self, total: int | None = None) -> None:
        count = self._summary.count
        self._total = total if total is not None else self._total
        marks = str(self.table.marks)
        below = "  ".join(part for part in (f"*{marks}" if marks else "", sums(self._summary, self.ws.office)) if part)
        self.table.caption(f"Items  {count:,} of {self._total:,}", below)

    @on(VirtualList.WindowNeeded)
    def _fetch(self, event: VirtualList.WindowNeeded) -> None:
        event.stop()
        source, start = event.source, event.start
        if isinstance(source, IdSource):
            office, ids = self.ws.office, source.ids_between(start, event.end)

            def put(rows: tuple[ItemLine, ...]) -> None:
                self.table.put_rows(source, start, rows)
                self.go_on()

            self.ask("rows", lambda: item_lines(office, ids), put)

    def store_changed(self) -> None:
        """Show what is now in the rows on the screen; the order stays."""
        source = self.table.source
        if isinstance(source, IdSource):
            source.forget_first()
            self.table.refetch()

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Keys wait for the rows they are about, never for more."""
        if run.action_id in NEVER_WAIT:
            return False
        if self._stage is Stage.NOTHING:
            return True
        if run.action_id.startswith(NEED_ALL) and (self._stage is not Stage.ALL or self._pasting):
            return True
        return run.action_id in NEED_ROW and self.table.source.count > 0 and self.table.cursor_row is None
