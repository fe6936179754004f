"""What the previews of files share: their rows, the file of errors, and taking the file in as one step."""

from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from textual import on

from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.errors_form import ErrorsForm
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.preview_row import PreviewRow
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.files_in import FilePlan, apply_file
from arcollect_tui.services.held_lines import write_held
from arcollect_tui.services.imports import Progress
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.virtual_list import VirtualList

PlanT = TypeVar("PlanT", bound=FilePlan)
LEAST_CELLS, EDGES = 20, 4
"""Cells of the text of a row at least, and those that the drawer takes at its edges."""


class FilePreview(OfficeScreen, Generic[PlanT]):
    """The plan of one file; nothing is written before it is applied, and then the screen goes.

    Attributes:
        plan: what the file would change.
        applying: it is being taken in.
    """

    plan: PlanT
    applying = False
    _taken_in = False

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

    def open_row(self) -> None:
        """Enter: open what is under the cursor; the first row applies."""
        raise NotImplementedError

    @on(RecordTable.SortWanted)
    def _sorted(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        self.ws.refuse("These rows stand in their own order: Enter opens one.")

    @on(VirtualList.CursorMoved)
    @on(RecordTable.MarksChanged)
    def _quiet(self, event: VirtualList.CursorMoved | RecordTable.MarksChanged) -> None:
        event.stop()

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self.open_row)

    def show_whole(self, row: PreviewRow, below: Sequence[PaneLine] = ()) -> None:
        """Show all of a row, and what is to be said below it."""
        cells = max(LEAST_CELLS, self.app.size.width - EDGES)
        lines: list[PaneLine] = [[(line, "")] for line in fold(row.whole, cells)]
        self.app.push_screen(TextDrawer(row.kind.capitalize(), [*lines, *below]))

    def hand_out_errors(self, held: Sequence[HeldLine], nothing: str) -> None:
        """Ask for a file, and write what stays out to it.

        Raises:
            Refused: nothing does; the sentence is `nothing`.
        """
        if not held:
            raise Refused(nothing)
        name = self.plan.file

        def chosen(out: Path | None) -> None:
            if out is not None:
                self.ask("errors", lambda: write_held(out, name, held), self.ws.say)

        self.app.push_screen(ErrorsForm(f"{Path(name).stem}-errors.csv"), chosen)

    def take_in(self, progress: Progress | None = None) -> None:
        """Have the file taken in, after all that was to be written before.

        Raises:
            Refused: it is in already, or the store is only read.
        """
        plan, office = self.plan, self.ws.office
        self.ws.check_writable()
        if plan.known:
            raise Refused(f"{plan.sentence} Esc leaves.")
        self.applying = True
        self.status(f"Taking in {plan.file}.")

        def done(found: tuple[Saved]) -> None:
            self._taken_in = True
            self._rest()
            self._leave_when_done()
            # Said when this screen is gone: its echo line goes with it.
            self.ws.call_later(self.ws.say_saved, found[0])

        def failed(_: ArcollectError) -> None:
            self._rest()

        self.ws.write(lambda: (apply_file(office, plan, progress),), done, failed)
        self.ws.remember(None)

    def _rest(self) -> None:
        self.applying = False
        self.status("")
        self.go_on()

    def _leave_when_done(self) -> None:
        """Go when the file is in; what stands above, a call for example, is not taken away."""
        if self._taken_in and self.app.screen is self:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """What stood above is gone."""
        self._leave_when_done()
