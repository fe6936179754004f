"""What a coding would write, as the lines of its preview."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import AmountMode, CodingState
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import parse_amount, shown
from arcollect_tui.rules.text import cells, fit
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.coding import CodingLine, CodingPlan, CodingRequest, Skip, plan_coding
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.pane import PaneLine, TextPane

LINES_SHOWN = 500
"""Lines of a preview; the sums above them are of all."""

ALREADY = "already "
"""How the service begins the reason why a coded item is left out."""


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


def summary_lines(found: CodingPlan, hidden: int, fmt: OfficeFormat, width: int) -> list[PaneLine]:
    """How many items of how many customers, their value, what is left out and why; folded to a width."""
    of = "1 customer" if found.customers == 1 else f"{found.customers:,} customers"
    totals = sorted(found.totals.items(), key=lambda total: -total[1])
    sums = [f"{shown(total, code, fmt)} {code}" for code, total in totals]
    value = "in dispute" if found.state is CodingState.DISPUTED else "value"
    texts = [(f"{_count(found.count)} of {of}", "strong")]
    texts += [(line, "strong") for line in packed([value, *(sums or ["nothing"])], width)]
    if hidden:
        texts.append((f"{hidden:,} of them hidden by the filter, listed first", "alert"))
    if found.skips:
        texts.append((f"skips {len(found.skips):,}: {_why_skipped(found)}", "alert"))
    if found.reason is not None:
        owner = f"{found.reason.owner}, {found.reason.sla_days} business days"
        texts.append((f"{found.reason.code} {found.reason.name}: {owner}", "muted"))
    return [[(line, tone)] for text, tone in texts for line in fold(text, width)]


def packed(parts: Sequence[str], width: int) -> list[str]:
    """Parts side by side in lines of at most `width` cells; no part is broken."""
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]} {part}"
        if cells(longer) > width:
            lines.append(f"  {part}")
        else:
            lines[-1] = longer
    return lines


def _why_skipped(found: CodingPlan) -> str:
    """The reasons with their counts; other codings together."""
    why = Counter(skip.why for skip in found.skips)
    coded = {text.removeprefix(ALREADY): count for text, count in why.items() if text.startswith(ALREADY)}
    others = [f"{count:,} {text}" for text, count in why.most_common() if not text.startswith(ALREADY)]
    if coded:
        listed = " ".join(coded)
        others.insert(0, f"{sum(coded.values()):,} coded already ({listed})")
    return ", ".join(others)


def item_lines(found: CodingPlan, hidden: frozenset[int], fmt: OfficeFormat) -> list[PaneLine]:
    """The items one by one, hidden ones first, then those left out."""
    shown_lines = found.lines[:LINES_SHOWN]
    lines: list[PaneLine] = [_item(line, fmt, away=line.item_id in hidden) for line in shown_lines]
    if found.count > LINES_SHOWN:
        lines.append([(f"and {found.count - LINES_SHOWN:,} more", "muted")])
    return [*lines, *map(_skip, found.skips[:LINES_SHOWN])]


class PlanPane(TextPane):
    """What a coding would write, folded to the room there is, also when that changes."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(widget_id=widget_id)
        self.can_focus = False
        self._shown: tuple[CodingPlan, frozenset[int], OfficeFormat] | None = None
        self._warning = ""

    def show_plan(self, found: CodingPlan, hidden: frozenset[int], fmt: OfficeFormat) -> None:
        """Show a plan, from the top; the items that the list hides are told apart."""
        self._shown, self._warning = (found, hidden, fmt), ""
        self._compose_lines(to_top=True)

    def warn(self, sentence: str) -> None:
        """Add a warning to the sums of the plan that is shown."""
        self._warning = sentence
        self._compose_lines(to_top=False)

    def say(self, sentence: str) -> None:
        """Say why there is no plan."""
        self._shown = None
        self.set_lines([[(sentence, "alert")]])

    def _compose_lines(self, *, to_top: bool) -> None:
        if self._shown is None:
            return
        found, hidden, fmt = self._shown
        away = hidden_among(found.lines, hidden)
        summary = summary_lines(found, away, fmt, max(20, self.size.width))
        warned: list[PaneLine] = [
            [(line, "alert")] for line in fold(self._warning, max(20, self.size.width))
        ]
        above = [*summary, *warned] if self._warning else summary
        self.set_lines([*above, *item_lines(found, hidden, fmt)], to_top=to_top)

    def on_resize(self) -> None:
        """Fold for the new size."""
        self._compose_lines(to_top=False)


def _item(line: CodingLine, fmt: OfficeFormat, *, away: bool) -> PaneLine:
    amount = f"{shown(line.disputed or line.open_amount, line.currency, fmt):>13} {line.currency}"
    was = f"  was {line.was}" if line.was else ""
    of = f"{fit(line.document_no, 11)} {fit(line.customer_no, 8)} "
    name = [(f"{fit(line.name, 9)} ", ""), ("hidden", "alert")] if away else [(fit(line.name, 16), "")]
    return [(of, ""), *name, (f"{amount}{was}", "")]


def _skip(skip: Skip) -> PaneLine:
    of = f"{fit(skip.document_no, 11)} {fit(skip.customer_no, 8)} "
    return [(of, "muted"), (f"skipped: {skip.why}", "alert")]


def _count(items: int) -> str:
    return "1 item" if items == 1 else f"{items:,} items"


def hidden_among(lines: Sequence[CodingLine], hidden: frozenset[int]) -> int:
    """How many of the lines the list does not show."""
    return sum(line.item_id in hidden for line in lines) if hidden else 0
