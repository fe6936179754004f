"""Coding files and complaint sheets from the command line."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def coded(run: Run, office: Path, home: Path) -> Path:
    """A coding file of two items; they are coded in the store."""
    del office
    assert run("code", "PRC", "--item", "1001", "--item", "2001", "--note", "=1+1").code == 0
    out = home / "coding.csv"
    assert run("export", "coding", "--out", out).code == 0
    return out


def edited(path: Path, **cells: str) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)
    return path


def test_the_same_file_changes_nothing(run: Run, coded: Path) -> None:
    said = run("import", coded)
    assert said.code == 0, said.err
    assert "No change: what coding.csv says is so already." in said.out
    found = run("import", coded, "--yes", "--json").json
    assert found["applied"] is False
    assert (found["differences"], found["held"], found["codings"]) == ({"already_so": 2}, [], [])


def test_a_file_is_shown_and_then_applied_as_one_entry(run: Run, coded: Path) -> None:
    run("undo")
    shown = run("import", coded, "--dry-run")
    assert shown.code == 0
    assert "coding.csv: what was coded, layout coding" in shown.out
    assert "2 coded" in shown.out
    assert "1,234.50 in 1 item to code" in shown.out
    asked = run("import", coded)
    assert asked.code == 3
    assert "--yes" in asked.err
    done = run("import", coded, "--yes", "--json")
    assert done.code == 0, done.err
    assert done.json["applied"] is True
    assert done.json["lines"] == {"header": 1, "row": 2}
    assert done.json["totals"] == {
        "EUR": {"count": 1, "sum": "1234.50"}, "USD": {"count": 1, "sum": "100.00"},
    }  # fmt: skip
    assert done.json["codings"][0] == {
        "line": 2, "document_no": "1001", "customer_no": "C1", "currency": "USD", "coding": "disputed",
        "reason": "PRC", "disputed_amount": "100.00", "was": "",
    }  # fmt: skip
    assert [row["document_no"] for row in run("disputes", "--json").json] == ["1001", "2001"]
    assert run("undo").code == 0
    assert run("disputes", "--json").json == []


def test_what_is_coded_anew_is_named(run: Run, coded: Path) -> None:
    said = run("import", edited(coded, reason="TAX"), "--yes")
    assert said.code == 0, said.err
    assert "coded anew   line 2, 1001: PRC, now TAX" in said.out
    assert "Coded from coding.csv: 1 item of 1 customer, 100.00 USD in dispute, 1 already so." in said.out


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"reason": "PRX"}, 4, ["coding.csv, line 2, column reason", '"PRX"', "PRC"]),
        ({"document_no": "9", "item": "", "reason": "TAX"}, 3, ["line 2, document_no", "no such item 9"]),
    ],
)
def test_a_file_that_cannot_be_taken_in(
    run: Run, coded: Path, cells: dict[str, str], code: int, words: list[str]
) -> None:
    said = run("import", edited(coded, **cells), "--yes")
    assert said.code == code
    assert all(word in said.err for word in words), said.err
    assert said.err.count("\n") == 1


def test_a_file_without_the_key_of_its_items(run: Run, office: Path, home: Path) -> None:
    del office
    file = home / "bare.csv"
    file.write_text("customer_no,coding,reason\nC1,disputed,PRC\n")
    said = run("import", file, "--yes")
    assert said.code == 4
    assert "no column document_no or item" in said.err


def test_the_layout_may_be_named(run: Run, coded: Path, home: Path) -> None:
    assert run("import", coded, "--layout", "coding", "--dry-run").code == 0
    sap = home / "cases.csv"
    assert run("export", "coding", "--layout", "sap", "--out", sap).code == 0
    said = run("import", sap, "--layout", "sap", "--json").json
    assert said["differences"] == {"already_so": 2}
    assert run("import", coded, "--layout", "odd").code == 2


def test_the_layout_is_told(run: Run, coded: Path) -> None:
    assert run("layouts", "detect", coded).out.startswith("coding.csv: coding, what was coded")
    found = run("layouts", "detect", coded, "--json").json
    assert found["layout"] == "coding"
    assert {"column": "their_words", "field": "their_words"}.items() <= found["columns"][23].items()


def test_complaints_go_out(run: Run, coded: Path, home: Path) -> None:
    del coded
    said = run("export", "complaints", "--out", home / "complaints.xlsx", "--json")
    assert said.json["rows"] == 2
    assert run("export", "complaints", "--out", home / "sheets").code == 0
    assert [path.name for path in (home / "sheets").iterdir()] == ["complaints-sales.xlsx"]
    assert run("export", "complaints", "--out", home / "c.pdf").code == 2
    assert run("export", "coding", "--layout", "odd", "--out", home / "c.csv").code == 2
