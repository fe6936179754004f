"""What a file that an arcollect wrote would change, as text above and as rows below."""

from collections.abc import Iterator

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.import_aside import HELD
from arcollect_tui.screens.import_rows import APPLY, WARNING
from arcollect_tui.screens.import_text import counts_text
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.preview_row import PreviewRow, preview_column
from arcollect_tui.services.coding_files import CodingFilePlan, FileCoding
from arcollect_tui.services.edited_lists import EditedPlan
from arcollect_tui.services.edited_rows import Change
from arcollect_tui.services.exchange import ExchangePlan
from arcollect_tui.services.files_in import ReturnedPlan
from arcollect_tui.widgets.pane import PaneLine

EDIT = "edit"


COLUMNS = (
    preview_column(0, "", 1),
    preview_column(1, "Line", 6),
    preview_column(2, "Of", 14),
    preview_column(3, "What would change", 40, grow=True),
)


def returned_lines(plan: ReturnedPlan, fmt: OfficeFormat, width: int) -> list[PaneLine]:
    """What the file is, its lines by class, what comes of its rows, and sums."""
    said = [
        _kind(plan),
        f"lines: {counts_text(plan.lines) or 'none'}",
        f"{'entries' if isinstance(plan, ExchangePlan) else 'rows'}: "
        f"{counts_text(plan.differences) or 'none'}",
    ]
    if isinstance(plan, CodingFilePlan):
        for code, (count, total) in plan.totals.items():
            said.append(f"{code} disputed: {shown(total, code, fmt)} in {counted(count, 'item')} to code")
    return [
        [(line, "strong" if at == 0 else "")] for at, text in enumerate(said) for line in fold(text, width)
    ]


def _kind(plan: ReturnedPlan) -> str:
    if isinstance(plan, ExchangePlan):
        return "Entries of a colleague"
    if isinstance(plan, CodingFilePlan):
        return f"What was coded, layout {plan.layout}"
    return f"{plan.what.capitalize()}: exported, and edited elsewhere"


def returned_rows(plan: ReturnedPlan, fmt: OfficeFormat) -> list[PreviewRow]:
    """Whether it can be applied, the rows of which nothing comes, then every change."""
    return [
        _apply_row(plan),
        *_warnings(plan),
        *_held(plan),
        *_changes(plan, fmt),
    ]


def changes_of(plan: ReturnedPlan) -> int:
    """How much would be written."""
    if isinstance(plan, EditedPlan):
        return len(plan.changes)
    return len(plan.codings) if isinstance(plan, CodingFilePlan) else plan.differences["new"]


def _apply_row(plan: ReturnedPlan) -> PreviewRow:
    if plan.known:
        words = "Nothing to apply: all of it is so already"
    elif isinstance(plan, ExchangePlan):
        words = "Enter takes the entries in: they count here as there"
    elif not changes_of(plan):
        words = "Nothing can be applied: each row below says why"
    else:
        words = f"Enter applies {counted(changes_of(plan), 'change')}, as one undo step"
    return PreviewRow(APPLY, "", (">", "", "", words), "strong", words)


def _warnings(plan: ReturnedPlan) -> Iterator[PreviewRow]:
    for at, text in enumerate(plan.warnings):
        yield PreviewRow(WARNING, str(at), ("!", "", "warning", text), "alert", text)


def _held(plan: ReturnedPlan) -> Iterator[PreviewRow]:
    for at, line in enumerate(() if isinstance(plan, ExchangePlan) else plan.held):
        words = f"not taken, {line.field or 'the whole line'}: {line.reason.removesuffix('.')}"
        whole = f"Line {line.line} of {plan.file}, {line.document_no}: {words}."
        yield PreviewRow(HELD, str(at), ("!", str(line.line), line.document_no, words), "alert", whole)


def _changes(plan: ReturnedPlan, fmt: OfficeFormat) -> Iterator[PreviewRow]:
    if isinstance(plan, EditedPlan):
        yield from map(_edit, plan.changes)
    elif isinstance(plan, CodingFilePlan):
        yield from (_coding(coding, fmt) for coding in plan.codings)


def _edit(change: Change) -> PreviewRow:
    number = change.customer.number
    cells = ("+" if change.new else "~", str(change.line), number, change.words)
    whole = f"Line {change.line}, {number} {change.customer.name}: {change.words}."
    return PreviewRow(EDIT, str(change.line), cells, "", whole)


def _coding(coding: FileCoding, fmt: OfficeFormat) -> PreviewRow:
    now = coding.said.reason or coding.said.state
    if coding.disputed:
        now = f"{now} {shown(coding.disputed, coding.currency, fmt)} {coding.currency}"
    words = f"{coding.was}, then {now}" if coding.was else now
    cells = ("~" if coding.was else "+", str(coding.line), coding.document_no, words)
    whole = f"Line {coding.line}, {coding.document_no} of {coding.customer_no}: {words}."
    return PreviewRow(EDIT, f"{coding.line} {coding.item_id}", cells, "", whole)
