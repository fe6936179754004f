"""Every command runs where the modules that only POSIX has are absent."""

import json
import subprocess
import sys
from pathlib import Path

ELSEWHERE = """
import os, sys
for name in ("fcntl", "resource", "termios", "tty"):
    sys.modules[name] = None
if hasattr(os, "fork"):
    del os.fork
from arcollect_tui.cli import main
sys.argv[0] = "arcollect"
main()
"""


def elsewhere(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ELSEWHERE, "--store", str(store), "--today", "2026-11-23", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_day_runs_without_posix(tmp_path: Path) -> None:
    store = tmp_path / "office.arcollect"
    made = elsewhere(store, "demo", "--no-open", "--accounts", "5", "--items", "40")
    assert made.returncode == 0, made.stderr
    rows = json.loads(elsewhere(store, "worklist", "--json").stdout)
    number = rows[0]["customer_no"]
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
        ("check",),
    ]
    for step in steps:
        done = elsewhere(store, *step)
        assert done.returncode == 0, (step, done.stderr)
