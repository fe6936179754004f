"""`arcollect import` of files that are no plain CSV: letters are asked about, sheets can be named."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, HEADER


@pytest.fixture
def foreign(home: Path) -> Path:
    """A file whose letters are Windows-1252."""
    path = home / "monday.csv"
    lines = [HEADER, FIRST[0].replace("Harbor Ltd", "Müller GmbH")]
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path


def test_letters_with_several_readings_are_refused_with_each(run: Run, foreign: Path, store: Path) -> None:
    said = run("import", foreign, "--yes")
    assert said.code == 4
    assert said.err.count("\n") == 1
    assert "Müller GmbH (cp1252) or M³ller GmbH (cp850)" in said.err
    assert "--encoding cp1252" in said.err
    del store


@pytest.mark.parametrize(("name", "spelled"), [("cp1252", "Müller GmbH"), ("cp850", "M³ller GmbH")])
def test_the_encoding_can_be_named(run: Run, foreign: Path, name: str, spelled: str) -> None:
    assert run("import", foreign, "--yes", "--encoding", name).code == 0
    assert run("account", "C1", "--json").json["customer"]["name"] == spelled


def test_what_is_no_encoding_is_a_wrong_request(run: Run, foreign: Path) -> None:
    said = run("import", foreign, "--yes", "--encoding", "klingon")
    assert said.code == 2
    assert "klingon is no encoding. Encodings are utf-8, utf-16, cp1252" in said.err


@pytest.mark.parametrize(("answers", "code"), [(["2\n", "y\n"], 0), (["\n"], 4), (["9\n"], 4)])
def test_on_a_terminal_the_letters_are_asked_about(
    run: Run, foreign: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], code: int
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return answers.pop(0)

    monkeypatch.setattr("sys.stdin", Terminal())
    said = run("import", foreign)
    assert said.code == code
    assert "  1  Müller GmbH  (cp1252)\n  2  M³ller GmbH  (cp850)" in said.err
    if code == 0:
        assert run("account", "C1", "--json").json["customer"]["name"] == "M³ller GmbH"


def test_a_sheet_can_be_named(run: Run, home: Path) -> None:
    path = home / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number, name in enumerate(("North", "South")):
            sheet = book.add_worksheet(name)
            for at, line in enumerate((HEADER, FIRST[number])):
                sheet.write_row(at, 0, line.split(","))
    said = run("import", path, "--dry-run")
    assert "Only sheet North was read; South (2 rows) has such a list too." in said.out
    assert run("import", path, "--yes", "--sheet", "South").code == 0
    assert [item["document_no"] for item in run("items", "--json").json] == ["1002"]
    assert run("import", path, "--yes", "--sheet", "West").code == 2
    detected = run("layouts", "detect", path, "--sheet", "South", "--json").json
    assert detected["columns"][1]["column"] == "customer_no"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04" + bytes(40), "is damaged: it begins like a workbook and is none"),
        (b"<html><p>no table</html>", "is a web page without a table"),
        (b'{"a": 1}', "neither a report nor a list of records"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(run: Run, home: Path, content: bytes, sentence: str) -> None:
    path = home / "export.xls"
    path.write_bytes(content)
    said = run("import", path, "--yes")
    assert (said.code, said.err.count("\n")) == (4, 1)
    assert said.err.startswith("error: export.xls ")
    assert sentence in said.err
