"""`x`: what is seen goes into a file; its name is proposed, and its ending names the format."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from arcollect_tui.data.exports.layouts import FORMATS
from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer, OfficeScreen
from arcollect_tui.services.export_forms import form_of, formats_of
from arcollect_tui.services.exports import Exported, export
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.safe import show


class ExportForm(Drawer[Path | None]):
    """Asks for the file; its suffix names the format.

    Args:
        what: the export.
        title: what is exported, in words.
        name: the proposed file.
    """

    SCOPE = "preview"
    WORDS: ClassVar[Mapping[str, str]] = {"preview.apply": "write", "preview.cancel": "leave"}

    def __init__(self, what: str, title: str, name: str) -> None:
        super().__init__()
        self._what, self._title, self._proposed = what, title, name
        self._formats = formats_of(what)
        self._file = Field("file", "File", name, echo=self._say_file, size=36)

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield self._file

    def on_mount(self) -> None:
        """Ready to be kept with Enter."""
        box = self.query_one("#box")
        box.border_title = show(self.heading())
        box.border_subtitle = show(f"Enter write  {self.hint()}  Esc leave")
        self._file.focus_input()

    def heading(self) -> str:
        """What is written, for the border."""
        return f"Export {self._title}"

    def hint(self) -> str:
        """What else may be typed."""
        others = [one for one in self._formats if one != Path(self._proposed).suffix]
        return f"{', '.join(others[:-1])} or {others[-1]} alone: the other formats"

    def _path(self, text: str) -> Path:
        """The file that a text means; a suffix alone is the proposed name in that format."""
        typed = text.strip()
        suffix = f".{typed.lower().removeprefix('.')}"
        if suffix in self._formats:
            return Path(self._proposed).with_suffix(suffix)
        return Path(typed or self._proposed).expanduser()

    def _check(self, out: Path) -> None:
        form_of(self._what, None, out.suffix).check(out)

    def _say_file(self, text: str) -> Echo:
        out = self._path(text)
        try:
            self._check(out)
        except ArcollectError as error:
            return Echo(error.sentence, ok=False)
        there = "replaces " if out.exists() else ""
        return Echo(f"{there}{out.name} in {out.absolute().parent}", whole=True)

    def perform(self, run: Run) -> bool:
        """Give the file back, or leave."""
        if run.action_id == "preview.apply":
            out = self._path(self._file.value)
            self._check(out)
            self.dismiss(out)
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True


def export_seen(screen: OfficeScreen, what: str, text: str, *, since: date | None = None) -> None:
    """Ask for the file, then write it, behind everything that is still to be saved.

    Args:
        screen: whose rows they are.
        what: the export.
        text: the filter of the rows.
        since: the first local day of entries; all of them when None.
    """
    ws, office = screen.ws, screen.ws.office

    def done(exported: Exported) -> None:
        ws.say(exported.sentence)

    def write(out: Path | None) -> None:
        if out is None:
            return

        def job() -> Exported:
            return export(office, what, out, since=since or "all", all_desks=True, filter=text)

        if office.read_only:
            screen.ask("export", job, done)
        else:
            ws.write(job, done)

    title = f"today's {what}" if since else f"{what}, f {text}" if text else what
    screen.app.push_screen(ExportForm(what, title, f"{what}-{ws.today:%Y-%m-%d}{FORMATS[0]}"), write)
