"""Structured files: each kind gives the same items, and nothing of a sheet is left out in silence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.wishes import Wishes
from arcollect_tui.errors import FileRefused, Refused, UsageError
from tests.data.imports import books
from tests.data.imports.helpers import classes, lines_of, read, write

HEADER: list[str | float] = ["Customer No", "Customer", "Invoice No", "Due Date", "Currency", "Open Amount"]
ROWS: books.Rows = [
    ["Open items as of 2026-08-31"],
    [""],
    HEADER,
    ["0010", "Acme", "4711", "2026-09-01", "EUR", 12.5],
    ["0010", "Zoë & Söhne", "00012", "2026-09-02", "EUR", -20.0],
]
MAIL = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
)
_SS = "urn:schemas-microsoft-com:office:spreadsheet"
SS = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    + f'<Workbook xmlns="{_SS}" xmlns:ss="{_SS}">'
)


def _html(rows: books.Rows) -> str:
    cells = ["".join(f"<td>{str(cell).replace('&', '&amp;')}</td>" for cell in row) for row in rows]
    return f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>"


def _xml(rows: books.Rows) -> str:
    def cell(value: str | float) -> str:
        kind = "Number" if isinstance(value, float) else "String"
        text = str(value).replace("&", "&amp;")
        return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' if text else "<Cell/>"

    body = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    return f'{SS}<Worksheet ss:Name="S"><Table>{body}</Table></Worksheet></Workbook>'


KINDS: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda folder: books.xlsx(folder / "a.xlsx", ROWS),
    "xlsb": lambda folder: books.xlsb(folder / "a.xlsb", ROWS),
    "ods": lambda folder: books.ods(folder / "a.ods", ROWS),
    "xls": lambda folder: books.xls(folder / "a.xls", ROWS),
    "html": lambda folder: write(folder, _html(ROWS), "a.xls"),
    "html in UTF-16": lambda folder: write(folder, _html(ROWS).encode("utf-16"), "a.xls"),
    "html with a charset": lambda folder: write(
        folder, ('<meta charset="windows-1252">' + _html(ROWS)).encode("cp1252"), "a.xls"
    ),
    "mhtml": lambda folder: write(folder, MAIL + _html(ROWS) + "\r\n--b--\r\n", "a.xls"),
    "spreadsheetml": lambda folder: write(folder, _xml(ROWS), "a.xls"),
    "spreadsheetml in UTF-16": lambda folder: write(
        folder, _xml(ROWS).replace('"1.0"?>', '"1.0" encoding="UTF-16"?>', 1).encode("utf-16"), "a.xls"
    ),
    "tsv": lambda folder: write(folder, "\n".join("\t".join(map(str, row)) for row in ROWS), "a.xls"),
    "tsv in UTF-16 without a mark": lambda folder: write(
        folder, "\n".join("\t".join(map(str, row)) for row in ROWS).encode("utf-16-le"), "a.xls"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gives_the_same_items_whatever_its_name(tmp_path: Path, kind: str) -> None:
    parsed = read(KINDS[kind](tmp_path))
    first, second = lines_of(parsed)
    assert (first.customer_no, first.document_no, first.open_amount) == ("0010", "4711", 1250)
    assert (second.customer_name, second.document_no, second.open_amount) == ("Zoë & Söhne", "00012", -2000)
    assert classes(parsed) == {"title": 1, "blank": 1, "header": 1, "item": 2}
    assert [held.line for held in parsed.held] == []
    assert parsed.as_of.isoformat() == "2026-08-31"


def _rows(path: Path, wishes: Wishes | None = None) -> list[list[str]]:
    _, source = open_source(path, wishes=wishes or Wishes())
    return [row for batch in source.batches() for row in batch.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_page_may_be_one_long_line(tmp_path: Path, encoding: str) -> None:
    page = f'<html><meta charset="{encoding}"><table>{"<tr><td>ä<td>b" * 90_000}</table>'
    assert len(_rows(write(tmp_path, page.encode(encoding)))) == 90_000


def test_cells_of_a_page_that_span_keep_their_columns(tmp_path: Path) -> None:
    page = (
        "<p>As of <b>2026-08-31</b></p><table><tr><th colspan=2>A</th><th>B</th></tr>"
        "<tr><td rowspan=2>x</td><td>1<br>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
        "<tr></tr><tr><td>6<tr><td>7</table><p>Printed today</p><script>var x</script>"
    )
    assert _rows(write(tmp_path, f"<html>{page}")) == [
        ["As of 2026-08-31"],
        ["A", "", "B"],
        ["x", "1 2", "3"],
        ["", "4", "5"],
        [],
        ["6"],
        ["7"],
        ["Printed today"],
    ]


def test_places_in_a_sheet_of_xml_are_kept(tmp_path: Path) -> None:
    body = (
        '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">1.204</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="DateTime">2026-09-01T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row><Row ss:Hidden="1"/>'
    )
    path = write(tmp_path, f'{SS}<Worksheet ss:Name="S"><Table>{body}</Table></Worksheet></Workbook>')
    assert _rows(path) == [[], [], ["", "1.2040", "2026-09-01", "", "#N/A"], []]
    assert open_source(path)[1].warnings == ["1 hidden row is read too; a filter may have hidden them."]


def test_what_a_workbook_hides_or_never_worked_out_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Open")
        sheet.write_row(1, 2, HEADER)
        sheet.write_row(2, 2, ["1", "A", "X-1", "2026-09-01", "EUR"])
        sheet.write_formula(2, 7, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 2, ["1", "A", "X-2", "2026-09-01", "EUR"])
        sheet.write_formula(3, 7, "=A1", None, "")
        sheet.write_formula(5, 1, "=A1", None, "")
        sheet.set_column(4, 5, None, None, {"hidden": 1})
        sheet.set_row(3, None, None, {"hidden": True})
        book.add_worksheet("Notes").write(0, 0, "hello")
        hidden = book.add_worksheet("Old")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
        book.add_worksheet("Empty")
    parsed = read(path)
    assert parsed.total_lines == 6 == sum(parsed.lines.values())
    assert [held.line for held in parsed.held] == [3, 4]
    said = " ".join(parsed.warnings)
    assert "Hidden columns are read too: E to F." in said
    assert "1 hidden row is read too" in said
    assert "2 cells hold a formula that was never worked out" in said
    assert "Only sheet Open was read; Old (1 row, hidden) has such a list too" in said
    assert "not read: Notes (1 row)." in said


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("One").write_row(0, 0, HEADER)
        book.add_worksheet("Two").write_row(0, 0, ["x", "y"])
    assert _rows(path)[0] == HEADER
    assert _rows(path, Wishes(sheet="Two")) == [["x", "y"]]
    with pytest.raises(UsageError, match=r"no sheet Three\. Sheets: One, Two"):
        _rows(path, Wishes(sheet="Three"))


REPORT = {
    "Header": {
        "ReportName": "CustomerBalanceDetail",
        "Currency": "USD",
        "Option": [{"Name": "report_date", "Value": "2026-08-31"}],
    },
    "Columns": {
        "Column": [
            {"ColType": "tx_date", "ColTitle": "Date"},
            {"ColType": "txn_type", "ColTitle": "Transaction Type"},
            {"ColType": "doc_num", "ColTitle": "No."},
            {"ColType": "subt_nat_amount", "ColTitle": "Amount"},
            {"ColType": "rbal_nat_amount", "ColTitle": "Balance"},
        ]
    },
    "Rows": {
        "Row": [
            {
                "Header": {"ColData": [{"value": "Acme"}]},
                "Rows": {
                    "Row": [
                        {
                            "ColData": [
                                {"value": v} for v in ("2026-08-01", "Invoice", "007", "10.10", "10.10")
                            ]
                        },
                        {"ColData": [{"value": v} for v in ("2026-08-02", "Invoice", "8", "5", "15.10")]},
                    ]
                },
                "Summary": {"ColData": [{"value": v} for v in ("Total for Acme", "", "", "15.10", "")]},
            },
            {},
        ]
    },
}


def test_the_tree_of_a_report_is_read_as_the_report_looks(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, json.dumps(REPORT), "a.json"))
    assert classes(parsed) == {
        "title": 2,
        "header": 1,
        "customer": 1,
        "item": 2,
        "subtotal": 1,
        "blank": 1,
    }
    assert [(line.customer_name, line.document_no, line.open_amount) for line in lines_of(parsed)] == [
        ("Acme", "007", 1010),
        ("Acme", "8", 500),
    ]
    assert (parsed.totals["USD"].sum, parsed.as_of.isoformat()) == (1510, "2026-08-31")


def test_records_of_json_are_rows_and_numbers_stay_as_written(tmp_path: Path) -> None:
    text = '{"value": [{"a": 1.10, "b": {"c": true}}, {"a": 123456789012345678901, "d": null, "e": []}]}'
    assert _rows(write(tmp_path, text)) == [
        ["a", "b c", "d"],
        ["1.10", "True", ""],
        ["123456789012345678901", "", ""],
    ]


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is damaged and cannot be opened"),
        ("a.xls", books.compound(b"x", "EncryptedPackage"), "is protected by a password"),
        ("a.xls", books.compound(b"x", "WordDocument"), "is a Word document"),
        ("a.xls", b"<html><p>hello</p>", "a web page without a table"),
        ("a.xls", SS.encode() + b"<Worksheet>", "line 1: the XML is damaged or cut off"),
        (
            "a.xls",
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>'.encode()
            + SS.split("?>", 1)[1].encode()
            + b"&l11;</Workbook>",
            "declares a document type",
        ),
        (
            "a.xls",
            f'{SS}<Worksheet><Table><Row ss:Index="99999999"/></Table></Worksheet></Workbook>'.encode(),
            "a place is numbered '99999999'",
        ),
        ("a.json", b'{"a": [', "line 1: the JSON is damaged"),
        ("a.json", b'{"a": 1}', "neither a report nor a list of records"),
        ("a.json", b'{"a":' + b"[" * 100_000, "nested too deeply"),
        ("a.html", b"<table><tr><td>" + b"x" * 140_000, "row 1: it has a field longer than 131,072"),
        ("a.html", b"<table><tr>" + b"<td colspan=1000>x" * 20, "row 1: it has 20,000 cells"),
        ("a.rtf", b"{\\rtf1 x}", r"a text document \(\.rtf\)"),
        ("a.xml", b"<?xml version='1.0'?><Document/>", "an XML file and no spreadsheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileRefused, match=sentence) as caught:
        read(write(tmp_path, content, name))
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith(name)


def test_a_locked_opendocument_file_is_refused(tmp_path: Path) -> None:
    manifest = "<manifest:encryption-data/>"
    with pytest.raises(FileRefused, match="protected by a password"):
        read(books.ods(tmp_path / "a.ods", ROWS, manifest))


def test_an_archive_whose_parts_are_encrypted_is_refused(tmp_path: Path) -> None:
    path = books.ods(tmp_path / "a.ods", ROWS)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(FileRefused, match="protected by a password"):
        read(path)


def test_progress_is_told_and_the_reading_can_be_stopped(tmp_path: Path) -> None:
    path = books.xlsx(tmp_path / "a.xlsx", [HEADER] * 1_200)
    told: list[int] = []
    open_source(path, wishes=Wishes(progress=told.append))
    assert told[-1] == 1_200
    assert told == sorted(told)
    with pytest.raises(Refused, match="was stopped"):
        open_source(path, wishes=Wishes(cancelled=lambda: True))
