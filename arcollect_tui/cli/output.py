"""How answers look: tables and sentences for people, one JSON value for programs.

Standard output is data, standard error is narration. Text from outside is shown as it is: nothing in
it is read as markup, and control characters do not get through.
"""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.rules.text import cells, clean, fit

Row = TypeVar("Row")
JsonValue = dict[str, Any]
Progress = Callable[[str, int], None]

GAP: Final = "  "
NARROWEST: Final = 12
"""Cells that stay for a column that gives way on a narrow terminal."""
FRAME: Final = 3
"""Lines of a screenful that the header, the notice and the next prompt take."""


class ReaderGone(Exception):
    """The reader of standard output has seen enough: a quiet end, no error."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: its header.
        right: amounts and counts stand at the right.
        gives: its texts are cut first where the terminal is too narrow.
    """

    title: str
    right: bool = False
    gives: bool = False


def say(sentence: str) -> None:
    """Narration: one line on standard error."""
    print(clean(sentence), file=sys.stderr)  # noqa: T201 - this is the command line


def warn(sentences: Iterable[str]) -> None:
    """Warnings, each on its line of standard error."""
    for sentence in sentences:
        say(f"warning: {sentence}")


def put(line: str) -> None:
    """One line of data."""
    _write(clean(line) + "\n")


def put_json(value: object) -> None:
    """The one JSON value of a command."""
    import json

    _utf8()
    _write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def put_json_rows(rows: Iterable[JsonValue]) -> None:
    """A JSON array with one row a line, written as the rows come."""
    import json

    _utf8()
    lead = "[\n"
    for row in rows:
        _write(lead + json.dumps(row, ensure_ascii=False))
        lead = ",\n"
    _write("[]\n" if lead == "[\n" else "\n]\n")


def put_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """The rows under their headers, in columns; nothing at all when there are none."""
    if not rows:
        return
    shown = [[clean(cell) for cell in row] for row in rows]
    widths = _widths(columns, shown)
    for line in ([column.title for column in columns], *shown):
        texts = map(_placed, columns, line, widths)
        _write(GAP.join(texts).rstrip() + "\n")


def on_terminal() -> bool:
    """Whether people read standard output as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()


def confirmed(question: str) -> bool:
    """Ask on the terminal; anything but yes, and no answer at all, is no."""
    return answer_to(f"{question} [y/N]").lower() in {"y", "yes"}


def answer_to(question: str) -> str:
    """Ask on the terminal; '' when nothing is answered."""
    print(f"{question} ", end="", file=sys.stderr, flush=True)  # noqa: T201
    return sys.stdin.readline().strip()


def can_ask() -> bool:
    """Whether somebody sits at a terminal to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class Listing:
    """How much of a list is wanted, and in which form.

    Attributes:
        as_json: one JSON array instead of a table.
        limit: the most rows; None for all of them, or for a screenful on a terminal.
    """

    as_json: bool
    limit: int | None

    @property
    def most(self) -> int | None:
        """The most rows shown; None for all."""
        if self.limit is not None or self.as_json or not on_terminal():
            return self.limit
        return max(shutil.get_terminal_size().lines - FRAME, 1)

    @property
    def fetch(self) -> int | None:
        """How many rows to ask for: one more than shown, to know whether there are more."""
        return None if self.most is None else self.most + 1

    def show(
        self,
        rows: Sequence[Row],
        columns: Sequence[Column],
        cells_of: Callable[[Row], Sequence[str]],
        json_of: Callable[[Row], JsonValue],
        nothing: str,
    ) -> None:
        """Print the rows, and say when there are none or when the list was cut.

        Args:
            rows: at most `fetch` of them.
            columns: of the table.
            cells_of: a row of the table.
            json_of: a row of the array.
            nothing: what to say of an empty list.
        """
        kept = rows if self.most is None else rows[: self.most]
        if self.as_json:
            put_json_rows(map(json_of, kept))
            return
        put_table(columns, [cells_of(row) for row in kept])
        if not rows:
            say(nothing)
        elif len(kept) < len(rows):
            say(f"There are more than the {len(kept)} shown: --limit N shows N of them.")


def _placed(column: Column, text: str, width: int) -> str:
    if column.right:
        return " " * (width - cells(text)) + text
    return fit(text, width)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The widest cell of each column; on a narrow terminal the columns that give way are cut."""
    widths = [
        max(cells(column.title), *(cells(row[at]) for row in rows)) for at, column in enumerate(columns)
    ]
    if not on_terminal():
        return widths
    over = sum(widths) + len(GAP) * (len(widths) - 1) - shutil.get_terminal_size().columns
    for at, column in enumerate(columns):
        if column.gives and over > 0:
            cut = min(over, max(widths[at] - NARROWEST, 0))
            widths[at] -= cut
            over -= cut
    return widths


def _utf8() -> None:
    """JSON is UTF-8 wherever it goes, whatever the terminal's own encoding is (RFC 8259, 8.1)."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def _write(text: str) -> None:
    """Write to standard output; a character the terminal cannot show becomes a question mark.

    Raises:
        ReaderGone: nobody reads on.
        Refused: the output cannot be written, for a full disk for example.
    """
    if sys.stdout is None:
        return
    try:
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            coding = sys.stdout.encoding or "ascii"
            sys.stdout.write(text.encode(coding, "replace").decode(coding))
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise unwritable(error) from None


def unwritable(error: OSError) -> ArcollectError:
    """The sentence for an output that the system refuses."""
    reason = os.strerror(error.errno) if error.errno else "refused by the system"
    return Refused(f"The output cannot be written: {reason}.")


@contextmanager
def progress_line() -> Generator[Progress | None]:
    """A line on the terminal that tells how far a long job is, gone when it ends.

    Yields:
        What to call with the stage and a count; None where no terminal shows it.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    try:
        yield _tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _tell(stage: str, count: int) -> None:
    sys.stderr.write(f"\r\x1b[K{clean(stage)} {count:,}" if count else f"\r\x1b[K{clean(stage)}")
    sys.stderr.flush()
