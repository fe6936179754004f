"""Small ledger files in our own column names, for the commands to read."""

from collections.abc import Iterable
from pathlib import Path

HEADER = (
    "company,customer_no,customer_name,document_no,type,document_date,due_date,currency,amount,open_amount"
)
FIRST = (
    "1000,C1,Harbor Ltd,1001,invoice,2026-09-01,2026-10-01,USD,100.00,100.00",
    "1000,C1,Harbor Ltd,1002,invoice,2026-09-05,2026-10-05,USD,250.00,50.00",
    "1000,C2,Mill GmbH,2001,invoice,2026-10-05,2026-11-05,EUR,1234.50,1234.50",
    "1000,C2,Mill GmbH,2002,credit,2026-10-06,2026-10-06,EUR,-34.50,-34.50",
    "1000,C3,[bold]Späth & Söhne[/],3001,invoice,2026-11-20,2027-01-20,JPY,5000,5000",
    "1000,C3,[bold]Späth & Söhne[/],3002,invoice,2026-11-20,2027-01-20,JPY,7000,7000",
    "1000,C3,[bold]Späth & Söhne[/],3003,invoice,2026-11-20,2027-01-20,JPY,9000,9000",
)


def write_ledger(path: Path, lines: Iterable[str] = FIRST) -> Path:
    """Write a ledger file of these lines and return its path."""
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path
