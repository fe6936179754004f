"""Printed lists: tables drawn with pipes, as SAP prints them, and columns that only blanks keep apart.

A line is cut where the columns of the whole list are; a line that runs across them (a title, a total, a
long name) is cut by its own gaps, and nothing of it is left out.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from arcollect_tui.data.imports.encodings import Encoding, text_lines
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.source import BATCH_LINES, HEAD_RECORDS, Batch

PIPE: Final = "|"
_PROFILED_LINES: Final = 20_000
_WORDS: Final = re.compile(r"\S+(?: \S+)*")
"""Texts of a line that two blanks or more keep apart."""
_RULE: Final = re.compile(r"[-=_]{2,}")
_RULE_LINE: Final = re.compile(r"\s*[-=_]{2,}(?:\s+[-=_]{2,})+\s*")
_RULE_BESIDE: Final = 2

Cutter = Callable[[str], list[str]]
"""Makes the cells of a line."""


class ListSource:
    """Records of a printed list: every line is one.

    Args:
        raw: the file.
        encoding: how its bytes are letters.
        cut: makes the cells of a line.
        delimiter: the pipe, or a blank.
    """

    def __init__(self, raw: RawFile, encoding: Encoding, cut: Cutter, delimiter: str) -> None:
        self._raw = raw
        self._encoding = encoding
        self._cut = cut
        self.encoding = encoding.name
        self.delimiter = delimiter
        self.sheet = ""
        self.warnings: list[str] = []

    def batches(self) -> Iterator[Batch]:
        """The records, `BATCH_LINES` at a time."""
        with text_lines(self._raw, self._encoding) as stream:
            before = 0
            while lines := list(islice(stream, BATCH_LINES)):
                rows = [self._cut(line.rstrip("\r\n\f").lstrip("\f")) for line in lines]
                yield Batch(range(before + 1, before + 1 + len(rows)), rows=rows)
                before += len(rows)


def pipe_cutter(lines: Sequence[str], known: Collection[str]) -> Cutter | None:
    """How to cut a list whose lines begin and end with a pipe; None when the header is none of those.

    A pipe inside a text is told from those of the table by the places the header has them in.
    """
    rows = [_between(line) or [] for line in lines]
    header = find_header(rows, known)
    if header is None:
        return None
    places = [at for at, sign in enumerate(lines[header.at].strip()) if sign == PIPE]
    width = len(places) - 1

    def cut(line: str) -> list[str]:
        cells = _between(line)
        if cells is None:
            return [line.strip()] if line.strip() else []
        drawn = line.strip()
        if len(cells) > width and len(drawn) > places[-1] and all(drawn[at] == PIPE for at in places):
            cells = [drawn[a + 1 : b] for a, b in pairwise(places)]
            cells[-1] += drawn[places[-1] + 1 :].rstrip(PIPE)
        return [cell.strip() for cell in cells]

    return cut


def _between(line: str) -> list[str] | None:
    """What stands between the pipes of a line that begins and ends with one."""
    drawn = line.strip()
    return drawn[1:-1].split(PIPE) if len(drawn) > 1 and drawn[0] == drawn[-1] == PIPE else None


class _Header(NamedTuple):
    at: int
    words: list[tuple[int, int]]


def fixed_cutter(raw: RawFile, encoding: Encoding, known: Collection[str]) -> Cutter | None:
    """How to cut a list whose columns only blanks keep apart; None when it has no such columns."""
    with text_lines(raw, encoding) as stream:
        lines = [line.rstrip().expandtabs() for line in islice(stream, _PROFILED_LINES)]
    header = _header(lines[:HEAD_RECORDS], known)
    if header is None:
        return None
    cuts = _cuts_of_rule(lines, header) or _cuts_of_blanks(lines[header.at :], header.words)
    return None if cuts is None else lambda line: _cut(line.rstrip().expandtabs(), cuts)


def _words(line: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORDS.finditer(line)]


def _header(lines: Sequence[str], known: Collection[str]) -> _Header | None:
    """The header: its names stand two blanks apart, or each over its piece of a broken rule."""
    rows = [[line[a:b] for a, b in _words(line)] for line in lines]
    for at, line in enumerate(lines):
        if _RULE_LINE.fullmatch(line):
            cuts = _starts(line)
            for beside in range(max(0, at - _RULE_BESIDE), min(len(lines), at + _RULE_BESIDE + 1)):
                cut = _cut(lines[beside], cuts)
                rows[beside] = cut if len(cut) > len(rows[beside]) else rows[beside]
    found = find_header(rows, known)
    return None if found is None else _Header(found.at, _words(lines[found.at]))


def _starts(rule: str) -> tuple[int, ...]:
    """Where the pieces of a rule after the first one begin."""
    return tuple(match.start() for match in _RULE.finditer(rule))[1:]


def _cuts_of_rule(lines: Sequence[str], header: _Header) -> tuple[int, ...] | None:
    """The columns as a broken rule beside the header draws them."""
    for line in lines[max(0, header.at - _RULE_BESIDE) : header.at + _RULE_BESIDE + 1]:
        if _RULE_LINE.fullmatch(line):
            return _starts(line)
    return None


def _cuts_of_blanks(lines: Sequence[str], words: Sequence[tuple[int, int]]) -> tuple[int, ...] | None:
    """Between each two names of the header a place that is blank in every line of the table."""
    filled = 0
    for line in lines:
        if len(_words(line)) * 2 > len(words):
            filled |= int("0" + "".join("01"[sign != " "] for sign in reversed(line)), 2)
    cuts = []
    for (_, end), (start, _) in pairwise(words):
        blank = next((at for at in range(start - 1, end - 1, -1) if not filled >> at & 1), None)
        if blank is None:
            return None
        cuts.append(blank)
    return tuple(cuts) or None


def _cut(line: str, cuts: Sequence[int]) -> list[str]:
    """The cells of a line; of one that runs across a cut, by its own gaps."""
    if not line.strip():
        return []
    # One text alone is a name over its lines, also where a blank in it meets a cut.
    alone = "  " not in line.strip()
    if not alone and all(at >= len(line) or " " in line[at - 1 : at + 1] for at in cuts):
        return [line[a:b].strip() for a, b in zip((0, *cuts), (*cuts, None), strict=True)]
    cells = [""] * (len(cuts) + 1)
    for start, end in _words(line):
        at = sum(1 for cut in cuts if cut <= start)
        cells[at] = f"{cells[at]}  {line[start:end]}".strip()
    return cells
