"""Lines in, lines out: the only place of the plain mode that knows the streams."""

import os
from collections.abc import Iterable
from typing import Final, TextIO

from arcollect_tui.errors import Refused
from arcollect_tui.rules.cardnumbers import mask
from arcollect_tui.rules.text import cells, clean, fit, readable

WIDTH: Final = 80
ROW: Final = 240
"""Cells of a row of a list: nothing that is read aloud is cut for want of room on a screen."""

CANCEL: Final = (".", "cancel")
BACK: Final = "<"


class Ended(Exception):
    """There is nothing more to read, or nobody to read it: the session is over."""


class Cancelled(Exception):
    """The prompt was left; what was typed is kept as a draft where there is one."""


class Back(Exception):
    """One question back."""


class Console:
    """What is read and said.

    Args:
        lines: where lines come from.
        out: where lines go.
        script: nobody sits at a terminal; what is read is echoed, so that the output can be read alone.
    """

    def __init__(self, lines: TextIO, out: TextIO, *, script: bool) -> None:
        self._lines = lines
        self._out = out
        self.script = script
        self.line_number = 0

    def say(self, text: str) -> None:
        """A sentence, in as many lines as it needs."""
        for line in folded(readable(text)):
            self._write(line + "\n")

    def row(self, text: str) -> None:
        """One row of a list: whole, over lines as a sentence; a note in it that is a story is cut."""
        shown = readable(text)
        self.say(shown if cells(shown) <= ROW else fit(shown, ROW).rstrip())

    def rows(self, texts: Iterable[str]) -> None:
        """Rows of a list."""
        for text in texts:
            self.row(text)

    def read(self, prompt: str) -> str:
        """Ask for a line.

        Raises:
            Ended: there is none.
        """
        self._write(prompt)
        line = self._lines.readline()
        if not line:
            self._write("\n")
            raise Ended
        self.line_number += 1
        text = clean(line.rstrip("\r\n")).strip()
        if self.script:
            self._write(f"{mask(text)}\n")
        return text

    def answer(self, prompt: str) -> str:
        """Ask for the answer to a question.

        Raises:
            Cancelled: the question was left.
            Back: the question before is wanted.
            Ended: there is nothing more to read.
        """
        try:
            text = self.read(prompt)
        except KeyboardInterrupt:
            if self.script:
                raise
            self._write("\n")
            raise Cancelled from None
        if text.casefold() in CANCEL:
            raise Cancelled
        if text == BACK:
            raise Back
        return text

    def confirmed(self, question: str) -> bool:
        """Ask yes or no; anything but yes is no."""
        try:
            return self.answer(f"{question} yes or no, Enter is no: ").casefold() in ("y", "yes")
        except (Cancelled, Back):
            return False

    def _write(self, text: str) -> None:
        """Write and let it be read at once; what the terminal cannot show becomes a question mark.

        Raises:
            Ended: nobody reads on.
            Refused: the output cannot be written, for a full disk for example.
        """
        try:
            try:
                self._out.write(text)
            except UnicodeEncodeError:
                coding = self._out.encoding or "ascii"
                self._out.write(text.encode(coding, "replace").decode(coding))
            self._out.flush()
        except BrokenPipeError:
            raise Ended from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else "refused by the system"
            raise Refused(f"The output cannot be written: {reason}.") from None


def folded(text: str) -> list[str]:
    """The text in lines of at most 80 cells, broken between words where it can be.

    A path that is longer stays whole on a line of its own: it is copied, and in pieces it is none.
    """
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > WIDTH:
            lines.append(line)
            longer = word
        while cells(longer) > WIDTH and os.sep not in longer:
            cut = fit(longer, WIDTH).rstrip().removesuffix("…")
            lines.append(cut)
            longer = longer[len(cut) :]
        line = longer
    return [*lines, line]
