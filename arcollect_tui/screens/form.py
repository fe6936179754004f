"""What the forms share: fields with proposals, drafts that survive anything, save and leave.

A proposal may come after the first keys: it fills only the fields that nobody has typed in.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.draft_keeper import DraftKeeper, held_tokens, restored
from arcollect_tui.screens.filled import Again, DraftT, Filled
from arcollect_tui.screens.long_text import edit_long
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.reading import Reading
from arcollect_tui.services.drafts import SavedDraft
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import FieldError, Texts, read_texts
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.long_field import LongField
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show


class Form(Drawer[Filled[DraftT] | None], Generic[DraftT]):
    """A form about one account.

    Args:
        who: the account.
        first: the field that has the focus at first.
        again: the form as it was refused.

    Attributes:
        NAME: names the form among the drafts.
        TITLE: stands in the border.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""

    def __init__(self, who: Who, first: str, again: Again | None = None) -> None:
        super().__init__()
        self.who = who
        self.first = first
        self.keeper = DraftKeeper(
            self, self.NAME, who.id, self.typed, self._say_safe, again.token if again else None
        )
        self.ready = False
        self.calendar: Calendar | None = None
        self._given = dict(again.texts) if again else {}
        self._problem = again.problem if again else None
        self._proposed: dict[str, str] = {}
        self._safe = ""
        self._wanted: Field | None = None

    @property
    def token(self) -> bytes:
        """Names the form; the same deed under it is stored once."""
        return self.keeper.token

    # For the forms themselves

    def fields(self) -> Iterable[Field]:
        """The fields, in order."""
        raise NotImplementedError

    def prepare(self, office: Office) -> Callable[[], None]:
        """Ask what the form proposes; runs off the UI thread.

        Returns:
            What fills the proposals in, on the UI thread.
        """
        del office
        return lambda: None

    def build(self) -> DraftT:
        """The draft of what stands in the fields.

        Raises:
            FieldError: a field cannot be read.
        """
        raise NotImplementedError

    def doing(self) -> str:
        """Which form, and about whom."""
        return f"{self.TITLE.lower()} for {self.who.number}"

    def choices(self, field: str) -> tuple[Choice, ...]:
        """What F2 offers in a field."""
        del field
        return ()

    def changed(self, field: Field) -> None:
        """A text changed."""

    # The fields

    @property
    def reading(self) -> Reading:
        """Reads days, by the calendar of the account once it is known."""
        return Reading.of(self.ws.office, self.calendar)

    def compose_body(self) -> ComposeResult:
        """The fields."""
        yield from self.fields()

    def on_mount(self) -> None:
        """Focus the first field at once; ask for the proposals and for a draft left here before."""
        box = self.query_one("#box")
        box.border_title = show(f"{self.TITLE}  {self.who.number} {self.who.name}".rstrip())
        box.border_subtitle = show("Enter save + next  Ctrl+S save + stay  Esc keep draft  Ctrl+R drop")
        self.restore(self._given)
        self.field(self.first).focus_input()
        office, held = self.ws.office, held_tokens(self.app.screen_stack)

        def job() -> tuple[Callable[[], None], SavedDraft | None]:
            return self.prepare(office), self.keeper.find(office, held)

        self.ask("prepare", job, self._prepared, self._unprepared)

    def _prepared(self, found: tuple[Callable[[], None], SavedDraft | None]) -> None:
        fill, kept = found
        fill()
        if kept is not None and not self._given:
            self.keeper.take_up(kept)
            self.restore(read_texts(kept.body))
            self.ws.say(restored(kept, "Ctrl+R"))
        self.ready = True
        self.keep_draft()  # what was typed while the form was waiting
        if self._problem is not None:
            self.ws.show_error(self._problem)
        self.go_on()

    def _unprepared(self, error: ArcollectError) -> None:
        self.dismiss(None)
        self.ws.show_error(error)
        self.go_on()

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self.query_one(f"#{name}", Field)

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.field(name).value.strip()

    def note_proposals(self, **texts: str) -> None:
        """Texts that stand in the fields from the start."""
        self._proposed.update(texts)

    def propose(self, name: str, text: str) -> None:
        """Fill a field unless somebody typed in it."""
        field = self.field(name)
        if field.value == self._proposed.get(name, ""):
            self._proposed[name] = text
            field.value = text

    def restore(self, texts: Texts) -> None:
        """Put texts back into their fields, unless somebody typed there meanwhile."""
        for name, text in texts.items():
            found = self.query_one_optional(f"#{name}", Field)
            if found is not None and found.value == self._proposed.get(name, ""):
                found.value = text

    def typed(self) -> dict[str, str]:
        """The texts that differ from the proposals."""
        return {
            str(field.id): field.value
            for field in self.query(Field)
            if field.value != self._proposed.get(str(field.id), "")
        }

    # Drafts

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        self.changed(event.field)
        self.keeper.changed(event.field.value)

    def keep_draft(self) -> None:
        """Save what is typed, if it differs from what was saved."""
        self.keeper.keep()

    def _say_safe(self, words: str) -> None:
        """Say whether what is typed is saved, beside where one is."""
        if self.is_attached:
            self._safe = words
            self._say_place()

    def on_descendant_focus(self) -> None:
        """Say which field this is."""
        self._say_place()

    def _say_place(self) -> None:
        shown = [field for field in self.query(Field) if field.display]
        here = [place for place, field in enumerate(shown, 1) if field.has_focus_within]
        if here:
            field = shown[here[0] - 1]
            editor = " (F2 opens your editor)" if isinstance(field, LongField) else ""
            place = f"field {here[0]} of {len(shown)}: {field.label}{editor}"
            self.status(f"{place}   {self._safe}".rstrip())

    def put_away(self) -> None:
        """The form leaves the screen; what is typed is kept."""
        self.keep_draft()

    # Leaving

    def must_wait(self, run: Run) -> bool:
        """Saving waits for the proposals."""
        return run.action_id in ("form.save", "form.save_stay", "form.pick") and not self.ready

    def perform(self, run: Run) -> bool:
        """Save, leave, drop."""
        if run.action_id in ("form.save", "form.save_stay"):
            self.save(stay=run.action_id == "form.save_stay")
        elif run.action_id == "form.leave":
            self.put_away()
            self.dismiss(None)
        elif run.action_id == "form.drop":
            self._drop()
        elif run.action_id == "form.pick":
            self.ws.refuse("This field has no list: type its value.")
        else:
            return super().perform(run)
        return True

    def save(self, *, stay: bool) -> None:
        """Give the draft back, or show what is wrong beside its field."""
        self.ws.check_writable()
        try:
            draft = self.build()
        except FieldError as error:
            field = self.field(error.field)
            field.refuse(error.sentence)
            field.focus_input()
            return
        self.keeper.end()
        self.dismiss(Filled(draft, self.typed(), stay, self.token))

    def _drop(self) -> None:
        self.dismiss(None)
        self.keeper.drop()
        self.ws.say("The draft is dropped.")

    # Picking

    @on(Field.ListWanted)
    def _pick(self, event: Field.ListWanted) -> None:
        name = str(event.field.id)
        choices = self.choices(name)
        if not choices:
            self.ws.refuse("There is nothing to pick here: type it.")
            return
        self._wanted = event.field
        self.app.push_screen(Picker(f"{self.TITLE}: {name.replace('_', ' ')}", choices), self._picked)

    @on(LongField.EditorWanted)
    def _edit(self, event: LongField.EditorWanted) -> None:
        """Open the editor once the draft is saved: whatever the editor does, nothing typed is lost."""
        self.keep_draft()
        self.ws.write(lambda: None, lambda _: edit_long(event.field, self.ws), look=False)

    def _picked(self, choice: Choice | None) -> None:
        if choice is not None and self._wanted is not None:
            self._wanted.value = choice.code
            self._wanted.focus_input()
