"""Small files for the tests of the readers, and short ways to read them."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from arcollect_tui.data.imports.canonical import CanonicalLine, decode_chunk
from arcollect_tui.data.imports.read import ParsedFile, ReadOptions, read_ledger

TODAY = date(2026, 9, 30)
HEADER = "customer_no,customer_name,document_no,document_date,due_date,currency,amount,open_amount"
ROW = "10001,Acme Ltd,INV-1,2026-08-01,2026-08-31,EUR,100.00,80.50"
SAMPLES = Path(os.environ.get("ARCOLLECT_SAMPLES", Path(__file__).parents[4] / "shared" / "samples"))


def write(folder: Path, content: str | bytes, name: str = "ledger.csv") -> Path:
    """A file with that content, its line ends as given."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, **options: Any) -> ParsedFile:
    """The file read as of a fixed day."""
    return read_ledger(path, ReadOptions(**{"today": TODAY, **options}))


def read_text(folder: Path, content: str | bytes, **options: Any) -> ParsedFile:
    """The content read as a file."""
    return read(write(folder, content), **options)


def lines_of(parsed: ParsedFile) -> list[CanonicalLine]:
    """All canonical lines."""
    return [line for chunk in parsed.chunks for line in decode_chunk(chunk)]


def classes(parsed: ParsedFile) -> dict[str, int]:
    """The classes that occur."""
    return {kind: count for kind, count in parsed.lines.items() if count}
