"""Complaint sheets: what is in dispute, for the department that can settle it."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from arcollect_tui.data.exports.write import check_target, write_book, write_rows
from arcollect_tui.data.platform import private_folder
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import ASKED
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.text import clean
from arcollect_tui.services.coding_columns import Coded, coded_in
from arcollect_tui.services.export_rows import Row, Span
from arcollect_tui.services.office import Office

COMPLAINTS: Final = (
    "department", "document_no", "line", "company", "customer_no", "name", "currency", "amount",
    "open_amount", "disputed_amount", "reason", "reason_name", "their_code", "their_words", "claim", "note",
    "evidence", "ask", "coded_by", "coded_on", "due_on", "entry",
)  # fmt: skip
_DUE: Final = COMPLAINTS.index("due_on")
NOBODY: Final = "No department"
"""Where the reason has no owner, or is one that nobody here knows."""
_BOOK: Final = ".xlsx"
_NOT_IN_NAMES: Final = re.compile(r"[^\w .-]")
_MOST_SIGNS: Final = 60


def complaints(office: Office, span: Span) -> list[Row]:
    """A row for each disputed item that was coded in the span, or piece of one: by department and day due.

    A department is the owner of the reason as it was when the item was coded.
    """
    rows = [
        _row(office, coded, code, reason, now)
        for coded in coded_in(office, span)
        if coded.said.disputed_now
        for code, (reason, _, now) in zip(
            [code for code, _ in coded.pieces] or [coded.said.reason], coded.reasons, strict=True
        )
    ]
    return sorted(rows, key=lambda row: (str(row[0]).casefold(), str(row[_DUE] or "~")))


def _row(office: Office, coded: Coded, code: str, reason: Reason | None, now: int | None) -> Row:
    said, (_, company, document, line, _) = coded.said, coded.key
    return (
        (reason.owner if reason else "") or NOBODY,
        document,
        line,
        company,
        said.customer_no or "",
        said.name or "",
        said.currency or "",
        coded.money(said.amount),
        coded.money(said.open_amount),
        coded.money(now),
        code,
        reason.name if reason else "",
        said.their_code,
        said.their_words,
        said.claim,
        said.note,
        "; ".join(reason.evidence) if reason else "",
        ASKED.get(said.ask, said.ask),
        coded.head.collector,
        coded.day,
        coded.due_on(reason, office),
        coded.handle,
    )


def check_complaints(out: Path) -> None:
    """Refuse a target that can be neither a file nor a folder of complaint sheets.

    Raises:
        UsageError: the suffix names no format.
        Refused: its folder is not there.
    """
    if out.suffix:
        check_target(out)
    elif not out.parent.is_dir() or (out.exists() and not out.is_dir()):
        raise Refused(f"{out} cannot be a folder of complaint sheets. Name one whose own folder is there.")


def write_complaints(rows: list[Row], out: Path, *, exact: bool) -> int:
    """Write the complaint sheets; returns how many rows they have.

    Args:
        rows: of `complaints`.
        out: a workbook, with a sheet a department; a name without an ending is a folder, with a workbook
            a department; of another format one file with the department in its first column.
        exact: CSV for machines.

    Raises:
        Refused: they cannot be written.
    """
    if out.suffix.lower() not in (_BOOK, ""):
        return write_rows(out, COMPLAINTS, rows, exact=exact)
    sheets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        sheets[str(row[0])].append(row[1:])
    if out.suffix:
        return write_book(out, COMPLAINTS[1:], sheets or {"complaints": []})
    private_folder(out)
    return sum(
        write_book(out / name, COMPLAINTS[1:], {department: sheets[department]})
        for department, name in _file_names(list(sheets)).items()
    )


def _file_names(departments: list[str]) -> dict[str, str]:
    """A file name for each department; what is written on the outside is never a path."""
    found: dict[str, str] = {}
    for department in departments:
        plain = "-".join(_NOT_IN_NAMES.sub(" ", clean(department)).casefold().split())[:_MOST_SIGNS]
        name, number = f"complaints-{plain or 'other'}", 2
        while f"{name}{_BOOK}" in found.values():
            name, number = f"complaints-{plain}-{number}", number + 1
        found[department] = f"{name}{_BOOK}"
    return found
