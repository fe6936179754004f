"""The kept bytes of files that were taken in: what is kept of each, and getting it back."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcollect_tui.data import kept
from arcollect_tui.data.exports.write import renamed
from arcollect_tui.data.imports.keepable import ROWS
from arcollect_tui.data.kept import KeptBytes
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.text import counted
from arcollect_tui.services.imports_taken import handles_of, identity_of
from arcollect_tui.services.keeping_files import WHY
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable

_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""What cannot stand in the name of a file on every system."""
_OF_ROWS = (".csv", ".txt")


@dataclass(frozen=True, slots=True)
class KeptImport:
    """What is kept of an import.

    Attributes:
        handle: of the entry that brought it.
        file: its name.
        as_of: the day it speaks of.
        files: the file and those that were joined with it; none where it was taken in elsewhere, or
            before files were kept.
    """

    handle: str
    file: str
    as_of: date
    files: tuple[KeptBytes, ...]

    @property
    def here(self) -> tuple[KeptBytes, ...]:
        """Those that are kept still."""
        return tuple(file for file in self.files if not file.gone)


def kept_import(office: Office, handle: str) -> KeptImport:
    """What is kept of the import that an entry brought.

    Raises:
        Refused: the entry brought no file.
    """
    with office.store.reading() as connection:
        return _kept_import(connection, handle)


def _kept_import(connection: Connection, handle: str) -> KeptImport:
    identity = identity_of(connection, handle.strip())
    if identity is None:
        raise Refused(f"Entry {handle} brought no file. arcollect imports lists those that did, like 1-5.")
    _, file, as_of = handles_of(connection, [identity])[identity]
    return KeptImport(handle.strip(), file, as_of, tuple(kept.kept_of(connection, identity)))


def told(file: KeptBytes) -> str:
    """What is kept of a file, as a sentence."""
    if file.gone:
        return f"{file.name} is not kept: {WHY[file.gone]}."
    differs = [
        *([f"{counted(file.masked, 'card number')} masked"] if file.masked else []),
        *([f"{counted(file.cut, 'line')} of erased customers cut out"] if file.cut else []),
    ]
    other = f" with {' and '.join(differs)}" if differs else ""
    if file.form == ROWS:
        rows = f"rows of sheet {file.sheet}" if file.sheet else "rows"
        return f"Of {file.name} the {rows} are kept as CSV{other}."
    return f"{file.name} is kept{other or ' as it came'}."


def write_kept(office: Office, handle: str, out: Path) -> str:
    """Write what is kept of an import to a file, or into a folder under the names that its files had.

    Returns:
        The sentences that say what was written and what differs from the file as it came.

    Raises:
        Refused: nothing is kept, the file is there already, or cannot be written.
        UsageError: several files are kept and one is named; or a workbook is named for rows.
    """
    with office.store.reading() as connection:
        found = _kept_import(connection, handle)
        if not found.here:
            raise Refused(nothing_kept(found))
        written = []
        for file, target in zip(found.here, targets_of(found.here, usable(out, Refused)), strict=True):
            with renamed(target) as part, part.open("wb") as stream:
                for chunk in kept.chunks_of(connection, file):
                    stream.write(zlib.decompress(chunk))
            written.append(f"Wrote {target}: {told(file)}")
    return " ".join(written)


def nothing_kept(found: KeptImport) -> str:
    """Why nothing is kept of an import, in sentences."""
    if found.files:
        return " ".join(map(told, found.files))
    return f"{found.file} is not kept here: it was taken in on another desk, or before files were kept."


def targets_of(files: Sequence[KeptBytes], out: Path) -> list[Path]:
    """Where each of the files goes.

    Raises:
        Refused: it is there already, or its folder is not.
        UsageError: several files are kept and one is named; or a workbook is named for rows.
    """
    if out.is_dir():
        names = [_own_name(file) for file in files]
        # Files of one name came from several folders.
        unlike = len(set(names)) == len(names)
        targets = [out / (name if unlike else f"{at}-{name}") for at, name in enumerate(names, 1)]
    elif len(files) > 1:
        raise UsageError(f"{len(files)} files were read together. Name a folder for them with --out.")
    else:
        targets = [out]
    for file, target in zip(files, targets, strict=True):
        if file.form == ROWS and target.suffix.lower() not in _OF_ROWS:
            raise UsageError(f"Of {file.name} the rows are kept. Name a file that ends in .csv.")
        if target.exists():
            raise Refused(f"{target} is there already. Name a new file.")
        if not target.parent.is_dir():
            raise Refused(f"The folder {target.parent} is not there. Make it first, or name another.")
    return targets


def _own_name(file: KeptBytes) -> str:
    """The name that the file had, safe on every system; rows of a workbook get the ending of a table."""
    name = _NO_NAME.sub("_", file.name).strip(". ") or "file"
    return str(Path(name).with_suffix(".csv")) if file.form == ROWS else name


def proposed_name(files: Sequence[KeptBytes]) -> str:
    """A name for what is written: of several files, the folder they go into."""
    return _own_name(files[0]) if len(files) == 1 else "."
