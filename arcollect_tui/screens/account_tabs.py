"""The tabs of the account screen: one table each, the current one in sight, sorted and copied alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.containers import Container

from arcollect_tui.data.exports.cells import people_text
from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.screens.account_columns import ContactLine, PromiseLine, called, item_of
from arcollect_tui.screens.account_open import promise_lines, timeline_lines
from arcollect_tui.screens.account_tab_list import ITEMS, OF_ITEMS, TABS, Tab, tab_line
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.account_tabs import AccountTabs, TimelineRow
from arcollect_tui.services.items import ItemRow, item_window
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from arcollect_tui.widgets.safe import clean
from arcollect_tui.widgets.virtual_list import VirtualList

FRAME = 4
"""Cells of the frame beside its title."""


class AccountTabsScreen(AccountVerbs):
    """A screen whose body is the tabs of an account and a pane.

    Attributes:
        tab: key of the tab in front.
        more: what came after the account itself; None until it has.
    """

    tab = ITEMS
    more: AccountTabs | None = None
    _width = 80

    def tables(self) -> list[RecordTable[Any]]:
        """An empty table for each tab."""
        fmt = self.ws.fmt
        found = []
        for tab in TABS:
            table = RecordTable[Any](tab.columns(fmt), placeholder="Loading.", widget_id=tab.key)
            table.add_class("tab")
            found.append(table)
        return found

    def on_mount(self) -> None:
        """Begin without any row, on the first tab."""
        self._rows: dict[str, Sequence[Any] | None] = {}
        self._sorts: dict[str, tuple[str, bool]] = {}
        self.go_to_tab(self.tab)

    @property
    def current(self) -> RecordTable[Any]:
        """The table in front."""
        return self.table_of(self.tab)

    def table_of(self, key: str) -> RecordTable[Any]:
        """The table of a tab."""
        return self.query_one(f"#{key}", RecordTable)

    def go_to_tab(self, key: str) -> None:
        """Show a tab; it is the first of the next account too."""
        self.tab = self.ws.account_tab = key
        body = self.query_one("#account", Container)
        for tab in TABS:
            self.table_of(tab.key).set_class(tab.key == key, "-shown")
        body.set_class(key != ITEMS, "-alone")
        body.remove_class("-pane")
        self.set_focus(self.current)
        self.tell_tab()
        if any(len(self.table_of(tab.key).marks) for tab in TABS):
            self.status(str(self.current.marks))

    def next_tab(self, steps: int) -> None:
        """Go along the tabs; after the last comes the first."""
        keys = [tab.key for tab in TABS]
        self.go_to_tab(keys[(keys.index(self.tab) + steps) % len(keys)])

    def zoom(self) -> None:
        """As everywhere; the focus goes to the table in front, not to a hidden one."""
        super().zoom()
        if isinstance(self.focused, RecordTable):
            self.set_focus(self.current)

    # Rows

    def show_rows(self, rows: Mapping[str, Sequence[Any] | None], *, to_top: bool) -> None:
        """Show the rows of all tabs; None for those that have not come."""
        self._rows = dict(rows)
        for tab in TABS:
            # Where nobody walked yet, the newest row is the first one met.
            untouched = tab.key != self.tab and self.table_of(tab.key).cursor == 0
            self._show_tab(tab, to_top=to_top or untouched)
        self.tell_tab()

    def shown_rows(self) -> Sequence[Any]:
        """The rows of the tab in front."""
        return self._rows.get(self.tab) or ()

    def _show_tab(self, tab: Tab, *, to_top: bool) -> None:
        rows, sort = self._rows.get(tab.key), self._sorts.get(tab.key)
        if rows is not None and sort is not None:
            rows = sorted(rows, key=tab.orders[sort[0]], reverse=sort[1])
        empty = "Loading." if rows is None else tab.empty
        source: ListSource[Any] = ListSource(rows or ())
        self.table_of(tab.key).show(source, to_top=to_top, sort=sort, placeholder=empty)

    def tell_tab(self) -> None:
        """Say which tabs there are."""
        counts = {key: None if rows is None else len(rows) for key, rows in self._rows.items()}
        tab = next(tab for tab in TABS if tab.key == self.tab)
        table = self.current
        # A table that was hidden until now has no width yet: it takes that of the one before it.
        self._width = table.outer_size.width or self._width
        table.caption(tab_line(self.tab, counts, self._width - FRAME), tab.hint)

    @on(RecordTable.SortWanted)
    def _sorted(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        tab = next(tab for tab in TABS if tab.key == self.tab)
        self._sorts[tab.key] = (event.key, event.reverse)
        self._show_tab(tab, to_top=True)

    @on(RecordTable.MarksChanged)
    def _marked(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.status(str(self.current.marks))

    # The row under the cursor

    def items_meant(self, run: Run) -> tuple[tuple[int, ...], str]:
        """The items of a deed and what they are called: those marked, or the one under the cursor.

        Raises:
            Refused: this tab shows no items, or there is none.
        """
        if self.tab not in OF_ITEMS:
            raise Refused("This tab shows no items to code: [ and ] go to one that does.")
        table = self.current
        if run.bulk:
            marks = table.take_marks()
            rows = [row for row in self.shown_rows() if row.id in marks]
            items = tuple(dict.fromkeys(item_of(row) for row in rows))
            return items, f"{len(items):,} marked"
        if table.cursor_row is None:
            raise Refused("There is no item here to code: [ and ] go to another tab.")
        return (item_of(table.cursor_row),), called(table.cursor_row)

    def unmark(self) -> None:
        """Take the marks off the tab in front."""
        self.current.marks.clear()
        self.current.changed_marks()

    @on(VirtualList.CursorMoved)
    def _quiet(self, event: VirtualList.CursorMoved) -> None:
        event.stop()

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        row = self.current.cursor_row
        if row is not None:
            self.attempt(lambda: self._open(row))

    def _open(self, row: Any) -> None:  # noqa: ANN401 - a row of whichever tab
        """Show everything about a row: why an item is what it is, an entry in full, a card to change."""
        fmt, width = self.ws.fmt, max(20, self.size.width - 4)
        if isinstance(row, ContactLine):
            self.ws.check_writable()
            self.open_card(self.who(), row.id)
        elif isinstance(row, TimelineRow):
            self.app.push_screen(TextDrawer(f"{self.who().number} {row.kind}", timeline_lines(row, width)))
        elif isinstance(row, PromiseLine):
            lines = promise_lines(row.row, self.more, fmt)
            self.app.push_screen(TextDrawer(f"Promise {row.id} of {self.who().number}", lines))
        else:
            office, item = self.ws.office, item_of(row)
            self.ask("item", lambda: item_window(office, [item]), self._why_item)

    def _why_item(self, rows: list[ItemRow]) -> None:
        from arcollect_tui.screens.item_why import ItemWhy

        if rows:
            self.app.push_screen(ItemWhy(rows[0], self.ws.fmt))

    # Copying

    def copy(self, run: Run) -> None:
        """Copy the marked rows of the tab, or something of the account."""
        if run.argument != "marked":
            super().copy(run)
            return
        marks = self.current.take_marks()
        chosen = [row for row in self.shown_rows() if row.id in marks]
        tab = next(tab for tab in TABS if tab.key == self.tab)
        self.app.copy_to_clipboard(as_table(tab, chosen, self.ws.fmt))
        self.ws.say(f"Copied: {len(chosen):,} rows, tabs between the columns")


def as_table(tab: Tab, rows: Sequence[Any], fmt: OfficeFormat) -> str:
    """Rows of a tab for a spreadsheet, as they are shown; no cell of it is read as a formula."""
    columns = tab.columns(fmt)
    lines = [[column.title for column in columns]]
    lines += [
        [_cell(column.render(row), right=column.align == "right") for column in columns] for row in rows
    ]
    return "\n".join("\t".join(line) for line in lines)


def _cell(text: str, *, right: bool) -> str:
    """A number stays one; of other texts none is a formula."""
    return text if right else people_text(clean(text))
