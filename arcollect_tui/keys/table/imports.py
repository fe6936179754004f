"""Keys of files: the list of those taken in, the preview of one, and the lines that are held."""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action


def imports() -> Iterable[Action]:
    """Taking files in, and mending what they hold back."""
    taken, preview, held = frozenset({"imports"}), frozenset({"import"}), frozenset({"held"})
    yield Action("imports.add", ("a",), "take in a file", "Take in a file of the ledger.", taken)
    yield Action("imports.held", ("h",), "held lines", "List the held lines of all files.", taken)
    apply = "Take the file in, as one undo step."
    yield Action("import.apply", ("A",), "apply", apply, preview, writes=True)
    through = "Let the guard under the cursor through, or stop at it again."
    yield Action("import.accept", ("l",), "let through", through, preview)
    mapping = "Show which column is read as what, with a sample and the evidence."
    yield Action("import.mapping", ("o",), "columns", mapping, preview)
    yield Action("import.sheet", ("t",), "other sheet", "Read another sheet of the workbook.", preview)
    fix = "Type what the held line should say; its file is read again with it."
    yield Action("held.fix", ("e",), "fix", fix, preview | held)
    errors = "Write the held lines to a file: what is wrong in each, and what would be right."
    yield Action("held.errors", ("x",), "errors file", errors, preview | held)
    drop = "Say that the line stays out, or that it waits again."
    yield Action("held.drop", ("d",), "drop, keep", drop, held, writes=True)
