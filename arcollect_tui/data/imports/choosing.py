"""Where the header of a file is, and which layout reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.imports.canonical import TAIL_FIELDS
from arcollect_tui.data.imports.headers import HeaderRow, find_header, fold_headers, label_headers
from arcollect_tui.data.imports.headings import has_headings
from arcollect_tui.data.imports.layout_model import AS_CHOSEN, GENERIC, FileKind, Layout
from arcollect_tui.data.imports.source import HEAD_RECORDS
from arcollect_tui.data.imports.texts import clean_text, quoted
from arcollect_tui.data.imports.values import ReadOptions
from arcollect_tui.errors import ColumnsAsked, FileRefused

CUSTOMER_LIST: Final = "customers"
"""The layout of a file of customers that no other layout knows."""
_MOST_SHOWN: Final = 20
CUSTOMERS: Final = frozenset(("customer_no", "customer_name", "account", "last_name"))
"""Fields that name a customer."""
_OWED: Final = frozenset(("open_amount", "amount", "debit", "credit", "due_date", "document_date"))
_CARD_FIELDS: Final = ("contact_name", "phone", "email", "country", "credit_limit", "collector")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The header of a file, and what its layout makes of its columns.

    Attributes:
        layout, sureness: the layout and the share of its fingerprint that was found.
        row: where the header stands.
        header: its names, equal ones told apart.
        places: field to column.
        head: the first records of the file.
    """

    layout: Layout
    sureness: float
    row: HeaderRow
    header: tuple[str, ...]
    places: dict[str, int]
    head: list[list[str]]

    @property
    def before(self) -> list[list[str]]:
        return self.head[: self.row.at]

    @property
    def header_rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(row) for row in self.head[self.row.at : self.row.at + self.row.height])

    @property
    def buckets(self) -> tuple[int, ...]:
        taken = set(self.places.values())
        return tuple(at for at in self.layout.bucket_columns(fold_headers(self.header)) if at not in taken)


def choose(name: str, head: list[list[str]], options: ReadOptions) -> Chosen:
    """The header among the first records of a file, and the layout that reads it.

    Raises:
        ColumnsAsked: no header, or a needed column is missing.
        FileRefused: the layout is of a file that is not taken.
    """
    row = find_header(head, options.catalogue.known_names)
    if row is None:
        raise no_header(name, head)
    header = label_headers([clean_text(cell) for cell in row.names])
    headed = has_headings(head[: row.at], head[row.at + row.height :])
    layout, sureness = _layout(name, header, options)
    folded = fold_headers(header)
    places = layout.place(folded)
    _refuse_missing(name, header, layout, _missing(layout, places, folded, headed=headed))
    return Chosen(layout, sureness, row, header, places, head)


def no_header(name: str, head: Sequence[Sequence[str]]) -> ColumnsAsked:
    """The refusal of a file without a row of column names."""
    first = next((row for row in head if any(cell.strip() for cell in row)), [])
    shown = ", ".join(quoted(cell) for cell in first[:8] if cell.strip())
    return ColumnsAsked(
        f"{name} has no row of column names that can be recognised in its first {HEAD_RECORDS} lines; it "
        f"begins with {shown or 'nothing'}.",
        "Name the columns, for example Customer No, Invoice No, Due Date, Currency, Open Amount; or say "
        "what they are: --set COLUMN=FIELD, or arcollect layouts save.",
        "header",
    )


def _layout(name: str, header: Sequence[str], options: ReadOptions) -> tuple[Layout, float]:
    """The layout and how sure it is."""
    folded = fold_headers(header)
    layout, sureness = options.catalogue.detect(header)
    if options.layout is not None:
        layout = options.catalogue.show(options.layout)
        sureness = layout.sureness(folded) if layout.fingerprint else sureness
    elif layout.name == GENERIC:
        lists = options.catalogue.show(CUSTOMER_LIST)
        listed = lists.place(folded)
        if _lists_customers(layout.place(folded), listed):
            layout, sureness = lists, round(len(listed) / max(1, sum(map(bool, folded))), 2)
    if layout.kind is FileKind.REFUSED:
        raise FileRefused(f"{name} {layout.refusal}. Import the ledger's list of open items.")
    return layout, sureness


def _refuse_missing(name: str, header: Sequence[str], layout: Layout, missing: Sequence[str]) -> None:
    """Refuse a file that lacks what its layout needs."""
    if not missing:
        return
    named = [quoted(cell) for cell in header if cell]
    shown = ", ".join(named[:_MOST_SHOWN])
    if len(named) > _MOST_SHOWN:
        shown += f" and {len(named) - _MOST_SHOWN} more"
    of = "" if layout.name == AS_CHOSEN else f" (layout {layout.name})"
    raise ColumnsAsked(
        f"{name}: no column gives {' and '.join(missing)}{of}.",
        f"Columns found: {shown}. Say which column it is, --set COLUMN=FIELD, or choose another layout, "
        "or save one: arcollect layouts save.",
    )


def _lists_customers(places: Mapping[str, int], listed: Mapping[str, int]) -> bool:
    """Whether a file of no known layout tells of customers and of nothing they owe.

    Args:
        places: its fields as those of a list of items.
        listed: its fields as those of a list of customers.
    """
    if _OWED & set(places) or places.get("document_no") not in (None, listed.get("customer_no")):
        return False
    named = {"customer_no", "customer_name", "last_name"} & set(listed)
    return bool(named) and any(field in listed for field in (*_CARD_FIELDS, *TAIL_FIELDS))


def _missing(
    layout: Layout, places: Mapping[str, int], folded: Sequence[str], *, headed: bool
) -> list[str]:
    """What a file of this layout needs and this one has not."""
    missing = [] if layout.recipe_optional else [f for f in layout.recipe if f not in places]
    missing = [field for field in missing if field != "fiscal_year"]
    items = layout.kind is FileKind.ITEMS
    amounts = {"open_amount", "amount", "debit", "credit"} & set(places) or layout.bucket_columns(folded)
    if items and not amounts:
        missing.append("amount")
    headings = items and (layout.headings or not folded[0] or (headed and layout.name == GENERIC))
    if not CUSTOMERS & set(places) and not headings:
        missing.append("customer")
    return missing
