"""`export entries` at one desk, `import` at another."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.ledgers import write_ledger
from tests.data.entry_files import sealed, signed, values


@pytest.fixture
def day(run: Run, office: Path, home: Path) -> Path:
    """A day's entries of the office: an import and a call."""
    assert office.exists()
    assert run("log", "C1", "NA").code == 0
    file = home / "day.jsonl"
    assert run("export", "entries", "--out", file).code == 0
    return file


def elsewhere(home: Path) -> list[str | Path]:
    return ["--store", home / "other.arcollect", "--collector", "bob"]


def digests(run: Run, *where: str | Path) -> list[str]:
    found = run(*where, "check", "--json").json
    assert all(result["ok"] for result in found["checks"]), found
    return [found["digest"], found["record_digest"], found["ledger_digest"]]


def test_a_colleague_takes_the_entries_in(run: Run, day: Path, home: Path) -> None:
    other = elsewhere(home)
    shown = run(*other, "import", day, "--dry-run", "--json")
    assert shown.code == 0
    assert shown.json == {
        "lines": {"entry": 2, "import_lines": 1},
        "totals": {},
        "differences": {"new": 2, "same": 0, "erased": 0},
        "held": [],
        "warnings": [],
        "applied": False,
    }
    assert not (home / "other.arcollect").exists()
    done = run(*other, "import", day, "--yes", "--json")
    assert (done.code, done.json["applied"]) == (0, True)
    assert digests(run, *other) == digests(run)
    again = run(*other, "import", day, "--yes")
    assert again.code == 0
    assert "No change" in again.out
    assert [row["text"] for row in run(*other, "history", "--json").json] == [
        row["text"] for row in run("history", "--json").json
    ]


def test_nobody_is_there_to_ask(run: Run, day: Path, home: Path) -> None:
    answer = run(*elsewhere(home), "import", day)
    assert answer.code == 3
    assert "add --yes" in answer.err


def test_entries_and_ledger_files_on_one_line(run: Run, day: Path, home: Path) -> None:
    ledger = write_ledger(home / "tuesday.csv")
    done = run(*elsewhere(home), "import", day, ledger, "--as-of", "2026-11-23", "--yes", "--json")
    assert done.code == 0
    first, second = done.json
    assert first["differences"]["new"] == 2
    assert "item" in second["lines"]


def test_a_changed_file_is_refused_with_its_line(run: Run, day: Path, home: Path) -> None:
    day.write_bytes(day.read_bytes().replace(b"NA", b"PP", 1))
    answer = run(*elsewhere(home), "import", day, "--yes")
    assert answer.code == 4
    assert "day.jsonl, line 3: " in answer.err
    day.write_bytes(day.read_bytes()[:-40])
    other = write_ledger(home / "monday.csv")
    answer = run(*elsewhere(home), "import", day, other, "--yes", "--json")
    assert answer.code == 1
    assert [value["applied"] for value in answer.json] == [False, True]


def test_a_store_that_was_copied_is_named(run: Run, day: Path, office: Path, home: Path) -> None:
    other = elsewhere(home)
    assert run(*other, "import", day, "--yes").code == 0
    assert office.exists()
    _, first, second, lines = values(day)
    signed(day, [first, sealed(second | {"at": second["at"] + 1}), lines])
    answer = run(*other, "import", day, "--yes")
    assert answer.code == 3
    assert "Entry 2 of desk 2" in answer.err
    assert "copied or went back in time" in answer.err


def test_lines_that_are_not_here_are_told(run: Run, day: Path, home: Path) -> None:
    other = elsewhere(home)
    run("export", "entries", "--layout", "facts", "--all-desks", "--out", day)
    done = run(*other, "import", day, "--yes", "--json")
    assert done.json["lines"] == {"entry": 2, "import_lines": 0}
    assert len(done.json["warnings"]) == 1
    checked = run(*other, "check", "imports", "chain", "--json")
    assert checked.code == 0
    (imports, chain) = checked.json["checks"]
    assert (imports["ok"], imports["problems"], len(imports["notices"])) == (True, [], 1)
    assert chain == {"check": "chain", "ok": True, "problems": [], "notices": []}
    assert "monday.csv" in run(*other, "check", "imports").out


def test_since_last(run: Run, day: Path, home: Path) -> None:
    first = run("export", "entries", "--since", "last", "--out", home / "a.jsonl", "--json")
    second = run("export", "entries", "--since", "last", "--out", home / "b.jsonl", "--json")
    assert (first.json["rows"], second.json["rows"]) == (2, 0)
    assert run(*elsewhere(home), "import", home / "b.jsonl", "--yes").code == 0
    assert run("export", "entries", "--since", "2026-11-24", "--out", day, "--json").json["rows"] == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--out", "a.csv"], 2),
        (["--out", "a.jsonl", "--layout", "people"], 2),
        (["--out", "a.jsonl", "--filter", "C1"], 2),
        (["--out", "no/such/a.jsonl"], 3),
    ],
)
def test_what_cannot_be_exported(run: Run, office: Path, options: list[str], code: int) -> None:
    assert office.exists()
    assert run("export", "entries", *options).code == code
