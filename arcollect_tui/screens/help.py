"""`?`: the keys of a screen. `:`: every command. Both are typed into, and Enter runs the line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from arcollect_tui.errors import Refused
from arcollect_tui.keys.action import BULK, Action
from arcollect_tui.keys.engine import Run
from arcollect_tui.keys.hints import show_keys
from arcollect_tui.rules.text import quoted
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show

MOVES = ("move.", "focus.", "mark.")
"""Actions that everybody knows soon: they stand last."""

LINES_AROUND = 9
"""Lines of the screen that the list leaves to its frame, the input and what stands behind it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what runs, its keys, its words.

    Attributes:
        here: it works on the screen in front.
    """

    id: str
    run: Run
    keys: str
    label: str
    sentence: str
    scopes: tuple[str, ...]
    here: bool
    native: bool


_COLUMNS = (
    Column[Command]("keys", "Keys", 13, lambda row: row.keys),
    Column[Command]("label", "Command", 16, lambda row: row.label),
    Column[Command](
        "sentence",
        "What it does",
        30,
        lambda row: row.sentence if row.here else f"{row.sentence} (on {', '.join(row.scopes)})",
        grow=True,
        tone=lambda row: "" if row.here else "muted",
    ),
)


def commands(scope: str, actions: Iterable[Action], *, everything: bool) -> list[Command]:
    """The lines for a screen: its own, and with `everything` those of the others after them."""
    found = [line for action in actions for line in _lines(action, scope)]
    found.sort(key=lambda line: line.run.action_id.startswith(MOVES))
    here = [line for line in found if line.here]
    return [*here, *(line for line in found if not line.here)] if everything else here


def _lines(action: Action, scope: str) -> list[Command]:
    line = Command(
        id=action.name,
        run=Run(action.id, argument=action.argument, writes=action.writes),
        keys=", ".join(show_keys(keys) for keys in action.keys),
        label=action.label,
        sentence=action.sentence,
        scopes=tuple(sorted(action.scopes)),
        here=scope in action.scopes,
        native=action.native,
    )
    if not action.bulk:
        return [line]
    bulk = replace(
        line,
        id=f"{BULK}{line.id}",
        run=replace(line.run, bulk=True),
        keys=show_keys(f"{BULK} {action.keys[0]}"),
        label=f"{action.label} marked",
    )
    return [line, bulk]


def matching(lines: Iterable[Command], typed: str) -> list[Command]:
    """The lines that hold every typed word; those whose keys or command begin with it come first."""
    words = typed.casefold().split()
    start = typed.strip().casefold()
    ranked = []
    for place, line in enumerate(lines):
        text = f"{line.keys} {line.label} {line.sentence}".casefold()
        if all(word in text for word in words):
            exact = typed.strip() in line.keys.split(", ")
            near = line.label.casefold().startswith(start)
            ranked.append((0 if exact and start else 1 if near else 2, place, line))
    return [line for *_, line in sorted(ranked, key=lambda found: found[:2])]


class HelpDrawer(Drawer[Run | None]):
    """The keys of a screen, or all commands; gives back what is to run.

    Args:
        scope: the screen in front.
        everything: all commands, the last used first, instead of the keys of the screen.
    """

    SCOPE = "help"
    WORDS: ClassVar[Mapping[str, str]] = {"nav.open": "run", "nav.back": "close"}
    DEFAULT_CSS = """
    HelpDrawer {
        & #box { max-height: 100%; }
        & #help--typed { height: 1; border: none; padding: 0; background: $surface; }
        & #help--lines { border: none; background: $surface; height: 12; }
    }
    """

    def __init__(self, scope: str, *, everything: bool = False) -> None:
        super().__init__()
        self._scope = scope
        self._everything = everything
        self._typed = Input(compact=True, placeholder="type to find", id="help--typed")
        self._table: RecordTable[Command] = RecordTable(_COLUMNS, widget_id="help--lines")
        self._table.can_focus = False
        self._lines: list[Command] = []
        self._shown_for: str | None = None

    def compose_body(self) -> ComposeResult:
        """An input above the lines."""
        yield self._typed
        yield self._table

    def on_mount(self) -> None:
        """Typing narrows the list at once."""
        lines = commands(self._scope, self.ws.engine.actions, everything=self._everything)
        if self._everything:
            used = self.ws.used
            lines.sort(key=lambda line: used.index(line.id) if line.id in used else len(used))
        self._lines = lines
        title = "Commands" if self._everything else f"Keys of {self._scope}"
        box = self.query_one("#box")
        box.border_title = show(title)
        box.border_subtitle = show("type to find  Up Down choose  Enter run  Esc close")
        self.set_focus(self._typed)
        self._match()

    def on_resize(self) -> None:
        """As many lines as the screen has room for."""
        self._table.styles.height = max(3, min(len(self._lines) + 1, self.app.size.height - LINES_AROUND))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._match()

    def _match(self) -> None:
        typed = self._typed.value
        if typed == self._shown_for:
            return
        self._shown_for, found = typed, matching(self._lines, typed)
        self._table.show(ListSource(found), to_top=True, placeholder="nothing matches: delete some letters")

    @on(RecordTable.CursorMoved)
    def _moved(self, event: RecordTable.CursorMoved) -> None:
        """Say in full what the chosen line does: the list may have cut it."""
        event.stop()
        line, count = self._table.cursor_row, self._table.source.count
        of = f"{count} of {len(self._lines)}"
        self.status(f"{of}   {line.sentence}" if line is not None else of)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._run()

    def perform(self, run: Run) -> bool:
        """Choose, run, close."""
        if run.action_id == "nav.open":
            self._match()
            self._run()
        elif run.action_id == "nav.back":
            self.dismiss(None)
        else:
            return self._table.perform(run) or super().perform(run)
        return True

    def _run(self) -> None:
        """Give back what the line runs.

        Raises:
            Refused: nothing matches, or it does not work on the screen in front.
        """
        line = self._table.cursor_row
        if line is None:
            raise Refused(f"Nothing matches {quoted(self._typed.value)}: delete some letters.")
        if not line.here:
            raise Refused(f"{line.label} works on {', '.join(line.scopes)}: go there first.")
        if line.native:
            raise Refused(f"{line.keys} works in the field itself: press it there.")
        used = self.ws.used
        self.ws.used = [line.id, *(name for name in used if name != line.id)]
        self.dismiss(line.run)
