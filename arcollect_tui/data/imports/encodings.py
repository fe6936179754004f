"""Which letters the bytes of a text file stand for: decided when that is sure, asked when it is not."""

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final, NamedTuple

from arcollect_tui.data.imports.far_encodings import FAR, far_encodings
from arcollect_tui.data.imports.raw import BLOCK, RawFile
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.errors import EncodingAsked, FileRefused, UsageError

CANDIDATES: Final = ("cp1252", "cp1250", "cp850", "cp437", "latin-1", "mac-roman")
"""Encodings that a ledger's bytes may be in when they are not Unicode, the usual one first.

latin-1 gives letters to all bytes, so it comes after those that may be wrong.
"""
LONGEST_LINE: Final = 1 << 20
"""Bytes; a text file without a line end in so many is none."""
CURE: Final = "Save it as CSV or as an Excel workbook (.xlsx)."
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DATEV: Final = re.compile(rb'"?(?:EXTF|DTVF)"?;')
"""How a file in DATEV's format begins; the format is defined in Windows-1252."""
_WIDE: Final = ("utf-16", "utf-32")
_NO_FILES: Final = frozenset({"idna", "punycode", "utf-7", "raw-unicode-escape"})
"""Encodings for other things than files."""
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_FOREIGN: Final = re.compile(rb"[^,;|\t\"\r\n]*[\x80-\xff][^,;|\t\"\r\n]*")
_MOST_WORDS: Final = 400
_SHOWN_WORDS: Final = 3
_WORD_LENGTH: Final = 24
_FEWEST_PAIRS: Final = 8
_UNCOUNTED_ZEROS: Final = 0.01
_UTF_16_ZEROS: Final = 0.3


class Encoding(NamedTuple):
    """An encoding, and whether lines end in CR CR LF, as after a conversion done twice."""

    name: str
    double_ends: bool


@contextmanager
def text_lines(raw: RawFile, encoding: Encoding) -> Iterator[Iterator[str]]:
    """The lines of a file with their ends, whatever these are: LF, CR, CR LF, CR CR LF, or a mixture."""
    with raw.path.open(encoding=encoding.name, newline="") as stream:
        yield _once_ended(stream) if encoding.double_ends else stream


def _once_ended(lines: Iterator[str]) -> Iterator[str]:
    """CR CR LF comes as a line that ends in CR and a second one that is CR LF only.

    All lines end in LF then: a CR before an empty line would make one end with it.
    """
    half = False
    for line in lines:
        if half and line == "\r\n":
            half = False
            continue
        half = line.endswith("\r")
        text = line.rstrip("\r\n")
        yield text if text == line else f"{text}\n"


def find_encoding(raw: RawFile, asked: str | None = None, *, lined: bool = True) -> Encoding:
    """The encoding of a text file: as its mark says, UTF-16, the one that was named, strict UTF-8.

    Args:
        raw: the file.
        asked: the encoding that the person, or the file itself, names.
        lined: whether it is read by lines, so that each must end.

    Raises:
        EncodingAsked: several encodings are possible; it shows names as each of them reads them.
        FileRefused: it has bytes that no text has, or a line without end.
        UsageError: the encoding that was named is none.
    """
    if asked is not None:
        check_encoding(asked)
    name = next((name for bom, name in _BOMS if raw.head.startswith(bom)), "") or _utf_16(raw.head)
    if name and name != "utf-8-sig":
        return _checked(raw, name, lined)
    if asked is not None and not name:
        return _checked(raw, asked, lined)
    utf_8, double_ends = _look(raw, lined)
    if utf_8:
        return Encoding(name or "utf-8", double_ends)
    if name:
        raise FileRefused(f"{raw.name} is marked as UTF-8 and is not. Save it as CSV in UTF-8.")
    if _DATEV.match(raw.head):
        return _checked(raw, "cp1252", lined)
    return Encoding(_the_only_one(raw), double_ends)


def check_encoding(name: str) -> None:
    """Refuse what is no encoding of text.

    Raises:
        UsageError: Python knows none of that name, or one that spells plain letters otherwise.
    """
    plain = bytes(range(32, 127))
    try:
        own = codecs.lookup(name).name
        if own.startswith(_WIDE) or (own not in _NO_FILES and plain.decode(name) == plain.decode("ascii")):
            return
    except (LookupError, UnicodeError, ValueError):
        pass
    shown = clean_text(name[:_WORD_LENGTH])
    raise UsageError(
        f"{shown} is no encoding. Encodings are utf-8, utf-16, {', '.join((*CANDIDATES, *FAR))}."
    )


def _utf_16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    pairs = len(head) // 2
    if pairs < _FEWEST_PAIRS:
        return ""
    first, second = head[: 2 * pairs : 2].count(0) / pairs, head[1 : 2 * pairs : 2].count(0) / pairs
    if second >= _UTF_16_ZEROS and first <= _UNCOUNTED_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if first >= _UTF_16_ZEROS and second <= _UNCOUNTED_ZEROS else ""


def _look(raw: RawFile, lined: bool) -> tuple[bool, bool]:
    """Read the bytes once: whether they are UTF-8, and whether some line ends twice."""
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    double, without_end, last = False, 0, b""
    with raw.path.open("rb") as stream:
        while True:
            block = stream.read(BLOCK)
            if b"\x00" in block:
                _refuse_nul(raw)
            without_end = 0 if b"\n" in block or b"\r" in block else without_end + len(block)
            if lined and without_end > LONGEST_LINE:
                raise FileRefused(_endless(raw.name))
            double = double or (b"\r" in block and b"\r\r\n" in last + block)
            last = block[-2:]
            if decoder is not None:
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError:
                    decoder = None
            if not block:
                return decoder is not None, double


def _endless(name: str) -> str:
    return f"{name} has a line of more than {LONGEST_LINE:,} bytes, as no list has. {CURE}"


def _refuse_nul(raw: RawFile) -> None:
    with text_lines(raw, Encoding("latin-1", double_ends=True)) as lines:
        for number, line in enumerate(lines, 1):
            if "\x00" in line:
                raise FileRefused(_nul_sentence(raw.name, number))


def _nul_sentence(name: str, line: int) -> str:
    return f"{name}, line {line}: a NUL byte stands here; this is no text file. {CURE}"


def _checked(raw: RawFile, name: str, lined: bool) -> Encoding:
    """The encoding, when every line can be read in it.

    Raises:
        FileRefused: a line cannot, or holds what no text has.
    """
    number, double, half = 0, False, False
    try:
        with raw.path.open(encoding=name, newline="") as stream:
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if "\x00" in line:
                    raise FileRefused(_nul_sentence(raw.name, number))
                if lined and len(line) == LONGEST_LINE:
                    raise FileRefused(_endless(raw.name))
                double = double or (half and line == "\r\n")
                half = line.endswith("\r")
    except UnicodeError:
        raise FileRefused(
            f"{raw.name}{_wrong_line(raw, name)}: a character is not text in {name.upper()}. "
            "Save it as CSV in UTF-8, or add --encoding and another name."
        ) from None
    return Encoding(name, double)


def _wrong_line(raw: RawFile, name: str) -> str:
    """Where the first line stands that cannot be read; '' where letters have two bytes and ends none."""
    with text_lines(raw, Encoding("latin-1", double_ends=True)) as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.encode("latin-1").decode(name)
            except UnicodeError:
                return "" if name.startswith(_WIDE) else f", line {number}"
    return ""


def _the_only_one(raw: RawFile) -> str:
    """The encoding under which the whole file can be read, when all that can agree on its letters.

    Raises:
        EncodingAsked: they do not agree.
    """
    words = _foreign_words(raw)
    far = [name for name in far_encodings(words) if _reads(raw, name)]
    possible = [*far, *[name for name in CANDIDATES if _reads(raw, name) and _has_letters(words, name)]]
    possible = possible or ["latin-1"]
    readings = _readings(possible, words)
    if len(readings) == 1:
        return possible[0]
    shown = " or ".join(f"{', '.join(words)} ({name})" for name, words in readings.items())
    raise EncodingAsked(
        f"{raw.name} is not UTF-8, so its letters can be read in {len(readings)} ways: {shown}. "
        f"Add --encoding and the name that spells them right, for example --encoding {possible[0]}.",
        tuple(readings.items()),
    )


def _has_letters(words: Sequence[bytes], name: str) -> bool:
    """Whether no word has a control character under an encoding that can read the whole file."""
    return not any(_CONTROLS.search(word.decode(name)) for word in words)


def _reads(raw: RawFile, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with raw.path.open("rb") as stream:
            while block := stream.read(BLOCK):
                decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _foreign_words(raw: RawFile) -> list[bytes]:
    """Different cells with other than plain letters, from the beginning of the file."""
    found: dict[bytes, None] = {}
    with raw.path.open("rb") as stream:
        while len(found) < _MOST_WORDS and (block := stream.readline(LONGEST_LINE)):
            found |= dict.fromkeys(match.strip() for match in _FOREIGN.findall(block))
    return list(islice(found, _MOST_WORDS))


def _readings(names: Sequence[str], words: Sequence[bytes]) -> dict[str, tuple[str, ...]]:
    """By encoding, few words as it spells them: those that tell most encodings apart.

    Encodings that spell all the words alike come once, under the first name.
    """
    chosen: list[bytes] = []
    left = list(words)
    while left and len(chosen) < _SHOWN_WORDS:
        best = max(left, key=lambda word: (_ways(names, [*chosen, word]), _ways(names, [word])))
        chosen.append(best)
        left.remove(best)
    readings: dict[tuple[str, ...], str] = {}
    for name in names:
        readings.setdefault(tuple(_shown(word, name) for word in chosen), name)
    return {name: spelled for spelled, name in readings.items()}


def _ways(names: Sequence[str], words: Sequence[bytes]) -> int:
    return len({tuple(word.decode(name, "ignore") for word in words) for name in names})


def _shown(word: bytes, name: str) -> str:
    """A word for the question, from a little before its first foreign letter."""
    first = next(at for at, byte in enumerate(word) if byte > 127)
    start = 0 if first < _WORD_LENGTH // 2 else word.rfind(b" ", 0, first) + 1
    return clean_text(word[start : start + _WORD_LENGTH].decode(name, "ignore")).strip()
