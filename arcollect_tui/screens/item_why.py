"""`=`: what makes an item what it is: its amounts, its age, and how it is coded."""

from arcollect_tui.rules.coding import SHORT_PAID_SHARE
from arcollect_tui.rules.formats import OfficeFormat, long_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.reasons_then import coded_reason
from arcollect_tui.widgets.pane import PaneLine


class ItemWhy(TextDrawer):
    """One item, figure by figure."""

    def __init__(self, row: ItemRow, fmt: OfficeFormat) -> None:
        super().__init__(f"{row.document_no} of {row.customer_no} {row.name}", why_lines(row, fmt))
        self._row = row

    def on_mount(self) -> None:
        """Ask who owned the reason when the item was coded."""
        office, row = self.ws.office, self._row
        if row.reason:
            self.ask("reason", lambda: coded_reason(office, row.item_id), self._owned)

    def _owned(self, reason: Reason | None) -> None:
        if reason is not None:
            days = f"{reason.sla_days} business day{'' if reason.sla_days == 1 else 's'}"
            words = f"{reason.code} when it was coded: {reason.name}, {reason.owner}, {days}."
            self.show_lines([*self.lines, [(words, "")]])


def why_lines(row: ItemRow, fmt: OfficeFormat) -> list[PaneLine]:
    """The amounts as a sum that adds up, the age, what counts as short paid, the coding."""

    def amount(minor: int, words: str, tone: str = "") -> PaneLine:
        return [(f"{shown(minor, row.currency, fmt):>14} {row.currency}  ", tone), (words, tone)]

    return [
        amount(row.amount, f"{row.type}{_dated(row)}"),
        amount(row.open_amount - row.amount, "paid or credited"),
        amount(row.open_amount, "open", "strong"),
        [(_age(row), "")],
        [(_short(row), "")],
        [(_coding(row, fmt), "")],
    ]


def _dated(row: ItemRow) -> str:
    return f" of {long_day(row.document_date)}" if row.document_date else ""


def _age(row: ItemRow) -> str:
    if row.due_date is None or row.days_overdue is None:
        return "No due date: in the balance, never overdue."
    days = abs(row.days_overdue)
    distance = f"{days} {'day' if days == 1 else 'days'}"
    when = f"{distance} overdue" if row.days_overdue > 0 else f"due in {distance}"
    return f"Due {long_day(row.due_date)}: {'due today' if days == 0 else when}."


def _short(row: ItemRow) -> str:
    if row.short_amount is not None:
        return f"Short paid: at most {SHORT_PAID_SHARE} % of the amount is left, or a residual."
    if 0 < row.open_amount < row.amount:
        return f"Part paid: more than {SHORT_PAID_SHARE} % of the amount is left."
    return "Not short paid."


def _coding(row: ItemRow, fmt: OfficeFormat) -> str:
    if row.coding != "disputed":
        return f"Coding: {row.coding}."
    disputed = shown(row.disputed_amount, row.currency, fmt)
    return f"Coding: disputed {row.reason}, {disputed} {row.currency}."
