"""Which lines of the readers run: what guides the search."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import arcollect_tui.data.imports

FOLDER = str(Path(arcollect_tui.data.imports.__file__).parent)

Step = tuple[int, int]
"""A line and the line before it in the same function: a path says more than a place."""


@contextmanager
def traced(steps: set[tuple[str, Step]]) -> Generator[None]:
    """Collect the steps that the readers take meanwhile; a debugger's own tracing comes back after it."""
    ours: dict[CodeType, bool] = {}

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        wanted = ours.get(code)
        if wanted is None:
            wanted = ours[code] = code.co_filename.startswith(FOLDER)
        if not wanted:
            return None
        before = frame.f_lineno
        name = code.co_filename

        def step(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal before
            if event == "line":
                steps.add((name, (before, frame.f_lineno)))
                before = frame.f_lineno
            return step

        return step

    previous = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(previous)
