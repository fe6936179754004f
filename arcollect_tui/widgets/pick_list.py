"""A list to pick one value from by typing: reasons, outcomes, contacts, methods."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.text import quoted
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import clean, show


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: its code, its name, and a sentence that helps to choose."""

    code: str
    name: str
    hint: str = ""

    @property
    def id(self) -> str:
        """The code, so that a table can show choices."""
        return self.code


CODE_CELLS, MOST_CODE_CELLS = 11, 32


def _columns(choices: Sequence[Choice]) -> tuple[Column[Choice], ...]:
    """The columns of a list: codes are whole, as far as they are codes."""
    longest = max((cell_len(choice.code) for choice in choices), default=0)
    code = min(max(CODE_CELLS, longest), MOST_CODE_CELLS)
    return (
        Column[Choice]("code", "Code", code, lambda choice: choice.code),
        Column[Choice]("name", "Name", 30, lambda choice: choice.name, grow=True),
        Column[Choice]("hint", "", 30, lambda choice: choice.hint, priority=1),
    )


def matches(choices: Sequence[Choice], typed: str) -> tuple[Choice, ...]:
    """The choices that a typed text means, best first.

    A code that begins with it comes first, then a name that begins with it, then any where
    each typed word begins a word. Upper and lower case are the same.
    """
    wanted = typed.strip().casefold()
    words = wanted.split()
    ranked = []
    for place, choice in enumerate(choices):
        code, name = choice.code.casefold(), choice.name.casefold()
        if code.startswith(wanted):
            ranked.append((0, len(code) if wanted else 0, place, choice))
        elif name.startswith(wanted):
            ranked.append((1, 0, place, choice))
        elif all(_begins(word, f"{code} {name} {choice.hint.casefold()}") for word in words):
            ranked.append((2, 0, place, choice))
    return tuple(choice for *_, choice in sorted(ranked, key=lambda found: found[:3]))


def _begins(start: str, text: str) -> bool:
    return any(word.startswith(start) for word in text.split())


class PickList(Vertical):
    """An input above the choices that match it. Up and Down choose, Enter picks.

    Args:
        choices: all values.
        typed: text that stands in the input at first.
        widget_id: the widget's id.
    """

    DEFAULT_CSS = """
    PickList {
        height: auto;
        & > Input { height: 1; border: none; padding: 0; background: $surface; }
        & > RecordTable { height: 9; border: none; }
        & > .pick-list--count { height: 1; color: $text-muted; }
    }
    """

    class Picked(Message):
        """A choice was picked."""

        def __init__(self, pick_list: "PickList", choice: Choice) -> None:
            super().__init__()
            self.pick_list = pick_list
            self.choice = choice

        @property
        def control(self) -> "PickList":
            """The list, so that `@on` can select by it."""
            return self.pick_list

    def __init__(self, choices: Sequence[Choice], typed: str = "", *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._choices = tuple(choices)
        self._input = Input(clean(typed), compact=True)
        self._table: RecordTable[Choice] = RecordTable(_columns(self._choices))
        self._table.can_focus = False
        self._count = Static("", classes="pick-list--count", markup=False)
        self._shown_for: str | None = None

    def compose(self) -> ComposeResult:
        """Input, choices, count."""
        yield self._input
        yield self._table
        yield self._count

    def on_mount(self) -> None:
        """Show what matches the first text."""
        self._match()

    @property
    def current(self) -> Choice | None:
        """The highlighted choice for the text as it stands; None when nothing matches."""
        self._match()
        return self._table.cursor_row

    def focus_input(self) -> None:
        """Give the input the focus at once, so that the next key already finds it."""
        self.screen.set_focus(self._input)

    def perform(self, run: Run) -> bool:
        """Pick with Enter.

        Returns:
            False when it is not the list's to do.

        Raises:
            Refused: nothing matches what is typed.
        """
        if run.action_id not in ("form.save", "pick.take"):
            return False
        if self.current is None:
            raise Refused(f"Nothing matches {quoted(self._input.value)}: delete some letters.")
        self.post_message(self.Picked(self, self.current))
        return True

    def on_key(self, event: events.Key) -> None:
        """Choose with the arrows while the input keeps the focus."""
        if event.key in ("up", "down"):
            event.stop()
            self._table.cursor += 1 if event.key == "down" else -1

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self.current is not None:
            self.post_message(self.Picked(self, self.current))

    @on(RecordTable.CursorMoved)
    def _moved(self, event: RecordTable.CursorMoved) -> None:
        event.stop()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._match()

    def _match(self) -> None:
        typed = self._input.value
        if typed == self._shown_for:
            return
        self._shown_for, shown = typed, matches(self._choices, typed)
        self._table.show(ListSource(shown), to_top=True)
        cure = "" if shown else "; delete some letters to see more"
        self._count.update(show(f"{len(shown)} of {len(self._choices)}{cure}"), layout=False)
