"""How the tests run arcollect as a program: a home of its own, and the store and day in the options."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 23)
"""A Monday."""
COLLECTOR = "J.Kim"
ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "arcollect_tui")
"""The words that start the program."""
_NOT_INHERITED = (
    "ARCOLLECT_",
    "TEXTUAL",
    "LC_",
    "PYTHONDONTWRITEBYTECODE",
    "NO_COLOR",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "TMUX",
)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a collector: settings, logs and traces stay in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    places = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_DATA_HOME": home / "data"}
    return (
        kept
        | {name: str(path) for name, path in places.items()}
        | {"XDG_STATE_HOME": str(home / "state"), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    )


def options(store: Path, collector: str = COLLECTOR) -> list[str]:
    """The options that every start of these tests has."""
    return ["--store", str(store), "--today", TODAY.isoformat(), "--collector", collector]


def command(arguments: Sequence[str]) -> list[str]:
    """The words that start the program with these arguments."""
    return [*PROGRAM, *arguments]


def run(store: Path, *words: str, collector: str = COLLECTOR) -> subprocess.CompletedProcess[str]:
    """Run a command on the store, beside a window perhaps."""
    return subprocess.run(
        command([*options(store, collector), *words]),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=surroundings(store.parent),
        cwd=store.parent,
        timeout=60,
    )
