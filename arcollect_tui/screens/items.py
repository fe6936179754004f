"""The items list: open items of all accounts, marked and coded one by one or two hundred at a time.

The order never jumps under the user: coded items stay where they are and show their reason; only `g i`,
sorting and filtering order the list anew. Marks are ids and survive another filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.query import Target
from arcollect_tui.rules.query_fields import SORT
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.filter_languages import read, sums
from arcollect_tui.screens.filter_line import FILTER, FilterLine
from arcollect_tui.screens.item_columns import (
    NO_ORDER,
    ItemLine,
    asks_for_queue,
)
from arcollect_tui.screens.item_language import ItemsLanguage
from arcollect_tui.screens.item_layout import ItemLayout, item_lines
from arcollect_tui.screens.look_alikes import LookAlikes
from arcollect_tui.screens.sources import IdSource
from arcollect_tui.services.coding_gauge import Gauge, coding_gauge, gauge_line
from arcollect_tui.services.items import ItemView, item_ids, item_summary
from arcollect_tui.services.office import Saved
from arcollect_tui.services.worklist import Summary
from arcollect_tui.widgets.marks import Marked, Marks, Placed
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource, RowSource
from arcollect_tui.widgets.virtual_list import VirtualList

FIRST_ROWS = 128
"""Rows that are shown before the rest of the order is known."""

NEVER_WAIT = frozenset(
    {"app.quit", "call.answer", "app.messages", "app.help", "app.palette", "edit.undo", "edit.redo"}
)
NEED_ALL = (
    *("mark.", "list.next_match", "list.previous_match", "items.code", "items.cause"),
    *("move.last", "copy", "account.note"),
)
"""Keys that need the whole order."""

NEED_ROW = frozenset(
    {
        *("account.note", "nav.open", "items.code", "items.cause", "copy", "worklist.why"),
        *("mark.equal", "mark.exclude"),
    }
)
"""Keys that need the row under the cursor itself."""


class Stage(Enum):
    """How far a view is loaded."""

    NOTHING = 0
    FIRST = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Loaded:
    """A view as it was found: order, first rows, count and sum, how many there are in all, its marks."""

    ids: Sequence[int]
    first: tuple[ItemLine, ...]
    summary: Summary
    total: int
    placed: Placed


class ItemsScreen(ItemLayout):
    """Items in a table; the filter line below it."""

    SCOPE = "items"
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self._last_filter = ""
        self._stage = Stage.NOTHING
        self._summary = Summary(0, {})
        self._total = 0
        self._gauge = ""
        self._look_alikes = LookAlikes(self)

    def compose_body(self) -> ComposeResult:
        """The list and the filter line."""
        table = self.new_table()
        table.when_marked = self._caption
        yield table
        yield FilterLine(ItemsLanguage(self.ws.office, lambda: self._total or None))

    @property
    def items(self) -> RecordTable[ItemLine]:
        """The list."""
        found: RecordTable[ItemLine] = self.query_one("#list", RecordTable)
        return found

    def where(self) -> str:
        """The view."""
        return f"Items  f {self.filter}" if self.filter else "Items  all open"

    def view_filter(self) -> str:
        """The filter line is the whole view, and names the columns where they are the user's own."""
        return self.with_columns(self.filter)

    # Loading

    def arrive(self, filter_text: str | None) -> None:
        """Order the list anew, cursor on the first item."""
        self.load(filter_text or "")

    def load(self, text: str) -> None:
        """Show a view: its first rows, then the whole order. Keys wait for what they need.

        Raises:
            QueryError: the filter cannot be read.
        """
        office, view = self.ws.office, ItemView(text)
        self._query = read(office, text, Target.ITEMS)
        self.filter = text
        self._last_filter = text or self._last_filter
        self._stage = Stage.NOTHING
        self._gauge = ""

        table = self.query_one_optional("#list", RecordTable)  # not there before the place is shown
        marked = (Marks() if table is None else table.marks).now()

        def first() -> tuple[tuple[ItemLine, ...], Placed]:
            rows = item_lines(office, item_ids(office, view, FIRST_ROWS))
            return rows, marked.placed([row.id for row in rows])

        self.ask("list", first, lambda found: self._show_first(*found, marked), self._not_loaded)

    def _show_first(self, rows: tuple[ItemLine, ...], placed: Placed, marked: Marked) -> None:
        office, view = self.ws.office, ItemView(self.filter)
        self._stage = Stage.FIRST
        self.show_columns()
        self._show(ListSource(rows), self._if_still(placed, marked), to_top=True)
        if len(rows) == FIRST_ROWS:
            self.items.caption("Items  counting", "")
        now = self.items.marks.now()

        def rest() -> Loaded:
            summary, everything = item_summary(office, view), item_summary(office, ItemView())
            ids = item_ids(office, view)
            return Loaded(ids, rows, summary, everything.count, now.placed(ids))

        self.ask("list", rest, lambda found: self._show_all(found, now), self._not_loaded)
        self.go_on()

    def _show_all(self, found: Loaded, marked: Marked) -> None:
        self._stage = Stage.ALL
        self._summary, self._total = found.summary, found.total
        placed = self._if_still(found.placed, marked)
        self._show(IdSource(found.ids, found.first), placed, to_top=False)
        self._caption()
        self.go_on()
        self._look_at_gauge()

    def _look_at_gauge(self) -> None:
        """Have the day's coding measured where the list is the queue, which need not wait for it."""
        if not asks_for_queue(self._query.expr):
            return
        office = self.ws.office

        def measured(gauge: Gauge) -> None:
            self._gauge = gauge_line(gauge, self.ws.fmt) if asks_for_queue(self._query.expr) else ""
            self._caption()

        self.ask("gauge", lambda: coding_gauge(office), measured)

    def filter_text(self) -> str:
        """The filter of the list."""
        return self.filter

    def _if_still(self, placed: Placed, marked: Marked) -> Placed | None:
        """The marks that were told apart, unless they have changed since."""
        return placed if self.items.marks.version == marked.version else None

    def _show(self, source: RowSource[ItemLine], placed: Placed | None, *, to_top: bool) -> None:
        sort = self._query.sort[0] if self._query.sort else None
        none = "No item matches this filter: f changes it, F turns it off."
        empty = none if self.filter else "No item is open: arcollect import FILE takes a ledger in."
        self.items.show(source, to_top=to_top, sort=sort, placeholder=empty, placed=placed)
        self.show_top()

    def _not_loaded(self, error: ArcollectError) -> None:
        self._stage = Stage.ALL
        self.ws.show_error(error)
        self.go_on()

    def _caption(self) -> None:
        """Count and sum of the view, and the marks, in the frame."""
        marks = str(self.items.marks)
        below = [f"*{marks}"] if marks else []
        if self._gauge:
            below.append(self._gauge)
        elif words := sums(self._summary, self.ws.office):
            below.append(f"open {words}")
        self.items.caption(f"Items  {self._summary.count:,} of {self._total:,}", "   ".join(below))
        self.status(marks)

    @on(VirtualList.WindowNeeded)
    def _fetch(self, event: VirtualList.WindowNeeded) -> None:
        event.stop()
        source, start = event.source, event.start
        if not isinstance(source, IdSource):
            return
        office, ids = self.ws.office, source.ids_between(start, event.end)

        def put(rows: tuple[ItemLine, ...]) -> None:
            self.items.put_rows(source, start, rows)
            self.go_on()

        self.ask("rows", lambda: item_lines(office, ids), put)

    def store_changed(self) -> None:
        """Show what is now in the rows on the screen; the order stays."""
        source = self.items.source
        if isinstance(source, IdSource) and source.count:
            source.forget_first()
            self.items.refetch()
            self._look_at_gauge()
        elif self._stage is Stage.ALL:
            self.load(self.filter)

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Keys wait for the rows they are about, never for more."""
        if run.action_id in NEVER_WAIT:
            return False
        if self._stage is Stage.NOTHING or self.seeking:
            return True
        if run.action_id.startswith(NEED_ALL) and (self._stage is Stage.FIRST or self.marking):
            return True
        return run.action_id in NEED_ROW and self.items.source.count > 0 and self.items.cursor_row is None

    def perform(self, run: Run) -> bool:
        """Filter; then the verbs on items."""
        if run.action_id == "list.filter":
            self.query_one(FilterLine).open(self.filter)
        elif run.action_id == "list.filter_toggle":
            self._toggle_filter()
        elif run.action_id == EXPORT:
            self.hand_out("items", self.filter)
        else:
            return super().perform(run)
        return True

    def _toggle_filter(self) -> None:
        if not self._last_filter:
            raise Refused("There is no filter to turn on: f types one.")
        self.load("" if self.filter else self._last_filter)

    @on(FilterLine.Kept)
    def _filtered(self, event: FilterLine.Kept) -> None:
        event.stop()
        if event.label == FILTER:
            self.load(event.text)
        else:
            self.mark_matching(event.text, event.label)

    @on(RecordTable.SortWanted)
    def _sort(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        if event.key in NO_ORDER:
            self.ws.refuse("That column has no order of its own: choose another with Left and Right.")
            return
        word = f"sort:{'-' if event.reverse else ''}{event.key}"
        self.load(f"{without_view_words(self.filter, SORT)} {word}".strip())

    @on(RecordTable.MarksChanged)
    def _marked(self, event: RecordTable.MarksChanged) -> None:
        event.stop()

    # Rules by example

    def look_alike(self, saved: Saved) -> None:
        """More items may look like those just coded."""
        self._look_alikes.coded(saved, self._total)

    @on(VirtualList.CursorMoved)
    def _say_why_out(self, event: VirtualList.CursorMoved) -> None:
        """The last line says why the row is left out, if it is."""
        event.stop()
        marks = self.items.marks
        why = marks.out.get(event.id) if event.id is not None else None
        self.status(f"{marks}   ! excluded {why}" if why else str(marks))

    @on(VirtualList.Opened)
    def _open(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.app.push_screen(AccountScreen(self.who()))
