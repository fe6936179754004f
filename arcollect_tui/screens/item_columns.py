"""How a row of the items list is shown: one set of columns for short-paid items, one for all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.query_ast import And, Expr, Flag
from arcollect_tui.services.items import ItemRow
from arcollect_tui.widgets.rows import Column

NO_ORDER = frozenset({"paid", "percent"})
"""Columns that no filter field stands behind; all others have the name of theirs."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the list; the row itself is None when the item has left the ledger meanwhile."""

    id: int
    row: ItemRow | None


def asks_for_short(expr: Expr | None) -> bool:
    """Whether a filter lets short-paid items through only."""
    return _asks_for(expr, "short")


def asks_for_queue(expr: Expr | None) -> bool:
    """Whether a filter lets only items through that need coding."""
    return _asks_for(expr, "queue")


def _asks_for(expr: Expr | None, flag: str) -> bool:
    if isinstance(expr, And):
        return any(_asks_for(part, flag) for part in expr.parts)
    return isinstance(expr, Flag) and expr.name == flag


def column_set(expr: Expr | None) -> str:
    """Which of the `COLUMN_SETS` the items of a filter are worked by."""
    return "short" if asks_for_short(expr) else "queue" if asks_for_queue(expr) else "standard"


def spelled_out(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that a filter names behind `cols:`; `std` stands for the standard ones."""
    keys = [key for name in names for key in (_STANDARD if name == "std" else (name,))]
    return tuple(dict.fromkeys(keys))


_STANDARD = (
    *("document_no", "customer_no", "name", "due_date", "amount", "open_amount"),
    *("days_overdue", "currency", "reason", "po", "text"),
)
_SHORT = (
    *("document_no", "customer_no", "name", "amount", "paid", "short_amount"),
    *("percent", "days_overdue", "currency", "reason", "text"),
)
_QUEUE = tuple("open_amount" if key == "short_amount" else key for key in _SHORT)
COLUMN_SETS = {"standard": _STANDARD, "short": _SHORT, "queue": _QUEUE}
"""The usual columns: of any items, of short-paid ones, of those that need coding (some not short paid)."""


def all_columns(fmt: OfficeFormat) -> dict[str, Column[ItemLine]]:
    """Every column there is, by its key; amounts look as `fmt` says."""

    def text(key: str, title: str, width: int, priority: int, *, grow: bool = False) -> Column[ItemLine]:
        def render(line: ItemLine) -> str:
            return str(getattr(line.row, key)) if line.row else ""

        return Column(key, title, width, render, priority=priority, grow=grow)

    def money(key: str, title: str, width: int, priority: int) -> Column[ItemLine]:
        def render(line: ItemLine) -> str:
            value = _amount(line, key)
            return "" if value is None or line.row is None else shown(value, line.row.currency, fmt)

        return Column(key, title, width, render, align="right", priority=priority)

    columns: tuple[Column[ItemLine], ...] = (
        text("document_no", "Item", 10, 0),
        text("line", "Line", 4, 9),
        text("parent_no", "Parent", 10, 9),
        text("customer_no", "Account", 8, 6),
        Column(
            "name",
            "Name",
            12,
            lambda line: line.row.name if line.row else "no longer in the ledger",
            priority=1,
            grow=True,
        ),
        text("company", "Company", 7, 9),
        text("ledger", "Ledger", 8, 9),
        text("type", "Type", 7, 9),
        Column("due_date", "Due", 6, lambda line: _day(line, "due_date"), priority=5),
        Column("document_date", "Date", 6, lambda line: _day(line, "document_date"), priority=9),
        money("amount", "Amount", 12, 4),
        money("paid", "Paid", 12, 7),
        money("open_amount", "Open", 12, 1),
        money("short_amount", "Short", 10, 1),
        Column("percent", "%", 4, _percent, align="right", priority=5),
        Column("days_overdue", "Age", 4, _age, align="right", priority=2),
        text("currency", "Cur", 3, 3),
        Column("coding", "Coding", 11, lambda line: line.row.coding if line.row else "", priority=9),
        Column("reason", "Reason", 7, coded, priority=2, tone=_tone),
        money("disputed_amount", "Disputed", 12, 9),
        text("reference", "Reference", 10, 9),
        text("po", "PO", 9, 8),
        text("text", "Text", 11, 5, grow=True),
        text("terms", "Terms", 7, 9),
        text("collector", "Collector", 9, 9),
        text("sales_rep", "Sales rep", 10, 9),
        text("state", "State", 7, 9),
    )
    return {column.key: column for column in columns}


def _amount(line: ItemLine, key: str) -> int | None:
    if line.row is None:
        return None
    if key == "paid":
        return line.row.amount - line.row.open_amount
    value: int | None = getattr(line.row, key)
    return value


def _day(line: ItemLine, key: str) -> str:
    day = getattr(line.row, key) if line.row else None
    return "-" if day is None else short_day(day)


def _percent(line: ItemLine) -> str:
    """The open part in percent of the amount, one decimal, cut off."""
    row = line.row
    if row is None or row.amount <= 0 or not 0 < row.open_amount <= row.amount:
        return ""
    tenths = row.open_amount * 1000 // row.amount
    return f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else "100"


def _age(line: ItemLine) -> str:
    return "" if line.row is None or line.row.days_overdue is None else str(line.row.days_overdue)


def coded(line: ItemLine) -> str:
    """The reason of a disputed item, `collect` for a collectible one, `-` for one that is not coded."""
    row = line.row
    if row is None or row.coding == CodingState.UNCODED:
        return "-"
    return row.reason or "collect"


def _tone(line: ItemLine) -> str:
    return "strong" if coded(line) != "-" else ""
