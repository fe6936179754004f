"""The settings of one person: theme and collector, kept in the settings file of this machine."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.config import THEMES, Config, config_path, load_config, save_config
from arcollect_tui.errors import ArcollectError
from arcollect_tui.rules.text import clean
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.themes import DARK
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.drafts import drop_draft
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import FieldError
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show


@dataclass(frozen=True, slots=True)
class PersonalDraft:
    """The settings as typed; an empty text leaves the choice to the program."""

    theme: str
    collector: str


class PersonalForm(Form[PersonalDraft]):
    """Theme and collector.

    Args:
        config: as they are.
        login: who works where no collector is named.
        again: the form as it was refused.
    """

    NAME = "personal"
    TITLE = "Yours alone"
    WORDS: ClassVar[Mapping[str, str]] = {"form.save": "save"}
    DEFAULT_CSS = "PersonalForm #where { height: auto; color: $text-muted; }"

    def __init__(self, config: Config, login: str, again: Again | None = None) -> None:
        super().__init__(Who(-1, "", ""), "theme", again)
        self._config = config
        self._login = login

    def fields(self) -> Iterable[Field]:
        """Both."""
        yield Field("theme", "Theme", self._config.theme, echo=_say_theme, has_list=True, size=16)
        yield Field("collector", "Collector", self._config.collector, echo=self._say_collector, size=24)

    def compose_body(self) -> ComposeResult:
        """The fields, and where they are kept."""
        yield from self.fields()
        yield Static(show(f"Kept in {config_path()}, not in the office."), id="where", markup=False)

    def on_mount(self) -> None:
        """What stands in the fields from the start is no draft."""
        self.note_proposals(theme=self._config.theme, collector=self._config.collector)

    def prepare(self, office: Office) -> Callable[[], None]:
        """Say what Enter does: nothing comes after it."""
        del office

        def fill() -> None:
            self.query_one("#box").border_subtitle = show("Enter save  Esc keep draft  Ctrl+R drop")

        return fill

    def choices(self, field: str) -> tuple[Choice, ...]:
        """The themes."""
        return tuple(Choice(name, looks) for name, looks in THEMES.items()) if field == "theme" else ()

    def build(self) -> PersonalDraft:
        """The settings."""
        theme, collector = self.text("theme"), " ".join(clean(self.text("collector")).split())
        if theme and theme not in THEMES:
            raise FieldError("theme", f"There is no such theme. There are: {', '.join(THEMES)}.")
        if (theme, collector) == (self._config.theme, self._config.collector):
            raise FieldError("theme", "Nothing is changed yet: change a field, or press Esc.")
        return PersonalDraft(theme, collector)

    def _say_collector(self, text: str) -> Echo:
        return Echo("from the next start" if text.strip() else f"{self._login} works now")


def _say_theme(text: str) -> Echo:
    name = text.strip()
    if name and name not in THEMES:
        return Echo(f"There is no such theme. There are: {', '.join(THEMES)}.", ok=False)
    return Echo(f"{THEMES[name]}, at once" if name else "F2 lists them; seen at once")


def change_personal(screen: OfficeScreen, again: Again | None = None) -> None:
    """Show the form and write the settings file; the theme is taken at once.

    Raises:
        UsageError: the settings file cannot be read.
    """
    config, office = load_config(), screen.ws.office

    def filled(result: Filled[PersonalDraft] | None) -> None:
        if result is None:
            return
        draft = result.draft

        def failed(error: ArcollectError) -> None:
            change_personal(screen, result.again(error))

        def saved(path: Path) -> None:
            screen.ws.take_look(draft.theme or DARK)
            screen.ws.say(f"Saved in {path}.")
            screen.store_changed()
            _drop(screen.ws, result.token)

        values = {"theme": draft.theme, "collector": draft.collector}
        screen.ask("personal", lambda: save_config(values), saved, failed)

    screen.app.push_screen(PersonalForm(config, office.collector, again), filled)


def _drop(ws: Workstation, token: bytes) -> None:
    """Forget the draft of what is saved; where nothing may be written, none was kept."""
    if not ws.office.read_only:
        ws.write(lambda: drop_draft(ws.office, token), look=False)
