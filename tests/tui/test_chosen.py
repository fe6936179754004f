"""The items of a deed, and why others are left out of it."""

from array import array

import pytest

from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.screens.chosen import BY_YOU, ChosenItems, why_left_out
from arcollect_tui.widgets.marks import Marks
from arcollect_tui.widgets.rows import RowId


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("damage claim 7781", "text says damaged goods"),
        ("freight not agreed", "text says freight"),
        ("", BY_YOU),
        ("INV 4711", BY_YOU),
    ],
)
def test_the_text_says_why_where_it_hints_at_a_reason(text: str, why: str) -> None:
    assert why_left_out(text, SHIPPED) == why


def test_hidden_items_come_first_and_the_others_in_the_order_of_the_list() -> None:
    marks = Marks()
    marks.look(array("q", [5, 3, 9]))
    marks.toggle_all()
    marks.look(array("q", [8, 9, 1]))
    marks.mark([1, 8])
    chosen = ChosenItems(marks.now())
    assert (chosen.count, chosen.ids) == (5, (3, 5, 8, 9, 1))
    assert chosen.hidden == {3, 5}


def test_what_is_left_out_is_counted_by_its_reason() -> None:
    out: dict[RowId, str] = {1: BY_YOU, 2: "text says freight", 3: BY_YOU}
    assert ChosenItems(items=(7,), out=out).left_out() == [
        "2 excluded by you",
        "1 excluded: text says freight",
    ]
