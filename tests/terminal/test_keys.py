"""Every published key arrives as itself through tmux and GNU screen, and is published everywhere."""

import shutil
import sys
import time
from pathlib import Path

import pytest

from arcollect_tui.keys.action import BULK, BULK_ALIAS
from arcollect_tui.keys.actions import ACTIONS, for_scope
from arcollect_tui.keys.hints import help_rows, show_keys
from arcollect_tui.keys.page import key_page
from arcollect_tui.keys.safety import conflicts, unsafe
from arcollect_tui.keys.terminal import may_use_mouse
from arcollect_tui.screens.help import commands
from tests.terminal.echoed import READY
from tests.terminal.raw import RawTerminal, needs_pty
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_pty
SCREEN = shutil.which("screen") or ""
needs_screen = pytest.mark.skipif(not SCREEN, reason="this machine has no GNU screen")
PROGRAM = (sys.executable, "-m", "tests.terminal.echoed")
PATIENCE = 10.0
LAST = "ctrl+q"
_TMUX = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Escape",
    "tab": "Tab",
    "shift+tab": "BTab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PPage",
    "pagedown": "NPage",
}
_XTERM = {
    "space": " ",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1bOA",
    "down": "\x1bOB",
    "right": "\x1bOC",
    "left": "\x1bOD",
    "home": "\x1bOH",
    "end": "\x1bOF",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
}
"""What xterm sends while the keypad is in application mode, as tmux and screen ask it to be."""


def published() -> list[str]:
    """Every key of every sequence, digits and the keys for marked rows too, the one that ends it last."""
    keys = {key for action in ACTIONS for keys in action.keys for key in keys.split(" ")}
    return [*sorted({*keys, *"0123456789", BULK, BULK_ALIAS} - {LAST}), LAST]


def tmux_name(key: str) -> str:
    if key.startswith("ctrl+"):
        return f"C-{key.removeprefix('ctrl+')}"
    return _TMUX.get(key) or (key.upper() if len(key) > 1 else key)


def xterm_bytes(key: str) -> str:
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) & 0x1F)
    return _XTERM.get(key, key)


def arrived(file: Path, count: int) -> list[str]:
    """The names of the keys that arrived, once there are so many."""
    end = time.monotonic() + PATIENCE
    while True:
        found = file.read_text().splitlines() if file.exists() else []
        if len(found) >= count or time.monotonic() > end:
            return found
        time.sleep(0.02)


@needs_tmux
def test_every_published_key_arrives_through_tmux(tmp_path: Path) -> None:
    keys, file = published(), tmp_path / "keys"
    with Terminal([str(file)], home=tmp_path, program=PROGRAM) as screen:
        screen.wait_for(READY)
        for key in keys:
            screen.press(tmux_name(key))
        assert arrived(file, len(keys)) == keys


@needs_screen
def test_every_published_key_arrives_through_screen(tmp_path: Path) -> None:
    keys, file = published(), tmp_path / "keys"
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    words = (SCREEN, "-c", "/dev/null", "-m", "-S", "arcollect-test", *PROGRAM)
    with RawTerminal(
        [str(file)], home=tmp_path, program=words, environment={"SCREENDIR": str(sockets)}
    ) as screen:
        screen.wait_for(READY)
        for count, key in enumerate(keys, 1):
            screen.type(xterm_bytes(key))
            assert arrived(file, count) == keys[:count], "at once, not with the next key"
        assert arrived(file, len(keys)) == keys


def test_the_mouse_is_left_alone_where_it_would_hold_back_esc() -> None:
    assert may_use_mouse({"TERM": "xterm", "TMUX": "/tmp/x"})
    assert not may_use_mouse({"TERM": "screen", "STY": "1.pts-0.host"})


def test_every_published_key_is_safe_and_nobody_elses() -> None:
    assert unsafe() == ()
    assert conflicts() == ()


def test_every_action_stands_in_help_palette_and_the_page_of_the_guide() -> None:
    page = key_page()
    palette = {line.id: line for line in commands("worklist", ACTIONS, everything=True)}
    for action in ACTIONS:
        assert action.name in palette
        for keys in action.keys:
            assert show_keys(keys) in palette[action.name].keys
            assert f"`{show_keys(keys)}`".replace("|", "\\|") in page
        for scope in action.scopes:
            assert action in for_scope(scope)
            assert action.name in {row.name for row in help_rows(scope)}
