"""A file of the ledger in its preview: read again, with a typed value or another sheet; and applied."""

from collections.abc import Sequence
from dataclasses import replace

from arcollect_tui.data.imports.mending import Fix
from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens.file_preview import FilePreview
from arcollect_tui.screens.file_reading import ReadsFiles
from arcollect_tui.screens.fix_form import FixForm
from arcollect_tui.screens.import_text import mapping_lines
from arcollect_tui.screens.mapper import Mapper
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.held_lines import with_fix
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.import_sheets import sheets_of
from arcollect_tui.services.imports import ImportOptions, ImportPlan, Progress, plan_import
from arcollect_tui.services.letting_through import let_through
from arcollect_tui.widgets.pick_list import Choice


class PreviewDeeds(ReadsFiles, FilePreview[ImportPlan]):
    """A screen with the plan of one file.

    Attributes:
        guards: what stopped it, also what was let through since.
    """

    guards: Sequence[Guard]

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the plan of the file as it is read now."""
        raise NotImplementedError

    def held_chosen(self) -> HeldLine:
        """The held line under the cursor.

        Raises:
            Refused: no held line is shown.
        """
        raise NotImplementedError

    # Reading again

    def say_progress(self, words: str) -> None:
        """Show how far the reading is."""
        self.status(words.removesuffix(" Esc stops.") if self.applying else words)

    def planned(self, plan: ImportPlan) -> None:
        """Show the plan of the file as it is read now; guards that were let through stay so."""
        self.guards = plan.guards
        for name in sorted(self.plan.options.accept & {guard.name for guard in plan.guards}):
            plan = let_through(plan, name)
        self.show_plan(plan)

    def not_planned(self, error: ArcollectError) -> None:
        """What was shown stays."""
        self.ws.show_error(error)

    def _again(self, options: ImportOptions) -> None:
        """Plan the file with other options."""
        office, (path, *beside) = self.ws.office, self.plan.paths
        kept = self._asking_anew(options)

        def reader(progress: Progress) -> ImportPlan:
            return plan_import(office, path, kept, progress, beside)

        self.read_file(reader, self.planned)

    def _asking_anew(self, options: ImportOptions) -> ImportOptions:
        """The options with every guard that stopped the file in force."""
        return replace(options, accept=options.accept - {guard.name for guard in self.guards})

    def fix(self) -> None:
        """Ask what the held line under the cursor should say; read the file again with it."""
        held = self.held_chosen()
        if not held.field:
            raise Refused(
                f"Line {held.line} is wrong as a whole: correct it in the ledger, or leave it held."
            )

        def typed(value: str | None) -> None:
            if value is not None:
                fix = Fix(held.line, held.field, value)
                self.attempt(lambda: self._again(with_fix(self.plan.options, fix)))

        self.app.push_screen(FixForm(held.line, held.field, held.reason), typed)

    def other_sheet(self) -> None:
        """Ask for another sheet of the workbook, and read that."""
        path = self.plan.paths[0]

        def found(sheets: Sequence[tuple[str, int]]) -> None:
            choices = [Choice(name, f"{count:,} rows") for name, count in sheets]
            self.app.push_screen(Picker(f"Which sheet of {path.name}?", choices), chosen)

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                # What was said of lines was said of those of the sheet before.
                options = replace(self.plan.options, sheet=choice.code, fixes=(), left_out=())
                self.attempt(lambda: self._again(options))

        self.ask("sheets", lambda: sheets_of(path), found)

    # Looking, the file of errors, and applying

    def show_mapping(self) -> None:
        """Show what each column is read as, to be changed; of files read together only to be read."""
        plan = self.plan
        if len(plan.paths) > 1:
            lines = mapping_lines(plan)
            self.app.push_screen(TextDrawer("Field, column, sample, evidence", lines))
            return
        options = self._asking_anew(plan.options)
        self.app.push_screen(Mapper(plan.paths[0], options, self.planned, plan=plan))

    def write_errors(self) -> None:
        """Ask for a file, and write the held lines to it."""
        nothing = f"No line of {self.plan.file} is held: there is nothing to write."
        self.hand_out_errors(self.plan.held, nothing)

    def apply_plan(self) -> None:
        """Take the file in, as one entry.

        Raises:
            Refused: it is in already, a guard stops it, or it is being read.
        """
        if self.reading or self.applying:
            raise Refused("Wait: the file is being read or taken in.")
        if self.plan.guards:
            names = ", ".join(guard.name for guard in self.plan.guards)
            raise Refused(f"Stopped by {names}: read it, then l on that row lets it through.")
        self.take_in(self.tell)
