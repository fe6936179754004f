"""Commands about files of ours: export, check, backup, layouts and the sample office."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import TODAY, Run
from tests.cli.ledgers import write_ledger

DIGESTS = ["day", "digest", "record_digest", "ledger_digest", "checks"]


def test_items_are_exported(run: Run, office: Path, home: Path) -> None:
    del office
    out = home / "items.csv"
    said = run("export", "items", "--out", out)
    assert said.code == 0
    assert "items.csv" in said.out
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["document_no"] for row in rows} == {
        "1001", "1002", "2001", "2002", "3001", "3002", "3003",
    }  # fmt: skip


def test_an_export_can_be_filtered(run: Run, office: Path, home: Path) -> None:
    del office
    found = run("export", "items", "--out", home / "items.jsonl", "--filter", "short", "--json").json
    assert list(found) == ["file", "rows", "text"]
    assert found["rows"] == 1
    lines = (home / "items.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["document_no"] for line in lines] == ["1002"]


@pytest.mark.parametrize("since", ["last", "all", "2026-11-23", "fri"])
def test_activity_since_a_day(run: Run, office: Path, home: Path, since: str) -> None:
    del office
    run("log", "C1", "NA")
    said = run("export", "activity", "--out", home / "activity.csv", "--since", since, "--json")
    assert said.code == 0
    assert said.json["rows"] >= 1


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["everything", "--out", "x.csv"], 2, "everything"),
        (["items", "--out", "x.pdf"], 2, ".csv"),
        (["items", "--out", "x.csv", "--since", "someday"], 2, "someday"),
        (["items", "--out", "x.csv", "--filter", "odd>1"], 2, "odd"),
        (["items", "--out", "."], 2, ""),
        (["items", "--out", "y" * 300 + ".csv"], 3, "cannot be used"),
        (["items", "--out", "~nobody-of-that-name/x.csv"], 3, "home folder"),
        (["items", "--out", "missing/x.csv"], 3, "missing"),
    ],
)
def test_an_export_that_cannot_be(
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
    assert not list(home.glob("x.*"))


def test_a_sound_store_passes_every_check(run: Run, office: Path) -> None:
    del office
    said = run("check", "--json")
    assert said.code == 0
    assert list(said.json) == DIGESTS
    assert said.json["day"] == TODAY
    assert all(list(found) == ["check", "ok", "problems", "notices"] for found in said.json["checks"])
    assert all(found["ok"] is True and found["problems"] == [] for found in said.json["checks"])
    text = run("check").out
    assert all(found["check"] in text for found in said.json["checks"])


def test_one_check_by_name(run: Run, office: Path) -> None:
    del office
    assert [found["check"] for found in run("check", "chain", "--json").json["checks"]] == ["chain"]


def test_a_store_somebody_wrote_into_fails_its_checks(run: Run, office: Path) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(office))
    connection.execute("UPDATE account_standing SET balance = balance + 1")
    connection.commit()
    connection.close()
    said = run("check", "--json")
    assert said.code == 1
    assert said.err == ""
    assert any(not found["ok"] and found["problems"] for found in said.json["checks"])
    assert run("check").code == 1


def test_a_backup_is_a_store_of_its_own(run: Run, office: Path, home: Path) -> None:
    del office
    copy = home / "copy.arcollect"
    assert run("backup", copy).code == 0
    assert run("--store", copy, "items", "--json").json == run("items", "--json").json
    if os.name != "nt":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    said = run("backup", copy)
    assert said.code == 3
    assert said.err.startswith("error: ")


def test_layouts_are_listed_and_shown(run: Run) -> None:
    names = [layout["name"] for layout in run("layouts", "--json").json]
    assert names[-1] == "generic"
    assert "canonical" in names
    assert run("layouts", "list", "--json").json == run("layouts", "--json").json
    assert "canonical" in run("layouts").out
    shown = run("layouts", "show", "canonical", "--json").json
    assert shown["name"] == "canonical"
    assert "document_no" in shown["columns"]
    assert "document_no" in run("layouts", "show", "canonical").out


def test_the_layout_of_a_file_is_detected(run: Run, home: Path, store: Path) -> None:
    file = write_ledger(home / "monday.csv")
    found = run("layouts", "detect", file, "--json").json
    assert found["layout"] == "canonical"
    assert {"column": "due_date", "field": "due_date"}.items() <= found["columns"][6].items()
    assert "canonical" in run("layouts", "detect", file).out
    assert not store.exists()


def test_the_sample_office_is_built_where_it_is_told(run: Run, home: Path) -> None:
    place = home / "sample.arcollect"
    said = run("--store", place, "demo", "--no-open", "--accounts", "12", "--items", "60", "--json")
    assert said.code == 0
    assert said.json == {"store": str(place), "accounts": 12, "items": 60, "day": TODAY}
    assert len(run("--store", place, "items", "--json").json) == 60
    assert run("--store", place, "check").code == 0


def test_the_sample_office_goes_to_a_throw_away_store(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARCOLLECT_STORE")
    monkeypatch.setenv("TMPDIR", str(home))
    monkeypatch.setattr("tempfile.tempdir", str(home))
    place = Path(run("demo", "--no-open", "--accounts", "3", "--items", "9").out.strip())
    assert home in place.parents
    assert place.is_file()


def test_the_same_seed_makes_the_same_office(run: Run, home: Path) -> None:
    size = ("demo", "--no-open", "--accounts", "5", "--items", "20", "--seed")
    items = []
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        run("--store", home / name, *size, seed)
        items.append(run("--store", home / name, "items", "--json").json)
    assert items[0] == items[1] != items[2]


def test_the_sample_office_never_overwrites(run: Run, office: Path) -> None:
    before = office.read_bytes()
    said = run("demo", "--no-open")
    assert said.code == 3
    assert str(office) in said.err
    assert office.read_bytes() == before


def test_without_a_terminal_the_sample_office_is_not_opened(spawn: Run, store: Path) -> None:
    said = spawn("demo")
    assert said.code == 2
    assert not store.exists()
