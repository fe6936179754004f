"""What is fuzzed: each reader with files to begin with, words of its language, and what must be true.

A reader may refuse with one of our sentences. Anything else that it raises, a line or a row that does not
come out, and more than a moment are defects.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arcollect_tui.data.imports.encodings import find_encoding, text_lines
from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.raw import open_raw
from arcollect_tui.data.imports.sheets.child import events_of
from arcollect_tui.data.imports.sheets.frames import FrameKind, cells_of, packed, row_count
from arcollect_tui.errors import ArcollectError
from tests.data.imports import books
from tests.data.imports.helpers import read

Check = Callable[[Path], None]
HEADER = "Customer No,Customer Name,Invoice No,Invoice Date,Due Date,Currency,Open Amount"
ITEM = "10,Müller Ltd,4711,2026-08-01,2026-09-01,EUR,12.50"
CSV = (
    f"Open items\nAs of 31.08.2026\n\n{HEADER}\n{ITEM}\n{ITEM.replace('4711', chr(34) + 'a,b' + chr(34))}\n"
)
CSV += "Total,,,,,,25.00\n"


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        seeds: files to begin with, beside the kept ones.
        words: what files of the kind are made of.
        check: reads a file and says what must be true of it.
    """

    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...]
    check: Check


def check_text(path: Path) -> None:
    """Every line has a record, every record a class, and nothing but delimiters and blanks is left out."""
    _, source = open_source(path)
    rows = [row for batch in source.batches() for row in batch.rows]
    lines = [line for batch in source.batches() for line in batch.lines]
    with text_lines(raw := open_raw(path), find_encoding(raw)) as stream:
        physical = list(stream)
    assert len(rows) == len(lines)
    assert lines == sorted(set(lines)), "a line came twice"
    assert not lines or 1 <= lines[0] <= lines[-1] <= len(physical)
    if '"' not in "".join(physical):
        assert len(lines) >= len(physical), "a line did not come out"
        assert _letters("".join(cell for row in rows for cell in row)) == _letters("".join(physical))
    parsed = read(path, currency="EUR")
    assert sum(parsed.lines.values()) == parsed.total_lines == len(lines), "a line has no class"


def _letters(text: str) -> str:
    return re.sub(r"[\s,;|]", "", text)


def checked_events(kind: str) -> Check:
    """A check of a reader of a structure: all rows that it finds go through the stream unchanged."""

    def check(path: Path) -> None:
        rows = [event for event in events_of(kind, path, "a", "utf-8") if isinstance(event, list)]
        sent: list[list[str]] = []
        for frame in packed(events_of(kind, path, "a", "utf-8"), "a"):
            if frame.kind in (FrameKind.ROWS, FrameKind.COLUMNS):
                cells = cells_of(frame)
                sent += cells if frame.kind is FrameKind.ROWS else map(list, zip(*cells, strict=True))
                assert row_count(frame) <= len(sent)
        assert sent == rows, "a row was lost on the way"

    return check


def check_process(path: Path) -> None:
    """Through the process and to the end: it ends by itself, by a refusal, or is ended."""
    parsed = read(path, currency="EUR")
    assert sum(parsed.lines.values()) == parsed.total_lines


def _file(make: Callable[[Path], Path], folder: Path) -> bytes:
    return make(folder / "seed").read_bytes()


_ROWS: books.Rows = [[*HEADER.split(",")], [*ITEM.split(",")], ["Total", "", "", "", "", "", 12.5]]
_CELLS = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in _ROWS)
_PAGE = (
    "<html><head><style>x</style></head><body><p>As of 2026-08-31"
    f"<table>{_CELLS}</table><p>End</body></html>"
)
_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_DATA = "".join(
    f"<Row>{''.join(f'<Cell><Data>{cell}</Data></Cell>' for cell in row)}</Row>" for row in _ROWS
)
_XML = (
    f'<?xml version="1.0"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">'
    f'<Worksheet ss:Name="S"><Table>{_DATA}</Table></Worksheet></Workbook>'
)
_MAIL = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
_REPORT = (
    '{"Header":{"ReportName":"A","Currency":"USD","Option":[{"Name":"report_date","Value":"2026-08-31"}]},'
    '"Columns":{"Column":[{"ColTitle":"Date","ColType":"tx_date"},{"ColTitle":"Amount","ColType":"nat_amount"}]},'
    '"Rows":{"Row":[{"Header":{"ColData":[{"value":"A"}]},"Rows":{"Row":[{"ColData":[{"value":"1"}]}]},'
    '"Summary":{"ColData":[{"value":"Total"}]}}]}}'
)
_LIST = CSV.splitlines()[3:]
_PIPES = "\n".join(f"|{'|'.join(cell.ljust(14) for cell in line.split(','))}|" for line in _LIST)
_FIXED = "\n".join("  ".join(cell.ljust(14) for cell in line.split(",")) for line in _LIST)
_TEXT_WORDS = (
    b",",
    b";",
    b"\t",
    b"|",
    b"  ",
    b"----",
    b"---- ----",
    b"Total",
    b"sep=;",
    b"2026-08-01",
    b"1.234,56-",
)


def targets(folder: Path) -> dict[str, Target]:
    """The readers by name; `folder` is for files that only a path can be made of."""
    xlsx_words = (b"PK\x03\x04", b"<c", b'r="A1"', b't="e"', b"<f>1</f>", b"<v>", b"xl/workbook.xml")
    ods = _file(lambda path: books.ods(path, _ROWS), folder)
    xlsb = _file(lambda path: books.xlsb(path, _ROWS), folder)
    xls = _file(lambda path: books.xls(path, _ROWS), folder)
    return {
        "delimited": Target(
            (
                CSV.encode(),
                CSV.replace(",", "\t").replace("\n", "\r\r\n").encode(),
                CSV.encode("utf-16"),
                CSV.replace(",", ";").encode("utf-16-le"),
                CSV.encode("cp1252"),
            ),
            _TEXT_WORDS,
            check_text,
        ),
        "printed": Target((_PIPES.encode(), _FIXED.encode()), _TEXT_WORDS, check_text),
        "html": Target(
            (_PAGE.encode(),),
            (
                b"<table>",
                b"</table>",
                b"<tr>",
                b"<td colspan=3>",
                b"<td rowspan=99>",
                b"<br>",
                b"<!--",
                b"<script>",
            ),
            checked_events("html"),
        ),
        "mhtml": Target(
            ((_MAIL + _PAGE + "\n--b--").encode(),),
            (b"--b", b"Content-Transfer-Encoding: base64", b"charset=utf-16", b"=3D", b"<td>"),
            checked_events("mhtml"),
        ),
        "spreadsheetml": Target(
            (_XML.encode(), _XML.encode("utf-16")),
            (
                b'ss:Index="3"',
                b'ss:MergeAcross="2"',
                b"<Row>",
                b"<!DOCTYPE x>",
                b"&amp;",
                b'ss:Type="Number"',
                b"1e999",
            ),
            checked_events("spreadsheetml"),
        ),
        "json": Target(
            (_REPORT.encode(), b'{"value":[{"a":1,"b":{"c":null}},{"a":[],"d":"\\ud800"}]}'),
            (b"{", b"[", b'"ColData":', b'"Rows":{"Row":[', b"null", b"1e999", b"NaN", b'"\\u0000"'),
            checked_events("json"),
        ),
        "workbooks": Target((ods, xlsb, xls), xlsx_words, check_process),
    }


REFUSALS = ArcollectError
