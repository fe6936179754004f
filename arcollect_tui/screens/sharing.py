"""Sharing with the other desks by a folder, beside whatever is being done: no key waits for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens.workstation import Workstation

if TYPE_CHECKING:
    from arcollect_tui.services.sync import Synced

NO_FOLDER = "No folder is shared yet: name it in g s 7, or run arcollect sync FOLDER."
UNDER_WAY = "A sync is under way: what it brings appears by itself."


class Sharing:
    """Syncs when the window is opened, when it is left, and when asked; one after the other.

    Args:
        ws: the app, on its open office.
        folder: the shared folder; None when the settings name none.
    """

    def __init__(self, ws: Workstation, folder: Path | None) -> None:
        self._ws = ws
        self._folder = folder
        self._asked = self._left = False

    def share_by(self, folder: Path | None) -> None:
        """Share by another folder from the next sync on."""
        self._folder = folder

    def asked(self) -> None:
        """Sync now, because somebody wants it.

        Raises:
            Refused: no folder is shared, what was asked before is under way, or nothing may be written.
        """
        if self._folder is None:
            raise Refused(NO_FOLDER)
        if self._asked:
            raise Refused(UNDER_WAY)
        self._ws.check_writable()
        self._ws.say(f"Syncing with {self._folder.name} …")

        def done(found: "Synced") -> None:
            self._asked = False
            self._tell(found)

        def wrong(error: ArcollectError) -> None:
            self._asked = False
            self._ws.show_error(error)

        self._asked = True
        self._begin(self._folder, done, wrong)

    def on_start(self) -> None:
        """Sync in silence, unless there is news."""
        if self._folder is None or self._ws.office.read_only:
            return

        def done(found: "Synced") -> None:
            if found.taken or found.aside or found.missing:
                self._tell(found)

        self._begin(self._folder, done, self._ws.show_error)

    def on_leave(self, leave: Callable[[str], None]) -> bool:
        """Sync once before leaving.

        Args:
            leave: leaves, with a sentence that stays on the terminal, or none.

        Returns:
            Whether `leave` will be called; not when there is nothing to share with, or it was tried.
        """
        if self._folder is None or self._ws.office.read_only or self._left:
            return False
        self._left = True
        self._ws.say(f"Syncing with {self._folder.name} before leaving …")
        self._begin(
            self._folder,
            lambda found: leave(_last_words(found)),
            lambda error: leave(error.sentence),
        )
        return True

    def _begin(
        self, folder: Path, then: Callable[["Synced"], None], failed: Callable[[ArcollectError], None]
    ) -> None:
        office = self._ws.office

        def job() -> "Synced":
            from arcollect_tui.services.sync import sync

            return sync(office, folder, _not_here)

        def done(found: "Synced") -> None:
            then(found)
            self._ws.look_at_store()

        self._ws.beside(job, done, failed)

    def _tell(self, found: "Synced") -> None:
        for name in found.known:
            self._ws.said.append(f"Taken in already: {name}.")
        for aside in found.aside:
            self._ws.said.append(f"Put aside: {aside.name}: {aside.reason}.")
        for sentence in (*found.missing, *found.notices):
            self._ws.said.append(sentence)
        self._ws.say(words(found))


def words(found: "Synced") -> str:
    """What came of a sync in one line of a narrow screen, and where the rest stands."""
    if not (found.aside or found.missing):
        return f"{found.sentence}  record {found.digest}"
    counts = {
        "taken in": found.new,
        "written": sum(file.entries for file in found.written),
        "put aside": len(found.aside),
    }
    said = [f"{count:,} {what}" for what, count in counts.items() if count]
    return f"Synced: {', '.join([*said, *['some missing'] * bool(found.missing)])}.  ! tells which"


def _last_words(found: "Synced") -> str:
    """What stays on the terminal: only that something is wrong."""
    wrong = found.aside or found.missing
    return f"{found.sentence} See which: arcollect sync" if wrong else ""


def _not_here(question: str) -> bool:
    """Joining an office is for good, so it is asked where the whole question can be read.

    Raises:
        Refused: always.
    """
    raise Refused(f"{question} To answer, run arcollect sync FOLDER in a shell once.")
