"""A long text of a form in the person's own editor."""

from textual.app import SuspendNotSupported

from arcollect_tui.errors import Refused
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.editor import edited_note
from arcollect_tui.widgets.field import Field


def edit_long(field: Field, ws: Workstation) -> None:
    """Give the terminal to the editor, take it back, and put the text into the field."""
    if not field.is_attached:
        return
    try:
        found = _from_editor(field.value, ws)
    except SuspendNotSupported:
        ws.refuse("No editor can be opened in this terminal: type the note in the field.")
    else:
        _put(found, field, ws)
    field.focus_input()


def _from_editor(text: str, ws: Workstation) -> str | Refused:
    """The text as the editor left it, or why it did not.

    Raises:
        SuspendNotSupported: the terminal cannot be given away.
    """
    with ws.suspend():
        # Nothing may be raised in here: Textual would not take the terminal back.
        try:
            return edited_note(text)
        except Refused as problem:
            return problem


def _put(found: str | Refused, field: Field, ws: Workstation) -> None:
    if isinstance(found, Refused):
        ws.show_error(found)
        return
    field.value = found
    lines = len(found.splitlines())
    ws.say(f"The note has {counted(lines, 'line')} now: Enter saves it.")
