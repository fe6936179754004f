"""The marked rows of a list: ids that outlive a changed filter, and the rows that are left out.

No key takes longer in a list of 1,000,000 rows: "all but these" is kept as such, and what has to look
through a whole view (another filter, a deed on the marked rows) is done with a `Marked`, in a thread.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from arcollect_tui.widgets.rows import RowId


@dataclass(frozen=True, slots=True)
class Placed:
    """Marks told apart for one view.

    Attributes:
        inside: marked rows of the view.
        hidden: marked rows that the view does not show.
        out: rows of the view that are left out.
    """

    inside: set[RowId]
    hidden: set[RowId]
    out: set[RowId]


@dataclass(frozen=True, slots=True)
class Marked:
    """Which rows are marked at one moment; its methods take as long as the view is.

    Attributes:
        view: the rows of the view.
        hidden: marked rows that the view does not show.
        some: the marked rows of the view; with `inverted` those that are not marked.
        inverted: all rows of the view but `some` are marked.
        out: rows that are left out, and why.
        version: tells whether the marks are still these.
    """

    view: Sequence[RowId]
    hidden: Set[RowId]
    some: Set[RowId]
    inverted: bool
    out: Mapping[RowId, str]
    version: int

    def __len__(self) -> int:
        return len(self.hidden) + self._inside

    @property
    def _inside(self) -> int:
        return len(self.view) - len(self.some) if self.inverted else len(self.some)

    def ids(self) -> set[RowId]:
        """All marked rows."""
        inside = {row for row in self.view if row not in self.some} if self.inverted else self.some
        return {*self.hidden, *inside}

    def shown(self) -> list[RowId]:
        """The marked rows of the view, in its order."""
        if not self._inside:
            return []
        return [row for row in self.view if (row in self.some) is not self.inverted]

    def placed(
        self, view: Sequence[RowId], also: Iterable[RowId] = (), less: Iterable[RowId] = ()
    ) -> Placed:
        """The marks as another view sees them.

        Args:
            view: the rows of that view.
            also: rows to mark besides, unless they are left out.
            less: rows to unmark.
        """
        hidden = self.ids()
        hidden.update(row for row in also if row not in self.out)
        hidden.difference_update(less)
        inside = {row for row in view if row in hidden} if hidden else set()
        hidden -= inside
        return Placed(inside, hidden, {row for row in view if row in self.out} if self.out else set())


class Marks:
    """Which rows are marked, how many of them the present view hides, and which are left out.

    Attributes:
        out: rows that `toggle_all`, `invert` and `add` leave out, and why.
        version: another one after every change.
    """

    def __init__(self) -> None:
        self.out: dict[RowId, str] = {}
        self.version = 0
        self._view: Sequence[RowId] = ()
        self._hidden: set[RowId] = set()
        self._some: set[RowId] = set()
        self._out_here: set[RowId] = set()
        self._inverted = self._shared = False

    def __contains__(self, row_id: object) -> bool:
        """Whether a row of the view is marked."""
        return (row_id in self._some) is not self._inverted

    def __len__(self) -> int:
        return len(self._hidden) + self._inside

    @property
    def _inside(self) -> int:
        return len(self._view) - len(self._some) if self._inverted else len(self._some)

    @property
    def hidden(self) -> int:
        """How many marked rows the view does not show."""
        return len(self._hidden)

    @property
    def out_here(self) -> dict[RowId, str]:
        """The rows of the view that are left out, and why."""
        return {row_id: self.out[row_id] for row_id in self._out_here}

    @property
    def ids(self) -> Set[RowId]:
        """The marked ids, hidden ones too; takes as long as the view is."""
        return self.now().ids()

    def now(self) -> Marked:
        """The marks of this moment; they stay as they are there."""
        self._shared = True
        return Marked(
            self._view, self._hidden, self._some, self._inverted, dict(self.out), version=self.version
        )

    def toggle(self, row_id: RowId) -> None:
        """Mark or unmark one row of the view; nothing with a row that is left out."""
        if row_id in self._out_here:
            return
        self._own()
        self._some ^= {row_id}

    def mark(self, row_ids: Iterable[RowId]) -> None:
        """Mark rows of the view."""
        self._own()
        wanted = set(row_ids) - self._out_here
        if self._inverted:
            self._some -= wanted
        else:
            self._some |= wanted

    def toggle_all(self) -> None:
        """Mark all rows of the view; when they all are marked, unmark them."""
        marked = self._inside == len(self._view) - len(self._out_here)
        self._own()
        self._inverted = not marked
        self._some = set() if marked else set(self._out_here)

    def invert(self) -> None:
        """Swap marked and unmarked rows of the view; hidden marks stay."""
        self._own()
        self._some = self._some - self._out_here if self._inverted else self._some | self._out_here
        self._inverted = not self._inverted

    def clear(self) -> None:
        """Unmark everything, hidden rows too."""
        self.put(Placed(set(), set(), self._out_here))

    def add(self, row_ids: Iterable[RowId]) -> None:
        """Mark rows that the view may show or not; takes as long as the view is."""
        self.put(self.now().placed(self._view, also=row_ids))

    def look(self, view: Sequence[RowId] | None, placed: Placed | None = None) -> None:
        """See another view.

        Args:
            view: its rows; None while they are not known.
            placed: the marks as that view sees them, when that is known.
        """
        if placed is None:
            placed = self._placed(view)
        self._view = () if view is None else view
        self.put(placed)

    def _placed(self, view: Sequence[RowId] | None) -> Placed:
        """For another view; nothing is known to be hidden while its rows are not known."""
        if not (len(self) or self.out):
            return Placed(set(), set(), set())
        return Placed(self.now().ids(), set(), set()) if view is None else self.now().placed(view)

    def put(self, placed: Placed) -> None:
        """Take marks that were told apart for the present view."""
        self._shared = False
        self.version += 1
        self._hidden, self._some, self._out_here = placed.hidden, placed.inside, placed.out
        self._inverted = False

    def put_back(self, marked: Marked) -> None:
        """Mark again what was marked then, besides what is marked now."""
        if self._view is marked.view and not len(self):
            self._own()
            self._hidden, self._some = set(marked.hidden), set(marked.some)
            self._inverted = marked.inverted
        else:
            self.add(marked.ids())

    def leave_out(self, rows: Mapping[RowId, str]) -> None:
        """Leave rows out from now on, each for a reason: rows of the view, or hidden marks."""
        self._own()
        here = set(rows) - self._hidden
        self._hidden.difference_update(rows)
        self._out_here |= here
        if self._inverted:
            self._some |= here
        else:
            self._some -= here
        self.out.update(rows)

    def take_in(self, row_ids: Iterable[RowId]) -> None:
        """Leave rows out no longer; they are not marked."""
        for row_id in row_ids:
            self.out.pop(row_id, None)
            self._out_here.discard(row_id)
        self._own()

    def _own(self) -> None:
        """Before a change: what `now` gave away is left as it is."""
        if self._shared:
            self._hidden, self._some = set(self._hidden), set(self._some)
            self._shared = False
        self.version += 1

    def __str__(self) -> str:
        count = len(self)
        hidden = f" ({self.hidden:,} hidden)" if self.hidden else ""
        words = [f"{count:,} marked{hidden}"] if count else []
        out = len(self._out_here)
        words += [f"{out:,} excluded"] if out else []
        return "  ".join(words)
