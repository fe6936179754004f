"""Held lines of all files, until each is fixed or dropped on purpose."""

from collections.abc import Sequence
from pathlib import Path

from textual import on

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.errors_form import ErrorsForm
from arcollect_tui.screens.file_reading import ReadsFiles
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.fix_form import FixForm
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.held_lines import (
    HeldRow,
    drop_held,
    held_lines,
    parted,
    plan_fix,
    write_errors,
)
from arcollect_tui.services.import_plan import ImportPlan, Progress
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


class HeldScreen(ReadsFiles, ShortList[HeldRow]):
    """The lines that stayed out."""

    SCOPE = "held"
    NOUN = "held line"
    EMPTY = "No line is held: every line of the files that were taken in is in."
    ORDERS = {
        "name": lambda row: (row.handle, row.line),
        "file": lambda row: (row.file.casefold(), row.line),
        "field": lambda row: row.field,
        "state": lambda row: row.dropped,
    }

    def columns(self) -> Sequence[Column[HeldRow]]:
        def tone(row: HeldRow) -> str:
            return "muted" if row.dropped else ""

        return (
            Column("name", "Line", 9, lambda row: row.id, tone=tone),
            Column("state", "State", 7, lambda row: "dropped" if row.dropped else "waits", tone=tone),
            Column("field", "Field", 13, lambda row: row.field or "whole line", tone=tone),
            Column("document", "Document", 11, lambda row: row.document_no, priority=2, tone=tone),
            Column("wrong", "What is wrong", 26, lambda row: parted(row.reason)[0], grow=True, tone=tone),
            Column("right", "What would be right", 28, lambda row: parted(row.reason)[1], priority=3),
            Column("file", "File", 16, lambda row: row.file, priority=1, tone=tone),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(held_lines(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[HeldRow]:
        return held_lines(office, text)

    def where(self) -> str:
        """The lines that stayed out."""
        return super().where().replace("Held", "Held lines", 1)

    def below(self) -> str:
        return "e fix   d drop, keep   x errors file   Enter all of it"

    def perform(self, run: Run) -> bool:
        """Fix, drop, hand out; then what every list does."""
        if run.action_id == "held.fix":
            self._fix()
        elif run.action_id == "held.drop":
            self._drop()
        elif run.action_id == "held.errors":
            self._errors()
        elif run.action_id == "nav.back" and self.stop_reading():
            pass
        else:
            return super().perform(run)
        return True

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        row = self.row()
        words = (
            f"{row.file} as of {row.as_of.isoformat()}, line {row.line}, {row.field or 'the whole line'}: "
        )
        lines = [[(line, "")] for line in fold(words + row.reason, max(20, self.app.size.width - 4))]
        self.app.push_screen(TextDrawer(f"Held line {row.id}", lines))

    def _drop(self) -> None:
        self.ws.check_writable()
        row, office = self.row(), self.ws.office

        def dropped(now: HeldRow) -> None:
            words = "stays out for good; d has it wait again" if now.dropped else "waits again"
            self.ws.say(f"Line {now.line} of {now.file} {words}.")
            self.load(self.filter, to_top=False)

        self.ws.write(lambda: drop_held(office, row.id, dropped=not row.dropped), dropped)

    def _errors(self) -> None:
        rows = [row for row in self.rows if not row.dropped]
        if not rows:
            raise Refused("No line waits here: there is nothing to write.")

        def chosen(out: Path | None) -> None:
            if out is not None:
                self.ask("errors", lambda: write_errors(out, rows), self.ws.say)

        name = f"held-lines-{self.ws.today:%Y-%m-%d}.csv"
        self.app.push_screen(ErrorsForm(name), chosen)

    # Fixing

    def _fix(self) -> None:
        self.ws.check_writable()
        row, office = self.row(), self.ws.office
        if not row.field:
            raise Refused(f"Line {row.line} is wrong as a whole: correct it in the ledger, or d drops it.")

        def typed(value: str | None) -> None:
            def reader(progress: Progress) -> ImportPlan:
                return plan_fix(office, row.id, value or "", progress)

            if value is not None:
                self.attempt(lambda: self.read_file(reader, self.planned))

        self.app.push_screen(FixForm(row.line, row.field, row.reason), typed)

    def say_progress(self, words: str) -> None:
        """Show how far the reading is."""
        self.status(words)

    def planned(self, plan: ImportPlan) -> None:
        """Show what the file changes with the typed value."""
        self.app.push_screen(ImportPreview(plan))

    def not_planned(self, error: ArcollectError) -> None:
        """Say why it cannot be fixed so."""
        self.ws.show_error(error)
