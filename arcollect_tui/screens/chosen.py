"""The items that a deed is about, found when first asked for: they may be a million."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from arcollect_tui.rules.dispute_words import hinted_reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.widgets.marks import Marked
from arcollect_tui.widgets.rows import RowId

BY_YOU = "by you"
"""Why an item is left out when nothing else is known."""


class ChosenItems:
    """The items of a deed, those that the list hides first.

    Args:
        marked: the marked rows; or
        items: the items themselves.
        out: rows of the list that are left out, and why.
    """

    def __init__(
        self,
        marked: Marked | None = None,
        items: tuple[int, ...] = (),
        out: Mapping[RowId, str] | None = None,
    ) -> None:
        self._marked = marked
        self._items = items
        self.out: dict[int, str] = {int(item): why for item, why in (out or {}).items()}

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._items) if self._marked is None else len(self._marked)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Those that the list does not show; to be asked for in a thread."""
        return frozenset() if self._marked is None else frozenset(map(int, self._marked.hidden))

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """All of them, in order; to be asked for in a thread."""
        if self._marked is None:
            return self._items
        return (*sorted(self.hidden), *map(int, self._marked.shown()))

    def left_out(self) -> list[str]:
        """How many are left out and why: `2 excluded by you`, `1 excluded: text says damage`."""
        counted = Counter(self.out.values()).most_common()
        return [f"{count:,} excluded{' ' if why == BY_YOU else ': '}{why}" for why, count in counted]


def why_left_out(text: str, tree: ReasonTree) -> str:
    """Why an item is left out: what its text hints at, else that somebody wished it."""
    hinted = tree.get(hinted_reason(text) or "")
    return BY_YOU if hinted is None else f"text says {hinted.name.lower()}"
