"""What every list can do with its rows: mark, find, filter, sort, show as a view."""

from collections.abc import Iterable

from arcollect_tui.keys.action import LISTS, MARKED, PLACES, Action


def lists() -> Iterable[Action]:
    """Marks, finding, filters, order, views, columns."""
    yield Action(
        "mark.toggle",
        ("space",),
        "mark",
        "Mark or unmark the row and move down.",
        MARKED,
        takes_count=True,
    )
    yield Action("mark.range", ("v",), "range", "Start a range: move, then Space marks it.", MARKED)
    yield Action("mark.all", ("*",), "mark all", "Mark all rows shown; again unmarks them.", MARKED)
    yield Action("mark.invert", ("~", "I"), "invert", "Swap marked and unmarked rows.", MARKED)
    yield Action("mark.clear", ("\\", "C"), "clear marks", "Take off all marks.", MARKED)
    items = frozenset({"items"})
    matching = "Mark what a filter matches; the filter of the list stands there to be narrowed."
    yield Action("mark.matching", ("m",), "mark by filter", matching, items)
    yield Action("mark.unmatching", ("M",), "unmark by filter", "Unmark what a filter matches.", items)
    equal = "Mark the rows that show the same as this one in the chosen column."
    yield Action("mark.equal", ("E",), "mark equal", equal, items)
    out = "Exclude the row from marks, or take that back; after ; all marked rows."
    yield Action("mark.exclude", ("X",), "exclude", out, items, bulk=True)
    yield Action("list.find", ("/", "f3"), "find", "Find an account, an item or a contact.", PLACES)
    onward = "Go to the next row of this list that holds what / was last asked for."
    yield Action("list.next_match", ("n",), "next match", onward, LISTS, takes_count=True)
    back = "Go to the row before that holds what / was last asked for."
    yield Action("list.previous_match", ("N",), "previous match", back, LISTS, takes_count=True)
    yield Action("list.filter", ("f",), "filter", "Filter the list, with live count and sum.", LISTS)
    yield Action("list.filter_toggle", ("F",), "filter on/off", "Turn the filter off and on.", LISTS)
    yield Action("list.sort", ("s",), "sort", "Sort by the chosen column.", PLACES)
    yield Action("list.sort_reverse", ("S",), "sort down", "Sort by the chosen column, down.", PLACES)
    for key, view, label, sentence in (
        ("t", "today", "today", "Show the accounts that are due today."),
        ("s", "short", "short paid", "Show the items that were paid short."),
        ("c", "to_code", "to code", "Show the items that need coding, biggest first."),
        ("b", "broken", "broken promises", "Show the accounts with a broken promise."),
        ("o", "overdue30", "30+ overdue", "Show what is 30 or more days overdue."),
    ):
        yield Action("view.open", (f"V {key}",), label, sentence, PLACES, argument=view)
    save = "Save the filter, sort and columns under a letter, or drop such a view."
    yield Action("view.save", ("V =",), "save view", save, frozenset({"worklist", "items"}))
    columns = "Choose which columns are shown, in which order and width, and which of them stay."
    yield Action("list.columns", ("o",), "columns", columns, LISTS)
