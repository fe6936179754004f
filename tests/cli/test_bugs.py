"""A bug is reported with a number and a trace that holds nobody's data."""

import os
import re
import stat
from pathlib import Path

import pytest

from arcollect_tui.cli import main, program
from arcollect_tui.cli.bugs import report_bug

SECRET = "Harbor Ltd owes 85,530.45"


def _raise_with_data() -> None:
    customer = SECRET
    try:
        int(customer)
    except ValueError as error:
        raise RuntimeError(f"could not save {customer}") from error


def _a_bug() -> Exception:
    try:
        _raise_with_data()
    except RuntimeError as error:
        return error
    raise AssertionError


def _trace_named_in(sentence: str) -> Path:
    found = re.search(r"The trace is in (.+)\.$", sentence.strip())
    assert found is not None, sentence
    return Path(found[1])


def test_the_sentence_has_a_number_and_the_file(tmp_path: Path) -> None:
    sentence = report_bug(_a_bug(), tmp_path / "log")
    words = r"arcollect hit a bug, number ([0-9A-F]{8})\. Nothing was half-written\. "
    assert re.fullmatch(words + r"The trace is in .*\1\.txt\.", sentence)


def test_the_trace_tells_where_and_what_but_no_values(tmp_path: Path) -> None:
    text = _trace_named_in(report_bug(_a_bug(), tmp_path)).read_text()
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert re.search(r"test_bugs\.py:\d+ in _raise_with_data", text)
    assert "Harbor" not in text
    assert "85,530.45" not in text


def test_every_exception_of_a_group_is_in_the_trace(tmp_path: Path) -> None:
    group = ExceptionGroup(SECRET, [_a_bug(), KeyError(SECRET)])
    text = _trace_named_in(report_bug(group, tmp_path)).read_text()
    assert "builtins.ExceptionGroup" in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "Harbor" not in text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner-only mode")
def test_only_the_owner_reads_the_trace(tmp_path: Path) -> None:
    path = _trace_named_in(report_bug(_a_bug(), tmp_path / "log"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_log_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file is in the way")
    sentence = report_bug(_a_bug(), tmp_path / "log")
    assert "Nothing was half-written. The trace could not be kept" in sentence


def test_the_command_ends_with_70_and_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "app", lambda *_arguments, **_options: _raise_with_data())
    assert main(["worklist"]) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Harbor" not in said.err
    trace = _trace_named_in(said.err)
    assert home in trace.parents
    assert "Harbor" not in trace.read_text()


def test_ctrl_c_ends_with_130_and_silence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "app", interrupted)
    assert main(["worklist"]) == 130
    assert capsys.readouterr() == ("", "")
    assert not (home / "state").exists()
