"""Opening a file: which reader its content asks for."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from arcollect_tui.data.imports.delimited import TextSource, find_delimiter
from arcollect_tui.data.imports.encodings import find_encoding, text_lines
from arcollect_tui.data.imports.filekinds import FileKind, kind_of
from arcollect_tui.data.imports.garbage import no_collection
from arcollect_tui.data.imports.layout import known_names
from arcollect_tui.data.imports.lists import PIPE, ListSource, fixed_cutter, pipe_cutter
from arcollect_tui.data.imports.raw import RawFile, open_raw
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.errors import FileRefused


@contextmanager
def readable(raw: RawFile) -> Iterator[None]:
    """Turn what goes wrong while a file is read into its refusal."""
    try:
        with no_collection():
            yield
    except (OSError, UnicodeError):
        raise FileRefused(f"{raw.name} could not be read to its end. Import it again.") from None


def open_source(
    path: Path, known: Collection[str] | None = None, wishes: Wishes = NONE
) -> tuple[RawFile, Source]:
    """A file as records, whatever its kind.

    Args:
        path: the file.
        known: folded names that its header may have; those of ledger files when None.
        wishes: what the person says about it.

    Raises:
        FileRefused: it cannot be read.
        UsageError: there is no such encoding or sheet.
        Refused: the person stopped it.
    """
    raw = open_raw(path)
    names = known_names() if known is None else known
    kind = kind_of(raw)
    with readable(raw):
        if kind is FileKind.TEXT:
            return raw, text_source(raw, names, wishes.encoding)
        from arcollect_tui.data.imports.sheets.source import SheetSource

        return raw, SheetSource(raw, kind, names, wishes)


def text_source(raw: RawFile, known: Collection[str], asked: str | None) -> Source:
    """A text file: delimited, drawn with pipes, or in columns that blanks keep apart."""
    encoding = find_encoding(raw, asked)
    with text_lines(raw, encoding) as stream:
        head = list(islice(stream, HEAD_RECORDS))
    delimiter, names = find_delimiter(head, known)
    if delimiter == PIPE and names:
        cut = pipe_cutter(head, known)
        if cut is not None:
            return ListSource(raw, encoding, cut, PIPE)
    if not names:
        cut = fixed_cutter(raw, encoding, known)
        if cut is not None:
            return ListSource(raw, encoding, cut, " ")
    return TextSource(raw, encoding, delimiter)
