"""What opening the plain mode loads, and when it is opened."""

import subprocess
import sys
from pathlib import Path

import pytest

from arcollect_tui.cli.context import Wishes
from arcollect_tui.cli.plain import is_plain
from arcollect_tui.config import Config, load_config
from arcollect_tui.plain.console import folded
from arcollect_tui.plain.words import Typed, take_apart, words_of
from arcollect_tui.rules.text import cells


def test_it_loads_no_screen() -> None:
    script = "import sys, arcollect_tui.plain.run, arcollect_tui.cli.plain; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "arcollect_tui.plain.commands" in loaded
    assert not loaded & {"textual", "rich", "arcollect_tui.app", "arcollect_tui.screens"}


@pytest.mark.parametrize(
    ("option", "setting", "term", "plain"),
    [
        (None, False, "xterm-256color", False),
        (None, False, "dumb", True),
        (None, False, None, False),
        (None, True, "xterm-256color", True),
        (True, False, "xterm-256color", True),
        (False, True, "dumb", False),
    ],
)
def test_the_option_decides_then_the_setting_then_the_terminal(
    monkeypatch: pytest.MonkeyPatch, option: bool | None, setting: bool, term: str | None, plain: bool
) -> None:
    if term is None:
        monkeypatch.delenv("TERM", raising=False)
    else:
        monkeypatch.setenv("TERM", term)
    assert is_plain(Wishes(plain=option), Config(plain=setting)) is plain


def test_the_setting_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("plain = true\n")
    assert load_config(file).plain


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("3", Typed((3,), False, None, "", "")),
        ("3 cn", Typed((3,), False, None, "cn", "")),
        ("3cn", Typed((), False, 3, "cn", "")),
        ("3 10r", Typed((3,), False, 10, "r", "")),
        ("1-3,7 d pr", Typed((1, 2, 3, 7), False, None, "d", "pr")),
        ("; d pr", Typed((), True, None, "d", "pr")),
        (";d pr short", Typed((), True, None, "d", "pr short")),
        ("/80.55", Typed((), False, None, "/", "80.55")),
        ("* ;d pr", Typed((), False, None, "*", ";d pr")),
        ("p 500 fri", Typed((), False, None, "p", "500 fri")),
        ("a 3 pallets", Typed((), False, None, "a", "3 pallets")),
    ],
)
def test_a_line_is_taken_apart(line: str, typed: Typed) -> None:
    assert take_apart(line) == typed


def test_words_notes_and_named_values() -> None:
    found = words_of('500 fri "she said ""yes""" why=cash who="Ann Berg" rate=2', ("why", "who"))
    assert found.plain == ("500", "fri", "rate=2")
    assert found.note == 'she said "yes"'
    assert found.named == {"why": "cash", "who": "Ann Berg"}


@pytest.mark.parametrize(
    "text", ["", "short", "word " * 60, "x" * 300, "漢字" * 90, "a " + "b" * 100 + " c"]
)
def test_folded_lines_fit_and_lose_nothing(text: str) -> None:
    lines = folded(text)
    assert all(cells(line) <= 80 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
