"""The settings of one person, in the settings file of this machine: theme, collector, shared folder."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.config import THEMES, Config, config_path, load_config, save_config
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.rules.text import clean
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.themes import DARK
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.drafts import drop_draft
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable
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
    folder: str

    def changes(self, before: "PersonalDraft") -> dict[str, str]:
        """The keys of the settings file that say something else than before."""
        keys = {"theme": "theme", "collector": "collector", "sync_folder": "folder"}
        told = {key: (getattr(before, name), getattr(self, name)) for key, name in keys.items()}
        return {key: now for key, (then, now) in told.items() if now != then}


def _draft_of(config: Config) -> PersonalDraft:
    folder = "" if config.sync_folder is None else str(config.sync_folder)
    return PersonalDraft(config.theme, config.collector, folder)


class PersonalForm(Form[PersonalDraft]):
    """Theme, collector and shared folder.

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
        self._before = _draft_of(config)
        self._login = login

    def fields(self) -> Iterable[Field]:
        """All three."""
        before = self._before
        yield Field("theme", "Theme", before.theme, echo=_say_theme, has_list=True, size=16)
        yield Field("collector", "Collector", before.collector, echo=self._say_collector, size=24)
        yield Field("folder", "Folder", before.folder, echo=_say_folder, size=24)

    def compose_body(self) -> ComposeResult:
        """The fields, and where they are kept."""
        yield from self.fields()
        yield Static(show(f"Kept in {config_path()}, not in the office."), id="where", markup=False)

    def on_mount(self) -> None:
        """What stands in the fields from the start is no draft."""
        before = self._before
        self.note_proposals(theme=before.theme, collector=before.collector, folder=before.folder)

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
        draft = PersonalDraft(theme, collector, self._folder())
        if draft == self._before:
            raise FieldError("theme", "Nothing is changed yet: change a field, or press Esc.")
        return draft

    def _folder(self) -> str:
        """The whole path of the shared folder; empty for none."""
        text = self.text("folder")
        if not text or text == self._before.folder:
            return text
        try:
            found = usable(Path(text), Refused).absolute()
        except Refused as error:
            raise FieldError("folder", error.sentence) from None
        if not found.is_dir():
            raise FieldError("folder", "There is no such folder. Name the one that the desks share.")
        return str(found)

    def _say_collector(self, text: str) -> Echo:
        return Echo("from the next start" if text.strip() else f"{self._login} works now")


def _say_theme(text: str) -> Echo:
    name = text.strip()
    if name and name not in THEMES:
        return Echo(f"There is no such theme. There are: {', '.join(THEMES)}.", ok=False)
    return Echo(f"{THEMES[name]}, at once" if name else "F2 lists them; seen at once")


def _say_folder(text: str) -> Echo:
    return Echo("shared: g y syncs" if text.strip() else "that the desks share; none yet")


def change_personal(screen: OfficeScreen, again: Again | None = None) -> None:
    """Show the form and write the settings file; theme and folder are taken at once.

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
            screen.ws.share_by(Path(draft.folder) if draft.folder else None)
            screen.ws.say(f"Saved in {path}.")
            screen.store_changed()
            _drop(screen.ws, result.token)

        screen.ask("personal", lambda: save_config(draft.changes(_draft_of(config))), saved, failed)

    screen.app.push_screen(PersonalForm(config, office.collector, again), filled)


def _drop(ws: Workstation, token: bytes) -> None:
    """Forget the draft of what is saved; where nothing may be written, none was kept."""
    if not ws.office.read_only:
        ws.write(lambda: drop_draft(ws.office, token), look=False)
