"""The program around the commands: help, options before the command, what is loaded, streams."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from arcollect_tui.cli import main
from arcollect_tui.config import Config
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.keymap import Keymap
from tests.cli.conftest import ROOT, Run, spawned

COMMANDS = (
    "demo", "import", "layouts", "worklist", "items", "disputes", "promises", "history", "account",
    "log", "code", "suggest", "cause", "contact", "policy", "undo", "redo", "export", "check", "backup",
    "gauge", "tolerate", "keys", "theme",
)  # fmt: skip


def test_help_names_every_command_and_option(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert said.err == ""
    for word in (*COMMANDS, "--store", "--today", "--collector", "--read-only", "--version"):
        assert f"  {word} " in said.out or f", {word} " in said.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_of_its_own(run: Run, command: str) -> None:
    said = run(command, "--help")
    assert said.code == 0
    assert f"Usage: arcollect {command}" in said.out


def test_version(run: Run) -> None:
    said = run("--version")
    assert said.code == 0
    assert said.out.startswith("arcollect ")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["worklist", "--foo"], "--foo"),
        (["worklits"], "worklist"),
        (["worklist", "--limit", "many"], "--limit"),
        (["worklist", "--limit", "0"], "--limit"),
        (["account"], "NUMBER"),
        (["log", "C1"], "OUTCOME"),
        (["export", "items"], "--out"),
        (["--today", "2026-02-30", "worklist"], "2026-02-30"),
        (["--today", "someday", "worklist"], "someday"),
        (["--today", "11/12/2026", "worklist"], "2026-11-12 or 2026-12-11"),
    ],
)
def test_what_cannot_be_read_is_usage(run: Run, arguments: list[str], word: str) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert word in said.err


def test_without_a_terminal_the_workstation_does_not_open(spawn: Run) -> None:
    said = spawn()
    assert said.code == 2
    assert said.err.startswith("error: The workstation needs a terminal.")
    assert said.out == ""


class _Terminal(io.StringIO):
    """A stream at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the workstation is opened with; it ends at once with the exit code 7."""
    calls: list[dict[str, object]] = []

    def run_app(store: Path, **values: object) -> int:
        calls.append({"store": store, **values})
        return 7

    app = ModuleType("arcollect_tui.app")
    app.run_app = run_app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "arcollect_tui.app", app)
    return calls


def test_alone_it_opens_the_workstation(
    home: Path, store: Path, monkeypatch: pytest.MonkeyPatch, opened: list[dict[str, object]]
) -> None:
    (home / "config" / "arcollect").mkdir(parents=True)
    (home / "config" / "arcollect" / "config.toml").write_text("theme = 'mono'\n")
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("sys.stderr", _Terminal())
    assert main(["--read-only"]) == 7
    assert opened == [
        {
            "store": store,
            "collector": "ann",
            "today": date(2026, 11, 23),
            "read_only": True,
            "config": Config(theme="mono"),
            "keymap": Keymap(home / "config" / "arcollect" / "keys.toml", ACTIONS),
        }
    ]


def test_the_sample_office_is_opened_when_it_is_built(
    store: Path, monkeypatch: pytest.MonkeyPatch, opened: list[dict[str, object]]
) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("sys.stderr", _Terminal())
    assert main(["demo", "--accounts", "3", "--items", "9"]) == 7
    assert [call["store"] for call in opened] == [store]
    assert store.is_file()


def test_a_server_is_no_store(run: Run) -> None:
    said = run("--store", "postgresql://host/office", "worklist")
    assert said.code == 5
    assert said.err.startswith("error: ")


def test_settings_are_used_and_options_overrule_them(
    run: Run, office: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARCOLLECT_STORE")
    monkeypatch.delenv("ARCOLLECT_COLLECTOR")
    (home / "config" / "arcollect").mkdir(parents=True)
    settings = home / "config" / "arcollect" / "config.toml"
    settings.write_text("collector = 'cora'\nstore = '~/office.arcollect'\n")
    assert office == home / "office.arcollect"
    run("log", "C1", "NA")
    run("--collector", "dora", "log", "C1", "VM")
    assert [row["collector"] for row in run("history", "--json").json][:2] == ["dora", "cora"]


def test_settings_with_a_mistake_stop_every_command(run: Run, home: Path) -> None:
    (home / "config" / "arcollect").mkdir(parents=True)
    (home / "config" / "arcollect" / "config.toml").write_text("colector = 'ann'\n")
    said = run("worklist")
    assert said.code == 2
    assert "colector" in said.err


def test_the_option_overrules_the_environment(run: Run, office: Path, home: Path) -> None:
    other = home / "other.arcollect"
    assert run("--store", other, "worklist").code == 5
    assert run("--store", office, "worklist").code == 0


def _loaded(home: Path, *commands: list[str]) -> list[set[str]]:
    """The modules that are loaded after each of the commands, run one after the other in one process."""
    script = (
        "import sys, json\n"
        "from arcollect_tui.cli import main\n"
        f"for arguments in {commands!r}:\n"
        "    main(arguments)\n"
        "    sys.stderr.write('\\nLOADED' + json.dumps(sorted(sys.modules)) + '\\n')\n"
    )
    said = spawned([sys.executable, "-c", script], home, cwd=home)
    lines = [line.removeprefix("LOADED") for line in said.err.splitlines() if line.startswith("LOADED")]
    assert len(lines) == len(commands), said.err
    return [set(json.loads(line)) for line in lines]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["log", "--help"]])
def test_help_loads_no_service_no_database_and_no_screen(home: Path, arguments: list[str]) -> None:
    (loaded,) = _loaded(home, arguments)
    assert "arcollect_tui.cli.program" in loaded
    heavy = {"arcollect_tui.services", "sqlmodel", "sqlalchemy", "textual", "rich", "babel"}
    assert not heavy & loaded


EACH_COMMAND = (
    ["worklist", "--json"],
    ["items"],
    ["keys"],
    ["theme"],
    ["disputes"],
    ["disputes", "--duplicates"],
    ["gauge"],
    ["tolerate"],
    ["promises"],
    ["history"],
    ["account", "C1"],
    ["log", "C1", "NA"],
    ["code", "PRC", "--item", "1001"],
    ["suggest"],
    ["cause", "PRC", "--item", "1001"],
    ["contact", "list", "C1"],
    ["policy", "show"],
    ["policy", "set", "reason.PRC.owner", "Pricing"],
    ["undo"],
    ["redo"],
    ["export", "items", "--out", "items.csv"],
    ["check"],
    ["backup", "copy.arcollect"],
    ["layouts"],
    ["import", "monday.csv", "--dry-run"],
    ["demo", "--no-open", "--accounts", "3", "--items", "9"],
)


def test_no_command_loads_the_screens(home: Path, office: Path) -> None:
    del office
    for arguments, loaded in zip(EACH_COMMAND, _loaded(home, *EACH_COMMAND), strict=True):
        assert "arcollect_tui.cli.program" in loaded
        assert not {"textual", "arcollect_tui.app"} & loaded, arguments
    assert {arguments[0] for arguments in EACH_COMMAND} == set(COMMANDS)


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of the shell")
def test_a_reader_that_leaves_early_is_no_error(home: Path, office: Path) -> None:
    del office
    command = f"{sys.executable} -m arcollect_tui items --json | true; echo ${{PIPESTATUS[0]}}"
    said = spawned(["bash", "-c", command], home)
    assert said.out.split()[-1] == "0"
    assert said.err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_an_output_that_is_full_is_said(home: Path, office: Path) -> None:
    del office
    command = f"{sys.executable} -m arcollect_tui items > /dev/full"
    said = spawned(["bash", "-c", command], home)
    assert said.code == 3
    assert said.err.startswith("error: The output cannot be written: ")
    assert said.err.count("\n") == 1


def test_python_can_run_the_package(spawn: Run) -> None:
    assert spawn("--version").out.startswith("arcollect ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the processor time of a process")
def test_help_is_quick() -> None:
    """At most twice the processor time of a bare Typer program, the best of five each."""
    bare = (
        "import typer\n"
        "app = typer.Typer(rich_markup_mode=None, add_completion=False)\n"
        "app.command()(lambda: None)\n"
        "app(['--help'])\n"
    )
    floor, ours = [], []
    for _ in range(5):
        floor.append(_seconds([sys.executable, "-c", bare]))
        ours.append(_seconds([sys.executable, "-m", "arcollect_tui", "--help"]))
    assert min(ours) <= 2 * min(floor)


def _seconds(command: list[str]) -> float:
    """Of the processor: what else the machine does counts little."""
    from resource import RUSAGE_CHILDREN, getrusage

    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
