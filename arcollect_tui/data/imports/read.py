"""Reading a ledger file from bytes to canonical lines. Nothing here knows the store."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from arcollect_tui.data.imports.canonical import (
    CHUNK_LINES,
    DIGEST_BYTES,
    LineClass,
    LineDigests,
    Lines,
    encoded,
    pack,
)
from arcollect_tui.data.imports.differing import told_differences
from arcollect_tui.data.imports.joins import joined
from arcollect_tui.data.imports.keepable import Keepable, customer_columns, keepable
from arcollect_tui.data.imports.labels import title_kind
from arcollect_tui.data.imports.mending import Mender
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.source import Batch, Source
from arcollect_tui.data.imports.stages import converter_for, sorter_for
from arcollect_tui.data.imports.survey import stop_if_asked, survey
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.tellings import told_counts, told_twins
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.data.imports.tieout import TieOut
from arcollect_tui.data.imports.values import (
    ColumnDecision,
    HeldLine,
    ParsedFile,
    ReadOptions,
    Totals,
)

__all__ = [
    "ColumnDecision",
    "HeldLine",
    "LedgerFile",
    "ParsedFile",
    "ReadOptions",
    "Totals",
    "open_ledger",
    "read_ledger",
]

_MOST_NAMED: Final = 5
_AROUND_ITEMS: Final = (
    *("title", "parameter", "header", "customer", "subtotal", "total", "percentage", "trailer", "blank"),
)
"""Classes of lines that no trailer counts."""


Taker = Callable[[Lines], None]
"""Is given the canonical lines of a file as they are read."""


class LedgerFile:
    """A ledger file of which it is known how it is to be read.

    The file is read twice: once to decide what whole columns say, once to convert it a batch at a
    time, so its size costs no memory beyond the packed lines.

    Attributes:
        name: the file's own name, without folders.
        as_of: the day it describes.
        recipe: the canonical fields that make an item itself in this file.
        columns: one decision a column, in the file's order.
        layout: what it is read with.
    """

    def __init__(
        self,
        opened: Sequence[tuple[RawFile, Source]],
        source: Source,
        found: Survey,
        options: ReadOptions,
    ) -> None:
        raw = opened[0][0]
        self.name = raw.name
        self.as_of, self.recipe, self.columns = found.as_of, found.recipe, found.columns
        self.layout = found.layout
        self._opened = opened
        self._reading = raw, source, found, options

    def read(self, take: Taker | None = None) -> ParsedFile:
        """Read it to the end; `take` is given the lines on the way.

        Raises:
            FileRefused: the file cannot be read to its end, or changed meanwhile.
            Refused: the person stopped it.
        """
        raw, source, found, options = self._reading
        with readable(raw):
            reading = _Reading(raw, source, found, options, take)
            for batch in source.batches():
                reading.take(batch)
            raw.unchanged()
            parsed = reading.result()
        return replace(parsed, keep=self._keepable(parsed, found, options))

    def _keepable(self, parsed: ParsedFile, found: Survey, options: ReadOptions) -> tuple[Keepable, ...]:
        """The file and those that were joined with it; joined lines name nobody for sure."""
        fixed = frozenset(fix.field for fix in options.fixes)
        headed = parsed.lines[LineClass.CUSTOMER.value] > 0
        at = customer_columns(found, headed, fixed) if len(self._opened) == 1 else ()
        return tuple(keepable(raw, source, at) for raw, source in self._opened)


def open_ledger(path: Path, options: ReadOptions, beside: Sequence[Path] = ()) -> LedgerFile:
    """Decide how a file is to be read.

    Args:
        path: the file.
        options: what the person says about it.
        beside: files that its layout joins with it.

    Raises:
        FileRefused: the file cannot be read or understood; the sentence says what would be right.
        UsageError: an option is unknown.
        Refused: the person stopped it.
    """
    known = options.catalogue.known_names
    raw, source = open_source(path, known, options.wishes)
    with readable(raw):
        opened = [(raw, source), *[open_source(one, known, options.wishes) for one in beside]]
        others = [(other.name, its) for other, its in opened[1:]]
        source = joined(raw.name, source, others, options.catalogue)
        return LedgerFile(opened, source, survey(raw.name, source, options), options)


def read_ledger(path: Path, options: ReadOptions) -> ParsedFile:
    """Read a ledger file to the end: `open_ledger` and `LedgerFile.read`."""
    return open_ledger(path, options).read()


class _Reading:
    """The second pass over one file."""

    def __init__(
        self, raw: RawFile, source: Source, found: Survey, options: ReadOptions, taker: Taker | None
    ) -> None:
        self._raw = raw
        self._source = source
        self._survey = found
        self._options = options
        self._taker = taker
        self._mender = Mender(options.fixes, found.places)
        self._sorter = sorter_for(found)
        self._converter = converter_for(source, found)
        self._tie = TieOut(found.mark, found.currency)
        self._counts: Counter[LineClass] = Counter()
        self._total = 0
        self._spanning: list[int] = []
        self._digests = LineDigests()
        self._pending: list[str] = []
        self._chunks: list[bytes] = []

    def take(self, batch: Batch) -> None:
        """Take in one batch; the first one holds the titles and the header."""
        stop_if_asked(self._options)
        if not isinstance(batch.lines, range):
            self._note_spanning(batch)
        records = batch
        if self._total == 0:
            at, height = self._survey.before, len(self._survey.header_rows)
            self._counts.update(map(title_kind, batch.rows[:at]))
            self._counts[LineClass.HEADER] += height
            records = batch.after(at + height)
        self._total += len(batch.lines)
        if records.lines:
            self._items(records)
        if self._options.progress is not None:
            self._options.progress(self._total)

    def _items(self, records: Batch) -> None:
        found = self._sorter.sort(self._mender.mend(records))
        if not found.lines:
            self._tie.follow([], [], found.stated)
            return
        converted = self._converter.convert(found)
        if found.stated:
            self._tie.follow(converted.codes, converted.opens, found.stated)
        else:
            self._tie.add(converted.sums)
        if not converted.lines:
            return
        read = Lines(converted.lines, encoded(converted.lines), converted.cells)
        self._digests.add([blake2b(line, digest_size=DIGEST_BYTES).digest() for line in read.encoded])
        self._pending += read.joined
        self._pack(CHUNK_LINES)
        if self._taker is not None:
            self._taker(read)

    def _pack(self, least: int) -> None:
        while self._pending and len(self._pending) >= least:
            self._chunks.append(pack(self._pending[:CHUNK_LINES]))
            del self._pending[:CHUNK_LINES]

    def _note_spanning(self, batch: Batch) -> None:
        for row, line in zip(batch.rows, batch.lines, strict=True):
            if len(self._spanning) < _MOST_NAMED and any("\n" in c or "\r" in c for c in row):
                self._spanning.append(line)

    def result(self) -> ParsedFile:
        """Everything that was found, once the last batch is in."""
        self._mender.check()
        self._sorter.finish()
        self._tie.finish()
        self._pack(1)
        digest, twins = self._digests.name()
        raw, found, converter = self._raw, self._survey, self._converter
        held: list[HeldLine] = [*self._sorter.held, *converter.selector.held, *self._tie.held]
        return ParsedFile(
            name=raw.name,
            size=raw.size,
            sha256=raw.sha256,
            encoding=self._source.encoding,
            delimiter=self._source.delimiter,
            sheet=self._source.sheet,
            layout=found.layout,
            sureness=found.sureness,
            as_of=found.as_of,
            as_of_source=found.as_of_source,
            recipe=found.recipe,
            columns=found.columns,
            lines=self._lines(),
            total_lines=self._total,
            totals=self._totals(),
            held=tuple(sorted(held)),
            warnings=tuple(self._warnings(twins)),
            companies=frozenset(converter.companies),
            digest=digest,
            count=self._digests.count,
            chunks=tuple(self._chunks),
            later=converter.selector.later,
            aside=tuple(sorted([*self._sorter.loose, *self._tie.loose, *converter.selector.aside])),
        )

    def _lines(self) -> dict[str, int]:
        counts = self._counts + self._sorter.counts + self._converter.selector.counts + self._tie.counts
        return {kind.value: counts[kind] for kind in LineClass}

    def _totals(self) -> dict[str, Totals]:
        sums, stated = self._converter.totals, self._tie.stated
        return {code: Totals(*sums[code], stated.get(code)) for code in sorted(sums)}

    def _warnings(self, twins: int) -> Iterator[str]:
        yield from self._source.warnings
        yield from self._survey.warnings
        yield from self._tie.warnings()
        yield from told_differences(self._totals(), self._chunks)
        if self._spanning:
            numbers = ", ".join(map(str, self._spanning))
            yield f"Quoted line breaks in the record at line {numbers}; a record counts as one line."
        if self._sorter.loose:
            numbers = ", ".join(str(line.line) for line in self._sorter.loose[:_MOST_NAMED])
            yield f"Lines that are neither items nor sums nor titles: {numbers}."
        for code, count in sorted(self._converter.money.rounded.items()):
            many = "1 amount has" if count == 1 else f"{count} amounts have"
            finer = f"{many} more decimals than {code} has"
            yield f"{finer}; each was rounded once, half to even."
        for word, count in self._converter.unknown_types.most_common(_MOST_NAMED):
            lines = "1 line" if count == 1 else f"{count} lines"
            kind = f"Document type {quoted(word)} is not known ({lines})"
            yield f"{kind}; the sign of the amount decided."
        yield from self._converter.words.warnings()
        if by_terms := self._converter.due_by_terms:
            many = f"{by_terms} due dates are not in the file: they follow"
            said = "1 due date is not in the file: it follows" if by_terms == 1 else many
            yield f"{said} from the terms."
        later = self._converter.selector.later
        if later:
            day = self._survey.as_of.isoformat()
            many = "1 item is" if later == 1 else f"{later} items are"
            yield f"{many} dated after {day}, the day the file describes."
        yield from told_twins(self._converter.numbers)
        classes = self._lines()
        items = self._total - sum(classes[kind] for kind in _AROUND_ITEMS)
        yield from told_counts(
            self._sorter.stated, (items, classes["item"], self._digests.count, self._total)
        )
        if twins:
            copies = "1 line is an exact copy" if twins == 1 else f"{twins} lines are exact copies"
            yield f"{copies} of other lines of the file."
