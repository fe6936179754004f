"""`=`: what makes an item what it is: its amounts, its age, and everything said of how it is coded."""

from collections.abc import Sequence

from arcollect_tui.rules.coding import SHORT_PAID_SHARE, CodingState
from arcollect_tui.rules.coding_queue import need_of
from arcollect_tui.rules.formats import OfficeFormat, long_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.codes import ledger_item
from arcollect_tui.services.duplicate_claims import Claim, Duplicate, duplicate_claims
from arcollect_tui.services.item_history import ItemHistory, coding_history, saying_text
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.reasons_then import coded_reason
from arcollect_tui.widgets.pane import PaneLine


class ItemWhy(TextDrawer):
    """One item, figure by figure."""

    def __init__(self, row: ItemRow, fmt: OfficeFormat) -> None:
        super().__init__(f"{row.document_no} of {row.customer_no} {row.name}", why_lines(row, fmt))
        self._row = row
        self._fmt = fmt

    def on_mount(self) -> None:
        """Ask for claims that were made before, who owned the reason, and everything that was said."""
        office, row = self.ws.office, self._row

        def job() -> tuple[Sequence[Duplicate], Reason | None, ItemHistory]:
            owned = coded_reason(office, row.item_id) if row.reason else None
            return duplicate_claims(office, (row.item_id,)), owned, coding_history(office, row.item_id)

        self.ask("said", job, self._told)

    def _told(self, found: tuple[Sequence[Duplicate], Reason | None, ItemHistory]) -> None:
        duplicates, reason, history = found
        lines = list(duplicate_lines(self._row, self._fmt, duplicates))
        if reason is not None:
            days = f"{reason.sla_days} business day{'' if reason.sla_days == 1 else 's'}"
            words = f"{reason.code} when it was coded: {reason.name}, {reason.owner}, {days}."
            lines.append([(words, "")])
        self.show_lines([*self.lines, *lines, *history_lines(history, self._fmt)])


def duplicate_lines(row: ItemRow, fmt: OfficeFormat, found: Sequence[Duplicate]) -> list[PaneLine]:
    """The claims that this item's looks like, each with the evidence."""
    return [
        [(f"Claimed before? {claim.document_no}: {_claimed(claim, fmt)}, {group.why}.", "alert")]
        for group in found
        for claim in group.claims
        if claim.item_id != row.item_id
    ]


def _claimed(claim: Claim, fmt: OfficeFormat) -> str:
    amount = f"{shown(claim.amount, claim.currency, fmt)} {claim.currency} " if claim.amount else ""
    return f"{amount}{claim.coding or 'uncoded'}, {claim.state}"


def history_lines(found: ItemHistory, fmt: OfficeFormat) -> list[PaneLine]:
    """Every root cause and coding, newest first; what does not hold now is dim."""
    return [
        [
            (
                f"{one.by.handle:<8} {one.by}  {saying_text(one, found.currency, fmt)}",
                "strong" if one.in_force else "muted",
            )
        ]
        for one in (*found.causes, *found.codings)
    ]


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
        *([[(f"To code: {need}.", "")]] if (need := _to_code(row)) else []),
    ]


def _to_code(row: ItemRow) -> str:
    """Why the item stands in the queue; empty when it does not."""
    if row.state != "open" or row.coding != CodingState.UNCODED:
        return ""
    return str(need_of(ledger_item(row)) or "")


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
