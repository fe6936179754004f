"""The preview of a file before it is taken in."""

from typing import TYPE_CHECKING

from arcollect_tui.cli.lists import money
from arcollect_tui.cli.output import put, say
from arcollect_tui.rules.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.data.imports.values import HeldLine
    from arcollect_tui.services.coding_files import CodingFilePlan
    from arcollect_tui.services.edited_lists import EditedPlan
    from arcollect_tui.services.exchange import ExchangePlan
    from arcollect_tui.services.imports import ImportPlan
    from arcollect_tui.services.office import Office

    Plan = ImportPlan | ExchangePlan | CodingFilePlan | EditedPlan

MOST_CHANGES = 100
"""Edits that the preview shows; the JSON has them all."""
MOST_HELD = 20
"""Held lines that the preview names; the JSON has them all."""


def show(plan: "Plan", office: "Office", *, weigh: bool = False) -> None:
    """The preview: what the file holds, what it would change, and what speaks against it.

    Args:
        plan: the plan.
        office: the office.
        weigh: also say what follows for promises, disputes and the worklist.
    """
    from arcollect_tui.services.coding_files import CodingFilePlan
    from arcollect_tui.services.edited_lists import EditedPlan
    from arcollect_tui.services.exchange import ExchangePlan

    if isinstance(plan, ExchangePlan):
        _show_exchange(plan)
    elif isinstance(plan, CodingFilePlan):
        _show_codings(plan, office)
    elif isinstance(plan, EditedPlan):
        _show_edits(plan)
    else:
        _show_import(plan, office)
        if weigh:
            _show_consequences(plan, office)
    for warning in plan.warnings:
        put(f"  warning      {warning}")
    for guard in plan.guards:
        put(f"  guard        {guard.name}: {guard.sentence}")
    if plan.known:
        put(plan.sentence)


def _show_exchange(plan: "ExchangePlan") -> None:
    put(f"{plan.file}: entries of a colleague")
    put(f"  lines        {_counts(plan.lines) or 'none'}")
    put(f"  entries      {_counts(plan.differences) or 'none'}")


def _show_codings(plan: "CodingFilePlan", office: "Office") -> None:
    put(f"{plan.file}: what was coded, layout {plan.layout}")
    put(f"  lines        {_counts(plan.lines) or 'none'}")
    put(f"  rows         {_counts(plan.differences) or 'none'}")
    for currency, (count, total) in plan.totals.items():
        disputed = money(total, currency, office.settings.fmt)
        put(f"  {currency} disputed {disputed} in {counted(count, 'item')} to code")
    again = [coding for coding in plan.codings if coding.was]
    for coding in again[:MOST_HELD]:
        now = coding.said.reason or coding.said.state
        put(f"  coded anew   line {coding.line}, {coding.document_no}: {coding.was}, now {now}")
    if len(again) > MOST_HELD:
        put(f"  coded anew   and {len(again) - MOST_HELD} more")
    _show_held(plan.held)


def _show_edits(plan: "EditedPlan") -> None:
    put(f"{plan.file}: {plan.what}, exported and edited elsewhere")
    put(f"  lines        {_counts(plan.lines) or 'none'}")
    put(f"  rows         {_counts(plan.differences) or 'none'}")
    for change in plan.changes[:MOST_CHANGES]:
        put(f"  edit         line {change.line}, {change.customer.number}: {change.words}")
    if len(plan.changes) > MOST_CHANGES:
        put(f"  edit         and {len(plan.changes) - MOST_CHANGES} more; --json lists them all")
    _show_held(plan.held)


def _show_held(held: "Sequence[HeldLine]") -> None:
    for line in held[:MOST_HELD]:
        put(f"  held         line {line.line}, {line.field or 'line'}: {line.reason}")
    if len(held) > MOST_HELD:
        put(f"  held         and {len(held) - MOST_HELD} more lines; --json lists them all")


def _show_import(plan: "ImportPlan", office: "Office") -> None:
    from arcollect_tui.services.import_words import differences_told

    fmt = office.settings.fmt
    sure = f"{plan.sureness:.0%} sure" if plan.sureness < 1 else "recognised"
    layout = "columns as you chose" if plan.options.columns else f"layout {plan.layout} ({sure})"
    put(f"{plan.file}: {layout}, ledger {plan.ledger}")
    if how := _how(plan):
        put(f"  read as      {how}")
    if plan.options.columns:
        _show_columns(plan, "as you chose, and as proposed")
    elif plan.parsed.layout.certainty == "read":
        _show_columns(plan, "this layout is known from its description only: look these through")
    put(f"  as of        {plan.as_of} ({plan.as_of_source})")
    put(f"  lines        {plan.total_lines}: {_counts(plan.lines)}")
    for currency, (count, total) in plan.totals.items():
        put(f"  {currency} total    {money(total, currency, fmt)} in {counted(count, 'item')}")
    put(f"  differences  {differences_told(plan) or 'none'}")
    _show_held(plan.held)
    for line in plan.parsed.left_out[:MOST_HELD]:
        put(f"  left out     line {line.line}, {line.field or line.kind}: {line.reason}")
    if len(plan.parsed.left_out) > MOST_HELD:
        put(f"  left out     and {len(plan.parsed.left_out) - MOST_HELD} more lines; --json lists them all")


def _show_consequences(plan: "ImportPlan", office: "Office") -> None:
    from arcollect_tui.services.consequences import consequences, sums_of

    fmt = office.settings.fmt
    for kind, (count, sums) in sums_of(consequences(office, plan)).items():
        amounts = ", ".join(f"{money(total, code, fmt)} {code}" for code, total in sums.items())
        put(f"  then         {kind}: {count}{f' ({amounts})' if amounts else ''}")


def note(plan: "Plan") -> None:
    """What is said where the preview itself is the JSON's."""
    parsed = getattr(plan, "parsed", None)
    if parsed is not None and parsed.layout.certainty == "read":
        name = parsed.layout.name
        say(f"{plan.file}: layout {name} is known from its description only. Check the result.")


def _show_columns(plan: "ImportPlan", why: str) -> None:
    """What each column is read as, where a person chose it or has to look."""
    put(f"  columns      {why}")
    for column in plan.columns:
        if column.field:
            shown = column.sample or column.evidence
            put(f"    {column.field:<14} {column.header or '(no column)'}: {shown}")


def _how(plan: "ImportPlan") -> str:
    """The kind of a file that is no text in UTF-8, and its sheet."""
    kind = plan.parsed.encoding
    sheet = f"sheet {plan.parsed.sheet}" if plan.parsed.sheet else ""
    return ", ".join(filter(None, ("" if kind.startswith("utf-8") else kind, sheet)))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
