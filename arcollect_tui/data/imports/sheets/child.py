"""The process that opens one structured file: `python -m arcollect_tui.data.imports.sheets.child`.

It has a limit of memory and of time, writes frames to standard output and nothing else, and can be
ended at any moment.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from arcollect_tui.data.imports.sheets.events import Events
from arcollect_tui.data.imports.sheets.frames import packed, refusal, write_frame
from arcollect_tui.data.platform import limit_this_process
from arcollect_tui.errors import FileRefused

MOST_MEMORY: Final = 1 << 30
OUT_OF_MEMORY: Final = 70
"""How it ends when the memory was not enough and it could still say so."""


def events_of(kind: str, path: Path, name: str, encoding: str) -> Events:
    """What the reader of that kind finds; each one loads its library only when asked.

    Raises:
        FileRefused: the file cannot be read.
    """
    from arcollect_tui.data.imports.sheets import html, json_report, spreadsheetml, workbook

    readers: dict[str, Callable[[], Events]] = {
        "archive": lambda: workbook.read_archive(path, name),
        "ole": lambda: workbook.read_ole(path, name),
        "html": lambda: html.read_html(path, name, encoding),
        "mhtml": lambda: html.read_web_archive(path, name),
        "spreadsheetml": lambda: spreadsheetml.read_spreadsheet_xml(path, name),
        "json": lambda: json_report.read_json(path, name),
    }
    return readers[kind]()


def serve(stream: IO[bytes], events: Callable[[], Events], name: str) -> None:
    """Write the frames of a file, or its refusal."""
    try:
        for frame in packed(events(), name):
            write_frame(stream, frame)
    except FileRefused as problem:
        write_frame(stream, refusal(problem.sentence))


def main(kind: str, path: str, name: str, encoding: str, seconds: str) -> int:
    """Read one file under the limits."""
    limit_this_process(MOST_MEMORY, int(seconds))
    try:
        serve(sys.stdout.buffer, lambda: events_of(kind, Path(path), name, encoding), name)
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        # Nobody listens any more; the interpreter is not to complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
