"""A real terminal to type into: tmux, driven by send-keys and read by capture-pane."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

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
        size: tuple[int, int] = (120, 35),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.presses = 0
        self._name = f"arcollect-test-{uuid.uuid4().hex[:8]}"
        self._socket = f"arcollect-{os.getpid()}-{self._name}"
        columns, rows = size
        command = [sys.executable, "-m", "arcollect_tui", *arguments]
        settings = {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color"} | (environment or {})
        pairs = [word for name, value in settings.items() for word in ("-e", f"{name}={value}")]
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", self._name, "-x", str(columns), "-y",
                   str(rows), *pairs, *command)  # fmt: skip
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False, timeout=20
        )

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, *words], capture_output=True, text=True, check=True, timeout=20
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Type keys: one character each, or a tmux name such as Enter, Escape, C-s."""
        for key in keys:
            # A lone ; would end the tmux command.
            word = "\\;" if key == ";" else key
            self._tmux("send-keys", "-t", self._name, "--", word)
            self.presses += 1

    def type(self, text: str) -> None:
        """Type each character of a text."""
        self.press(*text)

    def paste(self, text: str) -> None:
        """Paste a text as one bracketed paste."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p", "-t", self._name)

    def screen(self) -> str:
        """What the screen shows, trailing blanks cut."""
        return self._tmux("capture-pane", "-p", "-t", self._name)

    def wait_for(self, text: str, patience: float = PATIENCE) -> str:
        """The screen as soon as it shows `text`."""
        end = time.monotonic() + patience
        shown = ""
        while time.monotonic() < end:
            shown = self.screen()
            if text in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} never appeared on:\n{shown}")

    def wait_without(self, text: str, patience: float = PATIENCE) -> str:
        """The screen as soon as it no longer shows `text`."""
        end = time.monotonic() + patience
        shown = ""
        while time.monotonic() < end:
            shown = self.screen()
            if text not in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} stayed on:\n{shown}")

    def pid(self) -> int:
        """The process in the pane."""
        return int(self._tmux("list-panes", "-t", self._name, "-F", "#{pane_pid}"))

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
            time.sleep(0.05)
        raise AssertionError(f"the program still runs:\n{self.screen()}")


def copy_store(source: Path, folder: Path) -> Path:
    """A copy of a closed store for one test."""
    target = folder / "office.arcollect"
    shutil.copyfile(source, target)
    return target
