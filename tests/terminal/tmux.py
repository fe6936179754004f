"""A real terminal to type into: tmux, driven by send-keys and read by capture-pane."""

import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import pytest

from tests.terminal.program import PROGRAM, surroundings

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="this machine has no tmux")
PATIENCE = 30.0


class Terminal:
    """arcollect in a tmux pane of a given size.

    Attributes:
        presses: keys typed so far.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (120, 35),
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self.presses = 0
        self._name = f"arcollect-test-{uuid.uuid4().hex[:8]}"
        self._sockets = TemporaryDirectory(prefix="arcollect-tmux-", ignore_cleanup_errors=True)
        self._environment = surroundings(home) | {
            "TERM": "xterm-256color",
            "TMUX_TMPDIR": self._sockets.name,
        }
        columns, rows = map(str, size)
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-s", self._name, "-x", columns, "-y", rows, "sh"
        )
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self._tmux("respawn-pane", "-k", "-c", str(home), "-t", self._name, *program, *arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tmux("kill-server")
        self._sockets.cleanup()

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", *words],
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
            env=self._environment,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Type keys: one character each, or a tmux name such as Enter, Escape, C-s."""
        for key in keys:
            self.press_at_once(key)

    def press_at_once(self, *keys: str) -> None:
        """Type keys in one go, without a pause between them."""
        # A lone ; would end the tmux command.
        words = ["\\;" if key == ";" else key for key in keys]
        self._tmux("send-keys", "-t", self._name, "--", *words)
        self.presses += len(keys)

    def hold(self, key: str, times: int) -> None:
        """Keep a key down until it has repeated so many times."""
        self._tmux("send-keys", "-N", str(times), "-t", self._name, key)

    def paste(self, text: str) -> None:
        """Paste a text as one bracketed paste."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p", "-t", self._name)

    def screen(self) -> str:
        """What the screen shows, trailing blanks cut."""
        return self._tmux("capture-pane", "-p", "-t", self._name)

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor."""
        found = self._tmux("display-message", "-p", "-t", self._name, "#{cursor_x} #{cursor_y}")
        column, row = found.split()
        return int(column), int(row)

    def wait_for(self, text: str, patience: float = PATIENCE) -> str:
        """The screen as soon as it shows `text`."""
        return self.wait_until(lambda shown: text in shown, f"{text!r} never appeared", patience)

    def wait_without(self, text: str, patience: float = PATIENCE) -> str:
        """The screen as soon as it no longer shows `text`."""
        return self.wait_until(lambda shown: text not in shown, f"{text!r} stayed", patience)

    def wait_until(self, is_so: Callable[[str], bool], complaint: str, patience: float = PATIENCE) -> str:
        """The screen as soon as something is so."""
        end = time.monotonic() + patience
        while True:
            ended, shown = self._look()
            if is_so(shown):
                return shown
            if ended or time.monotonic() > end:
                raise AssertionError(f"{complaint} {'before the end ' if ended else ''}on:\n{shown}")
            time.sleep(0.03)

    def _look(self) -> tuple[bool, str]:
        """Whether the program has ended, and the screen; asked in one go, for it is asked often."""
        words = ("list-panes", "-t", self._name, "-F", "#{pane_dead}")
        dead, screen = self._tmux(*words, ";", "capture-pane", "-p", "-t", self._name).split("\n", 1)
        return dead == "1", screen

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self._tmux("resize-window", "-t", self._name, "-x", str(columns), "-y", str(rows))

    def ended(self) -> bool:
        """Whether the program has ended."""
        return self._tmux("list-panes", "-t", self._name, "-F", "#{pane_dead}").strip() == "1"

    def wait_end(self, patience: float = PATIENCE) -> None:
        """Wait until the program has ended."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.ended():
                return
            time.sleep(0.02)
        raise AssertionError(f"the program still runs:\n{self.screen()}")
