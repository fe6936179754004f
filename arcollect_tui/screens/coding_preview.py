"""What a coding would write, as the lines of its preview."""

from collections import Counter
from collections.abc import Sequence

from arcollect_tui.rules.coding import ASKED, CodingState
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.text import cells, counted, fit
from arcollect_tui.screens.coding_ask import AccountSum, Preview, value_of
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.coding import CodingLine, CodingPlan, Skip
from arcollect_tui.widgets.pane import PaneLine, TextPane

LINES_SHOWN = 500
"""Lines of a preview; the sums above them are of all."""

ALREADY = "already "
"""How the service begins the reason why a coded item is left out."""


def summary_lines(found: Preview, fmt: OfficeFormat, width: int, *, bulk: bool = True) -> list[PaneLine]:
    """How many items of how many customers, their value, what is left out and why; folded to a width."""
    plan = found.plan
    value = "in dispute" if plan.state is CodingState.DISPUTED else "value"
    texts = [(f"{counted(plan.count, 'item')} of {counted(plan.customers, 'customer')}", "strong")]
    texts += [(line, "strong") for line in packed([value, *_sums(plan.totals, fmt)], width)]
    if found.away:
        texts.append((f"{found.away:,} of them hidden by the filter, listed first", "alert"))
    texts += [(line, "alert") for line in _left_out(found, bulk=bulk)]
    for reason, totals in found.reasons:
        texts += [(line, "") for line in packed([reason.code, *_sums(totals, fmt)], width)]
    named = (*[reason for reason, _ in found.reasons], None if found.reasons else plan.reason)
    texts += [(_owner(reason), "muted") for reason in named if reason is not None]
    said = [ASKED[plan.request.ask]] if plan.request.ask else []
    said += [f"claim {plan.request.claim}"] if plan.request.claim else []
    if said:
        texts.append((", ".join(said), "muted"))
    return [[(line, tone)] for text, tone in texts for line in fold(text, width)]


def _owner(reason: Reason) -> str:
    return f"{reason.code} {reason.name}: {reason.owner}, {reason.sla_days} business days"


def _sums(totals: dict[str, int], fmt: OfficeFormat) -> list[str]:
    ordered = sorted(totals.items(), key=lambda total: -total[1])
    return [f"{shown(total, code, fmt)} {code}" for code, total in ordered] or ["nothing"]


def _left_out(found: Preview, *, bulk: bool) -> list[str]:
    """What is not coded, or coded anew, and why."""
    plan, lines = found.plan, []
    if plan.skips:
        lines.append(f"skips {len(plan.skips):,}: {_why_skipped(plan)}")
    if found.left_out:
        lines.append(", ".join(found.left_out))
    if bulk and plan.request.recode and (again := sum(bool(line.was) for line in plan.lines)):
        lines.append(f"{again:,} of them coded before, coded anew: Ctrl+R skips them")
    return lines


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


def _why_skipped(plan: CodingPlan) -> str:
    """The reasons with their counts; other codings together, with the key that codes them anew."""
    why = Counter(skip.why for skip in plan.skips)
    coded = {text.removeprefix(ALREADY): count for text, count in why.items() if text.startswith(ALREADY)}
    others = [f"{count:,} {text}" for text, count in why.most_common() if not text.startswith(ALREADY)]
    if coded:
        cure = "" if plan.request.recode else ", Ctrl+R codes them anew"
        others.insert(0, f"{sum(coded.values()):,} coded already ({' '.join(coded)}{cure})")
    return ", ".join(others)


def item_lines(found: Preview, fmt: OfficeFormat) -> list[PaneLine]:
    """The items one by one, hidden ones first, then those left out."""
    plan = found.plan
    lines = [_item(line, plan, fmt, away=line.item_id in found.hidden) for line in plan.lines[:LINES_SHOWN]]
    return [*lines, *_more(plan.count), *_others(found)]


def account_lines(found: Preview, fmt: OfficeFormat) -> list[PaneLine]:
    """The accounts with their counts and sums, then the items left out."""
    lines = [_account(account, fmt) for account in found.accounts[:LINES_SHOWN]]
    return [*lines, *_more(len(found.accounts)), *_others(found)]


def _more(count: int) -> list[PaneLine]:
    return [[(f"and {count - LINES_SHOWN:,} more", "muted")]] if count > LINES_SHOWN else []


def _others(found: Preview) -> list[PaneLine]:
    out = [_left(number, account, f"excluded {why}") for number, account, why in found.out]
    return [*out, *map(_skip, found.plan.skips[:LINES_SHOWN])]


class PlanPane(TextPane):
    """What a coding would write, folded to the room there is, also when that changes."""

    def __init__(self, widget_id: str, *, bulk: bool) -> None:
        super().__init__(widget_id=widget_id)
        self.can_focus = False
        self._bulk = bulk
        self._by_account = False
        self._shown: tuple[Preview, OfficeFormat] | None = None
        self._warning = ""

    def show_plan(self, found: Preview, fmt: OfficeFormat) -> None:
        """Show a plan, from the top; the items that the list hides are told apart."""
        self._shown, self._warning = (found, fmt), ""
        self._compose_lines(to_top=True)

    def turn(self) -> None:
        """List the accounts instead of the items, or the items again."""
        self._by_account = not self._by_account
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
        found, fmt = self._shown
        width = max(20, self.size.width)
        above = summary_lines(found, fmt, width, bulk=self._bulk)
        if self._warning:
            above += [[(line, "alert")] for line in fold(self._warning, width)]
        one_by_one = account_lines(found, fmt) if self._by_account else item_lines(found, fmt)
        self.set_lines([*above, *one_by_one], to_top=to_top)

    def on_resize(self) -> None:
        """Fold for the new size."""
        self._compose_lines(to_top=False)


def _item(line: CodingLine, plan: CodingPlan, fmt: OfficeFormat, *, away: bool) -> PaneLine:
    amount = f"{shown(value_of(line, plan), line.currency, fmt):>13} {line.currency}"
    pieces = " ".join(f"{code} {shown(part, line.currency, fmt)}" for code, part in line.pieces)
    was = f"was {line.was}" if line.was else ""
    more = "  ".join(part for part in (amount, pieces, was) if part)
    of = f"{fit(line.document_no, 11)} {fit(line.customer_no, 8)} "
    name = [(f"{fit(line.name, 9)} ", ""), ("hidden", "alert")] if away else [(fit(line.name, 16), "")]
    return [(of, ""), *name, (more, "")]


def _account(account: AccountSum, fmt: OfficeFormat) -> PaneLine:
    sums = ", ".join(_sums(account.totals, fmt))
    items = counted(account.count, "item")
    return [(f"{fit(account.number, 11)} {fit(account.name, 20)} {items:>9}  {sums}", "")]


def _skip(skip: Skip) -> PaneLine:
    return _left(skip.document_no, skip.customer_no, f"skipped: {skip.why}")


def _left(document_no: str, customer_no: str, why: str) -> PaneLine:
    return [(f"{fit(document_no, 11)} {fit(customer_no, 8)} ", "muted"), (why, "alert")]
