"""Taking in the files of a shared folder: each is one transaction, or it is put aside with the reason."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exchange.read import Bundle, read_lines
from arcollect_tui.data.exchange.receive import news_of
from arcollect_tui.data.store import Connection
from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync import notes, origins, peers, replays
from arcollect_tui.data.sync.header import Header
from arcollect_tui.data.sync.keys import decrypt, recipient_of, six_words
from arcollect_tui.data.sync.notes import Note
from arcollect_tui.data.sync.refusals import Foreign, Forged, NotPaired, Unreadable, kind_of
from arcollect_tui.data.sync.seal import Sealed, check_body, opened, unpacked
from arcollect_tui.errors import FileRefused, ForkRefused
from arcollect_tui.rules.sharing_policy import FIRST_SIGHT, PAIRING, REQUIRED
from arcollect_tui.rules.text import clean
from arcollect_tui.services.exchange import take_in
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync_seat import Seat

_OTHER_KEY = "it is forged: it is signed with another key than its desk's"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in.

    Attributes:
        name: of the file.
        entries: how many of its entries were not here.
    """

    name: str
    entries: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that was put aside: it changed nothing, and is looked at again next time.

    Attributes:
        name: of the file.
        reason: why, without the name.
        kind: what it is, in one word: see `data.sync.refusals`.
    """

    name: str
    reason: str
    kind: str


class Taking:
    """Goes through a folder once.

    Args:
        office: open for writing.
        seat: this store among the desks.
        folder: the shared folder.

    Attributes:
        offices: the offices that have sound files in the folder, each with the desks that wrote them.
        taken: files that were taken in now.
        known: names of files that were seen for the first time, and whose entries are all here.
        aside: files that were put aside now, those of before that still are included.
        shut_out: whether a desk of this office encrypts its files, and not for this one.
    """

    def __init__(self, office: Office, seat: Seat, folder: Path) -> None:
        self.seat = seat
        self.folder = folder
        self.offices: dict[bytes, set[bytes]] = defaultdict(set)
        self.taken: list[Taken] = []
        self.known: list[str] = []
        self.aside: list[Aside] = []
        self.shut_out = False
        self._office = office
        self._waiting: list[Path] = []
        self._seen = replays.Seen()

    @property
    def brings_news(self) -> bool:
        """Whether there are files that were not taken in before."""
        return bool(self._waiting)

    def look(self) -> None:
        """See which files are new, and whose they are; files that are gone are forgotten.

        Raises:
            Refused: the folder cannot be read.
        """
        files = shared.shared_files(self.folder)
        with self._office.store.reading() as connection:
            known = notes.notes(connection, f"{self.folder}/")
        for path in files:
            note = known.pop(str(path), None)
            if note is not None and not note.aside and (note.size, note.changed) == shared.state_of(path):
                if note.header is not None:
                    self._seen.add(note.header)
                    self._note_office(note.header)
                continue
            self._waiting.append(path)
            if not self.seat.settled:
                self._peek(path)
        if known:
            with self._office.store.writing() as connection:
                for path_gone in known:
                    notes.forget(connection, path_gone)

    def _note_office(self, header: Header) -> None:
        self.offices[header.office].add(header.desk)

    def _peek(self, path: Path) -> None:
        with suppress(FileRefused):
            self._note_office(opened(path.name, shared.content(path)).header)

    @property
    def is_unclear(self) -> bool:
        """Whether there are files, and none says yet whose the folder is."""
        return not self.seat.settled and bool(self._waiting) and not self.offices

    @property
    def is_of_others(self) -> bool:
        """Whether the folder holds files of other offices, and none of this store's own."""
        return bool(self.offices) and self.seat.office not in self.offices

    def take_all(self, progress: Callable[[int], None] | None) -> None:
        """Take in what is new. A file that waits for another is tried again when that one is in."""
        waiting, done = self._waiting, 0
        while waiting:
            self.shut_out = False
            refused: list[tuple[Path, Aside]] = []
            before = len(self.taken)
            for path in waiting:
                aside = self._take(path)
                if aside is not None:
                    refused.append((path, aside))
                done += 1
                if progress is not None:
                    progress(done)
            if len(self.taken) == before or not refused:
                self.aside = [aside for _, aside in refused]
                return
            waiting = [path for path, _ in refused]

    def _take(self, path: Path) -> Aside | None:
        """Take one file in; why not, where it was put aside."""
        state = shared.state_of(path)
        if state is None:
            return None
        found: Sealed | None = None
        try:
            shared.check_name(path)
            found = opened(path.name, shared.content(path))
            self._take_sealed(found, str(path), state)
        except (FileRefused, ForkRefused) as error:
            aside = Aside(shared.shown(path.name), _reason(error), kind_of(error))
            if not shared.is_text(path):
                return aside
            with self._office.store.writing() as connection:
                self._put_aside(connection, Note(str(path), *state, None, aside.reason), found, error)
            return aside
        return None

    def _put_aside(
        self, connection: Connection, note: Note, found: Sealed | None, error: Exception
    ) -> None:
        """Remember why; a desk that waits to be paired is remembered with its key."""
        if isinstance(error, NotPaired):
            peers.pin(connection, error.desk, error.key, trusted=False)
        said = None
        if found is not None and peers.speaks(connection, self.seat.keys, found):
            said = found.header
        if isinstance(error, Unreadable) and (said is not None or not peers.peers(connection)):
            self.shut_out = True
        notes.note(connection, Note(note.path, note.size, note.changed, said, note.aside))

    def _take_sealed(self, found: Sealed, path: str, state: tuple[int, int]) -> None:
        """Take a file in, all of it in one transaction.

        Raises:
            FileRefused: it is damaged, foreign, forged or replayed, or not for this desk.
            ForkRefused: it tells another story of a desk than this store.
        """
        header = found.header
        self._note_office(header)
        if header.office != self.seat.office:
            msg = f"it is of another office ({six_words(header.office)})"
            raise Foreign(msg)
        check_body(found)
        replays.check_name(found.name, header)
        taken = Note(path, *state, header)
        if header in self._seen:
            self._note_copy(found, taken)
            return
        bundle = self._bundle(found)
        with self._office.deed() as connection:
            self._check_who_speaks(connection, found, bundle)
            news = news_of(connection, bundle)
            if news.nothing:
                self._check_withdrawn(connection, header)
            else:
                take_in(self._office, connection, bundle, news)
            others = [one for one in header.checkpoints if one.desk not in self.seat.keys]
            peers.keep_checkpoints(connection, others)
            notes.note(connection, taken)
        self._seen.add(header)
        if news.nothing:
            self.known.append(clean(found.name))
        else:
            self.taken.append(Taken(clean(found.name), len(news.entries)))
            self._office.look_at_settings()

    def _check_who_speaks(self, connection: Connection, found: Sealed, bundle: Bundle) -> None:
        """See that the file and all that it carries are signed by the desks in whose names they speak.

        Raises:
            Forged: they are not.
            NotPaired: one of these desks waits to be paired.
        """
        given = origins.check_origins(connection, found.header, bundle.entries)
        if given.setdefault(found.header.desk, found.key) != found.key:
            raise Forged(_OTHER_KEY)
        peers.vouch(connection, self.seat.keys, given, first_sight=self._first_sight)

    def _note_copy(self, found: Sealed, taken: Note) -> None:
        """Remember a copy of a file that is in.

        Raises:
            Forged: somebody else signed what that desk wrote.
        """
        with self._office.store.writing() as connection:
            if not peers.speaks(connection, self.seat.keys, found):
                raise Forged(_OTHER_KEY)
            notes.note(connection, taken)
        self.known.append(clean(found.name))

    def _check_withdrawn(self, connection: Connection, header: Header) -> None:
        """Refuse what a colleague withdrew; a file of this desk's own is removed when it writes."""
        if header.desk not in self.seat.keys and self._seen.is_withdrawn(header):
            raise replays.withdrawn(drawer.desk_name(connection, header.desk))

    @property
    def _first_sight(self) -> bool:
        return self._office.settings.policy.get(PAIRING, FIRST_SIGHT) != REQUIRED

    def _bundle(self, found: Sealed) -> Bundle:
        body = found.body
        if found.header.recipients:
            plain = decrypt(body, self.seat.identity)
            if plain is None:
                own = recipient_of(self.seat.identity)
                msg = f"it is not encrypted for this desk; have {own} added to the policy key recipients"
                raise Unreadable(msg)
            body = plain
        bundle = read_lines(found.name, found.header.plain, unpacked(found, body))
        if bundle.desk != found.header.desk:
            raise Forged("it is forged: it was written by another desk than it says")
        return bundle


def _reason(error: FileRefused | ForkRefused) -> str:
    sentence = error.sentence.removesuffix(".")
    if isinstance(error, ForkRefused):
        return f"it tells history anew: {sentence[0].lower()}{sentence[1:]}"
    return sentence
