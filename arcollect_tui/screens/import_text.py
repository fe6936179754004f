"""What a planned file is, as text: how it was read, how its sums tie, which column is what."""

from collections.abc import Iterator, Mapping

from arcollect_tui.data.imports.layout_model import GENERIC
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import counted, fit, quoted
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.widgets.pane import PaneLine

FIELD_CELLS, COLUMN_CELLS, SAMPLE_CELLS = 13, 16, 14


def file_lines(plan: ImportPlan, fmt: OfficeFormat, width: int) -> list[PaneLine]:
    """How the file was read, its lines by class and its sums against those it states."""
    return [
        [(line, tone)]
        for word, text, tone in _said(plan, fmt)
        for line in fold(f"{word}: {text}" if word else text, width)
    ]


def _said(plan: ImportPlan, fmt: OfficeFormat) -> Iterator[tuple[str, str, str]]:
    parsed = plan.parsed
    if plan.known:
        yield "", plan.sentence, "strong"
    sure = "recognised" if plan.sureness >= 1 else f"{plan.sureness:.0%} sure"
    named = f"{plan.layout}, {sure}"
    if plan.layout == GENERIC:
        named = "none knows it; columns by their names (o)"
    known = "as you chose (o)" if plan.options.columns else named
    yield "columns" if plan.options.columns else "layout", f"{known}; ledger {plan.ledger}", ""
    for currency in plan.totals:
        yield _tie(plan, currency, fmt)
    how = ", ".join(filter(None, (parsed.encoding, _separated(parsed.delimiter), _sheet(plan))))
    yield "as of", f"{plan.as_of.isoformat()} ({plan.as_of_source}); read as {how}", ""
    yield "lines", f"{plan.total_lines:,} ({counts_text(plan.lines)})", ""
    if parsed.layout.certainty == "read" and plan.layout != GENERIC:
        yield "!", "this layout is known from its description only: look its columns through (o)", "alert"


def _separated(delimiter: str) -> str:
    names = {"\t": "tab", " ": "blanks"}
    return f"separated by {names.get(delimiter, quoted(delimiter))}" if delimiter else ""


def _sheet(plan: ImportPlan) -> str:
    return f"sheet {plan.parsed.sheet} (t: another)" if plan.parsed.sheet else ""


def _tie(plan: ImportPlan, currency: str, fmt: OfficeFormat) -> tuple[str, str, str]:
    """The sum of one currency against what the file states."""
    count, total = plan.totals[currency]
    stated = plan.parsed.totals[currency].stated
    said = f"{shown(total, currency, fmt)} in {counted(count, 'item')}"
    word = f"{currency} total"
    if stated is None:
        return word, f"{said}; the file states none", "strong"
    if stated == total:
        return word, f"{said} = as the file states", "strong"
    away, more = shown(abs(total - stated), currency, fmt), "more" if total > stated else "less"
    said = f"{said}; the file states {shown(stated, currency, fmt)}: the lines are {away} {more}"
    return f"! {word}", f"{said}, see held lines and warnings", "alert"


def counts_text(counts: Mapping[str, int]) -> str:
    """Classes with their counts, those that there are."""
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count)


def mapping_lines(plan: ImportPlan) -> list[PaneLine]:
    """The columns: field, header, a sample and the evidence; those that are not read last, in one line."""
    read = [column for column in plan.columns if column.field]
    lines: list[PaneLine] = []
    for column in read:
        head = f"{fit(column.field, FIELD_CELLS)} {fit(column.header or '(no column)', COLUMN_CELLS)} "
        sample = fit(column.sample, SAMPLE_CELLS)
        lines.append([(head, ""), (sample, "strong"), (f" {column.evidence}", "muted")])
    left = [column.header or "(unnamed)" for column in plan.columns if not column.field]
    if left:
        lines.append([(f"{counted(len(left), 'column')} not read: {', '.join(left)}", "muted")])
    return lines
