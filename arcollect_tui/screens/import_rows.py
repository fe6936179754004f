"""The rows of the preview of a file: the groups of what it would change, and the rows of one group."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.import_aside import out_rows
from arcollect_tui.screens.preview_row import PreviewRow, preview_column
from arcollect_tui.services.consequences import Consequence, sums_of
from arcollect_tui.services.import_groups import CLEARED, NEW, SAME, DifferenceRow, Group
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.import_plan import ImportPlan

APPLY, GUARD, WARNING = "apply", "guard", "warning"
DIFFERENCE, CONSEQUENCE = "difference", "consequence"
SUM_CELLS = 23
MARKS = {NEW: "+", CLEARED: "-", SAME: "=", "erased": "="}


GROUPS = (
    preview_column(0, "", 1),
    preview_column(1, "What", 36, grow=True),
    preview_column(2, "Count", 8, right=True),
    preview_column(3, "Sum", SUM_CELLS, priority=1, right=True),
)
ITEMS = (
    preview_column(0, "Document", 11),
    preview_column(1, "Account", 8, priority=2),
    preview_column(2, "Name", 14, priority=1),
    preview_column(3, "Field", 13, priority=3),
    preview_column(4, "In the app", 10, right=True),
    preview_column(5, "In the file", 13, right=True),
    preview_column(6, "What it means", 24, grow=True),
)
FOLLOWS = (
    preview_column(0, "Account", 8),
    preview_column(1, "Name", 18, priority=1),
    preview_column(2, "Amount", 16, right=True),
    preview_column(3, "What follows", 34, grow=True),
)


def group_rows(
    plan: ImportPlan,
    guards: Sequence[Guard],
    groups: Sequence[Group],
    follows: Sequence[Consequence],
    fmt: OfficeFormat,
) -> list[PreviewRow]:
    """The groups, what speaks against the file first."""
    return [
        _apply_row(plan),
        *_guard_rows(plan, guards),
        *out_rows(plan),
        *(_difference(group, fmt) for group in groups),
        *_consequence_rows(follows, fmt),
        *(
            PreviewRow(WARNING, str(at), ("!", f"warning: {text}"), "alert", text)
            for at, text in enumerate(plan.warnings)
        ),
    ]


def changes_of(plan: ImportPlan) -> int:
    """Items and customers that the file would change."""
    return sum(count for kind, count in plan.differences.items() if kind not in (SAME, "erased"))


def _apply_row(plan: ImportPlan) -> PreviewRow:
    if plan.known:
        words = "Nothing to apply: these lines are in already"
    elif plan.guards:
        names = ", ".join(guard.name for guard in plan.guards)
        words = f"Stopped by {names}: l lets it through"
    else:
        words = f"Enter applies {counted(changes_of(plan), 'change')} as one step"
    return PreviewRow(APPLY, "", (">", words), "strong", words)


def _guard_rows(plan: ImportPlan, guards: Sequence[Guard]) -> Iterator[PreviewRow]:
    stopping = {guard.name for guard in plan.guards}
    for guard in guards:
        if guard.name in stopping:
            words = f"guard {guard.name}: {guard.sentence}"
            yield PreviewRow(GUARD, guard.name, ("!", words, "stops"), "alert", guard.sentence)
        else:
            words = f"let through, {guard.name}: {guard.sentence}"
            yield PreviewRow(GUARD, guard.name, ("l", words, "let by"), "muted", guard.sentence)


def _difference(group: Group, fmt: OfficeFormat) -> PreviewRow:
    tone = "muted" if group.kind in (SAME, "erased") else ""
    cells = (MARKS.get(group.kind, "~"), group.title, f"{group.count:,}", _sums(group.sums, fmt))
    return PreviewRow(DIFFERENCE, group.kind, cells, tone)


def _consequence_rows(follows: Sequence[Consequence], fmt: OfficeFormat) -> Iterator[PreviewRow]:
    for kind, (count, sums) in sums_of(list(follows)).items():
        cells = ("*", f"then: {kind}", f"{count:,}", _sums(sums, fmt))
        yield PreviewRow(CONSEQUENCE, kind, cells)


def _sums(sums: Mapping[str, int], fmt: OfficeFormat) -> str:
    """The sums as far as they fit the column, and how many more currencies there are."""
    texts = [f"{shown(total, code, fmt)} {code}" for code, total in sums.items()]
    kept = list(texts)
    while kept and cell_len(_joined(kept, len(texts))) > SUM_CELLS:
        kept.pop()
    return _joined(kept, len(texts))


def _joined(kept: Sequence[str], of: int) -> str:
    return ", ".join([*kept, *([f"+{of - len(kept)} more"] if len(kept) < of else [])])


def item_rows(rows: Sequence[DifferenceRow]) -> list[PreviewRow]:
    """The rows of a group of differences."""
    return [
        PreviewRow(
            DIFFERENCE,
            str(row.id),
            (row.document_no, row.customer_no, row.name, row.field, row.before, row.after, row.means),
            "",
            " ".join(
                filter(
                    None,
                    (
                        f"{row.document_no} {row.customer_no} {row.name}.",
                        f"{row.field}: {row.before or '(nothing)'} -> {row.after or '(nothing)'}.",
                        f"{row.means[:1].upper()}{row.means[1:]}.",
                    ),
                )
            ),
        )
        for row in rows
    ]


def consequence_rows(follows: Sequence[Consequence], kind: str, fmt: OfficeFormat) -> list[PreviewRow]:
    """The rows of a group of consequences."""
    found = []
    for at, one in enumerate(one for one in follows if one.kind == kind):
        amount = f"{shown(one.amount, one.currency, fmt)} {one.currency}" if one.currency else ""
        words = " ".join(filter(None, (f"{one.customer_no} {one.name}:", amount, one.about)))
        found.append(
            PreviewRow(
                CONSEQUENCE, str(at), (one.customer_no, one.name, amount, one.about), "", f"{words}."
            )
        )
    return found
