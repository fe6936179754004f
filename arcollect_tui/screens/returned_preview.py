"""A file that an arcollect wrote and that comes back: every edit before and after, and what is not taken.

Nothing is written before it is applied: one entry, so one undo. Enter applies on the first row alone.
"""

from collections.abc import Callable

from textual.app import ComposeResult

from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.file_preview import FilePreview
from arcollect_tui.screens.import_rows import APPLY
from arcollect_tui.screens.preview_row import PreviewRow
from arcollect_tui.screens.returned_rows import COLUMNS, returned_lines, returned_rows
from arcollect_tui.services.exchange import ExchangePlan
from arcollect_tui.services.files_in import ReturnedPlan
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from arcollect_tui.widgets.safe import show

FRAME = 2
MOST_ABOUT = 9


class ReturnedPreview(FilePreview[ReturnedPlan]):
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

    def compose_body(self) -> ComposeResult:
        """What the file is, and what it would change."""
        yield TextPane(widget_id="file")
        yield RecordTable[PreviewRow](COLUMNS, widget_id="rows")

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
        return self.applying and run.action_id not in ("app.quit", "call.answer", "app.messages")

    def perform(self, run: Run) -> bool:
        """Apply, write the errors, leave; then what every place does."""
        deeds: dict[str, Callable[[], None]] = {
            "nav.back": self._back,
            "import.apply": self.take_in,
            "held.errors": self._write_errors,
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def open_row(self) -> None:
        """Apply on the first row; show all of another."""
        row = self.table.cursor_row
        if row is None or row.kind == APPLY:
            self.take_in()
        else:
            self.show_whole(row)

    def _back(self) -> None:
        self.dismiss(None)
        self._left()

    def _write_errors(self) -> None:
        """Write the rows of which nothing comes to a file."""
        held = () if isinstance(self.plan, ExchangePlan) else self.plan.held
        nothing = f"Every row of {self.plan.file} can be taken: there is nothing to write."
        self.hand_out_errors(held, nothing)
