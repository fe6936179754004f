"""`g v`: colours and borders, seen at once and kept in the settings."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from arcollect_tui.config import CHOICES, save_config
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show


@dataclass(frozen=True, slots=True)
class Look:
    """How the workstation looks: names of the theme and of the borders."""

    theme: str
    borders: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One thing to choose.

    Attributes:
        id: key of the setting and its value.
        now: it is in force.
    """

    id: str
    sentence: str
    now: bool

    @property
    def setting(self) -> str:
        """`theme` or `borders`."""
        return self.id.partition(" ")[0]

    @property
    def value(self) -> str:
        """What it would be."""
        return self.id.partition(" ")[2]


_COLUMNS = (
    Column[LookLine]("now", "Now", 3, lambda line: "yes" if line.now else "-"),
    Column[LookLine]("setting", "What", 7, lambda line: line.setting),
    Column[LookLine]("value", "Name", 14, lambda line: line.value),
    Column[LookLine]("sentence", "Looks", 30, lambda line: line.sentence, grow=True),
)


class LooksDrawer(Drawer[Look | None]):
    """Themes and borders; each is shown while the cursor is on it. Gives back the look to keep.

    Args:
        now: the look in force.
    """

    SCOPE = "preview"
    DEFAULT_CSS = """
    LooksDrawer {
        & #looks--lines { border: none; background: $surface; height: 11; }
    }
    """

    def __init__(self, now: Look) -> None:
        super().__init__()
        self._now = self._shown = now
        self._table: RecordTable[LookLine] = RecordTable(_COLUMNS, widget_id="looks--lines")

    def compose_body(self) -> ComposeResult:
        """The choices."""
        yield self._table

    def on_mount(self) -> None:
        """The theme in force first."""
        box = self.query_one("#box")
        box.border_title = show("Colours and borders")
        box.border_subtitle = show("Up Down show it  Enter keep it  Esc leave as it was")
        self.set_focus(self._table)
        now = self._now
        lines = [
            LookLine(f"{setting} {name}", words, name in (now.theme, now.borders))
            for setting, choices in CHOICES.items()
            for name, words in choices.items()
        ]
        self._table.show(ListSource(lines))
        self._table.cursor = next((place for place, line in enumerate(lines) if line.now), 0)
        if self.app.no_color:
            self.status("NO_COLOR is set: everything is shown without colour until it is unset.")

    @on(RecordTable.CursorMoved)
    def _preview(self, event: RecordTable.CursorMoved) -> None:
        event.stop()
        line = self._table.cursor_row
        if line is None:
            return
        theme = line.value if line.setting == "theme" else self._now.theme
        borders = line.value if line.setting == "borders" else self._now.borders
        self._show_look(Look(theme, borders))

    def _show_look(self, look: Look) -> None:
        if look != self._shown:
            self._shown = look
            self.ws.take_look(look.theme, look.borders)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(self._shown)

    def perform(self, run: Run) -> bool:
        """Keep what is shown, or go back to what was."""
        if run.action_id == "preview.apply":
            self.dismiss(self._shown)
        elif run.action_id == "preview.cancel":
            self._show_look(self._now)
            self.dismiss(None)
        else:
            return super().perform(run)
        return True

    def put_away(self) -> None:
        """What was not kept is not kept."""
        self._show_look(self._now)


def choose_looks(app: Workstation, now: Look) -> None:
    """Open the drawer; what is kept is written into the settings."""

    def chosen(look: Look | None) -> None:
        if look is None or look == now:
            return

        # Only what was changed: without colour (NO_COLOR) the theme in force is not the one that was kept.
        pairs = (("theme", look.theme, now.theme), ("borders", look.borders, now.borders))
        wanted = {key: value for key, value, before in pairs if value != before}

        def job() -> str:
            path = save_config(wanted)
            kept = ", ".join(f"{key} {value}" for key, value in wanted.items())
            return f"Kept: {kept}, in {path.name}."

        app.fetch(app, "looks", job, app.say)

    app.push_screen(LooksDrawer(now), chosen)
