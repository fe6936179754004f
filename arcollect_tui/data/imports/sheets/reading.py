"""Reading a structured file in a process of its own: limits, progress, cancel, and what came of it."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from arcollect_tui.data.imports.filekinds import FileKind
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.sheets.child import MOST_MEMORY, OUT_OF_MEMORY
from arcollect_tui.data.imports.sheets.frames import (
    Frame,
    FrameKind,
    cells_of,
    read_frames,
    row_count,
    sentence_of,
    sheet_of,
)
from arcollect_tui.data.imports.source import Batch
from arcollect_tui.errors import FileRefused, Refused

STILL_SECONDS: Final = 30.0
"""So long the process may send no rows; those of a list come by thousands a second."""
_BYTES_A_SECOND: Final = 250_000
"""A file may take longer by a second for so many bytes, on a slow machine too."""
_TICK: Final = 0.1
_PACKAGES: Final = str(Path(__file__).parents[4])
_CHILD: Final = "arcollect_tui.data.imports.sheets.child"

Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class Sheet:
    """One sheet that was read: its name, what is to be said of it, and its rows as they were sent."""

    name: str
    visible: bool = True
    notes: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    rows: int = 0

    def batches(self) -> Iterator[Batch]:
        """Its rows; a line is a row's number."""
        before = 0
        for frame in self.frames:
            count, cells = row_count(frame), cells_of(frame)
            lines = range(before + 1, before + 1 + count)
            if frame.kind is FrameKind.COLUMNS:
                yield Batch(lines, columns=list(cells))
            else:
                yield Batch(lines, rows=cells)
            before += count


def read_sheets(
    raw: RawFile,
    kind: FileKind,
    encoding: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Sheet]:
    """The sheets of a structured file.

    Raises:
        FileRefused: it cannot be read, or needs more memory or time than any list does.
        Refused: the person stopped it.
    """
    most = math.ceil(STILL_SECONDS + raw.size / _BYTES_A_SECOND)
    with _started(raw, kind, encoding, most) as process:
        reading = _Reading(raw, process, most)
        try:
            return reading.sheets(progress, cancelled)
        finally:
            process.kill()
            reading.end()


def _started(raw: RawFile, kind: FileKind, encoding: str, most: int) -> subprocess.Popen[bytes]:
    """The process; it takes no module from the folder it is started in."""
    paths = [_PACKAGES, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603 (our own interpreter and module; the path is an argument)
        [sys.executable, "-P", "-m", _CHILD, kind, str(raw.path), raw.name, encoding, str(most)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


class _Reading:
    """Listens to the process until it is done, does nothing for too long, or dies."""

    def __init__(self, raw: RawFile, process: subprocess.Popen[bytes], most: float) -> None:
        self._raw = raw
        self._process = process
        self._end = time.monotonic() + most
        self._frames: SimpleQueue[Frame | None] = SimpleQueue()
        self._sheets: list[Sheet] = []
        self._rows = 0
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            for frame in read_frames(stream):
                self._frames.put(frame)
        self._frames.put(None)

    def end(self) -> None:
        """Wait until nothing is read from the process any more: it has ended, so this is at once."""
        self._listener.join()

    def sheets(self, progress: Progress | None, cancelled: Cancelled | None) -> list[Sheet]:
        """All sheets, once the process says that it is done."""
        while (frame := self._next(cancelled)).kind is not FrameKind.END:
            self._take(frame)
            if progress is not None and self._rows:
                progress(self._rows)
        return self._sheets

    def _next(self, cancelled: Cancelled | None) -> Frame:
        still = time.monotonic() + STILL_SECONDS
        while True:
            if cancelled is not None and cancelled():
                raise Refused("The reading was stopped; nothing was changed.")
            try:
                frame = self._frames.get(timeout=_TICK)
            except Empty:
                if time.monotonic() > min(still, self._end):
                    raise FileRefused(
                        self._too_much(f"takes more than {STILL_SECONDS:.0f} seconds")
                    ) from None
                continue
            if frame is None:
                raise self._died()
            return frame

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case FrameKind.REFUSAL:
                raise FileRefused(sentence_of(frame))
            case FrameKind.SHEET:
                self._sheets.append(Sheet(*sheet_of(frame)))
            case FrameKind.NOTE:
                self._sheets[-1].notes.append(sentence_of(frame))
            case FrameKind.ROWS | FrameKind.COLUMNS:
                sheet = self._sheets[-1]
                sheet.frames.append(frame)
                sheet.rows += row_count(frame)
                self._rows += row_count(frame)

    def _died(self) -> FileRefused:
        """The refusal of a file at which the process ended before it was done.

        A library that gets no memory ends the process by a signal; a limit of time does the same.
        """
        code = self._process.wait()
        if code == OUT_OF_MEMORY or code < 0 or code > 255:
            return FileRefused(self._too_much(f"needs more than {MOST_MEMORY >> 30} GB of memory"))
        return FileRefused(f"{self._raw.name} is damaged and cannot be opened. Export it again, or as CSV.")

    def _too_much(self, what: str) -> str:
        return f"{self._raw.name} {what} to open, which is too large or too strange. Save the sheet as CSV."
