"""The path of a file to take in: completed with Tab, read off the screen's thread, then previewed."""

from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.errors import ArcollectError, ColumnsAsked, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.file_questions import Question, question_of
from arcollect_tui.screens.file_reading import ReadsFiles
from arcollect_tui.screens.pick import Picker
from arcollect_tui.services.file_names import Completed, complete
from arcollect_tui.services.files_in import FilePlan, plan_file
from arcollect_tui.services.imports import ImportOptions, Progress
from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

MOST_NAMES = 40
PATH = "path"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that waits for somebody to say what its columns are.

    Attributes:
        path: the file.
        options: what was said of it so far.
    """

    path: Path
    options: ImportOptions


class FileForm(ReadsFiles, Drawer[FilePlan | Unread | None]):
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
        self._options = ImportOptions()
        self._asked_of = ""

    def compose_body(self) -> ComposeResult:
        """The path, and the names that fit."""
        yield Field(PATH, "File", self._text, size=60)
        yield Static("", id="names", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show("Tab completes the name  Enter preview  Esc not now")
        self._say(
            "A list of your ledger, or a file of arcollect that comes back. "
            "Nothing is changed before the preview."
        )
        self.field.focus_input()

    @property
    def field(self) -> Field:
        """The path."""
        return self.query_one(f"#{PATH}", Field)

    @property
    def path(self) -> str:
        """What is typed, or was when the form was left."""
        return self._asked_of or self._text

    def perform(self, run: Run) -> bool:
        """Complete, read, leave; Esc stops the reading first."""
        if run.action_id == "file.complete":
            text = self.field.value
            self.ask("names", lambda: complete(text), lambda found: self._completed(text, found))
        elif run.action_id == "file.preview":
            self._read_it()
        elif run.action_id == "file.leave":
            self._leave()
        else:
            return super().perform(run)
        return True

    def put_away(self) -> None:
        """Nobody waits for the file any more."""
        self.stop_reading()

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

    def say_progress(self, words: str) -> None:
        """Show how far the reading is."""
        self.status(words)

    def _leave(self) -> None:
        if not self.stop_reading():
            self.dismiss(None)

    def _read_it(self) -> None:
        text = self.field.value.strip()
        if text and not self.reading:
            if text != self._asked_of:
                self._asked_of, self._options = text, ImportOptions()
        elif not self.reading:
            raise Refused("Type the path of a file; Tab completes it, Esc leaves.")
        office, options = self.ws.office, self._options

        def reader(progress: Progress) -> FilePlan:
            return plan_file(office, _path(text), options, progress)

        self.read_file(reader, self.planned)

    def planned(self, plan: FilePlan) -> None:
        """Give it back."""
        self.dismiss(plan)

    def not_planned(self, error: ArcollectError) -> None:
        """Ask what the file leaves open; else say what is wrong with it."""
        if isinstance(error, ColumnsAsked):
            self.dismiss(Unread(_path(self.field.value.strip()), self._options))
            return
        question = question_of(error, self._options)
        if question is None:
            self.field.refuse(error.sentence)
            return
        self.app.push_screen(
            Picker(question.title, question.choices), lambda choice: self._answered(question, choice, error)
        )

    def _answered(self, question: Question, choice: Choice | None, error: ArcollectError) -> None:
        if choice is None:
            self.field.refuse(error.sentence)
            return
        self._options = question.answer(choice.code)
        self.attempt(self._read_it)


def _path(text: str) -> Path:
    """The file that a text means.

    Raises:
        Refused: it begins with the home folder of somebody unknown.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise Refused(f"The home folder of {text} is not known: type the whole path.") from None
