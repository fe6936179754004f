"""Settings and policy: one place with every section, each behind its digit."""

from collections.abc import Sequence

from textual import on

from arcollect_tui.config import config_path, load_config
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.first_start import FOUND_AGAIN, open_sample
from arcollect_tui.screens.personal import change_personal
from arcollect_tui.screens.setting_change import Change, ChangesSettings, set_by
from arcollect_tui.screens.settings_fields import SECTION_FIELDS
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.taking_in import take_in_file
from arcollect_tui.services.office import Office
from arcollect_tui.services.settings import SectionRow, section_rows
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList

PLACES = ("reasons", "outcomes")
"""Sections that are lists of their own."""
PERSONAL, FILE, SAMPLE = "personal", "file", "sample"


class SettingsScreen(ChangesSettings, ShortList[SectionRow]):
    """The sections; Enter or the digit opens one."""

    SCOPE = "settings"
    NOUN = "section"
    EMPTY = "There is no section."

    def columns(self) -> Sequence[Column[SectionRow]]:
        return (
            Column("number", "Key", 3, lambda row: str(row.number), align="right"),
            Column("name", "Section", 14, lambda row: row.name),
            Column("says", "Says now", 20, lambda row: row.says, grow=True),
            Column("set", "Set by", 16, set_by, priority=1),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(self.fetch(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[SectionRow]:
        rows = section_rows(office)
        after = len(rows) + 1
        rows += [
            SectionRow(after, PERSONAL, "Yours alone", _personal(office)),
            SectionRow(after + 1, FILE, "Take in a file", "CSV, TSV or XLSX, previewed first"),
            SectionRow(after + 2, SAMPLE, "Sample office", "look around, nothing of yours changes"),
        ]
        words = text.casefold().split()
        return [row for row in rows if all(word in f"{row.name} {row.says}".casefold() for word in words)]

    def below(self) -> str:
        return "Enter or the digit opens   u takes the last change back"

    def perform(self, run: Run) -> bool:
        """Open a section by its digit; then what every list does."""
        if run.action_id != "settings.open":
            return super().perform(run)
        number = int(run.argument)
        found = next((row for row in self.rows if row.number == number), None)
        if found is None:
            raise Refused("The filter hides that section: F turns it off.")
        self._open(found.id)
        return True

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._open(self.row().id))

    def _open(self, section: str) -> None:
        if section in PLACES:
            self.ws.open_place(section)
        elif section == PERSONAL:
            change_personal(self)
        elif section == FILE:
            take_in_file(self.ws, left=FOUND_AGAIN)
        elif section == SAMPLE:
            open_sample(self.ws)
        else:
            name = next(row.name for row in self.rows if row.id == section)
            self.change(Change(name, SECTION_FIELDS[section]))


def _personal(office: Office) -> str:
    """What the settings file says, or why it cannot be read."""
    try:
        config = load_config()
    except UsageError:
        return f"{config_path().name} cannot be read: 7 says why"
    return f"theme {config.theme or 'as shipped'}, collector {config.collector or office.collector}"
