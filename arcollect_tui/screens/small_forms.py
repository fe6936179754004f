"""The short forms: a note, another day for the next action."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from arcollect_tui.rules.text import clean
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.services.business_days import calendar_of
from arcollect_tui.services.calls import FollowUpDraft
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.long_field import LongField

YES = ("y", "yes")


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as typed."""

    text: str
    pinned: bool
    token: bytes


class NoteForm(Form[NoteDraft]):
    """A note on an account."""

    NAME = "note"
    TITLE = "Note"
    WORDS: ClassVar[Mapping[str, str]] = {"form.pick": "editor"}

    def __init__(self, who: Who, again: Again | None = None) -> None:
        super().__init__(who, "text", again)

    def fields(self) -> Iterable[Field]:
        """The text, and whether it stays on top of the pane."""
        yield LongField("text", "Note", 90)
        yield Field("pinned", "Pin it", "no", echo=_say_pin, size=4)

    def build(self) -> NoteDraft:
        """The note."""
        text = clean(self.text("text"), multiline=True).strip()
        if not text:
            raise FieldError("text", "The note is empty: type something, or press Esc.")
        return NoteDraft(text, self.text("pinned").casefold() in YES, self.token)

    def on_mount(self) -> None:
        """The proposal that stands there from the start."""
        self.note_proposals(pinned="no")


class RescheduleForm(Form[FollowUpDraft]):
    """Another day for the next action.

    Args:
        who: the account.
        again: the form as it was refused.
    """

    NAME = "reschedule"
    TITLE = "Next action"

    def __init__(self, who: Who, again: Again | None = None) -> None:
        super().__init__(who, "next", again)

    def fields(self) -> Iterable[Field]:
        """The day, perhaps with a time."""
        yield Field("next", "Act again", echo=self._say_next, step=self._step, size=18)

    def _say_next(self, text: str) -> Echo:
        return self.reading.next_echo(text)

    def _step(self, text: str, days: int) -> str | None:
        return self.reading.next_step(text, days)

    def prepare(self, office: Office) -> Callable[[], None]:
        """Ask for the business days of the contact."""
        calendar = calendar_of(office, self.who.id)

        def fill() -> None:
            self.calendar = calendar
            self.field("next").retell()

        return fill

    def build(self) -> FollowUpDraft:
        """The day."""
        found = read_field("next", lambda: self.reading.next_action(self.text("next")))
        if found is None:
            raise FieldError("next", "Type a day such as mon, +3 or 14:30, or - for no next action.")
        if found.day is not None and found.day < self.ws.today:
            raise FieldError("next", "That day is past: type today or a later day.")
        return found


def _say_pin(text: str) -> Echo:
    pinned = text.strip().casefold() in YES
    return Echo("stays on top of the pane" if pinned else "y keeps it on top of the pane")
