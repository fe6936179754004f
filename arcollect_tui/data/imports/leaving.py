"""Lines that a person leaves out of a file on purpose: they are counted apart, and nothing of them is lost.

Only a line that stays out anyway can be left out: one that is held, that nobody can class, or that is no
receivable. An item that can be read is never left out, for its absence would mean that it was paid.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.layout_model import LAYOUT_FIELDS
from arcollect_tui.data.imports.values import AsideLine, HeldLine, ParsedFile
from arcollect_tui.errors import UsageError

WHOLE: Final = "whole"
"""The kind of held lines that are wrong as a whole."""
CLASSES: Final = (LineClass.HELD.value, LineClass.UNCLASSIFIED.value, LineClass.OTHER.value)
KINDS: Final = frozenset((*CLASSES, WHOLE, *LAYOUT_FIELDS))
"""Kinds that may be left out: a class, or the field that is wrong in held lines."""


def kinds_of(line: AsideLine) -> tuple[str, ...]:
    """The kinds that a line is of."""
    return (line.kind, line.field or WHOLE) if line.kind == LineClass.HELD.value else (line.kind,)


def held_aside(line: HeldLine) -> AsideLine:
    """A held line as one that stays out."""
    return AsideLine(line.line, LineClass.HELD.value, line.field, line.reason, line.document_no)


def leave_out(parsed: ParsedFile, words: Iterable[str]) -> ParsedFile:
    """The file with some of its lines left out.

    Args:
        parsed: the file.
        words: numbers of lines, and kinds: a kind takes all lines of it, and may have none.

    Raises:
        UsageError: a number is of no line that can be left out.
    """
    wanted = frozenset(words)
    numbers = {word for word in wanted if word.isdecimal()}
    may = [*map(held_aside, parsed.held), *parsed.aside]
    taken = [one for one in may if str(one.line) in numbers or not wanted.isdisjoint(kinds_of(one))]
    missed = numbers.difference(str(one.line) for one in (*taken, *parsed.left_out))
    if missed:
        line = min(map(int, missed))
        raise UsageError(
            f"Line {line} of {parsed.name} cannot be left out: it is none of the held, unclassified or "
            "other lines. Correct it in the ledger."
        )
    moved = Counter(one.kind for one in taken)
    # Of a class without end only the first lines are listed; all of them are left out with it.
    moved |= {kind: parsed.lines[kind] for kind in CLASSES if kind in wanted}
    return _moved(parsed, moved, [*parsed.left_out, *taken], frozenset(taken))


def take_back(parsed: ParsedFile, numbers: frozenset[int]) -> ParsedFile:
    """The file with lines as they were before they were left out.

    Raises:
        UsageError: a line is not left out.
    """
    back = [one for one in parsed.left_out if one.line in numbers]
    missed = numbers.difference(one.line for one in back)
    if missed:
        line = min(missed)
        raise UsageError(f"Line {line} of {parsed.name} is not left out: there is nothing to take back.")
    lines = {**parsed.lines}
    for one in back:
        lines[one.kind] += 1
    lines[LineClass.LEFT_OUT.value] -= len(back)
    held = [
        HeldLine(one.line, one.field, one.reason, one.document_no)
        for one in back
        if one.kind == LineClass.HELD.value
    ]
    aside = [one for one in back if one.kind != LineClass.HELD.value]
    return replace(
        parsed,
        lines=lines,
        held=tuple(sorted((*parsed.held, *held))),
        aside=tuple(sorted((*parsed.aside, *aside))),
        left_out=tuple(one for one in parsed.left_out if one.line not in numbers),
    )


def _moved(
    parsed: ParsedFile, moved: Counter[str], left: Iterable[AsideLine], taken: frozenset[AsideLine]
) -> ParsedFile:
    lines = {**parsed.lines}
    for kind, count in moved.items():
        lines[kind] -= count
        lines[LineClass.LEFT_OUT.value] += count
    return replace(
        parsed,
        lines=lines,
        held=tuple(line for line in parsed.held if held_aside(line) not in taken),
        aside=tuple(line for line in parsed.aside if line not in taken),
        left_out=tuple(sorted(left)),
    )
