"""Forms, and the lines and lists one types and picks in."""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action


def forms() -> Iterable[Action]:
    """Keys that save, leave, pick and complete."""
    form, line = frozenset({"form"}), frozenset({"line"})
    yield Action("form.save", ("enter",), "save + next", "Save and go on.", form, writes=True)
    yield Action("form.save_stay", ("ctrl+s",), "save", "Save and stay.", form, writes=True)
    yield Action("form.leave", ("escape",), "keep draft", "Leave; the draft is kept.", form)
    drop = "Leave and drop the draft."
    yield Action("form.drop", ("ctrl+r",), "drop draft", drop, form)
    yield Action(
        "form.pick",
        ("f2", "ctrl+l"),
        "pick",
        "Pick the value from a list; open your editor for a note.",
        form | {"export"},
    )
    days = "Change a date by one day."
    yield Action("form.day", ("up", "down"), "day", days, form, native=True)
    weeks = "Change a date by one week."
    yield Action("form.week", ("pageup", "pagedown"), "week", weeks, form, native=True)
    yield Action("line.keep", ("enter",), "keep", "Keep what is typed.", line)
    yield Action("line.restore", ("escape",), "restore", "Leave the line as it was before.", line)
    yield Action("line.complete", ("tab",), "complete", "Complete the word.", line)
    yield Action("line.next", ("down",), "next", "Go to the next row.", line)
    yield Action("line.previous", ("up",), "previous", "Go to the previous row.", line)
    pick = frozenset({"pick"})
    yield Action("pick.take", ("enter",), "take", "Take the row under the cursor.", pick)
    yield Action("pick.leave", ("escape",), "leave", "Leave without taking one.", pick)
    rows = "Choose another row while typing."
    yield Action("pick.row", ("up", "down"), "row", rows, pick, native=True)
    file = frozenset({"file"})
    read = "Read the file and show what it would change."
    yield Action("file.preview", ("enter",), "preview", read, file)
    yield Action("file.complete", ("tab",), "complete", "Complete the name of the file.", file)
    yield Action("file.leave", ("escape",), "leave", "Stop reading, or leave without a file.", file)
    preview = frozenset({"preview", "export"})
    yield Action("preview.apply", ("enter",), "apply", "Write it, as one undo step.", preview, writes=True)
    yield Action("preview.cancel", ("escape", "q"), "cancel", "Write nothing.", preview)
    away = "Keep the proposal away at this desk until its evidence changes."
    yield Action("proposals.dismiss", ("x",), "dismiss", away, frozenset({"proposals"}), writes=True)
