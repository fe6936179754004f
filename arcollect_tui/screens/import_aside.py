"""The rows of lines that stay out of a planned file: held, unclassified, other, and left out on purpose."""

from collections.abc import Iterator, Sequence

from arcollect_tui.data.imports.leaving import held_aside
from arcollect_tui.data.imports.values import AsideLine
from arcollect_tui.screens.preview_row import PreviewRow, preview_column
from arcollect_tui.services.held_lines import parted
from arcollect_tui.services.import_plan import ImportPlan

HELD, LEFT, UNCLASSIFIED, OTHER = "held", "left_out", "unclassified", "other"
"""Groups of lines that stay out: the class of their lines."""
OUT = (HELD, UNCLASSIFIED, OTHER, LEFT)
TITLES = {HELD: "held lines", UNCLASSIFIED: "unclassified lines", OTHER: "other lines", LEFT: "left out"}
BELOW = {
    HELD: "e fix   d leave out   D its kind   x errors file",
    UNCLASSIFIED: "d leave out   D all",
    OTHER: "d leave out   D all",
    LEFT: "d take back   D all of its kind",
}
"""The keys that work on the lines of each."""
_WORDS = {
    HELD: ("!", "held lines: out until they are fixed", "alert"),
    UNCLASSIFIED: ("?", "unclassified lines: they stay out", "alert"),
    OTHER: (".", "other lines: out, no receivables", "muted"),
    LEFT: ("x", "left out on purpose", "muted"),
}

HELD_LINES = (
    preview_column(0, "Line", 6, right=True),
    preview_column(1, "Field", 13),
    preview_column(2, "Document", 11, priority=1),
    preview_column(3, "What is wrong", 26, grow=True),
    preview_column(4, "What would be right", 30, priority=2),
)
OTHER_LINES = (
    preview_column(0, "Line", 6, right=True),
    preview_column(1, "What it says", 40, grow=True),
)
LEFT_LINES = (
    preview_column(0, "Line", 6, right=True),
    preview_column(1, "Was", 12),
    preview_column(2, "Field", 13, priority=2),
    preview_column(3, "Document", 11, priority=1),
    preview_column(4, "Why it stays out", 26, grow=True),
)
COLUMNS = {HELD: HELD_LINES, UNCLASSIFIED: OTHER_LINES, OTHER: OTHER_LINES, LEFT: LEFT_LINES}


def out_rows(plan: ImportPlan) -> Iterator[PreviewRow]:
    """The groups that there are, with the number of their lines."""
    for kind in OUT:
        if count := plan.lines[kind]:
            mark, words, tone = _WORDS[kind]
            yield PreviewRow(kind, "", (mark, words, f"{count:,}"), tone)


def lines_of(plan: ImportPlan, kind: str) -> Sequence[AsideLine]:
    """The lines of a group, as far as they are listed."""
    if kind == HELD:
        return tuple(map(held_aside, plan.held))
    if kind == LEFT:
        return plan.parsed.left_out
    return tuple(line for line in plan.parsed.aside if line.kind == kind)


def line_rows(plan: ImportPlan, kind: str) -> list[PreviewRow]:
    """The rows of the lines of a group."""
    return [_row(line, kind) for line in lines_of(plan, kind)]


def _row(line: AsideLine, kind: str) -> PreviewRow:
    field = line.field or ("whole line" if line.kind == HELD else "")
    number = str(line.line)
    cells = {
        HELD: (number, field, line.document_no, *parted(line.reason)),
        LEFT: (number, line.kind, field, line.document_no, line.reason),
    }.get(kind, (number, line.reason))
    return PreviewRow(kind, number, cells, "", f"Line {number}, {field or line.kind}: {line.reason}")
