"""What a sealed file says of itself: whose it is, what it carries, and who vouches for that.

A header is canonical JSON, signed as those bytes. It has no personal data: it stays readable where the
body is encrypted, so that every desk can see what the folder holds.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from arcollect_tui.data.exchange.form import FileEntry
from arcollect_tui.data.facts_spec import is_whole
from arcollect_tui.data.stamp import DESK_BYTES
from arcollect_tui.data.sync.keys import KEY_BYTES, SIGNATURE_BYTES, is_signed
from arcollect_tui.rules.identity import canonical_json, parsed

SUFFIX: Final = ".arx"
OFFICE_BYTES: Final = 16
HASH_BYTES: Final = 32
_NONCE_BYTES: Final = 8
_VERSION: Final = 1
_MOST_SEQ: Final = 1 << 53
MOST_PLAIN: Final = 1 << 31
"""Bytes that a body may unpack to."""
_NAMED: Final = 8
"""Characters of the body's hash in a name."""
_CLAIM = re.compile(rf"[0-9a-f]{{{2 * DESK_BYTES}}}-\d+-\d+-[0-9a-f]{{{_NAMED}}}")


@dataclass(frozen=True, slots=True)
class Span:
    """Entries of one desk, numbered without a gap."""

    desk: bytes
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A desk's signed word for its chain up to an entry.

    Attributes:
        desk: whose chain.
        key: its public key.
        seq: number of the entry.
        hash: the entry's hash, which rests on all before it.
        signature: by the key, over `message`.
    """

    desk: bytes
    key: bytes
    seq: int
    hash: bytes
    signature: bytes

    def holds(self, office: bytes) -> bool:
        """Whether the desk said so, for this office."""
        return is_signed(
            self.key, self.signature, checkpoint_message(office, self.desk, self.seq, self.hash)
        )


def checkpoint_message(office: bytes, desk: bytes, seq: int, entry_hash: bytes) -> bytes:
    """What a desk signs of its chain."""
    return canonical_json(["arcollect checkpoint", office.hex(), desk.hex(), seq, entry_hash.hex()])


@dataclass(frozen=True, slots=True)
class Header:
    """What a sealed file says of itself.

    Attributes:
        office: whose it is.
        desk: who wrote it.
        nonce: so that the same entries written again are another file.
        carries: the entries in it.
        checkpoints: the origins' word for each of those spans.
        heads: how far the writer had each desk's chain.
        recipients: for whom the body is encrypted; nobody when it is only signed.
        erasures: how many erasures of customers the writer knew.
        plain: bytes of the body unpacked.
        size: bytes of the body.
        sha256: of the body.
    """

    office: bytes
    desk: bytes
    nonce: bytes
    carries: tuple[Span, ...]
    checkpoints: tuple[Checkpoint, ...]
    heads: tuple[tuple[bytes, int], ...]
    recipients: tuple[str, ...]
    erasures: int
    plain: int
    size: int = 0
    sha256: bytes = bytes(HASH_BYTES)

    def json(self) -> bytes:
        """The header as it is signed."""
        return canonical_json(
            {
                "arx": _VERSION,
                "office": self.office.hex(),
                "desk": self.desk.hex(),
                "nonce": self.nonce.hex(),
                "carries": [[span.desk.hex(), span.first, span.last] for span in self.carries],
                "checkpoints": [
                    [one.desk.hex(), one.key.hex(), one.seq, one.hash.hex(), one.signature.hex()]
                    for one in self.checkpoints
                ],
                "heads": [[desk.hex(), last] for desk, last in self.heads],
                "recipients": list(self.recipients),
                "erasures": self.erasures,
                "plain": self.plain,
                "size": self.size,
                "sha256": self.sha256.hex(),
            }
        )


def file_name(header: Header) -> str:
    """`<desk>-<first>-<last>-<hash>.arx`: the writer's own entries in it, 0-0 when it only hands on."""
    own = [span for span in header.carries if span.desk == header.desk]
    first = min((span.first for span in own), default=0)
    last = max((span.last for span in own), default=0)
    return f"{header.desk.hex()}-{first}-{last}-{header.sha256.hex()[:_NAMED]}{SUFFIX}"


def names_another(name: str, header: Header) -> bool:
    """Whether a file's name says that it is another one than its header says.

    Clouds add to names (`… (conflicted copy).arx`) and people change them; those say nothing of it.
    """
    said = _CLAIM.search(name.lower())
    return said is not None and not file_name(header).startswith(said.group())


def read_header(said: bytes) -> Header | None:
    """A header from its bytes; None when it is not one that this program writes."""
    try:
        value = parsed(said.decode())
    except (ValueError, RecursionError):
        return None
    return _header(value) if isinstance(value, dict) and value.get("arx") == _VERSION else None


def _header(value: dict[str, Any]) -> Header | None:
    try:
        header = Header(
            bytes.fromhex(value["office"]),
            bytes.fromhex(value["desk"]),
            bytes.fromhex(value["nonce"]),
            tuple(Span(bytes.fromhex(desk), first, last) for desk, first, last in value["carries"]),
            tuple(
                Checkpoint(
                    bytes.fromhex(desk),
                    bytes.fromhex(key),
                    seq,
                    bytes.fromhex(digest),
                    bytes.fromhex(signature),
                )
                for desk, key, seq, digest, signature in value["checkpoints"]
            ),
            tuple((bytes.fromhex(desk), last) for desk, last in value["heads"]),
            tuple(value["recipients"]),
            value["erasures"],
            value["plain"],
            value["size"],
            bytes.fromhex(value["sha256"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
    return header if _is_sound(header) else None


def _is_sound(header: Header) -> bool:
    desks = [header.desk, *(span.desk for span in header.carries), *(desk for desk, _ in header.heads)]
    desks += [one.desk for one in header.checkpoints]
    return (
        len(header.office) == OFFICE_BYTES
        and len(header.nonce) == _NONCE_BYTES
        and len(header.sha256) == HASH_BYTES
        and all(len(desk) == DESK_BYTES for desk in desks)
        and all(_numbered(span.first) and _numbered(span.last) for span in header.carries)
        and all(span.first <= span.last for span in header.carries)
        and all(_is_checkpoint(one) for one in header.checkpoints)
        and all(is_whole(last, 0, _MOST_SEQ) for _, last in header.heads)
        and all(isinstance(one, str) for one in header.recipients)
        and all(is_whole(number, 0, MOST_PLAIN) for number in (header.erasures, header.plain, header.size))
    )


def _numbered(seq: object) -> bool:
    return is_whole(seq, 1, _MOST_SEQ)


def _is_checkpoint(one: Checkpoint) -> bool:
    sizes = (len(one.key), len(one.hash), len(one.signature))
    return _numbered(one.seq) and sizes == (KEY_BYTES, HASH_BYTES, SIGNATURE_BYTES)


def spans_of(entries: list[FileEntry]) -> tuple[Span, ...]:
    """The runs of numbers that entries make, by desk."""
    found: list[Span] = []
    for desk, seq in sorted((entry.desk, entry.seq) for entry in entries):
        last = found[-1] if found else None
        if last is not None and last.desk == desk and last.last == seq - 1:
            found[-1] = Span(desk, last.first, seq)
        else:
            found.append(Span(desk, seq, seq))
    return tuple(found)
