"""Asking for the file that something is written to: a name is proposed, and its ending names the format."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from arcollect_tui.data.exports.layouts import EXACT, ending_of
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.places import usable
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.safe import show


def path_meant(typed: str, proposed: str, formats: Sequence[str]) -> Path:
    """The file that a text means; an ending alone is the proposed name in that format.

    Raises:
        Refused: the system has no such place: an unknown home folder, a name that is too long.
    """
    text = typed.strip()
    suffix = f".{text.lower().removeprefix('.')}"
    if suffix in formats:
        return Path(proposed[: len(proposed) - len(ending_of(proposed))] + suffix)
    return usable(Path(text or proposed), Refused)


def formats_words(proposed: str, formats: Sequence[str]) -> str:
    """The other formats, for the border of a form."""
    others = [one for one in formats if one != ending_of(proposed)]
    return f"{', '.join(others[:-1])} or {others[-1]}" if len(others) > 1 else "".join(others)


def target_words(out: Path) -> str:
    """Where a file will be, and whether one is there already."""
    exact = ", exact to the byte" if ending_of(out.name) == EXACT else ""
    return f"{'replaces ' if out.exists() else ''}{out.name} in {out.absolute().parent}{exact}"


class TargetForm(Drawer[Path | None]):
    """Asks for the file.

    Args:
        title: what is written.
        name: the proposed file.
        formats: the endings it may have.
    """

    SCOPE = "preview"
    WORDS: ClassVar[Mapping[str, str]] = {"preview.apply": "write", "preview.cancel": "leave"}

    def __init__(self, title: str, name: str, formats: Sequence[str]) -> None:
        super().__init__()
        self._title, self._proposed, self._formats = title, name, formats
        self._file = Field("file", "File", name, echo=self._say_file, size=36)

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield self._file

    def on_mount(self) -> None:
        """Ready to be kept with Enter."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show("  ".join(filter(None, ("Enter write", self.hint(), "Esc leave"))))
        self._file.focus_input()

    def hint(self) -> str:
        """What else may be typed."""
        others = formats_words(self._proposed, self._formats)
        return f"{others} alone: the other formats" if others else ""

    def meant(self, text: str) -> Path:
        """The file that a text means."""
        return path_meant(text, self._proposed, self._formats)

    def check(self, out: Path) -> None:
        """See that the file can be one.

        Raises:
            UsageError: its ending names no format.
            Refused: it is a folder, or its folder is not there.
        """
        raise NotImplementedError

    def _say_file(self, text: str) -> Echo:
        try:
            out = self.meant(text)
            self.check(out)
        except ArcollectError as error:
            return Echo(error.sentence, ok=False)
        return Echo(target_words(out), whole=True)

    def perform(self, run: Run) -> bool:
        """Give the file back, or leave."""
        if run.action_id == "preview.apply":
            out = self.meant(self._file.value)
            self.check(out)
            self.dismiss(out)
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True
