"""Files that belong together: a ledger's items in one table, what they say of customers in others."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from arcollect_tui.data.imports.headers import HeaderRow, find_header, fold_headers
from arcollect_tui.data.imports.layout import Catalogue, Layout
from arcollect_tui.data.imports.layout_model import Join
from arcollect_tui.data.imports.source import HEAD_RECORDS, Batch, Source
from arcollect_tui.errors import FileRefused
from arcollect_tui.rules.text import key_text


class SideTable:
    """A second file, looked up by the columns that it shares with the first.

    Args:
        name: the file's own name.
        source: its records.
        header: where its header is.
        join: what pairs lines, and what is taken over.

    Raises:
        FileRefused: two of its lines have the same key.
    """

    def __init__(self, name: str, source: Source, header: HeaderRow, join: Join) -> None:
        self.name = name
        self.take = join.take
        own = dict(zip(fold_headers(header.names), header.names, strict=True))
        self.titles = [own.get(column, column) for column in join.take]
        self._on = join.on
        folded = fold_headers(header.names)
        self._places = {key: folded.index(key) for key in (*join.on, *join.take) if key in folded}
        self._rows: dict[tuple[str, ...], list[str]] = {}
        for line, row in _records(source, header):
            key = tuple(_key(row, self._places.get(column)) for column in join.on)
            if key in self._rows:
                raise FileRefused(
                    f"{name}, line {line}: {', '.join(key)} stands there twice. Export each customer once."
                )
            if any(key):
                self._rows[key] = [self._cell(row, column) for column in join.take]

    def columns(self, folded: Sequence[str]) -> list[int | None]:
        """Where the first file has the columns that pair the lines."""
        return [folded.index(column) if column in folded else None for column in self._on]

    def find(self, row: Sequence[str], places: Sequence[int | None]) -> list[str]:
        """What is taken over for a line of the first file; empty cells when nothing pairs."""
        key = tuple(_key(row, place) for place in places)
        return self._rows.get(key) or [""] * len(self.take)

    def _cell(self, row: Sequence[str], column: str) -> str:
        at = self._places.get(column)
        return row[at] if at is not None and at < len(row) else ""


def _key(row: Sequence[str], at: int | None) -> str:
    return key_text(row[at]) if at is not None and at < len(row) else ""


def _records(source: Source, header: HeaderRow) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and filled records after the header."""
    first = True
    for whole in source.batches():
        batch = whole.after(header.at + header.height) if first else whole
        first = False
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if any(cell.strip() for cell in row):
                yield line, row


class JoinedSource:
    """The records of a file with the cells that others say about them behind their own."""

    def __init__(self, source: Source, header: HeaderRow, tables: Sequence[SideTable]) -> None:
        self._source = source
        self._header = header
        self._tables = tables
        self.encoding, self.delimiter, self.sheet = source.encoding, source.delimiter, source.sheet
        names = ", ".join(table.name for table in tables)
        self.warnings = [*source.warnings, f"Read together with {names}."]
        self._width = len(header.names)

    def batches(self) -> Iterator[Batch]:
        """The records in order."""
        folded = fold_headers(self._header.names)
        places = [table.columns(folded) for table in self._tables]
        done = 0
        for batch in self._source.batches():
            rows = []
            for at, row in enumerate(batch.rows, done):
                rows.append(self._longer(row, at, places))
            done += len(rows)
            yield Batch(batch.lines, rows=rows)

    def _longer(self, row: list[str], at: int, places: Sequence[Sequence[int | None]]) -> list[str]:
        if at < self._header.at or len(row) > self._width or not any(row):
            return row
        padded = [*row, *[""] * (self._width - len(row))]
        if at < self._header.at + self._header.height:
            return [*padded, *chain.from_iterable(table.titles for table in self._tables)]
        found = (table.find(row, place) for table, place in zip(self._tables, places, strict=True))
        return [*padded, *chain.from_iterable(found)]


def header_of(source: Source, catalogue: Catalogue) -> tuple[HeaderRow, Layout] | None:
    """The header of a file and the layout it seems to have; None when it has no header."""
    first = next(source.batches(), None)
    found = None if first is None else find_header(first.rows[:HEAD_RECORDS], catalogue.known_names)
    return None if found is None else (found, catalogue.detect(found.names)[0])


def joins_of(layout: Layout) -> dict[str, Join]:
    """What may come with a file of this layout, by the layout of the other file."""
    return {join.layout: join for join in layout.joins}


def grouped(files: Sequence[tuple[Path, str]], catalogue: Catalogue) -> list[tuple[Path, tuple[Path, ...]]]:
    """Each file that stands for itself, with the files that say more about it.

    Args:
        files: each with the name of the layout it seems to have, '' when that is not known.
        catalogue: the layouts that are known.
    """
    wanted = {
        path: joins_of(catalogue.show(layout)) if layout else dict[str, Join]() for path, layout in files
    }
    taken = {
        path
        for path, layout in files
        if any(layout in joins for other, joins in wanted.items() if other != path)
    }
    return [
        (path, tuple(other for other, layout in files if other in taken and layout in wanted[path]))
        for path, _ in files
        if path not in taken
    ]


def joined(name: str, source: Source, others: Sequence[tuple[str, Source]], catalogue: Catalogue) -> Source:
    """A file with what others say about its lines; the file itself when there are no others.

    Raises:
        FileRefused: one of the others has nothing to do with the file.
    """
    found = header_of(source, catalogue) if others else None
    if found is None:
        return source
    header, layout = found
    wanted, tables = joins_of(layout), []
    for other, opened in others:
        side = header_of(opened, catalogue)
        if side is None or side[1].name not in wanted:
            raise FileRefused(f"{other} has no columns that belong to {name}. Import it on its own.")
        tables.append(SideTable(other, opened, side[0], wanted[side[1].name]))
    return JoinedSource(source, header, tables)
