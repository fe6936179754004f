"""Files made to exhaust the machine: each is stopped in time and within the memory of its process."""

import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from arcollect_tui.data.imports.filekinds import FileKind
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.sheets import reading
from arcollect_tui.errors import FileRefused
from tests.data.imports import books
from tests.data.imports.helpers import HEADER, read

POSIX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="only here the limit is on address space")
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
_CELL = b'<c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaa</t></is></c>'


def _deflated(start: bytes, again: bytes, times: int) -> bytes:
    """A deflate stream of a text and many copies of another: these take no time, being one block copied."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    body = packer.compress(again) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + body * times + packer.flush()


def _archive(path: Path, members: dict[str, tuple[bytes, int]]) -> Path:
    """An archive of deflated members that says of each what size it has when unpacked."""
    data, index = b"", b""
    for name, (packed, size) in members.items():
        about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0)
        index += (
            b"PK\x01\x02\x14\x00" + about + struct.pack("<HHHII", 0, 0, 0, 0, len(data)) + name.encode()
        )
        data += b"PK\x03\x04" + about + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(index), len(data), 0)
    path.write_bytes(data + index + b"PK\x05\x06" + end)
    return path


def _refused(path: Path, sentence: str) -> None:
    start = time.monotonic()
    with pytest.raises(FileRefused, match=sentence) as caught:
        read(path, currency="EUR")
    assert time.monotonic() - start < 30
    assert caught.value.exit_code == 4


def _lying(path: Path, times: int) -> Path:
    """A workbook whose sheet says it has 1,000 bytes and has many copies of 20,000 cells in one row."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("S")
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    members = {name: (_deflated(text, b"", 0), len(text)) for name, text in texts.items()}
    cells = _deflated(_SHEET, _CELL * 20_000, times)
    return _archive(path, members | {"xl/worksheets/sheet1.xml": (cells, 1_000)})


def test_an_archive_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    path = _lying(tmp_path / "a.xlsx", 3_000)
    assert path.stat().st_size < 20_000_000
    _refused(path, "is damaged")


@POSIX_ONLY
def test_a_sheet_with_cells_at_its_far_corners_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write(1_048_575, 16_383, "far")
    _refused(path, "needs more than 1 GB of memory to open, which is too large or too strange")


@POSIX_ONLY
@pytest.mark.parametrize(
    ("columns", "rows", "sentence"),
    [
        (16_384, 1_048_576, "a sheet of more cells than any list"),
        (100, 100_000, "needs more than 1 GB of memory"),
    ],
)
def test_an_opendocument_file_that_repeats_its_cells_is_stopped(
    tmp_path: Path, columns: int, rows: int, sentence: str
) -> None:
    path = books.ods(tmp_path / "a.ods", [[*HEADER.split(",")], ["x"]])
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    content = texts["content.xml"].replace("cell ", f"cell table:number-columns-repeated='{columns}' ")
    texts["content.xml"] = content.replace("-row>", f"-row table:number-rows-repeated='{rows}'>", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    _refused(path, sentence)


def test_a_process_that_shows_no_progress_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def asleep(*_: object) -> "subprocess.Popen[bytes]":
        started.append(
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.PIPE)
        )
        return started[0]

    monkeypatch.setattr(reading, "_started", asleep)
    monkeypatch.setattr(reading, "STILL_SECONDS", 1.0)
    raw = RawFile(tmp_path, "a.xls", 1, 0, "", b"")
    with pytest.raises(FileRefused, match="takes more than 1 seconds to open"):
        reading.read_sheets(raw, FileKind.OLE, "")
    assert started[0].wait(5) != 0


@POSIX_ONLY
def test_the_process_gets_no_more_memory_than_it_may_have() -> None:
    code = (
        "from arcollect_tui.data.platform import limit_this_process; limit_this_process(1 << 28, 60)\n"
        "try:\n    bytearray(1 << 29)\nexcept MemoryError:\n    print('stopped')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "stopped\n"


def test_the_folder_that_the_program_is_started_in_lends_no_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder of exports may hold a json.py or a package of our name."""
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    (tmp_path / "arcollect_tui.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.html"
    path.write_text(f"<table><tr><td>{HEADER.replace(',', '<td>')}</table>")
    assert read(path).total_lines == 1


def test_a_page_that_never_comes_to_an_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A tag that stays open is looked at again with every piece of the file: the time is its square."""
    monkeypatch.setattr(reading, "STILL_SECONDS", 2.0)
    path = tmp_path / "a.html"
    path.write_text("<table><tr><td>" + "<a " * 7_000_000)
    _refused(path, "takes more than 2 seconds to open")
