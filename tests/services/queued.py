"""Ledger lines of every kind that the queue looks at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.office import Office, Saved
from tests.services.offices import COLUMNS, Line

MORE = f"{COLUMNS},parent_no,reference"


@dataclass(frozen=True)
class Claimed(Line):
    """A line that may hang on another document, and may name a claim in its reference."""

    parent: str = ""
    reference: str = ""

    def cells(self) -> list[str]:
        """The cells of the line in the order of `MORE`."""
        return [*super().cells(), self.parent, self.reference]


def bring(office: Office, folder: Path, lines: Iterable[Line], as_of: date | None = None) -> Saved:
    """Take in a file of these lines; every guard is let through."""
    rows = [MORE]
    for line in lines:
        claimed = line if isinstance(line, Claimed) else Claimed(**vars(line))
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in claimed.cells()))
    path = folder / "lines.csv"
    path.write_text("\n".join([*rows, ""]), "utf-8")
    options = ImportOptions(as_of=as_of or office.today, accept=frozenset(GUARDS))
    return apply_import(office, plan_import(office, path, options))


def short(number: str, left: int = 10_00, **more: object) -> Claimed:
    """A short-paid invoice of 100.00."""
    return replace(Claimed(number, amount=100_00, left=left), **more)  # type: ignore[arg-type]


def numbers(office: Office, text: str) -> set[str]:
    """Document numbers of a filter."""
    return {row.document_no for row in item_rows(office, ItemView(text))}


def every_row(office: Office) -> list[ItemRow]:
    """Every item, open or cleared."""
    return [row for state in ("open", "cleared") for row in item_rows(office, ItemView(f"state:{state}"))]


def set_policy(office: Office, values: dict[str, str]) -> None:
    """Set policy keys of the office as one entry."""
    with office.deed() as connection:
        deed = Deed("policy", [policy.part(connection, values)], office.token())
        office.record(connection, deed, [], Aspect(0))
    office.settings_changed()
