"""What a file of the ledger would change, on a screen of its own: groups to walk, guards, held lines.

Nothing is written before it is applied. Enter opens what is under the cursor; it applies on the first row
alone, so a guard is never let through by Enter.
"""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Container

from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens import import_aside as aside
from arcollect_tui.screens import import_rows as rows_of
from arcollect_tui.screens.import_leaving import LeavesLinesOut
from arcollect_tui.screens.import_text import file_lines, mapping_lines
from arcollect_tui.screens.preview_row import PreviewRow
from arcollect_tui.services.column_choices import is_guess
from arcollect_tui.services.consequences import Consequence, consequences
from arcollect_tui.services.import_groups import MOST_ROWS, SAME, Group, difference_rows, groups_of
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.letting_through import let_through, stop_again
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show

UNWALKED = (SAME, "erased")
"""Groups whose rows nobody needs to see one by one."""
NARROW_ABOUT, WIDE_ABOUT = 9, 12
"""Most lines of what is said about the file, its frame included."""
NEVER_WAIT = frozenset({"app.quit", "call.answer", "app.messages", "app.help", "app.palette", "nav.back"})


class ImportPreview(LeavesLinesOut):
    """The plan of one file.

    Args:
        plan: what it would change.
        left: called with the plan when it is left without having been applied.
        looked: somebody has looked its columns through already.
    """

    SCOPE = "import"
    AUTO_FOCUS = "#rows"
    DEFAULT_CSS = """
    ImportPreview {
        & #about { layout: horizontal; height: 9; }
        & #file { width: 1fr; height: 1fr; padding: 0 1; }
        & #mapping { display: none; width: 1fr; height: 1fr; padding: 0 1; }
        & #rows { height: 1fr; }
        &.-wide #mapping { display: block; }
    }
    """

    def __init__(
        self,
        plan: ImportPlan,
        left: Callable[[ImportPlan], None] | None = None,
        *,
        looked: bool = False,
    ) -> None:
        super().__init__()
        self.plan, self._looked = plan, looked
        self._left = left
        self.guards = plan.guards
        self._groups: Sequence[Group] = ()
        self._follows: Sequence[Consequence] | None = None
        self._walked: PreviewRow | None = None
        self._loading = False

    # What stands there

    def compose_body(self) -> ComposeResult:
        """What the file is, which column is what, and the groups."""
        with Container(id="about"):
            yield TextPane(widget_id="file")
            yield TextPane(widget_id="mapping")
        yield RecordTable[PreviewRow](rows_of.GROUPS, placeholder="Comparing.", widget_id="rows")

    def on_mount(self) -> None:
        """Show the plan; what was only guessed of the columns is to be looked through first."""
        self.show_plan(self.plan)
        if is_guess(self.plan) and not self._looked:
            self.show_mapping()

    def on_resize(self) -> None:
        """Compose the text for the new size."""
        self.call_after_refresh(self._compose_text)

    def _compose_text(self) -> None:
        pane, mapping = self.query_one("#file", TextPane), self.query_one("#mapping", TextPane)
        lines = file_lines(self.plan, self.ws.fmt, max(20, pane.size.width))
        pane.set_lines(lines)
        most = WIDE_ABOUT if self.has_class("-wide") else NARROW_ABOUT
        # The rows below have what is left over.
        self.query_one("#about").styles.height = (
            most if self.has_class("-wide") else min(most, len(lines) + 2)
        )
        pane.border_title = show(self.plan.file)
        pane.border_subtitle = "Tab, then PgDn: more" if len(lines) > most - 2 else ""
        mapping.set_lines(mapping_lines(self.plan))
        mapping.border_title, mapping.border_subtitle = "Columns", "o all of them"

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan: at once what the file is, then the groups, then what follows."""
        self.plan, self._follows, self._loading = plan, None, True
        self._compose_text()
        self.ask("groups", lambda: groups_of(plan), self._show_groups, self._failed)

    def _show_groups(self, groups: Sequence[Group]) -> None:
        self._groups, self._loading = groups, False
        office, plan = self.ws.office, self.plan
        if not self._walk_out():
            self._show_rows(to_top=True)
        self.ask("follows", lambda: consequences(office, plan), self._show_follows, self._failed)
        self.go_on()

    def _show_follows(self, found: Sequence[Consequence]) -> None:
        self._follows = found
        if self._walked is None:
            self._show_rows(to_top=False)

    def _failed(self, error: ArcollectError) -> None:
        self._loading = False
        self.ws.show_error(error)
        self.go_on()

    def _show_rows(self, *, to_top: bool) -> None:
        self._walked = None
        rows = rows_of.group_rows(self.plan, self.guards, self._groups, self._follows or (), self.ws.fmt)
        self.table.set_columns(rows_of.GROUPS)
        self.table.show(ListSource(rows), to_top=to_top)
        self.table.caption("What would change", "Enter open   A apply   o columns   x errors file")

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Keys about rows wait for the rows."""
        return (self._loading or self.applying) and run.action_id not in NEVER_WAIT

    def perform(self, run: Run) -> bool:
        """Apply, let through, fix, walk; then what every place does."""
        deeds: dict[str, Callable[[], None]] = {
            "nav.back": self._back,
            "import.apply": self.apply_plan,
            "import.accept": self._accept,
            "import.mapping": self.show_mapping,
            "import.sheet": self.other_sheet,
            "held.fix": self.fix,
            "held.errors": self.write_errors,
            "import.leave_out": self.leave_out,
            "import.leave_kind": self.leave_kind,
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def row(self) -> PreviewRow:
        """The row under the cursor."""
        row = self.table.cursor_row
        if row is None:
            raise Refused("There is no row here: Esc goes back.")
        return row

    def open_row(self) -> None:
        """Apply on the first row; show all of a row; walk through a group."""
        row = self.row()
        if self._walked is None and row.kind == rows_of.APPLY:
            self.apply_plan()
        elif row.whole:
            guard = row.kind == rows_of.GUARD
            self.show_whole(row, [[("l lets it through, or stops at it again.", "muted")]] if guard else ())
        elif row.key in UNWALKED and row.kind == rows_of.DIFFERENCE:
            raise Refused("These lines change nothing: there is nothing to walk through.")
        else:
            self._walk(row)

    def held_chosen(self) -> HeldLine:
        """The held line under the cursor."""
        if self._walked is None or self._walked.kind != aside.HELD:
            raise Refused("e fixes one held line: open the held lines with Enter first.")
        key = int(self.row().key)
        return next(line for line in self.plan.held if line.line == key)

    @property
    def walked(self) -> PreviewRow | None:
        """The group whose rows are shown; None while the groups are."""
        return self._walked

    def show_lines_anew(self) -> None:
        """Show the groups, or the lines of one, as they are now."""
        self._compose_text()
        if not self._walk_out():
            self._show_rows(to_top=False)

    def _walk_out(self) -> bool:
        """Show the lines of a walked group that stay out; False when it is none, or has no more."""
        walked = self._walked
        if walked is None or walked.kind not in aside.OUT or not self.plan.lines[walked.kind]:
            return False
        rows = aside.line_rows(self.plan, walked.kind)
        count = self.plan.lines[walked.kind]
        title = aside.TITLES[walked.kind] + (f" of {count:,}" if len(rows) < count else "")
        self._show_walk(aside.COLUMNS[walked.kind], rows, title, aside.BELOW[walked.kind], to_top=False)
        return True

    def _walk(self, group: PreviewRow) -> None:
        """Show the rows of a group."""
        self._walked = group
        office, plan, fmt = self.ws.office, self.plan, self.ws.fmt
        if self._walk_out():
            self.table.cursor = 0
        elif group.kind == rows_of.CONSEQUENCE:
            found = rows_of.consequence_rows(self._follows or (), group.key, fmt)
            self._show_walk(rows_of.FOLLOWS, found, group.key)
        else:
            self.ask(
                "walk",
                lambda: rows_of.item_rows(difference_rows(office, plan, group.key)),
                lambda found: self._show_walk(rows_of.ITEMS, found, group.cells[1], _most(found)),
            )

    def _show_walk(
        self,
        columns: Sequence[Column[PreviewRow]],
        rows: Sequence[PreviewRow],
        title: str,
        below: str = "",
        *,
        to_top: bool = True,
    ) -> None:
        self.table.set_columns(columns)
        self.table.show(ListSource(rows), to_top=to_top)
        self.table.caption(
            f"{len(rows):,}  {title}", "   ".join(filter(None, (below, "Enter all of it   Esc back")))
        )

    def _back(self) -> None:
        """Stop what is read; leave the rows of a group; leave the file."""
        if self.applying:
            raise Refused("The file is being taken in: wait for it, u takes it back.")
        if self.stop_reading():
            return
        if self._walked is not None:
            walked = self._walked
            self._show_rows(to_top=False)
            self._go_to(walked.id)
            return
        self.dismiss(None)
        if self._left is not None:
            self._left(self.plan)

    def _go_to(self, row_id: str) -> None:
        ids = self.table.source.ids or ()
        if row_id in ids:
            self.table.cursor = list(ids).index(row_id)

    def put_away(self) -> None:
        """Nobody waits for the file any more."""
        self.stop_reading()

    # Guards

    def _accept(self) -> None:
        row = self.row()
        if self._walked is not None or row.kind != rows_of.GUARD:
            raise Refused("l lets one guard through: go to it first. Guards stand below the first row.")
        stops = row.key in {guard.name for guard in self.plan.guards}
        if stops:
            self.plan = let_through(self.plan, row.key)
        else:
            self.plan = stop_again(self.plan, next(one for one in self.guards if one.name == row.key))
        self._show_rows(to_top=False)
        self._go_to(row.id)
        self.ws.say(f"Guard {row.key}: {'let through' if stops else 'stops again'}.")


def _most(rows: Sequence[PreviewRow]) -> str:
    return f"the first {MOST_ROWS:,}" if len(rows) == MOST_ROWS else ""
