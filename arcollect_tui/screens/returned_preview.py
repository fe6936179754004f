"""A file that an arcollect wrote and that comes back: every edit before and after, and what is not taken.

Nothing is written before it is applied: one entry, so one undo. Enter applies on the first row alone.
"""

from collections.abc import Callable
from pathlib import Path

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.errors_form import ErrorsForm
from arcollect_tui.screens.import_rows import APPLY
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.preview_row import PreviewRow
from arcollect_tui.screens.returned_rows import COLUMNS, returned_lines, returned_rows
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.exchange import ExchangePlan
from arcollect_tui.services.files_in import ReturnedPlan, apply_file
from arcollect_tui.services.held_lines import write_held
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from arcollect_tui.widgets.safe import show
from arcollect_tui.widgets.virtual_list import VirtualList

FRAME = 2
MOST_ABOUT = 9


class ReturnedPreview(OfficeScreen):
    """The plan of one such file.

    Args:
        plan: what it would change.
        left: called when it is left without having been applied.
    """

    SCOPE = "returned"
    AUTO_FOCUS = "#rows"
    DEFAULT_CSS = """
    ReturnedPreview {
        & #file { height: 5; padding: 0 1; }
        & #rows { height: 1fr; }
    }
    """

    def __init__(self, plan: ReturnedPlan, left: Callable[[], None]) -> None:
        super().__init__()
        self.plan = plan
        self._left = left
        self._applying = self._taken_in = False

    def compose_body(self) -> ComposeResult:
        """What the file is, and what it would change."""
        yield TextPane(widget_id="file")
        yield RecordTable[PreviewRow](COLUMNS, widget_id="rows")

    @property
    def table(self) -> RecordTable[PreviewRow]:
        """What would change."""
        found: RecordTable[PreviewRow] = self.query_one("#rows", RecordTable)
        return found

    def where(self) -> str:
        """The file."""
        return f"Import > {self.plan.file}  nothing written"

    def doing(self) -> str:
        """The file that is looked through."""
        return f"import of {self.plan.file}"

    def on_mount(self) -> None:
        """Show the plan."""
        self.table.show(ListSource(returned_rows(self.plan, self.ws.fmt)), to_top=True)
        self.table.caption("What would change", "Enter apply, or all of a row   A apply   x errors file")

    def on_resize(self) -> None:
        """Compose the text for the new size."""
        self.call_after_refresh(self._compose_text)

    def _compose_text(self) -> None:
        pane = self.query_one("#file", TextPane)
        lines = returned_lines(self.plan, self.ws.fmt, max(20, self.size.width - 2 * FRAME))
        pane.styles.height = min(MOST_ABOUT, len(lines) + FRAME)
        pane.set_lines(lines)
        pane.border_title = show(self.plan.file)

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Nothing else is done while the file is taken in."""
        return self._applying and run.action_id not in ("app.quit", "call.answer", "app.messages")

    def perform(self, run: Run) -> bool:
        """Apply, write the errors, leave; then what every place does."""
        deeds: dict[str, Callable[[], None]] = {
            "nav.back": self._back,
            "import.apply": self._apply,
            "held.errors": self._write_errors,
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    @on(VirtualList.CursorMoved)
    @on(RecordTable.MarksChanged)
    def _quiet(self, event: VirtualList.CursorMoved) -> None:
        event.stop()

    @on(RecordTable.SortWanted)
    def _sorted(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        self.ws.refuse("These rows stand in their own order: Enter shows all of one.")

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self._open)

    def _open(self) -> None:
        row = self.table.cursor_row
        if row is None or row.kind == APPLY:
            self._apply()
            return
        lines = [[(line, "")] for line in fold(row.whole, max(20, self.app.size.width - 4))]
        self.app.push_screen(TextDrawer(row.kind.capitalize(), lines))

    def _back(self) -> None:
        self.dismiss(None)
        self._left()

    def _write_errors(self) -> None:
        """Ask for a file, and write the rows of which nothing comes to it."""
        plan = self.plan
        held = () if isinstance(plan, ExchangePlan) else plan.held
        if not held:
            raise Refused(f"Every row of {plan.file} can be taken: there is nothing to write.")

        def chosen(out: Path | None) -> None:
            if out is not None:
                self.ask("errors", lambda: write_held(out, plan.file, held), self.ws.say)

        self.app.push_screen(ErrorsForm(f"{Path(plan.file).stem}-errors.csv"), chosen)

    def _apply(self) -> None:
        """Have the file taken in, after all that was to be written before."""
        plan, office = self.plan, self.ws.office
        self.ws.check_writable()
        if plan.known:
            raise Refused(f"{plan.sentence} Esc leaves.")
        self._applying = True
        self.status(f"Taking in {plan.file}.")

        def done(found: tuple[Saved]) -> None:
            self._rest()
            self._taken_in = True
            self._leave_when_done()
            # Said when this screen is gone: its echo line goes with it.
            self.ws.call_later(self.ws.say_saved, found[0])

        def failed(_: ArcollectError) -> None:
            self._rest()

        self.ws.write(lambda: (apply_file(office, plan),), done, failed)
        self.ws.remember(None)

    def _rest(self) -> None:
        self._applying = False
        self.status("")
        self.go_on()

    def _leave_when_done(self) -> None:
        """Go when the file is in; what stands above, a call for example, is not taken away."""
        if self._taken_in and self.app.screen is self:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """What stood above is gone."""
        self._leave_when_done()
