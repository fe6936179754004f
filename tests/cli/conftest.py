"""Commands run on a store of their own, with settings, logs and clock kept away from the machine's."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.cli import main
from tests.cli.ledgers import write_ledger
from tests.services.offices import never_seated

TODAY = "2026-11-23"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Run = Callable[..., Answer]


def _environment(home: Path) -> dict[str, str]:
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "APPDATA": home / "config",
        "LOCALAPPDATA": home / "data",
        "ARCOLLECT_STORE": home / "office.arcollect",
    }
    return {
        **{name: str(path) for name, path in places.items()},
        "ARCOLLECT_TODAY": TODAY,
        "ARCOLLECT_COLLECTOR": "ann",
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: the store, the settings and the logs of the test are under it."""
    for name, value in _environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def store(home: Path) -> Path:
    """Where the store of the test is; nothing is there yet."""
    return home / "office.arcollect"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process. Nobody sits at a terminal."""
    del home

    def run_here(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run_here


@pytest.fixture
def spawn(home: Path) -> Run:
    """Run a command as a process of its own."""
    return lambda *arguments, **options: spawned(
        [sys.executable, "-m", "arcollect_tui", *map(str, arguments)], home, **options
    )


def spawned(command: Sequence[str], home: Path, **options: Any) -> Answer:
    """Run any command as a process in the home of the test."""
    environment = {**os.environ, **_environment(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command,
        env=environment,
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=120,
        **options,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the first ledger file in it, made once."""
    home = tmp_path_factory.mktemp("filled")
    file = write_ledger(home / "monday.csv")
    command = [sys.executable, "-m", "arcollect_tui", "import", str(file), "--yes"]
    done = spawned(command, home)
    assert done.code == 0, done.err
    return never_seated(home / "office.arcollect")


@pytest.fixture
def office(store: Path, _filled: Path) -> Path:
    """The store of the test, with the first ledger file in it."""
    shutil.copy(_filled, store)
    return store
