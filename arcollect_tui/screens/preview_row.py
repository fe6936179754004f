"""A row of the preview of a file, and its columns."""

from dataclasses import dataclass

from arcollect_tui.widgets.rows import Column


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


def preview_column(
    at: int, title: str, width: int, *, priority: int = 0, grow: bool = False, right: bool = False
) -> Column[PreviewRow]:
    """A column that shows one of the texts of a row."""
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
