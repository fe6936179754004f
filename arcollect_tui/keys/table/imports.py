"""Keys of files: the list of those taken in, the preview of one, and the lines that are held."""

from collections.abc import Iterable

from arcollect_tui.keys.action import MAPPER, Action


def imports() -> Iterable[Action]:
    """Taking files in, and mending what they hold back."""
    taken, preview, held = frozenset({"imports"}), frozenset({"import"}), frozenset({"held"})
    yield Action("imports.add", ("a",), "take in a file", "Take in a file of the ledger.", taken)
    yield Action("imports.held", ("h",), "held lines", "List the held lines of all files.", taken)
    kept = "Write what is kept of the file to a new one, card numbers masked."
    yield Action("imports.kept", ("x",), "file back", kept, taken)
    returned = frozenset({"returned"})
    apply = "Take the file in, as one undo step."
    yield Action("import.apply", ("A",), "apply", apply, preview | returned, writes=True)
    through = "Let the guard under the cursor through, or stop at it again."
    yield Action("import.accept", ("l",), "let through", through, preview)
    mapping = "Show what each column is read as, with samples and the evidence, and change that."
    yield Action("import.mapping", ("o",), "columns", mapping, preview)
    yield Action("import.sheet", ("t",), "other sheet", "Read another sheet of the workbook.", preview)
    out = "Leave the line out on purpose, or take one that is left out back."
    yield Action("import.leave_out", ("d",), "leave out", out, preview)
    kind = "As d, for all lines of its kind; on a group, for all of the group."
    yield Action("import.leave_kind", ("D",), "all of a kind", kind, preview)
    fix = "Type what the held line should say; its file is read again with it."
    yield Action("held.fix", ("e",), "fix", fix, preview | held)
    errors = "Write the held lines to a file: what is wrong in each, and what would be right."
    yield Action("held.errors", ("x",), "errors file", errors, preview | held | returned)
    yield from _mapper()
    drop = "Say that the line stays out, or that it waits again."
    yield Action("held.drop", ("d",), "drop, keep", drop, held, writes=True)


def _mapper() -> Iterable[Action]:
    """What each column of a file is read as."""
    field = "Choose what the column is read as; on the first row, read the file so."
    yield Action("mapper.field", ("enter", "e"), "choose", field, MAPPER)
    yield Action("mapper.drop", ("-",), "leave out", "Have the column not read.", MAPPER)
    read = "Read the file with these columns and show what it would change."
    yield Action("mapper.read", ("A",), "read it so", read, MAPPER)
    save = "Save the columns as a layout: the next such file is read by it."
    yield Action("mapper.save", ("w", "ctrl+s"), "save", save, MAPPER, writes=True)
