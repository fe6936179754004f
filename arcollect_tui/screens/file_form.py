"""The path of a file to take in: completed with Tab, read off the screen's thread, then previewed."""

from pathlib import Path
from threading import Event
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.file_names import Completed, complete
from arcollect_tui.services.imports import ImportOptions, ImportPlan, plan_import
from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.safe import show

TELL_SECONDS = 0.2
"""So often the screen says how far the reading is."""
MOST_NAMES = 40
PATH = "path"


class FileForm(Drawer[ImportPlan | None]):
    """Asks which file; gives back what it would change. Nothing is written here.

    Args:
        title: what stands in the border.
        text: a path to begin with.
    """

    SCOPE = "file"
    DEFAULT_CSS = """
    FileForm #names { height: auto; max-height: 4; color: $text-muted; }
    """

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._stop: Event | None = None
        self._told = 0.0

    def compose_body(self) -> ComposeResult:
        """The path, and the names that fit."""
        yield Field(PATH, "File", self._text, size=60)
        yield Static("", id="names", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show("Tab completes the name  Enter preview  Esc not now")
        self._say("Open items of your ledger: CSV, TSV or XLSX. Nothing is changed before the preview.")
        self.field.focus_input()

    @property
    def field(self) -> Field:
        """The path."""
        return self.query_one(f"#{PATH}", Field)

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self._stop is not None

    def perform(self, run: Run) -> bool:
        """Complete, read, leave; Esc stops the reading first."""
        if run.action_id == "file.complete":
            text = self.field.value
            self.ask("names", lambda: complete(text), lambda found: self._completed(text, found))
        elif run.action_id == "file.preview":
            self._read()
        elif run.action_id == "file.leave":
            self._leave()
        else:
            return super().perform(run)
        return True

    def put_away(self) -> None:
        """Nobody waits for the file any more."""
        if self._stop is not None:
            self._stop.set()

    def _say(self, words: str) -> None:
        self.query_one("#names", Static).update(show(words))

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        event.stop()

    def _completed(self, typed: str, found: Completed) -> None:
        if self.field.value != typed:
            return
        self.field.value = found.text
        self.field.to_end()
        if not found.names:
            self.ws.refuse("No file begins so: change the name.")
        more = [f"and {len(found.names) - MOST_NAMES} more"] if len(found.names) > MOST_NAMES else []
        self._say("  ".join([*found.names[:MOST_NAMES], *more]) if len(found.names) > 1 else "")

    # Reading

    def _leave(self) -> None:
        if self._stop is None:
            self.dismiss(None)
        else:
            self._stop.set()
            self.status("Stopping.")

    def _read(self) -> None:
        text = self.field.value.strip()
        if self.reading:
            raise Refused("The file is being read: Esc stops it.")
        if not text:
            raise Refused("Type the path of a file; Tab completes it, Esc leaves.")
        stop = self._stop = Event()
        office = self.ws.office

        def progress(stage: str, done: int) -> None:
            if stop.is_set():
                raise Refused("The reading was stopped. Nothing was changed.")
            self._tell(stage, done)

        def job() -> ImportPlan:
            try:
                path = Path(text).expanduser()
            except RuntimeError:
                raise Refused(f"The home folder of {text} is not known: type the whole path.") from None
            return plan_import(office, path, ImportOptions(), progress)

        self.status("Reading.")
        self.ask("read", job, self._planned, self._refused)

    def _tell(self, stage: str, done: int) -> None:
        """Say how far it is, from the thread that reads; not at every line."""
        now = monotonic()
        if now - self._told >= TELL_SECONDS:
            self._told = now
            self.call_later(self.status, f"{stage.capitalize()}: {done:,} lines. Esc stops.")

    def _planned(self, plan: ImportPlan) -> None:
        stopped = self._stop is not None and self._stop.is_set()
        self._stop = None
        self.status("")
        if not stopped:
            self.dismiss(plan)

    def _refused(self, error: ArcollectError) -> None:
        self._stop = None
        self.status("")
        self.field.refuse(error.sentence)
