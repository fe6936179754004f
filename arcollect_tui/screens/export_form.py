"""`x`: what goes out and how. It opens filled with what is seen, so that Enter alone writes it."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens import export_request as typed
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.export_request import Dates, ExportRequest
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.target_form import formats_words, path_meant, target_words
from arcollect_tui.services.export_catalogue import ExportCatalogue, exports_of
from arcollect_tui.services.export_forms import EXPORTS, OF_ENTRIES, PEOPLE
from arcollect_tui.services.export_habits import ExportHabit, export_habit
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

FILE, WHAT, LAYOUT, SINCE, DESKS, FILTER = "file", "what", "layout", "since", "desks", "filter"
STEPS: Mapping[str, int] = {"focus.next": 1, "focus.previous": -1}


class ExportForm(Drawer[ExportRequest | None]):
    """Asks for the file, and what is in it.

    Args:
        what: the export of what is seen.
        title: what is exported, in words.
        text: the filter of what is seen.
        since: from when on, as one would type it.
        desks: whose entries, as one would type it.
    """

    SCOPE = "export"
    WORDS: ClassVar[Mapping[str, str]] = {"preview.apply": "write", "preview.cancel": "leave"}

    def __init__(
        self,
        what: str,
        title: str,
        text: str = "",
        since: str = typed.ALL,
        desks: str = typed.EVERY,
    ) -> None:
        super().__init__()
        self._title = title
        self._seen = (what, text, since)
        self._catalogue: ExportCatalogue | None = None
        self._habit = ExportHabit()
        self._proposed = ""
        self._boxes = {
            FILE: Field(FILE, "File", echo=self._say_file, size=36),
            WHAT: Field(WHAT, "What", what, echo=self._say_what, has_list=True, size=20),
            LAYOUT: Field(LAYOUT, "Layout", PEOPLE, echo=self._say_layout, has_list=True, size=20),
            SINCE: Field(SINCE, "Since", since, echo=self._say_since, has_list=True, size=20),
            DESKS: Field(DESKS, "Desks", desks, echo=self._say_desks, has_list=True, size=20),
            FILTER: Field(FILTER, "Filter", text, echo=_say_filter, size=36),
        }

    # What stands there

    def compose_body(self) -> ComposeResult:
        """A line a field, the file first."""
        yield from self._boxes.values()

    def on_mount(self) -> None:
        """Ready to be kept with Enter, as soon as the layouts of the office are known."""
        self.query_one("#box").border_title = show(f"Export {self._title}")
        self._boxes[FILE].focus_input()
        self._show_fields()
        office = self.ws.office
        self.ask(
            "layouts", lambda: (exports_of(office.store), export_habit(office)), self._known, self._unknown
        )

    def _known(self, found: tuple[ExportCatalogue, ExportHabit]) -> None:
        self._catalogue, self._habit = found
        self._follow()
        self.go_on()

    def _unknown(self, error: ArcollectError) -> None:
        self.dismiss(None)
        self.ws.show_error(error)
        self.go_on()

    def _text(self, name: str) -> str:
        return self._boxes[name].value

    @property
    def _catalogue_now(self) -> ExportCatalogue:
        if self._catalogue is None:
            raise UsageError("The layouts are still being read: press the key again.")
        return self._catalogue

    @property
    def _dates(self) -> Dates:
        settings = self.ws.office.settings
        return Dates(self.ws.today, settings.fmt, settings.calendar)

    def _show_fields(self) -> None:
        """Leave out what means nothing for the export."""
        what = self._text(WHAT).strip().casefold()
        of_entries = what in OF_ENTRIES
        self._boxes[SINCE].display = self._boxes[DESKS].display = of_entries
        since = self._text(SINCE) if of_entries else typed.ALL
        self._boxes[FILTER].display = typed.takes_filter(what, since)

    # What the texts mean

    def _what(self) -> str:
        return typed.read_what(self._text(WHAT))

    def _layout(self) -> str:
        return typed.read_layout(self._text(LAYOUT), self._what(), self._catalogue_now)

    def _out(self) -> Path:
        formats = self._catalogue_now.formats(self._what())
        return path_meant(self._text(FILE), self._proposed, formats)

    def _checked(self) -> Path:
        """The file, where its name and the layout go together."""
        out = self._out()
        self._catalogue_now.form(self._what(), self._asked(), out.name).check(out)
        return out

    def _asked(self) -> str | None:
        """The layout asked for; where it is the usual one, the name of the file may ask for another."""
        layout = self._layout()
        return None if layout == PEOPLE else layout

    def _say_file(self, _: str) -> Echo:
        if self._catalogue is None:
            return Echo("")
        return _told(lambda: target_words(self._checked()), whole=True)

    def _say_what(self, _: str) -> Echo:
        return _told(lambda: typed.ABOUT[self._what()])

    def _say_layout(self, _: str) -> Echo:
        if self._catalogue is None:
            return Echo("")
        titles = {one.name: one.title for one in self._catalogue.titles(self._text(WHAT).strip())}
        return _told(lambda: titles.get(self._layout(), ""))

    def _say_since(self, text: str) -> Echo:
        return _told(lambda: typed.since_words(typed.read_since(text, self._what(), self._dates)))

    def _say_desks(self, text: str) -> Echo:
        words = {True: "what every desk recorded", False: "what this desk recorded"}
        return _told(lambda: words[typed.read_desks(text)])

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        event.stop()
        if event.field is self._boxes[WHAT]:
            self._turned_to(self._text(WHAT).strip().casefold())
        if event.field is not self._boxes[FILE]:
            self._show_fields()
            self._follow()

    def _turned_to(self, what: str) -> None:
        """Filter and day belong to what is seen: another export begins without them."""
        if what in EXPORTS:
            seen, text, since = self._seen
            self.query_one("#box").border_title = show(f"Export {self._title if what == seen else what}")
            self._boxes[FILTER].value = text if what == seen else ""
            self._boxes[SINCE].value = since if what == seen else typed.ALL

    def _follow(self) -> None:
        """The proposed name follows what is exported, unless somebody typed another."""
        if self._catalogue is None:
            return
        file, before = self._boxes[FILE], self._proposed
        try:
            name = typed.proposed_name(self._what(), self._layout(), self.ws.today, self._catalogue)
            self._proposed = self._habit.proposed(name)
        except ArcollectError:
            return
        finally:
            for name in (FILE, LAYOUT, SINCE):
                self._boxes[name].retell()
        if file.value == before:
            file.value = self._proposed
            file.select()
        others = formats_words(self._proposed, self._catalogue.formats(self._what()))
        self.query_one("#box").border_subtitle = show(
            f"Enter write  Tab fields  {others}: other format  Esc leave"
        )
        file.retell()

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Nothing is written or picked before the layouts are known."""
        return run.action_id in ("preview.apply", "form.pick") and self._catalogue is None

    def perform(self, run: Run) -> bool:
        """Give back what is to be exported, or leave."""
        if run.action_id == "preview.apply":
            self._give()
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        elif run.action_id in STEPS:
            self._go(STEPS[run.action_id])
        elif run.action_id == "form.pick":
            self.ws.refuse("This field has no list: type its value.")
        else:
            return super().perform(run)
        return True

    def _go(self, step: int) -> None:
        """Go to another field in the order of the form, also while fields come and go."""
        fields = [field for field in self._boxes.values() if field.display]
        at = next((place for place, field in enumerate(fields) if field.has_focus_within), 0)
        fields[(at + step) % len(fields)].focus_input()

    def _give(self) -> None:
        """Give the request back, or go to the field that cannot be read."""
        found = self._request()
        if found is not None:
            self.dismiss(found)

    def _request(self) -> ExportRequest | None:
        at = WHAT
        try:
            what = self._what()
            at = LAYOUT
            layout = self._asked()
            at = SINCE
            since = typed.read_since(self._text(SINCE), what, self._dates)
            at = DESKS
            all_desks = typed.read_desks(self._text(DESKS))
            at = FILE
            out = self._checked()
        except ArcollectError as error:
            self._boxes[at].refuse(error.sentence)
            self._boxes[at].focus_input()
            return None
        narrowed = typed.takes_filter(what, self._text(SINCE))
        text = self._text(FILTER).strip() if narrowed else ""
        return ExportRequest(what, out, layout, since, all_desks, text)

    @on(Field.ListWanted)
    def _pick(self, event: Field.ListWanted) -> None:
        event.stop()
        field = event.field

        def picked(choice: Choice | None) -> None:
            if choice is not None:
                field.value = choice.code
                field.focus_input()

        self.app.push_screen(Picker(f"Export: {field.label.casefold()}", self._choices(field)), picked)

    def _choices(self, field: Field) -> list[Choice]:
        if field is self._boxes[WHAT]:
            return [Choice(what, typed.ABOUT[what]) for what in EXPORTS]
        if field is self._boxes[LAYOUT]:
            return [Choice(one.name, one.title) for one in self._catalogue_now.titles(self._what())]
        if field is self._boxes[DESKS]:
            return [Choice(typed.EVERY, "of every desk"), Choice(typed.THIS, "of this desk")]
        today = date.isoformat(self.ws.today)
        return [
            Choice(typed.ALL, typed.since_words(typed.ALL)),
            Choice(typed.LAST, typed.since_words(typed.LAST)),
            Choice(today, "from today on; any day may be typed"),
        ]


def _told(read: Callable[[], str], *, whole: bool = False) -> Echo:
    """What a text means, or why it cannot be read."""
    try:
        return Echo(read(), whole=whole)
    except ArcollectError as error:
        return Echo(error.sentence, ok=False)


def _say_filter(text: str) -> Echo:
    return Echo("" if text.strip() else "empty: all of it")
