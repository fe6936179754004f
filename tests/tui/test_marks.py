"""Marks against a plain set of rows: whatever is done, in whichever view, both hold the same."""

from array import array
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.widgets.marks import Marks
from arcollect_tui.widgets.rows import RowId

ROWS = range(12)
rows = st.sampled_from(ROWS)
views = st.lists(rows, unique=True)


class Plain:
    """The same marks, looked through anew each time."""

    def __init__(self) -> None:
        self.view: Sequence[RowId] = ()
        self.marked: set[RowId] = set()
        self.out: set[RowId] = set()

    @property
    def may(self) -> set[RowId]:
        """Rows of the view that can be marked."""
        return set(self.view) - self.out

    def toggle_all(self) -> None:
        if self.may <= self.marked:
            self.marked -= self.may
        else:
            self.marked |= self.may


@st.composite
def deeds(draw: st.DrawFn) -> list[tuple[str, list[int]]]:
    names = st.sampled_from(
        ["look", "toggle", "mark", "all", "invert", "clear", "add", "less", "out", "in", "back"]
    )
    return draw(st.lists(st.tuples(names, views), max_size=14))


def do(marks: Marks, plain: Plain, name: str, ids: list[int]) -> None:
    here = set(ids) & set(plain.view)
    match name:
        case "look":
            plain.view = array("q", ids)
            marks.look(plain.view)
        case "toggle":
            for row in here:
                marks.toggle(row)
            plain.marked ^= here - plain.out
        case "mark":
            marks.mark(here)
            plain.marked |= here - plain.out
        case "all":
            marks.toggle_all()
            plain.toggle_all()
        case "invert":
            marks.invert()
            plain.marked ^= plain.may
        case _:
            do_across(marks, plain, name, ids)


def do_across(marks: Marks, plain: Plain, name: str, ids: list[int]) -> None:
    """Deeds about rows that the view may show or not."""
    kept = marks.now()
    match name:
        case "clear":
            marks.clear()
            plain.marked = set()
        case "add":
            marks.add(ids)
            plain.marked |= set(ids) - plain.out
        case "less":
            marks.put(kept.placed(plain.view, less=ids))
            plain.marked -= set(ids)
        case "out":
            chosen: dict[RowId, str] = {
                row: "by you" for row in ids if row in plain.view or row in plain.marked
            }
            marks.leave_out(chosen)
            plain.out |= set(chosen)
            plain.marked -= set(chosen)
        case "in":
            marks.take_in(ids)
            plain.out -= set(ids)
        case "back":
            marks.clear()
            marks.put_back(kept)


@given(deeds())
def test_marks_are_what_a_plain_set_would_hold(done: list[tuple[str, list[int]]]) -> None:
    marks, plain = Marks(), Plain()
    for name, ids in done:
        before = marks.now()
        was = (before.ids(), before.shown(), len(before))
        do(marks, plain, name, ids)
        assert (before.ids(), before.shown(), len(before)) == was, "what was given away has changed"
        assert marks.ids == plain.marked, name
        assert len(marks) == len(plain.marked)
        assert marks.hidden == len(plain.marked - set(plain.view))
        assert {row for row in plain.view if row in marks} == plain.marked & set(plain.view)
        assert set(marks.out_here) == plain.out & set(plain.view)
        now = marks.now()
        assert now.shown() == [row for row in plain.view if row in plain.marked]
        assert set(now.hidden) == plain.marked - set(plain.view)


def test_all_but_some_of_a_million_rows_is_kept_as_such() -> None:
    marks, view = Marks(), array("q", range(1_000_000))
    marks.look(view)
    marks.toggle_all()
    marks.toggle(7)
    marks.leave_out({8: "by you"})
    assert str(marks) == "999,998 marked  1 excluded"
    assert not marks._some - {7, 8}
    marks.invert()
    assert marks.ids == {7}
