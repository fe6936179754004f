"""Which office a store shares with, while it has shared with nobody yet."""

from collections.abc import Callable
from pathlib import Path

from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes
from arcollect_tui.data.sync.keys import six_words
from arcollect_tui.errors import Refused
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync_seat import Seat
from arcollect_tui.services.sync_take import Taking

Confirm = Callable[[str], bool]
"""Asks a person whether to go on."""


def joined(office: Office, seat: Seat, taking: Taking, confirm: Confirm) -> Seat:
    """The seat once it belongs to the office of the folder.

    Two stores that both began an office of their own in one folder do not swap: the one with the
    greater id is asked, and the other waits for it.

    Args:
        office: the open office.
        seat: of a store that has shared with nobody.
        taking: the folder, looked at.
        confirm: asks a person.

    Raises:
        Refused: it shall not join, or the folder is shared by several offices.
    """
    own = seat.office
    others = {
        one
        for one, desks in taking.offices.items()
        if one != own and (own not in taking.offices or len(desks) > 1 or one < own)
    }
    if not others:
        return seat
    if len(others) > 1:
        msg = (
            f"The folder {taking.folder} holds files of {len(others)} offices, so it is not clear which "
            "one to join. Share a folder of one office first."
        )
        raise Refused(msg)
    (found,) = others
    question = (
        f"The folder holds the files of another office ({six_words(found)}). "
        "Join it with this store, for good?"
    )
    if not confirm(question):
        raise Refused("Nothing was shared: this store has not joined the office of the folder.")
    _withdraw(office, seat, taking.folder)
    return seat.join(office, found)


def _withdraw(office: Office, seat: Seat, folder: Path) -> None:
    """Remove the files that this desk wrote for the office that nobody else has joined."""
    with office.store.writing() as connection:
        for path, note in notes.notes(connection, f"{folder}/").items():
            header = note.header
            if header is not None and header.office == seat.office and header.desk in seat.keys:
                shared.drop(Path(path))
                notes.forget(connection, path)
