"""What happens when the program itself is wrong: a numbered trace without anybody's data.

Frames, lines and types tell where it went wrong. Messages and values are left out, because they may
hold what a customer owes.
"""

import os
import platform
import secrets
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from typing import Final

from arcollect_tui.data.platform import private_folder

BUG_EXIT: Final = 70
"""EX_SOFTWARE of sysexits.h."""


def report_bug(error: BaseException, folder: Path | None = None) -> str:
    """Keep the trace of `error` in a file of its own and return the one line to show.

    Args:
        error: what was raised.
        folder: where the trace goes; the platform's log folder when None.
    """
    number = secrets.token_hex(4).upper()
    sentence = f"arcollect hit a bug, number {number}. Nothing was half-written."
    try:
        path = _keep(number, "\n".join(_trace(error)), folder or _log_folder())
    except OSError:
        return f"{sentence} The trace could not be kept: {folder or _log_folder()} cannot be written."
    return f"{sentence} The trace is in {path}."


def _log_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("arcollect", appauthor=False)


def _keep(number: str, text: str, folder: Path) -> Path:
    private_folder(folder)
    path = folder / f"bug-{number}.txt"
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text + "\n")
    return path


def _trace(error: BaseException) -> Iterator[str]:
    """Every exception of the chain, the last one first, each with its frames from the outside in."""
    yield f"Python {platform.python_version()} on {platform.system()}"
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        kind = type(current)
        yield f"{kind.__module__}.{kind.__qualname__}"
        for frame, line in walk_tb(current.__traceback__):
            code = frame.f_code
            yield f"  {code.co_filename}:{line} in {code.co_qualname}"
        waiting.extend(_behind(current))


def _behind(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield cause
