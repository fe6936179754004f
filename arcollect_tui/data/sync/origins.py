"""Who vouches for which entries: what may be handed on, and what may be taken in.

A desk signs its chain up to an entry with each file that it writes. Whoever hands its entries on sends
that word along, so that no desk can put words into the mouth of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from arcollect_tui.data import chain
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exchange.form import FileEntry
from arcollect_tui.data.sync import peers, spans
from arcollect_tui.data.sync.header import Checkpoint, Header, Span, checkpoint_message, spans_of
from arcollect_tui.data.sync.keys import SigningKeys
from arcollect_tui.data.sync.refusals import Forged
from arcollect_tui.data.witness import hash_of

MOST_A_FILE = 10_000
"""Entries that go into one file, so that neither side needs much memory."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one file shall carry.

    Attributes:
        carries: the entries.
        checkpoints: the origins' word for each of those spans.
    """

    carries: tuple[Span, ...]
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a folder lacks of what is here.

    Attributes:
        loads: what to write, file by file.
        unvouched: entries by desk that nobody signed for: they came by another way, and stay here.
    """

    loads: tuple[Load, ...]
    unvouched: dict[bytes, int]


def lacking(
    connection: Connection, office: bytes, keys: SigningKeys, there: spans.Spans, most: int = MOST_A_FILE
) -> Lacking:
    """What a folder lacks of what is here, in loads with their checkpoints.

    Args:
        connection: an open transaction.
        office: the id of the office.
        keys: the keys of this seat.
        there: what the folder holds.
        most: entries a file.
    """
    here = spans.held(chain.chains(connection))
    given = peers.checkpoints(connection)
    found: list[tuple[Span, Checkpoint]] = []
    unvouched: dict[bytes, int] = {}
    for desk, runs in spans.less(here, there).items():
        for run in runs:
            if desk in keys:
                found += _signed(connection, office, keys, desk, spans.pieces(run, most))
                continue
            vouched = _vouched(run, here[desk], given.get(desk, ()))
            if vouched is None:
                unvouched[desk] = unvouched.get(desk, 0) + run[1] - run[0] + 1
            else:
                found.append((Span(desk, run[0], vouched.seq), vouched))
    return Lacking(tuple(_loads(found, most)), unvouched)


def _signed(
    connection: Connection, office: bytes, keys: SigningKeys, desk: bytes, runs: Iterable[chain.Span]
) -> Iterable[tuple[Span, Checkpoint]]:
    for first, last in runs:
        digest = hash_of(connection, desk, last)
        if digest is None:
            continue
        signature = keys.sign(desk, checkpoint_message(office, desk, last, digest))
        yield Span(desk, first, last), Checkpoint(desk, keys.public(desk), last, digest, signature)


def _vouched(run: chain.Span, here: Iterable[chain.Span], given: Sequence[Checkpoint]) -> Checkpoint | None:
    """The word that covers most of a run: the first at or behind its end, else the last in it."""
    first, last = run
    end = next(high for low, high in here if low <= first <= high)
    behind = [one for one in given if last <= one.seq <= end]
    within = [one for one in given if first <= one.seq < last]
    return behind[0] if behind else within[-1] if within else None


def _loads(found: Iterable[tuple[Span, Checkpoint]], most: int) -> Iterable[Load]:
    batch: list[tuple[Span, Checkpoint]] = []
    count = 0
    for span, checkpoint in found:
        size = span.last - span.first + 1
        if batch and count + size > most:
            yield _load(batch)
            batch, count = [], 0
        batch.append((span, checkpoint))
        count += size
    if batch:
        yield _load(batch)


def _load(batch: Iterable[tuple[Span, Checkpoint]]) -> Load:
    batch = list(batch)
    joined = spans.united((span.desk, span.first, span.last) for span, _ in batch)
    carries = tuple(Span(desk, *run) for desk, runs in joined.items() for run in runs)
    ends = {(span.desk, span.last) for span in carries}
    word = {(one.desk, one.seq): one for _, one in batch}
    return Load(carries, tuple(word[end] for end in sorted(ends)))


def check_origins(
    connection: Connection, header: Header, entries: Sequence[FileEntry]
) -> dict[bytes, bytes]:
    """See that a file carries what it says, each run of entries with the signed word of its desk.

    The links between entries are compared elsewhere, so the last of a run speaks for all of it.

    Returns:
        The key that the file gives for each desk.

    Raises:
        Forged: entries are not those of the header, or nobody signed for them.
    """
    if spans_of(list(entries)) != tuple(sorted(header.carries, key=lambda span: (span.desk, span.first))):
        raise Forged("it carries other entries than its header says")
    word = {(one.desk, one.seq): one for one in header.checkpoints}
    hashes = {(entry.desk, entry.seq): entry.hash for entry in entries}
    keys: dict[bytes, bytes] = {}
    for span in header.carries:
        end = (span.desk, span.last)
        given = word.get(end)
        if given is None or given.hash != hashes[end] or not given.holds(header.office):
            who = drawer.desk_name(connection, span.desk)
            what = chain.words((span.first, span.last))
            raise Forged(f"it is forged: {who} did not sign for {what} in it")
        if keys.setdefault(span.desk, given.key) != given.key:
            raise Forged("it is forged: it gives two keys for one desk")
    return keys
