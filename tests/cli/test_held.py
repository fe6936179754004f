"""`arcollect imports` and `arcollect held`; and mending a file, or its errors, with the import."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, write_ledger

BAD_DATE = "1000,C9,Mill,9001,invoice,2026-13-01,2026-10-01,USD,100.00,100.00"
BAD_AMOUNT = "1000,C9,Mill,9002,invoice,2026-09-01,2026-10-01,USD,100.00,abc"


def _monday(home: Path) -> Path:
    return write_ledger(home / "monday.csv", [*FIRST, BAD_DATE, BAD_AMOUNT])


def test_held_lines_go_from_the_import_to_the_list_and_away(run: Run, home: Path) -> None:
    assert run("import", _monday(home), "--yes").code == 0
    (taken,) = run("imports", "--json").json
    assert (taken["file"], taken["items"], taken["held"], taken["voided_by"]) == ("monday.csv", 7, 2, None)
    assert taken["totals"] == {"EUR": "1200.00", "JPY": "21000", "USD": "150.00"}
    first, second = run("held", "--json").json
    assert (first["line"], first["field"], first["dropped"]) == (9, "document_date", False)
    fixed = run("held", "fix", first["held"], "2026-09-13", "--yes")
    assert (fixed.code, fixed.err) == (0, "")
    assert "1 new" in fixed.out
    assert "Imported monday.csv" in fixed.out
    (left,) = run("held", "--json").json
    assert left["line"] == second["line"]
    dropped = run("held", "drop", left["held"])
    assert (dropped.code, dropped.out) == (0, "Line 10 of monday.csv stays out.\n")
    assert run("held", "--json").json[0]["dropped"] is True
    assert run("held", "keep", left["held"]).out == "Line 10 of monday.csv waits again.\n"
    table = run("held").out
    assert "open_amount" in table
    assert "waits" in table
    assert run("held", "--filter", "nothing like it").err.strip() == "No held line matches."


def test_a_fix_asks_before_it_writes(run: Run, home: Path) -> None:
    run("import", _monday(home), "--yes")
    name = run("held", "--json").json[0]["held"]
    refused = run("held", "fix", name, "2026-09-13")
    assert refused.code == 3
    assert "add --yes" in refused.err
    assert run("held", "fix", name, "2026-09-13", "--dry-run", "--json").json["applied"] is False
    assert len(run("imports", "--json").json) == 1
    unknown = run("held", "drop", "9-9:9")
    assert unknown.code == 3
    assert "There is no held line 9-9:9" in unknown.err


def test_values_are_typed_with_the_import_itself(run: Run, home: Path) -> None:
    said = run("import", _monday(home), "--yes", "--json", "--fix", "9:document_date=2026-09-13")
    assert said.json["lines"]["held"] == 1
    assert said.json["differences"] == {"new": 8}
    wrong = run("import", _monday(home), "--yes", "--fix", "9 2026")
    assert (wrong.code, "Write it like --fix" in wrong.err) == (2, True)
    nowhere = run("import", _monday(home), "--yes", "--fix", "99:due_date=2026-09-13")
    assert (nowhere.code, "no line 99" in nowhere.err) == (2, True)


def test_the_errors_of_a_file_are_handed_out(run: Run, home: Path) -> None:
    out = home / "errors.csv"
    said = run("import", _monday(home), "--dry-run", "--json", "--errors", out)
    assert said.code == 0
    assert said.err.strip() == f"Wrote 2 held lines to {out}."
    assert len(said.json["held"]) == 2
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "file,line,field,document_no,wrong,right"
    assert lines[1].startswith("monday.csv,9,document_date,9001,")
    run("import", _monday(home), "--yes")
    listed = run("held", "--out", home / "again.csv")
    assert listed.code == 0
    assert (home / "again.csv").read_text() == out.read_text()
    several = run("import", _monday(home), _monday(home), "--errors", out)
    assert (several.code, "belongs to one file" in several.err) == (2, True)


def test_lines_are_left_out_by_number_and_by_kind(run: Run, home: Path) -> None:
    said = run("import", _monday(home), "--yes", "--json", "--leave-out", "9", "--leave-out", "open_amount")
    assert said.code == 0
    assert (said.json["lines"]["left_out"], said.json["held"]) == (2, [])
    assert [(one["line"], one["class"], one["field"]) for one in said.json["left_out"]] == [
        (9, "held", "document_date"),
        (10, "held", "open_amount"),
    ]
    assert [row["dropped"] for row in run("held", "--json").json] == [True, True]
    run("undo")
    assert run("held", "--json").json == []
    shown = run("import", _monday(home), "--dry-run", "--leave-out", "held")
    assert "2 left out" in shown.out
    assert '  left out     line 9, document_date: "2026-13-01" is not a date.' in shown.out
    item = run("import", _monday(home), "--yes", "--leave-out", "2")
    assert (item.code, "Line 2 of monday.csv cannot be left out" in item.err) == (2, True)
    colour = run("import", _monday(home), "--yes", "--leave-out", "colour")
    assert (colour.code, "neither a line nor a kind" in colour.err) == (2, True)


def test_what_follows_is_said_before_the_file_is_taken_in(run: Run, home: Path, office: Path) -> None:
    del office
    run("code", "PRC", "--item", "1001")
    path = write_ledger(home / "tuesday.csv", FIRST[1:])
    said = run("import", path, "--dry-run", "--accept", "shrink")
    assert "  then         disputes that close: 1 (100.00 USD)" in said.out
