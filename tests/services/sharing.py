"""Desks that share a folder, for the tests: syncing, and files that somebody else has put there."""

from pathlib import Path

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync.header import SUFFIX
from arcollect_tui.data.sync.seal import Sealed, check_body, opened
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync import Synced, sync
from tests.services.handing import copied


def agree(_question: str) -> bool:
    """Join whatever office the folder is of."""
    return True


def share(office: Office, folder: Path) -> Synced:
    """Sync, joining the folder's office if asked; nothing may be put aside."""
    done = sync(office, folder, agree)
    assert done.aside == ()
    return done


def share_round(folder: Path, *offices: Office) -> list[Synced]:
    """Everybody syncs, and once more, so that the first hear of what the last wrote."""
    for office in offices:
        share(office, folder)
    return [share(office, folder) for office in offices]


def restored_from(office: Office, folder: Path) -> Office:
    """A copy of the office's store that goes on as another desk."""
    restored = copied(office, folder, "restored")
    with restored.store.writing() as connection:
        drawer.change_desk(connection, b"newdesk!")
    restored._desk = None
    return restored


def files_in(folder: Path) -> list[Path]:
    """The shared files of a folder, by name."""
    return shared.shared_files(folder)


def sound(path: Path) -> Sealed:
    """A file that is sound in itself."""
    found = opened(path.name, path.read_bytes())
    check_body(found)
    return found


def only_new(folder: Path, before: list[Path]) -> Path:
    """The one file that was written since."""
    (path,) = set(files_in(folder)) - set(before)
    return path


__all__ = ["SUFFIX", "agree", "files_in", "only_new", "restored_from", "share", "share_round", "sound"]
