"""A long text of a form in the person's own editor."""

from textual.app import SuspendNotSupported

from arcollect_tui.errors import Refused
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.editor import edited_note
from arcollect_tui.widgets.field import Field


def edit_long(field: Field, ws: Workstation) -> None:
    """Give the terminal to the editor, take it back, and put the text into the field."""
    if not field.is_attached:
        return
    try:
        with ws.suspend():
            text = edited_note(field.value)
    except SuspendNotSupported:
        ws.refuse("No editor can be opened in this terminal: type the note in the field.")
    except Refused as problem:
        ws.show_error(problem)
    else:
        field.value = text
        lines = len(text.splitlines())
        ws.say(f"The note has {lines} line{'' if lines == 1 else 's'} now: Enter saves it.")
    field.focus_input()
