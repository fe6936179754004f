"""Exports by command: layouts, and runs that are listed, repeated and withdrawn."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_layouts_of_exports_are_listed_and_shown(run: Run) -> None:
    found = run("layouts", "--out", "--json").json
    assert found == run("layouts", "list", "--out", "--json").json
    assert {"crm", "salesforce", "peoplesoft", "oracle", "fbl5n", "calendar", "vcard"} == {
        layout["name"] for layout in found
    }
    assert "salesforce" in run("layouts", "--out").out
    shown = run("layouts", "show", "vcard", "--json").json
    assert shown["columns"]["FN"] == "called"
    assert "(left empty)" in run("layouts", "show", "oracle").out


def test_a_layout_of_the_office_is_listed_shown_and_refused_by_line(
    run: Run, office: Path, home: Path
) -> None:
    folder = office.with_name(f"{office.name}.layouts")
    folder.mkdir()
    own = folder / "ours.toml"
    own.write_text(
        'name = "ours"\ntitle = "Ours"\nwhat = "items"\n\n[columns]\nNo = "document_no"\n', "utf-8"
    )
    (found,) = [row for row in run("layouts", "--out", "--json").json if row["own"]]
    assert (found["name"], found["what"]) == ("ours", "items")
    assert "Ours (own)" in run("layouts", "--out").out
    assert run("layouts", "show", "ours", "--json").json["columns"] == {"No": "document_no"}
    assert run("export", "items", "--out", home / "a.csv", "--layout", "ours").code == 0
    own.write_text(own.read_text("utf-8").replace("document_no", "number"), "utf-8")
    said = run("export", "items", "--out", home / "b.csv")
    assert said.code == 4
    assert said.err.startswith("error: ours.toml, line 6, No: 'number' is no field of this export.")


def test_a_run_is_listed_repeated_and_withdrawn(run: Run, office: Path, home: Path) -> None:
    del office
    run("log", "C1", "NA", "--note", "=1+1")
    sent = ("export", "activity", "--out", home / "a.csv", "--since", "last")
    first = run(*sent, "--json").json
    assert list(first) == ["file", "rows", "text", "run"]
    (listed,) = run("export", "--runs", "--json").json
    assert (listed["run"], listed["withdrawn"], listed["kept"]) == (first["run"], False, True)
    assert "a.csv" in run("export", "--runs").out
    said = run("export", "--again", first["run"], "--out", home / "b.csv")
    assert said.code == 0
    assert "byte for byte" in said.out
    assert (home / "b.csv").read_bytes() == (home / "a.csv").read_bytes()
    assert run(*sent, "--json").json["rows"] == 0
    again = run("export", "--resend", first["run"], "--out", home / "c.jsonl", "--json").json
    assert (again["rows"], again["run"] != first["run"]) == (1, True)
    assert len(run("export", "--runs", "--json").json) == 2
    assert run("export", "--withdraw", again["run"]).code == 0
    said = run("export", "--withdraw", first["run"])
    assert said.code == 0
    assert "is withdrawn" in said.out
    assert "withdrawn" in run("export", "--runs").out
    assert run(*sent, "--json").json["rows"] == 1
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["--out", "a.csv"], 2, "WHAT"),
        (["--again", "1-2"], 2, "--out"),
        (["--again", "1-99", "--out", "a.csv"], 3, "1-99"),
        (["--withdraw", "1-1"], 2, "is no export"),
        (["--resend", "1-1", "--out", "a.csv"], 2, "is no export"),
        (["items", "--out", "a.csv", "--layout", "machine"], 2, "a.machine.csv"),
        (["items", "--out", "a.csv", "--layout", "crm"], 2, "crm"),
        (["activity", "--out", "a.csv", "--since", "last", "--filter", "x"], 2, "--filter"),
        (["coding", "--out", "a.csv", "--filter", "x"], 2, "--filter"),
        (["handout", "--out", "a.csv", "--since", "last"], 2, "always complete"),
        (["nonsense", "--out", "a.csv"], 2, "entries, handout."),
    ],
)
def test_an_export_that_makes_no_sense(
    run: Run, office: Path, home: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, word: str,
) -> None:  # fmt: skip
    del office
    monkeypatch.chdir(home)
    said = run("export", *arguments)
    assert said.code == code
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert word in said.err
    assert not (home / "a.csv").exists()


def test_the_ending_names_calendar_and_cards(run: Run, office: Path, home: Path) -> None:
    del office
    run("log", "C1", "NA")
    assert run("export", "calendar", "--out", home / "a.ics").code == 0
    assert (home / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert run("export", "contacts", "--out", home / "a.vcf").code == 0
