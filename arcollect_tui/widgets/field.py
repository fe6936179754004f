"""One field of a form: label, input, and beside it what the typed text means or why it is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.safe import clean, show

STEPS = {"up": 1, "down": -1, "pageup": 7, "pagedown": -7}
"""Days by which a key changes a date."""


@dataclass(frozen=True, slots=True)
class Echo:
    """What a typed text means, in full: `Fri 27 Nov 2026, in 4 days`; or what is wrong with it.

    Attributes:
        ok: it can be read.
        whole: it is not cut, as a mistake never is: what is too long stands below the input.
    """

    text: str
    ok: bool = True
    whole: bool = False


class Field(Vertical):
    """A labelled input of one line with an echo.

    Args:
        name: the field's name in its form; also its widget id.
        label: the word before it.
        value: the proposed value.
        echo: says what a text means; called at every change.
        step: for dates: the text that stands so many days later, None to leave it.
        has_list: F2 offers a list of values.
        size: cells of the input.
    """

    DEFAULT_CSS = """
    Field {
        height: auto;
        & > Horizontal { height: 1; }
        & .field--label { width: 12; }
        & Input { width: 30; height: 1; border: none; padding: 0; background: $surface; }
        & .field--echo { width: 1fr; padding-left: 2; color: $text-muted; }
        & .field--below { display: none; height: auto; padding-left: 12; color: $text-muted; }
        &.-wrong .field--echo, &.-wrong .field--below { color: $text-error; text-style: bold; }
        &.-long .field--below { display: block; }
    }
    """

    class Changed(Message):
        """Another text stands in the field."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "Field":
            """The field, so that `@on` can select by it."""
            return self.field

    class ListWanted(Changed):
        """F2 was pressed: the form opens the pick list of this field."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        echo: Callable[[str], Echo] | None = None,
        step: Callable[[str, int], str | None] | None = None,
        has_list: bool = False,
        size: int = 30,
    ) -> None:
        super().__init__(id=name)
        self.label = label
        self._label = Static(show(label), classes="field--label", markup=False)
        self._input = Input(clean(value), compact=True)
        self._input.styles.width = size
        self._echo_line = Static("", classes="field--echo", markup=False)
        self._below = Static("", classes="field--below", markup=False)
        self._echo = echo
        self._said = ""
        self._step = step
        self._has_list = has_list

    def compose(self) -> ComposeResult:
        """Label, input and echo in one line; below it what is too long to stand beside."""
        with Horizontal():
            yield self._label
            yield self._input
            yield self._echo_line
        yield self._below

    def on_mount(self) -> None:
        """Say what the proposed value means."""
        self._show_echo()

    @property
    def value(self) -> str:
        """The text as it stands."""
        return self._input.value

    @value.setter
    def value(self, text: str) -> None:
        self._input.value = clean(text)

    @property
    def echo(self) -> str:
        """What the form says about the text."""
        return self._said

    def focus_input(self) -> None:
        """Give the input the focus at once, so that the next key already finds it."""
        self.screen.set_focus(self._input)

    def to_end(self) -> None:
        """Go on typing behind the last sign."""
        self._input.cursor_position = len(self._input.value)

    def select(self) -> None:
        """Mark the whole text, as when the focus comes: what is typed next takes its place."""
        self._input.select_all()

    def retell(self) -> None:
        """Say anew what the text means: what it depends on has changed."""
        self._show_echo()

    def refuse(self, sentence: str) -> None:
        """Show what is wrong; it stays until the text changes."""
        self._tell(Echo(sentence, ok=False))

    def perform(self, run: Run) -> bool:
        """Offer the list of values.

        Returns:
            False when it is not the field's to do.
        """
        if run.action_id != "form.pick" or not self._has_list:
            return False
        self.post_message(self.ListWanted(self))
        return True

    def on_key(self, event: events.Key) -> None:
        """Step through days in a date."""
        days = STEPS.get(event.key)
        if days is None or self._step is None:
            return
        event.stop()
        text = self._step(self.value, days)
        if text is not None:
            self.value = text
            self._input.cursor_position = len(text)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_echo()
        self.post_message(self.Changed(self))

    def _show_echo(self) -> None:
        self._tell(self._echo(self.value) if self._echo is not None else Echo(""))

    def _tell(self, echo: Echo) -> None:
        """A mistake is never cut: when it is too long to stand beside the input, it goes below."""
        self._said = echo.text if echo.ok else f"! {echo.text}"
        room = self._echo_line.size.width - 2
        below = (echo.whole or not echo.ok) and cell_len(self._said) > room
        self.set_class(not echo.ok, "-wrong")
        self.set_class(below, "-long")
        self._echo_line.update(show("" if below else self._said), layout=False)
        self._below.update(show(self._said if below else ""))
