"""The rows of the preview of a file: the groups of what it would change, and the rows of one group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.services.consequences import Consequence, sums_of
from arcollect_tui.services.held_lines import parted
from arcollect_tui.services.import_groups import CLEARED, NEW, SAME, DifferenceRow, Group
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.import_plan import ImportPlan, counted
from arcollect_tui.widgets.rows import Column

APPLY, GUARD, HELD, WARNING = "apply", "guard", "held", "warning"
DIFFERENCE, CONSEQUENCE = "difference", "consequence"
SUM_CELLS = 26
MARKS = {NEW: "+", CLEARED: "-", SAME: "=", "erased": "="}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the preview.

    Attributes:
        kind: what it is about: one of the constants above.
        key: which guard, group or row.
        cells: the texts of its columns.
        tone: how it is shown besides its mark.
        whole: what is read when it is opened and nothing is walked.
    """

    kind: str
    key: str
    cells: tuple[str, ...]
    tone: str = ""
    whole: str = ""

    @property
    def id(self) -> str:
        """Kind and key."""
        return f"{self.kind}:{self.key}"


def _column(
    at: int, title: str, width: int, *, priority: int = 0, grow: bool = False, right: bool = False
) -> Column[PreviewRow]:
    return Column(
        f"{title.casefold() or 'mark'}",
        title,
        width,
        lambda row: row.cells[at] if at < len(row.cells) else "",
        align="right" if right else "left",
        priority=priority,
        grow=grow,
        tone=lambda row: row.tone,
    )


GROUPS = (
    _column(0, "", 1),
    _column(1, "What", 36, grow=True),
    _column(2, "Count", 8, right=True),
    _column(3, "Sum", SUM_CELLS, priority=1, right=True),
)
ITEMS = (
    _column(0, "Document", 11),
    _column(1, "Account", 8, priority=2),
    _column(2, "Name", 14, priority=1),
    _column(3, "Field", 13, priority=3),
    _column(4, "In the app", 10, right=True),
    _column(5, "In the file", 13, right=True),
    _column(6, "What it means", 24, grow=True),
)
HELD_LINES = (
    _column(0, "Line", 6, right=True),
    _column(1, "Field", 13),
    _column(2, "Document", 11, priority=1),
    _column(3, "What is wrong", 26, grow=True),
    _column(4, "What would be right", 30, priority=2),
)
FOLLOWS = (
    _column(0, "Account", 8),
    _column(1, "Name", 18, priority=1),
    _column(2, "Amount", 16, right=True),
    _column(3, "What follows", 34, grow=True),
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
        *_held_row(plan),
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
        words = f"Stopped by {names}: l on the guard lets it through"
    else:
        words = f"Enter applies {counted(changes_of(plan), 'change')}, as one undo step"
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


def _held_row(plan: ImportPlan) -> Iterator[PreviewRow]:
    if plan.held:
        words = "held lines: they stay out until they are fixed"
        yield PreviewRow(HELD, "", ("!", words, f"{len(plan.held):,}"), "alert")


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


def held_rows(plan: ImportPlan) -> list[PreviewRow]:
    """The held lines of a plan."""
    return [
        PreviewRow(
            HELD,
            str(at),
            (str(line.line), line.field or "whole line", line.document_no, *parted(line.reason)),
            "",
            f"Line {line.line}, {line.field or 'the whole line'}: {line.reason}",
        )
        for at, line in enumerate(plan.held)
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
