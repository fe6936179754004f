"""Whatever is wrong: one clear sentence on stderr, the right exit code, and nothing changed."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Run, _environment
from tests.cli.ledgers import FIRST, write_ledger


def _is_one_sentence(said: Answer, code: int, *words: str) -> None:
    assert said.code == code, said
    assert said.err.startswith("error: "), said.err
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err, said.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["log", "C1", "XX"], 2, ["XX", "NA"]),
        (["log", "C9", "NA"], 3, ["C9"]),
        (["log", "other:C1", "NA"], 3, ["other:C1"]),
        (["log", "C1", "NA", "--follow-up", "2026-02-30"], 2, ["2026-02-30"]),
        (["log", "C1", "NA", "--follow-up", "2026-11-01"], 3, ["past"]),
        (["log", "C1", "CB"], 2, ["day"]),
        (["log", "C1", "NA", "--why", "ZZZ"], 2, ["ZZZ"]),
        (["log", "C1", "NA", "--item", "777"], 3, ["777"]),
        (["log", "C1", "PP"], 2, ["--promise"]),
        (["log", "C1", "PP", "--promise", "100"], 2, ["--by"]),
        (["log", "C1", "PP", "--by", "fri"], 2, ["--promise"]),
        (["log", "C1", "PP", "--promise", "1.2.3", "--by", "fri"], 2, ["1.2.3"]),
        (["log", "C1", "PP", "--promise", "0", "--by", "fri"], 3, []),
        (["log", "C1", "PP", "--promise", "10 eur", "--by", "fri"], 2, ["USD"]),
        (["log", "C1", "PP", "--promise", "10", "--by", "someday"], 2, ["someday"]),
        (["code", "ZZZ", "--item", "1001"], 2, ["ZZZ"]),
        (["code", "PRC"], 2, ["--filter", "--item"]),
        (["code", "PRC", "--item", "1001", "--filter", "short"], 2, ["--filter", "--item"]),
        (["code", "PRC", "--item", "1001", "--amount", "1", "--short"], 2, ["--amount", "--short"]),
        (["code", "PRC", "--item", "1001", "--amount", "1.2.3"], 2, ["1.2.3"]),
        (["code", "PRC", "--item", "1001", "--amount", "0"], 3, []),
        (["code", "PRC", "--item", "1001", "--amount", "100.01"], 3, []),
        (["code", "PRC", "--item", "777"], 3, ["777"]),
        (["code", "PRC", "--item", "2002"], 3, ["2002", "credit"]),
        (["code", "PRC", "--filter", "od>900"], 3, []),
        (["code", "PRC", "--filter", "odd>900"], 2, ["odd"]),
        (["code", "PRC", "--filter", "od>900", "--dry-run"], 3, []),
        (["account", "C9"], 3, ["C9"]),
        (["account", ""], 3, []),
        (["contact", "add", "C1"], 2, ["name"]),
        (["contact", "retire", "C1", "nobody"], 3, ["nobody"]),
        (["export", "activity", "--out", f"{'x' * 300}.csv"], 3, ["Name another place"]),
        (["export", "entries", "--out", "~nobody-here/x.jsonl"], 3, ["Name another place"]),
        (["undo", "9-9"], 3, ["9-9"]),
        (["undo", "what"], 2, ["what"]),
        (["redo"], 3, ["redo"]),
        (["check", "everything"], 2, ["everything"]),
        (["layouts", "show", "nothing"], 2, ["nothing"]),
        (["layouts", "detect", "missing.csv"], 4, ["missing.csv"]),
        (["import", "missing.csv", "--yes"], 4, ["missing.csv"]),
        (["import", ".", "--yes"], 4, ["folder"]),
        (["import", "missing.csv", "--accept", "everything"], 2, ["everything", "shrink"]),
        (["import", "missing.csv", "--as-of", "2026-13-01"], 2, ["2026-13-01"]),
        (["backup", "."], 3, ["folder"]),
        (["backup", "y" * 300], 3, ["cannot be used"]),
        (["backup", "~nobody-of-that-name/x"], 3, ["home folder"]),
        (["backup", "missing/x"], 5, ["missing"]),
        (["demo", "--no-open"], 3, ["office.arcollect"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_one_sentence_and_nothing_changed(
    run: Run,
    office: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    words: list[str],
) -> None:
    monkeypatch.chdir(home)
    before = office.read_bytes()
    said = run(*arguments)
    _is_one_sentence(said, code, *words)
    assert said.out == ""
    assert office.read_bytes() == before
    assert [path.name for path in home.iterdir()] == ["office.arcollect"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"hello\nworld\n", "column"),
        (b"%PDF-1.7\n", "PDF"),
        (b"a,b\x00c\n", "NUL"),
        (b"PK\x03\x04 not a workbook", ""),
    ],
)
def test_a_file_that_is_no_ledger(run: Run, office: Path, home: Path, content: bytes, word: str) -> None:
    file = home / "file.csv"
    file.write_bytes(content)
    before = office.read_bytes()
    _is_one_sentence(run("import", file, "--yes"), 4, "file.csv", word)
    _is_one_sentence(run("layouts", "detect", file), 4, "file.csv", word)
    assert office.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [["worklist"], ["items"], ["log", "C1", "NA"], ["check"], ["undo"], ["account", "C1"]],
    ids=lambda arguments: arguments[0],
)
def test_no_store(run: Run, store: Path, arguments: list[str]) -> None:
    _is_one_sentence(run(*arguments), 5, str(store))
    assert not store.exists()


@pytest.mark.parametrize("place", ["x" * 300, "~nobody-of-that-name/x", "missing/folder/x"])
def test_a_store_where_none_can_be(run: Run, home: Path, place: str) -> None:
    for command in (["worklist"], ["log", "C1", "NA"], ["check"]):
        _is_one_sentence(run("--store", f"{home}/{place}" if place[0] != "~" else place, *command), 5)


def _not_a_store(path: Path) -> None:
    path.write_text("this is a letter\n" * 100)


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
    connection.close()


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=999")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("arguments", [["worklist"], ["log", "C1", "NA"], ["undo"]], ids=lambda a: a[0])
@pytest.mark.parametrize("spoil", [_not_a_store, _foreign, _folder, _newer])
def test_a_store_that_cannot_be_used(run: Run, office: Path, arguments: list[str], spoil: "object") -> None:
    if spoil is _foreign:
        office.unlink()
    assert callable(spoil)
    spoil(office)
    before = office.read_bytes() if office.is_file() else b""
    _is_one_sentence(run(*arguments), 5, str(office))
    assert (office.read_bytes() if office.is_file() else b"") == before


@pytest.mark.parametrize(
    "arguments",
    [["log", "C1", "NA"], ["code", "PRC", "--item", "1001"], ["undo"], ["import", "monday.csv", "--yes"]],
    ids=lambda arguments: arguments[0],
)
def test_a_store_marked_read_only_is_read_and_not_written(
    run: Run, office: Path, home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(home)
    write_ledger(home / "monday.csv", FIRST[:6])
    office.chmod(0o444)
    before = office.read_bytes()
    assert run("worklist").code == 0
    _is_one_sentence(run(*arguments), 5, str(office))
    assert office.read_bytes() == before


def test_the_option_read_only_refuses_deeds(run: Run, office: Path) -> None:
    before = office.read_bytes()
    assert run("--read-only", "items").code == 0
    assert run("--read-only", "code", "PRC", "--item", "1001", "--dry-run").code == 0
    _is_one_sentence(run("--read-only", "log", "C1", "NA"), 5)
    _is_one_sentence(run("--read-only", "redo"), 5)
    assert office.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="a signal of POSIX ends the holder")
def test_a_second_writer_waits_and_then_says_so(home: Path, office: Path, run: Run) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys, time\n"
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "connection.execute('BEGIN IMMEDIATE')\n"
            "print('held', flush=True)\n"
            "time.sleep(60)\n",
            str(office),
        ],
        stdout=subprocess.PIPE,
        env={**os.environ, **_environment(home)},
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        started = time.monotonic()
        said = run("log", "C1", "NA")
        _is_one_sentence(said, 5, "another arcollect is writing")
        assert time.monotonic() - started < 30
        assert run("items").code == 0
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert run("log", "C1", "NA").code == 0
