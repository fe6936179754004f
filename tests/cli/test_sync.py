"""`arcollect sync` and `arcollect desk`."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def folder(home: Path) -> Path:
    found = home / "share"
    found.mkdir()
    return found


def elsewhere(home: Path) -> list[str | Path]:
    return ["--store", home / "other.arcollect", "--collector", "bob"]


@pytest.mark.usefixtures("office")
def test_two_desks_share_a_folder(run: Run, folder: Path, home: Path) -> None:
    assert run("log", "C1", "NA").code == 0
    first = run("sync", folder)
    assert first.code == 0
    assert first.out.startswith("Synced: nothing new, 2 entries written.\nrecord     ")
    assert "signed, not encrypted" in first.err
    other = elsewhere(home)
    answer = run(*other, "sync", folder)
    assert answer.code == 3
    assert "add --yes" in answer.err
    done = run(*other, "sync", folder, "--yes", "--json")
    assert done.code == 0
    assert [file["entries"] for file in done.json["taken"]] == [2]
    assert done.json["written"] == done.json["aside"] == done.json["missing"] == []
    assert f"record     {done.json['record_digest']}\n" in first.out
    checked = run(*other, "check", "--json").json
    assert checked["record_digest"] == done.json["record_digest"]
    again = run(*other, "sync", folder)
    assert (again.code, again.out.splitlines()[0]) == (0, "Synced: nothing new, nothing to write.")


@pytest.mark.usefixtures("office")
def test_a_file_put_aside_is_named_and_exits_1(run: Run, folder: Path, home: Path) -> None:
    run("log", "C1", "NA")
    run("sync", folder)
    other = elsewhere(home)
    run(*other, "sync", folder, "--yes")
    run("log", "C1", "VM")
    before = set(folder.iterdir())
    run("sync", folder)
    (path,) = set(folder.iterdir()) - before
    path.write_bytes(path.read_bytes()[:-9])
    done = run(*other, "sync", folder)
    assert done.code == 1
    assert f"put aside  {path.name}: it is cut short, and may still be on its way.\n" in done.out
    assert "missing    Entry 3 of desk 2 has not arrived.\n" in done.out
    assert run(*other, "sync", folder, "--json").json["aside"] == [
        {
            "file": path.name,
            "kind": "damaged",
            "reason": "it is cut short, and may still be on its way",
        }
    ]
    path.unlink()
    run("sync", folder)
    assert run(*other, "sync", folder).code == 0


@pytest.mark.usefixtures("office")
def test_desks_are_listed_and_paired_by_their_words(run: Run, folder: Path, home: Path) -> None:
    assert run("policy", "set", "pairing", "required").code == 0
    run("sync", folder)
    other = elsewhere(home)
    assert run(*other, "sync", folder, "--yes").code == 0
    run(*other, "log", "C1", "NA")
    run(*other, "sync", folder)
    refused = run("sync", folder)
    assert refused.code == 1
    (desk,) = [row for row in run(*other, "desk", "list", "--json").json if row["state"] == "this desk"]
    assert f'then: arcollect desk pair "{desk["words"]}"' in refused.out
    shown = run("desk", "list")
    assert "waits to be paired" in shown.out
    assert desk["words"] in shown.out
    assert "recipient  age1" in shown.err
    assert run("desk", "pair", "no such words").code == 3
    paired = run("desk", "pair", *[desk["words"]])
    assert (paired.code, paired.out[:18]) == (0, "Paired with desk 2")
    assert run("sync", folder).code == 0


@pytest.mark.usefixtures("office")
def test_without_a_folder_it_is_that_of_the_settings(run: Run, folder: Path, home: Path) -> None:
    done = run("sync")
    assert done.code == 2
    assert "Which folder? Name it, or set sync_folder in " in done.err
    settings = Path(done.err.split("sync_folder in ")[1].strip().removesuffix("."))
    assert home in settings.parents
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"sync_folder = '{folder}'\n")
    assert run("sync").out.startswith("Synced: nothing new, 1 entry written.")


def test_a_folder_that_is_not_there(run: Run, office: Path, home: Path) -> None:
    assert office.exists()
    done = run("sync", home / "nowhere")
    assert done.code == 3
    assert "There is no folder" in done.err


@pytest.mark.usefixtures("office")
def test_a_store_for_reading_only_shares_nothing(run: Run, folder: Path) -> None:
    assert run("--read-only", "sync", folder).code == 5
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("office")
def test_a_folder_that_cannot_be_written(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    monkeypatch.setattr("arcollect_tui.data.sync.folder.os.fsync", full)
    done = run("sync", folder)
    assert done.code == 3
    assert "No space left on device" in done.err
    assert not list(folder.iterdir())
    monkeypatch.undo()
    shutil.rmtree(folder)


@pytest.mark.usefixtures("office")
def test_copies_and_replays_are_named(run: Run, folder: Path, home: Path) -> None:
    run("sync", folder)
    (path,) = folder.iterdir()
    other = elsewhere(home)
    assert run(*other, "sync", folder, "--yes").code == 0
    copy, replay = folder / f"{path.stem} (1).arx", folder / path.name.replace("-1-1-", "-7-9-")
    for target in (copy, replay):
        shutil.copy(path, target)
    done = run(*other, "sync", folder)
    assert done.code == 1
    assert f"known      {copy.name}: all of it was taken in already.\n" in done.out
    assert f"put aside  {replay.name}: it is a replay: its name is of another file" in done.out
    replay.unlink()
    copy.rename(copy.with_stem("again"))
    done = run(*other, "sync", folder, "--json")
    assert (done.code, done.json["known"], done.json["aside"]) == (0, ["again.arx"], [])
