"""Drawers over a list: coding, saved views, columns."""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action


def drawers() -> Iterable[Action]:
    """Keys of each drawer; they hold while it is open."""
    coding = frozenset({"coding"})
    enter = "Choose the reason; then write the preview, as one undo step."
    yield Action("coding.enter", ("enter",), "choose, then apply", enter, coding)
    yield Action("coding.cancel", ("escape",), "cancel", "Write nothing; long texts are kept.", coding)
    yield Action("coding.next", ("down",), "next reason", "Choose the reason below.", coding)
    yield Action("coding.previous", ("up",), "reason before", "Choose the reason above.", coding)
    yield Action("coding.page_down", ("pagedown",), "preview down", "Show more of the preview.", coding)
    yield Action("coding.page_up", ("pageup",), "preview up", "Show the preview before it.", coding)
    yield Action("coding.accounts", ("f2", "ctrl+l"), "accounts", "List accounts, or items again.", coding)
    drop = "Write nothing, and drop what is typed."
    yield Action("coding.drop", ("ctrl+d",), "drop draft", drop, coding)
    anew = "Code anew what carries another coding, or skip it again."
    yield Action("coding.recode", ("ctrl+r",), "also recode", anew, coding)
    view, columns = frozenset({"view"}), frozenset({"columns"})
    yield Action("view.keep", ("enter",), "save", "Save the view under the letter.", view)
    yield Action("view.leave", ("escape",), "leave", "Leave without saving.", view)
    yield Action("columns.keep", ("enter",), "show", "Show the list with these columns.", columns)
    yield Action("columns.leave", ("escape", "q"), "leave", "Leave the columns as they are.", columns)
    yield Action("columns.turn", ("space",), "show/hide", "Show or hide the column.", columns)
    yield Action("columns.later", ("J",), "to the right", "Move the column to the right.", columns)
    yield Action("columns.sooner", ("K",), "to the left", "Move the column to the left.", columns)
    yield Action(
        "columns.wider", ("right", ">"), "wider", "Make the column wider.", columns, takes_count=True
    )
    yield Action(
        "columns.narrower",
        ("left", "<"),
        "narrower",
        "Make the column narrower.",
        columns,
        takes_count=True,
    )
    stay = "Have the columns down to this one stay while the others scroll, or none."
    yield Action("columns.freeze", ("f",), "stays", stay, columns)
    yield Action("columns.usual", ("=",), "usual", "Go back to the usual columns.", columns)
