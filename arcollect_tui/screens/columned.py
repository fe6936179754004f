"""What all lists share beside their rows: the choice of columns, remembered, and copying rows as a table.

Columns that a filter names (`cols:`) are the filter's; else each list remembers its own on this desk.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.seeking import Seeking
from arcollect_tui.services.list_layouts import save_layout
from arcollect_tui.widgets.layout import Layout
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, RowId, RowT
from arcollect_tui.widgets.safe import clean


class Columned(Seeking):
    """A list whose columns are chosen with `o`."""

    # For the lists

    def every_column(self) -> Mapping[str, Column[Any]]:
        """Every column there is, by its key, in the order that the choice lists them."""
        raise NotImplementedError

    def usual_columns(self) -> Sequence[str]:
        """Keys of those that are shown when nothing is said."""
        return tuple(self.every_column())

    def columns_name(self) -> str:
        """Under which name the choice is remembered."""
        return self.SCOPE

    def named_columns(self) -> Sequence[str]:
        """Keys that the filter names; none when it names none."""
        return ()

    def name_columns(self, keys: Sequence[str]) -> None:
        """Have the filter name these; none when it shall name none."""

    def rows_by_id(self, ids: Sequence[RowId]) -> Callable[[], Sequence[Any]]:
        """What fetches rows to be copied; runs off the UI thread."""
        raise NotImplementedError

    # What they have from here

    @property
    def layout_now(self) -> Layout:
        """The columns as remembered."""
        return layout_of(self.ws.layouts.get(self.columns_name(), {}))

    def shown_columns(self) -> tuple[Column[Any], ...]:
        """The columns as they are to be shown."""
        layout, named = self.layout_now, tuple(self.named_columns())
        wanted = Layout(named or layout.shown, layout.widths, layout.frozen)
        return wanted.of(self.every_column(), self.usual_columns())

    def new_table(self) -> RecordTable[Any]:
        """The table of the list."""
        columns, frozen = self.shown_columns(), self.layout_now.frozen
        return RecordTable(columns, placeholder="Loading.", widget_id="list", frozen=frozen)

    def show_columns(self) -> None:
        """Show the columns as they are to be shown now."""
        self.query_one("#list", RecordTable).set_columns(self.shown_columns(), self.layout_now.frozen)

    def perform(self, run: Run) -> bool:
        """Choose columns; copy marked rows."""
        if run.action_id == "list.columns":
            self._choose_columns()
        elif run.action_id == "copy" and run.argument == "marked":
            self._copy_marked()
        else:
            return super().perform(run)
        return True

    def _choose_columns(self) -> None:
        from arcollect_tui.screens.columns import ColumnsDrawer

        every, layout = self.every_column(), self.layout_now
        shown = [column.key for column in self.shown_columns()]
        lines = {key: (every[key].title, layout.widths.get(key, every[key].width)) for key in every}

        def chosen(found: Layout | None) -> None:
            if found is not None:
                self._take(found)

        usual = {key: column.width for key, column in every.items()}
        self.app.push_screen(ColumnsDrawer(shown, lines, usual, layout.frozen), chosen)

    def _take(self, found: Layout) -> None:
        """Show a choice and remember it."""
        usual = tuple(self.usual_columns())
        shown = () if found.shown == usual else found.shown
        if self.named_columns():
            self.name_columns(found.shown)
            shown = self.layout_now.shown
        name, kept = self.columns_name(), written(Layout(shown, found.widths, found.frozen))
        self.ws.layouts[name] = kept
        self.show_columns()
        if not self.ws.office.read_only:
            office = self.ws.office
            self.ws.write(lambda: save_layout(office, name, kept), look=False)

    def with_columns(self, text: str) -> str:
        """A filter that names the columns too, where they are other than the usual ones."""
        shown = self.layout_now.shown
        if not text or not shown or self.named_columns():
            return text
        return f"{text} cols:{','.join(shown)}"

    # Copying

    def _copy_marked(self) -> None:
        """Copy the marked rows with the columns of the list.

        Raises:
            Refused: nothing is marked.
        """
        table = self.query_one("#list", RecordTable)
        columns, fetch = tuple(table.columns), self.rows_by_id(_in_order(table))

        def copied(rows: Sequence[Any]) -> None:
            self.app.copy_to_clipboard(as_table(columns, rows))
            count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
            self.ws.say(f"Copied: {count}, tabs between the columns")

        self.ask("copy", fetch, copied, self._not_copied)

    def _not_copied(self, error: ArcollectError) -> None:
        self.ws.show_error(error)


def _in_order(table: RecordTable[Any]) -> tuple[RowId, ...]:
    """The marked rows: those of the list in its order, then the hidden ones."""
    table.check_marked()
    marked = table.marks.now()
    return (*marked.shown(), *marked.hidden)


def as_table(columns: Sequence[Column[RowT]], rows: Sequence[RowT]) -> str:
    """Rows for a spreadsheet, with tabs; no text of it is read as a formula."""
    lines = ["\t".join(column.title for column in columns)]
    lines += ["\t".join(_cell(column, row) for column in columns) for row in rows]
    return "\n".join(lines)


def _cell(column: Column[RowT], row: RowT) -> str:
    from arcollect_tui.data.exports.cells import people_text

    text = clean(column.render(row))
    return text if column.align == "right" else people_text(text)


def layout_of(kept: Mapping[str, Any]) -> Layout:
    """The layout that was remembered."""
    usual = Layout()
    return Layout(
        tuple(kept.get("shown", ())), dict(kept.get("widths", {})), kept.get("frozen", usual.frozen)
    )


def written(layout: Layout) -> dict[str, Any]:
    """What is remembered of a layout: only what is not as usual."""
    found: dict[str, Any] = {}
    if layout.shown:
        found["shown"] = list(layout.shown)
    if layout.widths:
        found["widths"] = dict(layout.widths)
    if layout.frozen != Layout().frozen:
        found["frozen"] = layout.frozen
    return found
