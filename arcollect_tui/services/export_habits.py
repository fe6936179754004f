"""Where this desk writes its exports and in which format: proposed the next time. Never travels."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exports.layouts import CSV, FORMATS, ending_of
from arcollect_tui.services.office import Office

_KEY: Final = "exports"


@dataclass(frozen=True, slots=True)
class ExportHabit:
    """What was chosen last.

    Attributes:
        folder: where the file was written; empty for the folder one works in.
        ending: of a file for people; empty for the usual one.
    """

    folder: str = ""
    ending: str = ""

    def proposed(self, name: str) -> str:
        """A proposed name as it would be chosen again; a folder that is gone is not proposed."""
        if self.ending in FORMATS and ending_of(name) == CSV:
            name = f"{name.removesuffix(CSV)}{self.ending}"
        return str(Path(self.folder, name)) if self.folder and _is_there(self.folder) else name


def _is_there(folder: str) -> bool:
    """Whether a folder is there; one on a share that does not answer, or that is closed, is not."""
    try:
        return Path(folder).is_dir()
    except OSError:
        return False


def export_habit(office: Office) -> ExportHabit:
    """What was chosen last at this desk."""
    with office.store.reading() as connection:
        kept = drawer.get(connection, _KEY)
    return ExportHabit(**json.loads(kept)) if kept else ExportHabit()


def keep_habit(office: Office, out: Path) -> None:
    """Remember where a file was written and in which format; nothing is written when that is known."""
    try:
        known, folder, here = export_habit(office), out.absolute().parent, Path.cwd()
    except FileNotFoundError:
        return  # the folder one works in was taken away
    ending = ending_of(out.name)
    habit = ExportHabit(
        folder="" if folder == here else str(folder),
        ending=ending if ending in FORMATS else known.ending,
    )
    if habit != known:
        with office.store.writing() as connection:
            drawer.put(connection, _KEY, json.dumps(asdict(habit)).encode())
