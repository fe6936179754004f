"""Desks that share by a folder: everything new is read, and what the folder lacks is written.

There is no server and no list of what was sent: the folder itself says what it lacks of what is here.
So a file that was lost, damaged or deleted is made up for by whoever has its entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arcollect_tui.data import chain, digests
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.store import Connection
from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes, spans
from arcollect_tui.errors import Refused
from arcollect_tui.rules.sharing_policy import RECIPIENTS
from arcollect_tui.services.backup import keep_backup, kept_backups
from arcollect_tui.services.erasure import finish
from arcollect_tui.services.exchange import counted_entries
from arcollect_tui.services.import_plan import counted
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable
from arcollect_tui.services.sync_join import Confirm, joined
from arcollect_tui.services.sync_seat import Seat, seat_of
from arcollect_tui.services.sync_take import Aside, Taken, Taking
from arcollect_tui.services.sync_write import Sent, write_lacking

Progress = Callable[[str, int], None]

NOT_ENCRYPTED = (
    "The files are signed, not encrypted: who can open the folder can read them. "
    "Encrypt them with the policy key recipients."
)

OF_OTHERS = (
    "The folder holds files of another office and none of this one, so nothing was written. "
    "Name a folder of your own office."
)
SHUT_OUT = (
    "The office encrypts its files, and not for this desk yet, so nothing was written: "
    "it would lie open. What is here goes out when its recipient is added."
)


@dataclass(frozen=True, slots=True)
class Synced:
    """What a desk and a folder exchanged.

    Attributes:
        folder: which.
        taken: files that were taken in, with how many new entries each brought.
        known: names of files that are new in the folder and bring nothing new: copies, for example.
        aside: files that were put aside, and why.
        written: files that were written, with how many entries each carries.
        missing: entries that others have and that have not arrived, in sentences.
        notices: what the collector should know besides.
        digest: of the record; the same at every desk that has everything.
        sentence: all that in one.
    """

    folder: Path
    taken: tuple[Taken, ...]
    known: tuple[str, ...]
    aside: tuple[Aside, ...]
    written: tuple[Sent, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...]
    digest: str
    sentence: str

    @property
    def new(self) -> int:
        """Entries that are here now and were not."""
        return sum(file.entries for file in self.taken)


def sync(office: Office, folder: Path, confirm: Confirm, progress: Progress | None = None) -> Synced:
    """Take in what a shared folder has and this store has not, then write what the folder lacks.

    Args:
        office: open for writing.
        folder: the shared folder; each file in it is one desk's own.
        confirm: asked before this store joins the office of the folder, once in its life.
        progress: is told how many files were read.

    Raises:
        Refused: the folder cannot be used, it is another office's, or joining it was not confirmed.
        StoreError: the store cannot be written.
    """
    folder = _checked(folder)
    seat = seat_of(office)
    taking = Taking(office, seat, folder)
    taking.look()
    if not seat.settled:
        seat = taking.seat = joined(office, seat, taking, confirm)
    unkept = _backup_of_today(office) if taking.brings_news else ()
    taking.take_all(None if progress is None else lambda done: progress("reading", done))
    if taking.taken:
        office.look_at_settings()
    # A folder whose files are all on their way may be of an office that this store is still to join; who
    # cannot read an office's files does not know for whom to encrypt, and shall not lay them open.
    shut_out = taking.shut_out and not office.settings.policy.get(RECIPIENTS)
    is_silent = taking.is_unclear or taking.is_of_others or shut_out
    sent, unvouched = ((), {}) if is_silent else write_lacking(office, seat, folder)
    with office.store.reading() as connection:
        missing = tuple(_missing(connection, seat, folder))
        digest = digests.record_digest(connection)
        notices = (*_unvouched(connection, unvouched), *unkept)
    if taking.is_of_others:
        notices = (*notices, OF_OTHERS)
    elif not office.settings.policy.get(RECIPIENTS):
        notices = (*notices, SHUT_OUT if shut_out else NOT_ENCRYPTED)
    if taking.taken:
        notices = (*notices, *finish(office))
    return Synced(
        folder=folder,
        taken=tuple(taking.taken),
        known=tuple(taking.known),
        aside=tuple(taking.aside),
        written=sent,
        missing=missing,
        notices=notices,
        digest=digest,
        sentence=_sentence(taking, sent, missing),
    )


def _checked(folder: Path) -> Path:
    """The whole path of a shared folder.

    Raises:
        Refused: it is none, or its name is no text.
    """
    folder = usable(folder, Refused).resolve()
    if not folder.is_dir():
        msg = f"There is no folder {folder}. Name the folder that the desks of the office share."
        raise Refused(msg)
    if not shared.is_text(folder):
        bad = shared.shown(str(folder))
        msg = f"The name of the folder {bad} holds bytes that are no text. Give it another name."
        raise Refused(msg)
    return folder


def _backup_of_today(office: Office) -> tuple[str, ...]:
    """Keep a copy before the first news of a day; a sync a minute would else fill the disk with copies."""
    if not office.seated:
        return ()
    if any(kept.day == office.today for kept in kept_backups(office.store.path)):
        return ()
    return keep_backup(office)


def _missing(connection: Connection, seat: Seat, folder: Path) -> list[str]:
    """What others say they have and is not here."""
    chains = chain.chains(connection)
    claimed = [(desk, 1, known.last) for desk, known in chains.items() if known.last]
    for note in notes.notes(connection, f"{folder}/").values():
        if note.header is not None and note.header.office == seat.office:
            claimed += [(desk, 1, last) for desk, last in note.header.heads if last]
            claimed += [(span.desk, span.first, span.last) for span in note.header.carries]
    absent = spans.less(spans.united(claimed), spans.held(chains))
    found = []
    for desk, runs in absent.items():
        who = drawer.desk_name(connection, desk)
        for run in runs:
            words = chain.words(run)
            verb = "has" if run[0] == run[1] else "have"
            found.append(f"{words[0].upper()}{words[1:]} of {who} {verb} not arrived.")
    return found


def _unvouched(connection: Connection, counts: dict[bytes, int]) -> tuple[str, ...]:
    return tuple(
        f"{counted_entries(count)} of {drawer.desk_name(connection, desk)} came unsigned and "
        "stay here until that desk syncs itself."
        for desk, count in sorted(counts.items())
    )


def _sentence(taking: Taking, sent: tuple[Sent, ...], missing: tuple[str, ...]) -> str:
    new = sum(file.entries for file in taking.taken)
    carried = sum(file.entries for file in sent)
    said = [
        f"{counted_entries(new)} taken in" if new else "nothing new",
        f"{counted_entries(carried)} written" if carried else "nothing to write",
    ]
    if taking.known:
        said.append(f"{counted(len(taking.known), 'file')} with nothing new")
    if taking.aside:
        said.append(f"{counted(len(taking.aside), 'file')} put aside")
    if missing:
        said.append("some entries are missing")
    return f"Synced: {', '.join(said)}."


__all__ = ["Aside", "Sent", "Synced", "Taken", "sync"]
