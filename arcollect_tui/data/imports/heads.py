"""Lines whose class the next lines tell, and the customer whose heading they make."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.headings import heading_before, heading_name, naming, said_name
from arcollect_tui.data.imports.values import MOST_ASIDE, AsideLine

BETWEEN: Final = "\x1f"
"""Between number and name of a customer whose heading tells both."""
_TRAILER_CELLS: Final = 2
"""So many cells a closing remark may have."""


class Waiting(NamedTuple):
    """A line that waits: its number, what it calls itself, its filled cells, all of it, sum and name."""

    line: int
    label: str
    filled: int
    text: str
    amount: str = ""
    name: str = ""


class Heads:
    """The headings of one file.

    Args:
        counts: lines by class, added to.
        before: the records before the header, where the first customer may be named.
        alone: whether no column names customers.

    Attributes:
        current: the customer that the lines below belong to: a name, or number and name; '' for none.
        loose: lines with a sum that no line below explains.
    """

    def __init__(self, counts: Counter[LineClass], before: Sequence[Sequence[str]], *, alone: bool) -> None:
        self.loose: list[AsideLine] = []
        self.waiting: list[Waiting] = []
        self._counts = counts
        named = heading_before(before)
        name = next(filter(None, map(said_name, before)), "")
        self.current = _both(named, name) if named and (alone or name) else ""

    def resolve(self, own: str = "") -> Waiting | None:
        """Class the waiting lines now that an item follows; the heading, where it carries a sum.

        Args:
            own: the customer that the item itself names.
        """
        if own and self.current.partition(BETWEEN)[0] != own:
            self.current = ""
        if not self.waiting:
            return None
        head = self._taken(own)
        self.pass_by()
        return head if head is not None and head.amount else None

    def _taken(self, own: str) -> Waiting | None:
        """Take the heading, and the line that names its customer, out of those that wait."""
        name = next((one.name for one in self.waiting if one.name), "")
        if own:
            at = next((n for n, one in enumerate(self.waiting) if heading_name(one.label) == own), None)
            if at is None or not name:
                return None
        else:
            at = naming([one.label for one in self.waiting])
        head = self.waiting.pop(at)
        self.current = _both(heading_name(head.label), head.name or name)
        self._counts[LineClass.CUSTOMER] += 1
        told = [one for one in self.waiting if one.name == name] if name and not head.name else []
        self._counts[LineClass.CUSTOMER] += len(told)
        self.waiting = [one for one in self.waiting if one not in told]
        return head

    def pass_by(self) -> None:
        """Class waiting lines that are no heading: titles; with a sum of their own nobody knows what."""
        for one in self.waiting:
            self._class(one, LineClass.UNCLASSIFIED if one.amount else LineClass.TITLE)
        self.waiting = []

    def finish(self) -> None:
        """Class what still waits at the end of the file."""
        for one in self.waiting:
            closing = one.filled <= _TRAILER_CELLS and not one.amount
            self._class(one, LineClass.TRAILER if closing else LineClass.UNCLASSIFIED)
        self.waiting = []

    def _class(self, one: Waiting, kind: LineClass) -> None:
        self._counts[kind] += 1
        if kind is LineClass.UNCLASSIFIED and len(self.loose) < MOST_ASIDE:
            self.loose.append(AsideLine(one.line, kind.value, "", one.text))


def _both(number: str, name: str) -> str:
    return f"{number}{BETWEEN}{name}" if name and name != number else number
