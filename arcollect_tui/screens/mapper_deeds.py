"""What the mapper does with the columns as they are said: reads the file so, saves them, leaves."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens import mapper_rows as rows_of
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.file_questions import question_of
from arcollect_tui.screens.file_reading import ReadsFiles
from arcollect_tui.screens.layout_form import LayoutForm
from arcollect_tui.screens.pick import Picker
from arcollect_tui.services.column_choices import Look
from arcollect_tui.services.import_plan import ImportOptions, ImportPlan, Progress
from arcollect_tui.services.imports import plan_import
from arcollect_tui.services.layouts import SavedLayout, save_layout
from arcollect_tui.widgets.pick_list import Choice


class MapperDeeds(ReadsFiles, OfficeScreen):
    """A screen with the columns of one file.

    Args:
        path: the file.
        options: what was said of it so far.
        done: takes the plan of the file as it is read with these columns.
        left: called when it is left without one.
        plan: the file as it is planned already, when it could be read.

    Attributes:
        look: the file as its columns would be read, None until it was looked at.
        first, as_saved: what was said when it was opened, and when it was saved last.
        looks: whether a newer look is under way; looking stops it.
    """

    def __init__(
        self,
        path: Path,
        options: ImportOptions,
        done: Callable[[ImportPlan], None],
        *,
        left: Callable[[], None] | None = None,
        plan: ImportPlan | None = None,
    ) -> None:
        super().__init__()
        self.path, self.options = path, options
        self.look: Look | None = None
        self.first, self.as_saved, self._plan = options, options, plan
        self._done, self._left = done, left
        self.looking = Event()
        self.looks = self.warned = False

    def look_again(self) -> None:
        """Have the columns looked at with what is said now."""
        raise NotImplementedError

    def show_columns(self, *, to_top: bool = False) -> None:
        """Show the columns as they are said now."""
        raise NotImplementedError

    def pick(self, title: str, choices: Sequence[Choice], then: Callable[[str], None]) -> None:
        """Have one of the choices picked."""

        def picked(choice: Choice | None) -> None:
            if choice is not None:
                self.attempt(lambda: then(choice.code))

        self.app.push_screen(Picker(title, choices), picked)

    @property
    def seen(self) -> Look:
        """The newest look.

        Raises:
            Refused: there is none yet.
        """
        if self.look is None:
            raise Refused("The columns are being looked at: wait a moment, Esc leaves.")
        return self.look

    # Reading, saving, leaving

    def check(self) -> Look:
        """The look, when the file can be read so.

        Raises:
            Refused: it cannot.
        """
        look = self.seen
        if look.wrong:
            raise Refused(rows_of.refusal_of(look))
        return look

    def read_so(self) -> None:
        """Read the file with these columns; as it was read already when nothing was changed."""
        self.check()
        if self._plan is not None and self.options == self.first:
            self.dismiss(None)
            return
        office, path, options = self.ws.office, self.path, self._kept()

        def reader(progress: Progress) -> ImportPlan:
            return plan_import(office, path, options, progress)

        self.read_file(reader, self.planned)

    def _kept(self) -> ImportOptions:
        """The options, without what was said of lines that may be read otherwise now."""
        if self.options == self.first:
            return self.options
        known = set(rows_of.chosen_fields(self.seen, self.options).values())
        fixes = tuple(fix for fix in self.options.fixes if fix.field in known)
        return replace(self.options, fixes=fixes, left_out=())

    def say_progress(self, words: str) -> None:
        """Show how far the reading is."""
        self.status(words)

    def planned(self, plan: ImportPlan) -> None:
        """Go, and hand the plan on."""
        self.dismiss(None)
        self._done(plan)

    def not_planned(self, error: ArcollectError) -> None:
        """Ask what the file leaves open; else say what is wrong with it."""
        question = question_of(error, self.options)
        if question is None:
            # It stands above the columns until something else is said of them.
            self.look = replace(self.seen, wrong=error.sentence, about="")
            self.show_columns()
            return

        def answered(code: str) -> None:
            self.options = question.answer(code)
            self.read_so()

        self.pick(question.title, question.choices, answered)

    def save_under_name(self) -> None:
        """Ask for a name, and write a layout under it."""
        self.check()
        office, path, options = self.ws.office, self.path, self.options

        def named(name: str | None) -> None:
            if name is not None:
                place = office.store.place
                self.ask(
                    "save", lambda: save_layout(place, name, path, options, replace_own=True), self._saved
                )

        self.app.push_screen(LayoutForm(office.store.place, path.name), named)

    def _saved(self, saved: SavedLayout) -> None:
        """From now on the file is one of that layout."""
        self.options = replace(
            self.options, layout=saved.name, columns=(), dates=None, decimal=None, currency=None
        )
        self.as_saved = self.options
        self.look = None
        self.look_again()
        self.ws.say(f"Saved as {saved.name}: files with these columns are read by it from now on.")

    def go_back(self) -> None:
        """Stop what is read; else leave, choices only when that is said twice."""
        if self.stop_reading():
            return
        if self._changed and not self.warned:
            self.warned = True
            raise Refused("Esc again drops what you chose here; A reads the file so, w saves it.")
        self.leave()

    @property
    def _changed(self) -> bool:
        """Whether something was said that would be lost."""
        return self.options not in (self.first, self.as_saved)

    def leave(self) -> None:
        self.dismiss(None)
        if self._left is not None:
            self._left()

    def put_away(self) -> None:
        """Nobody waits for the file any more."""
        self.looking.set()
        self.stop_reading()
