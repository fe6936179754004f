"""Writing what a shared folder lacks of what is here, as new files of this desk."""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from arcollect_tui.data import chain
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.exchange.write import Carried, stream_entries
from arcollect_tui.data.store import Connection
from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes, origins, spans
from arcollect_tui.data.sync.header import Header, file_name
from arcollect_tui.data.sync.keys import encrypt, recipient_of
from arcollect_tui.data.sync.notes import Note
from arcollect_tui.data.sync.origins import Load
from arcollect_tui.data.sync.seal import packed, sealed
from arcollect_tui.errors import Refused
from arcollect_tui.rules.sharing_policy import RECIPIENTS
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync_seat import Seat

_NONCE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was written.

    Attributes:
        name: of the file.
        entries: how many entries it carries.
    """

    name: str
    entries: int


@dataclass(frozen=True, slots=True)
class _Folder:
    """What the folder holds.

    Attributes:
        there: the entries that those who shall read them can read there.
        outdated: files of this desk, or of one that it was, from before a customer was erased, or that
            some recipient cannot read: what they carry is written anew, then they are removed.
        erasures: how many customers are erased.
    """

    there: dict[bytes, list[chain.Span]]
    outdated: tuple[str, ...]
    erasures: int


def write_lacking(office: Office, seat: Seat, folder: Path) -> tuple[tuple[Sent, ...], dict[bytes, int]]:
    """Write what the folder lacks.

    Returns:
        The files, and how many entries of which desks nobody signed for, so that they stay here.

    Raises:
        Refused: the folder cannot be written, or a recipient is none.
    """
    recipients = _recipients(office, seat)
    with office.store.reading() as connection:
        held = _held(connection, seat, folder, frozenset(recipients))
        found = origins.lacking(connection, seat.office, seat.keys, held.there)
    sent = tuple(_write(office, seat, folder, load, (recipients, held.erasures)) for load in found.loads)
    for path in held.outdated:
        shared.drop(Path(path))
    return sent, found.unvouched


def _recipients(office: Office, seat: Seat) -> tuple[str, ...]:
    """For whom to encrypt: those whom the policy names, and this desk."""
    named = office.settings.policy.get(RECIPIENTS, "").split()
    return tuple(sorted({*named, recipient_of(seat.identity)})) if named else ()


def _held(connection: Connection, seat: Seat, folder: Path, recipients: frozenset[str]) -> _Folder:
    erasures = len(erased_ids(connection))
    others = recipients - {recipient_of(seat.identity)}
    there, outdated = [], []
    for path, note in notes.notes(connection, f"{folder}/").items():
        header = note.header
        if note.aside or header is None or header.office != seat.office:
            continue
        readable = not others or others <= set(header.recipients)
        if header.desk in seat.keys and (header.erasures < erasures or not readable):
            outdated.append(path)
        elif readable:
            there += [(span.desk, span.first, span.last) for span in header.carries]
    return _Folder(spans.united(there), tuple(outdated), erasures)


def _write(
    office: Office, seat: Seat, folder: Path, load: Load, manner: tuple[tuple[str, ...], int]
) -> Sent:
    """Write one file; manner is for whom, and how many customers are erased."""
    recipients, erasures = manner
    runs: dict[bytes, list[chain.Span]] = {}
    for span in load.carries:
        runs.setdefault(span.desk, []).append((span.first, span.last))
    plain = BytesIO()
    with office.store.reading() as connection:
        stream_entries(connection, plain, seat.desk, Carried({}, runs=runs))
        heads = tuple((desk, known.last) for desk, known in chain.chains(connection).items())
    body = packed(plain.getbuffer())
    if recipients:
        body = _encrypted(body, recipients)
    header = Header(
        office=seat.office,
        desk=seat.desk,
        nonce=office.entropy(_NONCE_BYTES),
        carries=load.carries,
        checkpoints=load.checkpoints,
        heads=heads,
        recipients=recipients,
        erasures=erasures,
        plain=plain.getbuffer().nbytes,
    )
    header = replace(header, size=len(body), sha256=hashlib.sha256(body).digest())
    path = shared.put(folder, file_name(header), sealed(header, body, seat.keys))
    state = shared.state_of(path)
    if state is not None:
        with office.store.writing() as connection:
            notes.note(connection, Note(str(path), *state, header))
    return Sent(path.name, sum(span.last - span.first + 1 for span in load.carries))


def _encrypted(body: bytes, recipients: tuple[str, ...]) -> bytes:
    try:
        return encrypt(body, recipients)
    except ValueError:
        msg = (
            "The policy key recipients names one that is none of age, so nothing was written: "
            "arcollect desk list shows the recipient of each desk."
        )
        raise Refused(msg) from None
