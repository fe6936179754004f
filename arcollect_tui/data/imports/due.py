"""Due dates that follow from others: the baseline and its days, or the document's date and its terms."""

from collections.abc import Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.terms import net_days
from arcollect_tui.data.imports.texts import quoted

TAKEN_OFF: Final = ("credit", "payment")
_DAYS: Final = ("days_3", "days_2", "days_1")


def fill_due(
    items: Items, terms: Sequence[str], kinds: Sequence[str], dates: Mapping[str, list[int | None]]
) -> int:
    """Fill empty due dates in place; returns how many. Credits and payments fall due never."""
    due = dates["due_date"]
    if None not in due:
        return 0
    net = _net_days(items)
    baselines = dates["baseline"]
    if net is None and not any(terms):
        return 0
    filled = 0
    for at, (ends, text, kind) in enumerate(zip(due, terms, kinds, strict=True)):
        if ends is not None or kind in TAKEN_OFF or at in items.bad:
            continue
        starts = baselines[at]
        if net is not None and starts is not None:
            days: int | None = net[at]
        else:
            starts, days = dates["document_date"][at], net_days(text) if text else None
        if starts is not None and days is not None:
            due[at] = starts + days
            filled += 1
    return filled


def _net_days(items: Items) -> list[int] | None:
    """Days from the baseline to the net due date; None when the file has no such columns.

    The last of the three day fields that is not zero is the net one, those before it earn a discount
    (SAP's function DETERMINE_DUE_DATE).
    """
    columns = [cells for name in _DAYS if (cells := items.cells(name)) is not None]
    if not columns:
        return None
    days = []
    for at, cells in enumerate(zip(*columns, strict=True)):
        filled = [cell.strip().removesuffix(".0") for cell in cells]
        odd = next((cell for cell in filled if cell and not (cell.isascii() and cell.isdigit())), "")
        if odd or any(len(cell) > 3 for cell in filled):
            items.spoil(at, "due_date", f"{quoted(odd or max(filled, key=len))} is no number of days.")
            days.append(0)
            continue
        days.append(next((int(cell) for cell in filled if cell and int(cell)), 0))
    return days
