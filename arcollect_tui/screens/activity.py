"""What was done today, and its export."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult

from arcollect_tui.data.exports.write import FORMATS, check_target
from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.history import ORDERS, EntryLine, entry_columns
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.exports import Exported, export
from arcollect_tui.services.history import history
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.safe import show
from arcollect_tui.widgets.virtual_list import VirtualList


class ActivityScreen(ShortList[EntryLine]):
    """The entries of the day."""

    SCOPE = "activity"
    NOUN = "entry"
    EMPTY = "Nothing was recorded today: g w goes to the worklist."
    ORDERS = ORDERS

    def columns(self) -> Sequence[Column[EntryLine]]:
        return entry_columns(day=False)

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(self.fetch(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[EntryLine]:
        return [EntryLine(row) for row in history(office, day=office.today, filter=text)]

    def where(self) -> str:
        """The day's work."""
        return super().where().replace("Activity", "Activity today", 1)

    def below(self) -> str:
        kinds = Counter(line.row.kind.replace("_", " ") for line in self.rows if not line.row.voided_by)
        counts = "  ".join(f"{kind} {count:,}" for kind, count in kinds.most_common())
        return f"{counts}   x export" if counts else "x export"

    def perform(self, run: Run) -> bool:
        """Export; then what every list does."""
        if run.action_id == "activity.export":
            name = f"activity-{self.ws.today:%Y-%m-%d}.csv"
            self.app.push_screen(ExportForm("today's activity", name), self._export)
            return True
        return super().perform(run)

    def _export(self, out: Path | None) -> None:
        """Write the file, behind everything that is still to be saved."""
        if out is None:
            return
        office = self.ws.office

        def job() -> Exported:
            return export(office, "activity", out, since=office.today)

        if office.read_only:
            self.ask("export", job, self._exported)
        else:
            self.ws.write(job, self._exported)

    def _exported(self, done: Exported) -> None:
        self.ws.say(done.sentence)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        row = self.row().row
        width = max(20, self.app.size.width - 4)
        words = f"{row.at.astimezone():%H:%M}  {row.collector}: {row.text}"
        lines = [[(line, "")] for line in fold(words, width)]
        if row.voided_by:
            lines.append([(f"Undone by {row.voided_by}.", "alert")])
        self.app.push_screen(TextDrawer(f"Entry {row.handle}  {row.kind.replace('_', ' ')}", lines))


class ExportForm(Drawer[Path | None]):
    """Asks for the file; its suffix names the format.

    Args:
        what: what is exported.
        name: the proposed file.
    """

    SCOPE = "preview"

    def __init__(self, what: str, name: str) -> None:
        super().__init__()
        self._what = what
        self._proposed = name
        self._file = Field("file", "File", name, echo=self._say_file, size=36)

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield self._file

    def on_mount(self) -> None:
        """Ready to be kept with Enter."""
        box = self.query_one("#box")
        box.border_title = show(f"Export {self._what}")
        box.border_subtitle = show("Enter write  .xlsx or .jsonl alone: the other formats  Esc leave")
        self._file.focus_input()

    def _path(self, text: str) -> Path:
        """The file that a text means; a suffix alone is the proposed name in that format."""
        typed = text.strip()
        suffix = f".{typed.lower().removeprefix('.')}"
        if suffix in FORMATS:
            return Path(self._proposed).with_suffix(suffix)
        return Path(typed or self._proposed).expanduser()

    def _say_file(self, text: str) -> Echo:
        out = self._path(text)
        try:
            check_target(out)
        except ArcollectError as error:
            return Echo(error.sentence, ok=False)
        there = "replaces " if out.exists() else ""
        return Echo(f"{there}{out.name} in {out.absolute().parent}")

    def perform(self, run: Run) -> bool:
        """Give the file back, or leave."""
        if run.action_id == "preview.apply":
            out = self._path(self._file.value)
            check_target(out)
            self.dismiss(out)
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True
