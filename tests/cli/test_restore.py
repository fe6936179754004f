"""`arcollect restore`, and what a command says first of a store that is not as it was left."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from arcollect_tui.services.window import claim_window
from tests.cli.conftest import TODAY, Answer, Run
from tests.cli.ledgers import FIRST, write_ledger

FIELDS = ["file", "store", "entries", "later", "kept", "desk", "text"]


@pytest.fixture
def copy(run: Run, office: Path, home: Path) -> Path:
    """A backup of the store of the test."""
    del office
    assert run("backup", home / "copy.arcollect").code == 0
    return home / "copy.arcollect"


def handles(run: Run) -> list[str]:
    return [row["handle"] for row in run("history", "--json").json]


def refused(said: Answer, code: int, *words: str) -> None:
    assert said.code == code, said.err
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert all(word in said.err for word in words), said.err


def test_what_was_saved_since_is_kept_aside(run: Run, copy: Path, office: Path) -> None:
    items = run("items", "--json").json
    assert run("log", "C1", "NA").code == 0
    said = run("restore", copy, "--yes", "--json")
    assert said.code == 0, said.err
    assert list(said.json) == FIELDS
    assert (said.json["file"], said.json["store"]) == (str(copy), str(office))
    assert (said.json["entries"], said.json["later"], said.json["desk"]) == (1, 1, 2)
    assert "1 entry recorded since is not in it" in said.json["text"]
    assert handles(run) == ["1-1"]
    assert run("items", "--json").json == items
    kept = Path(said.json["kept"])
    assert len(run("--store", kept, "--read-only", "history", "--json").json) == 2
    if os.name != "nt":
        assert stat.S_IMODE(office.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert run("log", "C1", "VM", "--json").json["handle"] == "2-1"
    assert run("check").code == 0


def test_the_sentence_for_people(run: Run, copy: Path) -> None:
    said = run("restore", copy, "--yes")
    assert said.code == 0
    assert said.out.startswith("Restored 1 entry up to ")
    assert said.out.count("\n") == 1


def test_without_a_terminal_it_asks_for_yes(run: Run, copy: Path, office: Path) -> None:
    run("log", "C1", "NA")
    before = office.read_bytes()
    refused(run("restore", copy), 3, "1 entry of the present store is not in it", "--yes")
    assert office.read_bytes() == before


@pytest.mark.parametrize(("answer", "code"), [("n\n", 3), ("\n", 3), ("y\n", 0)])
def test_on_a_terminal_it_asks(
    run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    run("log", "C1", "NA")

    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return answer

    monkeypatch.setattr("sys.stdin", Terminal())
    said = run("restore", copy)
    assert said.code == code
    assert "Restore? [y/N]" in said.err
    assert len(handles(run)) == (1 if code == 0 else 2)


def test_without_a_store(run: Run, copy: Path, office: Path) -> None:
    office.unlink()
    said = run("restore", copy, "--yes", "--json").json
    assert (said["entries"], said["later"], said["kept"]) == (1, 0, None)
    assert handles(run) == ["1-1"]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("restore",), 2, "--list"),
        (("restore", "x", "--list"), 2, "--list"),
        (("restore", "nowhere.arcollect", "--yes"), 4, "nowhere.arcollect"),
        (("restore", ".", "--yes"), 4, "is a folder"),
        (("restore", "monday.csv", "--yes"), 4, "not an arcollect store"),
        (("restore", "office.arcollect", "--yes"), 3, "the store itself"),
        (("--read-only", "restore", "copy.arcollect", "--yes"), 5, "reading only"),
    ],
)
def test_what_cannot_be_restored(
    run: Run, copy: Path, office: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], code: int, word: str,
) -> None:  # fmt: skip
    write_ledger(copy.parent / "monday.csv")
    monkeypatch.chdir(copy.parent)
    before = office.read_bytes()
    refused(run(*arguments), code, word)
    assert office.read_bytes() == before


def test_an_open_window_is_named(run: Run, copy: Path, office: Path) -> None:
    window = claim_window(office, "bob")
    refused(run("restore", copy, "--yes"), 5, "bob", "then restore again")
    window.release()
    assert run("restore", copy, "--yes").code == 0


def test_a_store_whose_damage_was_named_is_restored(run: Run, copy: Path, office: Path) -> None:
    office.write_bytes(office.read_bytes()[:6000])
    refused(run("items"), 5, "is damaged", "arcollect restore")
    said = run("restore", copy, "--yes", "--json").json
    assert (said["entries"], said["later"]) == (1, None)
    assert handles(run) == ["1-1"]


def test_kept_backups_are_listed_and_restored(run: Run, office: Path, home: Path) -> None:
    none = run("restore", "--list")
    assert (none.code, none.out) == (0, "")
    assert "No backup is kept yet" in none.err
    assert run("restore", "--list", "--json").json == []
    write_ledger(home / "tuesday.csv", FIRST[1:])
    said = run("import", home / "tuesday.csv", "--yes", "--accept", "shrink", "--json")
    assert said.json["applied"], said.err
    (kept,) = run("restore", "--list", "--json").json
    assert {name: kept[name] for name in ("day", "before")} == {"day": TODAY, "before": "import"}
    assert kept["bytes"] == Path(kept["file"]).stat().st_size
    assert kept["file"] in run("restore", "--list").out
    assert run("restore", kept["file"], "--yes").code == 0
    assert handles(run) == ["1-1"]
    assert [one["before"] for one in run("restore", "--list", "--json").json] == ["restore", "import"]
    assert office.exists()


def test_an_import_without_its_backup_says_so(run: Run, office: Path, home: Path) -> None:
    Path(f"{office}.backups").write_text("no folder")
    write_ledger(home / "tuesday.csv", FIRST[1:])
    said = run("import", home / "tuesday.csv", "--yes", "--accept", "shrink", "--json")
    assert said.code == 0
    assert said.json["applied"]
    (warning,) = [warning for warning in said.json["warnings"] if "No backup was made" in warning]
    assert f"warning: {warning}" in said.err


def test_a_store_that_went_back_is_noticed_by_every_command(run: Run, office: Path, home: Path) -> None:
    run("log", "C1", "NA")
    shutil.copy(office, home / "yesterday")
    run("log", "C1", "VM")
    shutil.copy(home / "yesterday", office)
    before = office.read_bytes()
    for command in ("items", "history", "check"):
        said = run(command, "--json")
        assert said.code == 0
        json.loads(said.out)
        assert said.err.startswith(f"notice: {office} went back in time: 1 entry recorded here")
    assert office.read_bytes() == before
    first, second = (run("log", "C1", "NA", "--json") for _ in range(2))
    assert (first.json["handle"], second.json["handle"]) == ("2-1", "2-2")
    assert "went back" in first.err
    assert second.err == ""


def test_a_rehearsal_leaves_nothing_in_the_state_folder(run: Run, home: Path) -> None:
    file = write_ledger(home / "monday.csv")
    assert run("import", file, "--dry-run").code == 0
    assert not (home / "state").exists()


def test_a_cloud_folder_needs_a_word_in_the_settings(run: Run, home: Path) -> None:
    file = write_ledger(home / "monday.csv")
    store = home / "Dropbox" / "office.arcollect"
    command = ("--store", store, "import", file, "--yes")
    refused(run(*command), 5, "in a folder of Dropbox", "allow_network_store = true")
    assert not store.exists()
    settings = home / "config" / "arcollect" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("allow_network_store = true\n")
    assert run(*command).code == 0
    assert run("--store", store, "log", "C1", "NA").code == 0
    assert store.read_bytes()[18:20] == b"\x01\x01", "no write-ahead log there"
    assert run("--store", store, "restore", store, "--yes").code == 3
