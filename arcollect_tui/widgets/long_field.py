"""A field for a text that may grow long: F2 opens the person's own editor on it."""

from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.safe import clean


class LongField(Field):
    """Shows its text in one line, and keeps the line breaks that came with it.

    Args:
        name: the field's name in its form; also its widget id.
        label: the word before it.
        size: cells of the input.
    """

    class EditorWanted(Field.Changed):
        """F2 was pressed: the form opens the editor."""

    def __init__(self, name: str, label: str, size: int) -> None:
        super().__init__(name, label, size=size)
        self._lines = ""

    @property
    def value(self) -> str:
        """The text as it stands; with its line breaks until somebody types in the one line."""
        return self._lines if clean(self._lines) == self._input.value else self._input.value

    @value.setter
    def value(self, text: str) -> None:
        self._lines = text
        self._input.value = clean(text)

    def perform(self, run: Run) -> bool:
        """Ask for the editor."""
        if run.action_id != "form.pick":
            return False
        self.post_message(self.EditorWanted(self))
        return True
