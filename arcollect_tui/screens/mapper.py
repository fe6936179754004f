"""The mapper: what each column of a file is read as, changed by keyboard, used at once or saved.

Nothing of the office is written here: the file is read with these columns, and its preview shows the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from arcollect_tui.data.imports.layout_model import PART
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens import mapper_rows as rows_of
from arcollect_tui.screens.mapper_choices import AS_SHOWN, QUESTIONS, field_choices
from arcollect_tui.screens.mapper_deeds import MapperDeeds
from arcollect_tui.screens.mapper_rows import MapperRow
from arcollect_tui.services.column_choices import NOT_READ, Look, look_at_columns
from arcollect_tui.services.layouts import layouts_of
from arcollect_tui.services.usual_currency import usual_currency
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from arcollect_tui.widgets.safe import show
from arcollect_tui.widgets.virtual_list import VirtualList

NEEDS_LOOK = frozenset({"mapper.field", "mapper.drop", "mapper.read", "mapper.save"})


class Mapper(MapperDeeds):
    """The columns of one file.

    Args: as `MapperDeeds`.
    """

    SCOPE = "mapper"
    AUTO_FOCUS = "#columns"
    DEFAULT_CSS = """
    Mapper {
        & #said { height: 7; }
        & #about { height: 1fr; padding: 0 1; }
        & #columns { height: 1fr; }
        &.-wide #said { height: 6; }
    }
    """

    # What stands there

    def compose_body(self) -> ComposeResult:
        """What is wrong or ready, and the columns."""
        with Container(id="said"):
            yield TextPane(widget_id="about")
        yield RecordTable[MapperRow](rows_of.COLUMNS, placeholder="Looking.", widget_id="columns")

    @property
    def table(self) -> RecordTable[MapperRow]:
        """The columns."""
        found: RecordTable[MapperRow] = self.query_one("#columns", RecordTable)
        return found

    def where(self) -> str:
        """The file."""
        return f"Import > {self.path.name} > columns"

    def doing(self) -> str:
        """The file whose columns are looked at."""
        return f"columns of {self.path.name}"

    def on_mount(self) -> None:
        """Look at the file."""
        self.look_again()

    def on_resize(self) -> None:
        """Fold the text for the new width."""
        self.call_after_refresh(self._say_about)

    def look_again(self) -> None:
        """Have the columns looked at with what is said now; an older look is given up."""
        self.looking.set()
        stop = self.looking = Event()
        office, path, options = self.ws.office, self.path, self.options
        base = self.look.base if self.look else None

        def job() -> Look:
            return look_at_columns(
                path,
                layouts_of(office.store),
                options,
                base=base,
                usual=usual_currency(office, options.ledger),
                cancelled=stop.is_set,
            )

        self.looks = True
        self.status("Looking at the columns.")
        self.ask("look", job, self._looked, self._not_looked)

    def _looked(self, look: Look) -> None:
        first, self.look = self.look is None, look
        if first and look.guessed and not self.options.columns:
            # What was guessed by the values is said, so that the file is read by it.
            columns = tuple(rows_of.chosen_fields(look, self.options).items())
            self.options = self.first = replace(self.options, columns=columns)
            self.look_again()
            return
        self.looks = False
        self.status("")
        self.show_columns(to_top=first)
        self.go_on()

    def _not_looked(self, error: ArcollectError) -> None:
        self.looks = False
        self.status("")
        self.ws.show_error(error)
        if self.look is None:
            self.leave()
        self.go_on()

    def show_columns(self, *, to_top: bool = False) -> None:
        if self.look is not None:
            self.table.show(ListSource(rows_of.rows_of(self.look, self.options)), to_top=to_top)
            known = len(self.look.base.names)
            self.table.caption(f"{known} columns", "Enter choose   - leave out   w save   A read it so")
        self._say_about()

    def _say_about(self) -> None:
        pane = self.query_one("#about", TextPane)
        width = max(20, pane.size.width)
        pane.set_lines(rows_of.about_lines(self.look, self.table.cursor_row, width))
        pane.border_title = show(self.path.name)

    @on(VirtualList.CursorMoved)
    def _moved(self, event: VirtualList.CursorMoved) -> None:
        event.stop()
        self._say_about()

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self._choose)

    # Keys

    def must_wait(self, run: Run) -> bool:
        """What is about columns waits for the first look; reading and saving for the newest."""
        row = self.table.cursor_row
        on_first = run.action_id == "mapper.field" and row is not None and row.kind == rows_of.READ
        if on_first or run.action_id in ("mapper.read", "mapper.save"):
            return self.looks
        return run.action_id in NEEDS_LOOK and self.look is None

    def perform(self, run: Run) -> bool:
        """Choose, leave out, read, save, leave."""
        deeds: dict[str, Callable[[], None]] = {
            "mapper.field": self._choose,
            "mapper.drop": self._leave_out,
            "mapper.read": self.read_so,
            "mapper.save": self.save_under_name,
            "nav.back": self.go_back,
        }
        deed = deeds.get(run.action_id)
        if run.action_id != "nav.back":
            self.warned = False
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def _row(self) -> MapperRow:
        row = self.table.cursor_row
        if row is None:
            raise Refused("There is no column here: Esc goes back.")
        return row

    def _choose(self) -> None:
        """Ask what the row under the cursor shall be; the first reads the file, or asks what it needs."""
        row = self._row()
        if row.kind == rows_of.READ:
            asked = rows_of.asked_of_whole(self.seen)
            self._choose_of_whole(asked) if asked else self.read_so()
        elif row.kind == rows_of.COLUMN:
            fields = rows_of.chosen_fields(self.seen, self.options)
            title = f"What is {row.name}?  {', '.join(row.samples)}"
            self.pick(title, field_choices(fields, row.name), lambda code: self._say(row.name, code))
        else:
            self._choose_of_whole(row.kind)

    def _choose_of_whole(self, kind: str) -> None:
        question = QUESTIONS[kind]

        def answered(code: str) -> None:
            self.options = question.answer(self.options, None if code == AS_SHOWN else code)
            self.look_again()

        self.pick(question.title, question.choices(), answered)

    def _leave_out(self) -> None:
        """Have the column under the cursor not read."""
        row = self._row()
        if row.kind != rows_of.COLUMN:
            raise Refused("- leaves a column out: go to one first, they stand below.")
        if not row.field:
            raise Refused(f"{row.name} is not read as it is: Enter chooses what it is.")
        self._say(row.name, "")

    def _say(self, column: str, code: str) -> None:
        """Read a column as a field; another column that was it is read no longer."""
        field = "" if code in NOT_READ else code
        fields = dict(rows_of.chosen_fields(self.seen, self.options))
        before = next((name for name, had in fields.items() if had == field and name != column), "")
        if field and before and field != PART:
            fields[before] = ""
            self.ws.say(f"{field} is {column} now; {before} is read no longer.")
        self._say_all(fields | {column: field})

    def _say_all(self, fields: Mapping[str, str]) -> None:
        self.options = replace(self.options, columns=tuple(fields.items()))
        self.show_columns()
        self.look_again()
