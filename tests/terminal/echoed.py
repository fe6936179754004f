"""Writes the name of every key that arrives: `python -m tests.terminal.echoed FILE`; Ctrl+Q ends it.

The keys come through the same app, and the same repair of what terminals make of them, as in the
workstation.
"""

import os
import sys
from pathlib import Path

from textual import events
from textual.app import ComposeResult

from arcollect_tui.keys.terminal import may_use_mouse, token
from arcollect_tui.widgets.keyed import KeyedApp, KeyedScreen
from arcollect_tui.widgets.lines import TextLine

READY = "press keys"


class _Listening(KeyedScreen[None]):
    def compose(self) -> ComposeResult:
        yield TextLine(READY)


class Echoing(KeyedApp[None]):
    """Writes down what arrives.

    Args:
        file: where to.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def on_mount(self) -> None:
        self.push_screen(_Listening())

    async def _take(self, event: events.Key) -> None:
        key = token(event.key, event.character)
        with self._file.open("a") as file:
            file.write(f"{key}\n")
        if key == "ctrl+q":
            self.exit()


if __name__ == "__main__":
    Echoing(Path(sys.argv[1])).run(mouse=may_use_mouse(os.environ))
