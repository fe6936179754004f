"""Workbooks that are archives: checked before anything in them is opened."""

import zipfile
from pathlib import Path
from typing import Final

from arcollect_tui.errors import FileRefused

MAX_BYTES: Final = 200_000_000
MAX_RATIO: Final = 200
MAX_MEMBERS: Final = 2_000
_SMALL: Final = 1_000_000
_ENCRYPTED: Final = 1
_MANIFEST: Final = "META-INF/manifest.xml"
_MOST_MANIFEST: Final = 1 << 20
_WORKBOOKS: Final = (("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"), ("content.xml", "ods"))


def check_archive(path: Path, name: str) -> str:
    """The kind of workbook an archive is: xlsx, xlsb or ods.

    Raises:
        FileRefused: it is damaged, no workbook, locked by a password, or would unpack to an
            unreasonable size.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_size(name, members)
            locked = any(member.flag_bits & _ENCRYPTED for member in members) or _locked(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise FileRefused(
            f"{name} is damaged: it begins like a workbook and is none. Export it again."
        ) from None
    if locked:
        raise locked_file(name)
    return _kind(name, {member.filename for member in members})


def locked_file(name: str) -> FileRefused:
    """The refusal of a file that only a password opens."""
    return FileRefused(f"{name} is protected by a password. Save it without one, or as CSV.")


def _refuse_size(name: str, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    strange = total > MAX_RATIO * max(packed, _SMALL // MAX_RATIO)
    if len(members) > MAX_MEMBERS or total > MAX_BYTES or strange:
        raise FileRefused(
            f"{name} unpacks to {total:,} bytes in {len(members):,} parts, which is too large or too "
            f"strange to open. Save the sheet as CSV."
        )


def _locked(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file says that its parts are encrypted."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as manifest:
        return b"encryption-data" in manifest.read(_MOST_MANIFEST)


def _kind(name: str, members: set[str]) -> str:
    if "word/document.xml" in members:
        raise FileRefused(f"{name} is a Word document, which is not read. Save the list as .xlsx or CSV.")
    for member, kind in _WORKBOOKS:
        if member in members:
            return kind
    raise FileRefused(f"{name} is an archive, not a workbook. Unpack it, or save it as CSV.")
