"""Every command runs where the modules that only POSIX has are absent."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ELSEWHERE = """
import contextlib, io, json, os, sys
for name in ("fcntl", "resource", "termios", "tty"):
    sys.modules[name] = None
if hasattr(os, "fork"):
    del os.fork
from arcollect_tui.cli import main
for step in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(step)
    print(json.dumps({"step": step, "code": code, "out": out.getvalue(), "err": err.getvalue()}))
"""


def elsewhere(store: Path, *steps: Sequence[str]) -> list[dict[str, Any]]:
    """What the steps come to, one after the other in one process."""
    options = ("--store", str(store), "--today", "2026-11-23")
    command = [sys.executable, "-c", ELSEWHERE, json.dumps([(*options, *step) for step in steps])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_day_runs_without_posix(tmp_path: Path) -> None:
    store = tmp_path / "office.arcollect"
    made, worklist = elsewhere(
        store, ("demo", "--no-open", "--accounts", "5", "--items", "40"), ("worklist", "--json")
    )
    assert made["code"] == 0, made
    number = json.loads(worklist["out"])[0]["customer_no"]
    steps = [
        ("items", "--json"),
        ("account", number),
        ("promises",),
        ("disputes",),
        ("log", number, "NA"),
        ("log", number, "PP", "--promise", "1", "--by", "fri"),
        ("contact", "add", number, "--name", "Ann Lee", "--phone", "+1 212 555 0100"),
        ("contact", "list", number),
        ("code", "PRC", "--filter", "type:invoice", "--dry-run"),
        ("undo",),
        ("redo",),
        ("history",),
        ("layouts",),
        ("export", "activity", "--out", str(tmp_path / "day.csv")),
        ("export", "items", "--out", str(tmp_path / "items.xlsx")),
        ("backup", str(tmp_path / "copy.arcollect")),
        ("restore", str(tmp_path / "copy.arcollect"), "--yes"),
        ("restore", "--list"),
        ("check",),
    ]
    done = elsewhere(store, *steps)
    assert [told for told in done if told["code"] != 0] == []
    assert len(done) == len(steps)
