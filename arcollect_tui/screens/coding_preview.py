"""What a coding would write, as the lines of its preview."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import AmountMode, CodingState
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import parse_amount, shown
from arcollect_tui.services.coding import CodingLine, CodingPlan, CodingRequest, plan_coding
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.pane import PaneLine

LINES_SHOWN = 500
"""Lines of a preview; the sums above them are of all."""


@dataclass(frozen=True, slots=True)
class CodingAsk:
    """What the drawer asks to have planned.

    Attributes:
        item_ids: the items, those that the list hides first.
        reason: code of the reason, or of another coding.
        amount: as typed: whole, short, or an amount.
        note: free text.
        recode: code items anew that carry another coding.
    """

    item_ids: tuple[int, ...]
    reason: str
    amount: str
    note: str
    recode: bool


def mode_of(typed: str) -> AmountMode:
    """How much of an item is meant by what is typed; nothing typed is the whole."""
    word = typed.strip().casefold()
    for mode in (AmountMode.WHOLE, AmountMode.SHORT):
        if mode.startswith(word):
            return mode
    return AmountMode.TYPED


def plan(office: Office, ask: CodingAsk) -> CodingPlan:
    """Work out what would be written.

    Raises:
        UsageError: the amount cannot be read.
        Refused: a typed amount meets items of several currencies, or nothing is marked.
    """
    mode = mode_of(ask.amount)
    whole = CodingRequest(ask.reason, ask.item_ids, note=ask.note, recode=ask.recode)
    if mode is not AmountMode.TYPED:
        return plan_coding(office, _with(whole, mode, None))
    currencies = sorted(plan_coding(office, whole).totals)
    if len(currencies) > 1:
        raise Refused(
            f"A typed amount is in one currency; these items are in {' and '.join(currencies)}. "
            "Type whole or short, or mark those of one currency."
        )
    currency = currencies[0] if currencies else office.settings.currency
    amount = parse_amount(ask.amount, currency, office.settings.fmt)
    return plan_coding(office, _with(whole, mode, amount))


def _with(request: CodingRequest, mode: AmountMode, amount: int | None) -> CodingRequest:
    return CodingRequest(
        request.reason,
        request.item_ids,
        mode=str(mode),
        amount=amount,
        note=request.note,
        recode=request.recode,
    )


def summary_lines(found: CodingPlan, hidden: int, fmt: OfficeFormat) -> list[PaneLine]:
    """How many items of how many customers, their value, what is left out and why."""
    of = "1 customer" if found.customers == 1 else f"{found.customers:,} customers"
    away = f"  ({hidden:,} of them hidden by the filter)" if hidden else ""
    sums = "  ".join(f"{shown(total, code, fmt)} {code}" for code, total in found.totals.items())
    value = "in dispute" if found.state is CodingState.DISPUTED else "value"
    lines: list[PaneLine] = [
        [(f"{_count(found.count)} of {of}", "strong"), (away, "alert")],
        [(f"{value}  ", "muted"), (sums or "nothing", "strong")],
    ]
    if found.reason is not None:
        owner = f"{found.reason.owner}, {found.reason.sla_days} business days"
        lines.append([("reason  ", "muted"), (f"{found.reason.code} {found.reason.name} ({owner})", "")])
    if found.skips:
        why = Counter(skip.why for skip in found.skips)
        words = ", ".join(f"{count:,} {text}" for text, count in why.most_common())
        lines.append([("skips  ", "muted"), (words, "alert")])
    return lines


def item_lines(found: CodingPlan, hidden: frozenset[int], fmt: OfficeFormat) -> list[PaneLine]:
    """The items one by one, hidden ones first, then those left out."""
    shown_lines = found.lines[:LINES_SHOWN]
    lines: list[PaneLine] = [_item(line, fmt, away=line.item_id in hidden) for line in shown_lines]
    if found.count > LINES_SHOWN:
        lines.append([(f"and {found.count - LINES_SHOWN:,} more", "muted")])
    lines += [
        [(f"{skip.document_no:<12} {skip.customer_no:<8} ", "muted"), (f"skipped: {skip.why}", "alert")]
        for skip in found.skips[:LINES_SHOWN]
    ]
    return lines


def _item(line: CodingLine, fmt: OfficeFormat, *, away: bool) -> PaneLine:
    amount = f"{shown(line.disputed or line.open_amount, line.currency, fmt):>13} {line.currency}"
    was = f"  was {line.was}" if line.was else ""
    mark = [("  hidden", "alert")] if away else []
    return [(f"{line.document_no:<12} {line.customer_no:<8} {amount}{was}", ""), *mark]


def _count(items: int) -> str:
    return "1 item" if items == 1 else f"{items:,} items"


def hidden_among(lines: Sequence[CodingLine], hidden: frozenset[int]) -> int:
    """How many of the lines the list does not show."""
    return sum(line.item_id in hidden for line in lines) if hidden else 0
