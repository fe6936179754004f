"""A sealed file: signed by the desk that wrote it, compressed, maybe encrypted.

A fixed beginning (mark, public key, signature, length of the header), the header, the body. The signature
covers all but itself, the body through its SHA-256 in the header, and is checked before anything is
parsed. The body is a file of entries as `exchange.form` has it, compressed, then encrypted with age where
the header names recipients.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.sync.header import Header, read_header
from arcollect_tui.data.sync.keys import KEY_BYTES, SIGNATURE_BYTES, SigningKeys, is_signed
from arcollect_tui.data.sync.refusals import Newer
from arcollect_tui.errors import FileRefused

_MARK: Final = b"ARX1\n"
_BEGIN = struct.Struct(f">{len(_MARK)}s{KEY_BYTES}s{SIGNATURE_BYTES}sI")
_LENGTH = struct.Struct(">I")
_CUT_SHORT: Final = "it is cut short, and may still be on its way"
_NO_BODY: Final = "its body is not what its header says"
_PIECE: Final = 1 << 16
_LEVEL: Final = 3
"""Of zlib: entries shrink to a seventh, in a third of the time of the usual level."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file whose signature is right.

    Attributes:
        name: of the file.
        key: who signed it.
        header: what it says.
        body: what it carries, still packed; see `check_body`.
    """

    name: str
    key: bytes
    header: Header
    body: bytes


def packed(plain: bytes | memoryview) -> bytes:
    """A file of entries, compressed."""
    return zlib.compress(plain, _LEVEL)


def sealed(header: Header, body: bytes, keys: SigningKeys) -> bytes:
    """The bytes of a sealed file; size and sum of the header are those of the body."""
    said = header.json()
    length, key = _LENGTH.pack(len(said)), keys.public(header.desk)
    signature = keys.sign(header.desk, _MARK + key + length + said)
    return _BEGIN.pack(_MARK, key, signature, len(said)) + said + body


def opened(name: str, data: bytes) -> Sealed:
    """A sealed file, its signature checked before anything in it is parsed.

    Raises:
        FileRefused: it is none, cut short, changed, or written by a newer program.
    """
    if len(data) < _BEGIN.size or not data.startswith(_MARK):
        start = data[: len(_MARK)]
        if _MARK.startswith(start):
            raise FileRefused(_CUT_SHORT)
        raise FileRefused("it is no file that arcollect shares")
    _, key, signature, length = _BEGIN.unpack_from(data)
    said = data[_BEGIN.size : _BEGIN.size + length]
    if len(said) < length:
        raise FileRefused(_CUT_SHORT)
    if not is_signed(key, signature, _MARK + key + _LENGTH.pack(length) + said):
        raise FileRefused("its signature is wrong: it was changed or forged")
    header = read_header(said)
    if header is None:
        raise Newer("it was written by a newer arcollect, or is none of ours; upgrade to take it in")
    return Sealed(name, key, header, data[_BEGIN.size + length :])


def check_body(found: Sealed) -> None:
    """See that the body is the one that was signed.

    Raises:
        FileRefused: it is cut short, or changed.
    """
    body, header = found.body, found.header
    if len(body) < header.size:
        raise FileRefused(_CUT_SHORT)
    if len(body) > header.size or hashlib.sha256(body).digest() != header.sha256:
        raise FileRefused("it was changed on its way: its checksum is another one")


def unpacked(found: Sealed, body: bytes) -> Iterator[bytes]:
    """The lines of a file of entries, unpacked piece by piece.

    Args:
        found: the sealed file.
        body: its body, decrypted.

    Raises:
        FileRefused: it unpacks to something else than the header says.
    """
    left, size = b"", 0
    for piece in _pieces(body):
        size += len(piece)
        if size > found.header.plain:
            break
        *lines, left = (left + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if size != found.header.plain:
        raise FileRefused(_NO_BODY)
    if left:
        yield left


def _pieces(body: bytes) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    try:
        while not engine.eof:
            piece = engine.decompress(body, _PIECE)
            body = engine.unconsumed_tail
            if not piece and not body and not engine.eof:
                raise FileRefused(_NO_BODY)
            yield piece
    except zlib.error:
        raise FileRefused(_NO_BODY) from None
    if engine.unused_data:
        raise FileRefused(_NO_BODY)
