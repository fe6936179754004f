"""Hangs the key engine into a Textual app: every key passes here before any widget sees it.

Keys are taken strictly in order. A key is looked at only when all that the key before it set off in
the widgets has been dealt with, so typing ahead of the screen always means what it says. While an
input has the focus it gets what is typed; keys without text (Enter, Esc, Ctrl+S) stay with the
engine. Pasted text is data and never runs anything.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widgets import Input

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.action import PLACES, Action
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.engine import Ignore, KeyEngine, Pending, Refuse, Result, Run
from arcollect_tui.keys.escapes import keep_escapes
from arcollect_tui.keys.hints import which_key
from arcollect_tui.keys.terminal import is_text, repair
from arcollect_tui.rules.text import clean
from arcollect_tui.widgets.lines import EchoLine, KeyLine, StatusLine, WhichKeyPanel
from arcollect_tui.widgets.outlet import Outlet

KEPT_MESSAGES = 200
_SETTLE_LIMIT = 1.0
"""Seconds. If a widget goes away before it has answered, keys flow again after this time."""

_GIVE_UP = frozenset({"escape", "ctrl+q"})
"""Keys that give up what is waited for, and what was typed behind it."""

ReturnT = TypeVar("ReturnT")
ResultT = TypeVar("ResultT")


@runtime_checkable
class Performer(Protocol):
    """A widget, screen or app that can do what a key asks for."""

    def perform(self, run: Run) -> bool:
        """Do it and return True, or return False and change nothing.

        It must not wait: a form is opened with `push_screen` and a callback, a field is focused with
        `screen.set_focus`, so that the next key already finds it.

        Raises:
            ArcollectError: it cannot be done; the sentence is shown.
        """


class KeyedScreen(Screen[ResultT]):
    """A screen whose keys come from the action table.

    Attributes:
        SCOPE: the screen's name in the action table.
    """

    SCOPE: ClassVar[str] = ""
    DEFAULT_CSS = "KeyedScreen { layers: default above; }"
    keys_ready = False

    @property
    def typing(self) -> bool:
        """Whether an input has the focus."""
        return isinstance(self.focused, Input)

    @property
    def key_scope(self) -> str:
        """The scope now: an input on a list screen is a line of its own."""
        return "line" if self.typing and self.SCOPE in PLACES else self.SCOPE

    def must_wait(self, run: Run) -> bool:
        """Whether what this asks for is still on its way: the key, and all after it, are kept.

        When it has come, `take_keys` of the app is to be called.
        """
        del run
        return False

    def perform(self, run: Run) -> bool:
        """Move the focus; a screen with more to do asks here last."""
        if run.action_id == "focus.next":
            self.focus_next()
        elif run.action_id == "focus.previous":
            self.focus_previous()
        else:
            return False
        return True

    def show_pending(self, pending: str, repeat: str) -> None:
        """Show what is pending and what the repeat key would do."""
        status = self.query_one_optional(StatusLine)
        if status is not None:
            status.set_parts(pending=pending, repeat=repeat)

    def explain(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show what may follow; nothing hides the panel."""
        panel = self.query_one_optional(WhichKeyPanel)
        if panel is not None:
            panel.explain(rows)

    def on_screen_resume(self) -> None:
        """Composed and focused: keys may come."""
        self.keys_ready = True
        if isinstance(self.app, KeyedApp):
            self.app.call_later(self.app.take_keys)


class KeyedModal(KeyedScreen[ResultT], ModalScreen[ResultT]):
    """A form or a question in front of a screen. It returns a value and never writes."""

    SCOPE = "form"


class KeyedApp(App[ReturnT]):
    """An app with one key engine.

    Args:
        actions: the action table, remapped by the user perhaps.
    """

    ENABLE_COMMAND_PALETTE = False
    WHICH_KEY_DELAY: ClassVar[float] = 0.25
    """Seconds until the panel appears; 0 turns it off. Sequences themselves never time out."""

    def __init__(self, actions: Iterable[Action] = ACTIONS) -> None:
        super().__init__()
        keep_escapes()
        self.engine = KeyEngine(actions)
        self.said: deque[str] = deque(maxlen=KEPT_MESSAGES)
        self._repeat_label = ""
        self._arrived: deque[events.Key | events.Paste] = deque()
        self._settling_until = 0.0
        self._panel_timer: Timer | None = None
        self._waiting: Timer | None = None
        self._held: Run | None = None

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        """Textual's driver, with an output that outlives its terminal."""
        driver = super()._build_driver(headless, inline, mouse, size)
        inside = vars(driver)
        if "_file" in inside:
            inside["_file"] = Outlet(inside["_file"])
        return driver

    # Saying things

    def say(self, sentence: str) -> None:
        """Announce what happened, in the echo line of the screen in front."""
        self._announce(sentence, refusal=False)

    def refuse(self, sentence: str) -> None:
        """Say why something was not done; it stays until the next key."""
        self._announce(sentence, refusal=True)

    def _announce(self, sentence: str, *, refusal: bool) -> None:
        self.said.append(sentence)
        for screen in reversed(self.screen_stack):
            echo = screen.query_one_optional(EchoLine)
            if echo is not None:
                echo.say(sentence, refusal=refusal)
                return

    def hush(self, above: Screen[Any] | None = None) -> None:
        """Take what was said off the screen in front, or the one below `above`.

        Another one is before it now: who comes back to it later has read it.
        """
        stack = list(self.screen_stack)
        below = stack[: stack.index(above)] if above in stack else stack
        echo = below[-1].query_one_optional(EchoLine) if below else None
        if echo is not None:
            echo.say("")

    def remember(self, run: Run | None, label: str = "") -> None:
        """Note the last write for the repeat key, with the words of the status line.

        Args:
            run: what was done; None when it must not be repeated.
            label: for example "call/no answer +1b".
        """
        self.engine.remember(run)
        self._repeat_label = label if self.engine.last is not None else ""
        self._show_state()

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pasted text before the widgets do; leave the rest to Textual."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            for name, character in repair(event.key, event.character):
                if name in _GIVE_UP and self._held is not None:
                    self._held = None
                    self._arrived.clear()
                key = events.Key(name, character)
                key.time = event.time
                self._arrived.append(key)
            await self.take_keys()
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            # An input shows what it is given: no escape sequence may get that far.
            self._arrived.append(events.Paste(clean(event.text, multiline=True)))
            await self.take_keys()
        else:
            await super().on_event(event)

    async def take_keys(self) -> None:
        """Take the keys that have arrived, as far as the screen is ready for them."""
        if self._held is not None and self._is_free():
            held, self._held = self._held, None
            self._run(held)
            self._settle(self.focused or self.screen)
            self._show_state()
        while self._arrived and self._is_free():
            event = self._arrived.popleft()
            node = self.focused or self.screen
            if isinstance(event, events.Key):
                await self._take(event)
            else:
                self.engine.clear()
                self.engine.passed()
                self._show_state()
                await super().on_event(event)
            self._settle(node)
        if self._some_wait and self._waiting is None:
            self._waiting = self.set_timer(_SETTLE_LIMIT, self._wait_no_longer)

    async def _wait_no_longer(self) -> None:
        self._waiting = None
        await self.take_keys()

    def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """Type the hint that was clicked."""
        for key in event.keys.split(" "):
            self._arrived.append(events.Key(key, key if len(key) == 1 else None))
        self.call_later(self.take_keys)

    @property
    def _some_wait(self) -> bool:
        """Whether there are keys to take, once what they wait for has come."""
        return bool(self._arrived) or self._held is not None

    def _is_free(self) -> bool:
        screen = self.screen
        ready = not isinstance(screen, KeyedScreen) or (
            screen.keys_ready and not (self._held is not None and screen.must_wait(self._held))
        )
        return ready and monotonic() >= self._settling_until

    def _settle(self, node: DOMNode) -> None:
        """Let no key pass before `node` and its ancestors have handled what they have in hand."""
        self._settling_until = monotonic() + _SETTLE_LIMIT
        self._hop([step for step in node.ancestors_with_self if step is not self])

    def _hop(self, path: list[DOMNode]) -> None:
        while path:
            if path.pop(0).call_later(self._hop, path):
                return
        self._settling_until = 0.0
        if self._some_wait:
            self.call_later(self.take_keys)

    async def _take(self, event: events.Key) -> None:
        screen = self.screen
        if not isinstance(screen, KeyedScreen):
            await super().on_event(event)
            return
        self._next_key()
        self.engine.scope = screen.key_scope
        if screen.typing and not self._is_for_engine(event):
            self.engine.passed()
            await super().on_event(event)
            return
        for result in self.engine.feed(event.key, event.character, event.time):
            if isinstance(result, Ignore) and result.unbound:
                await super().on_event(event)
            else:
                self._obey(result)
        if screen is not self.screen:
            # It comes back as it was left: nothing is pending there any more.
            self._show_nothing_pending(screen)
        self._show_state()

    def _is_for_engine(self, event: events.Key) -> bool:
        """Whether a key pressed in an input is a command and not text or editing."""
        text = is_text(event.key, event.character)
        return not text and self.engine.is_bound(event.key, event.character)

    def _next_key(self) -> None:
        for screen in reversed(self.screen_stack):
            echo = screen.query_one_optional(EchoLine)
            if echo is not None:
                echo.next_key()

    def _obey(self, result: Result) -> None:
        if isinstance(result, Refuse):
            self.refuse(result.sentence)
        elif isinstance(result, Run):
            self._run(result)
        elif isinstance(result, Pending) and result.asked:
            self._explain()
        elif isinstance(result, Pending) and self.engine.prefix and self.WHICH_KEY_DELAY:
            self._panel_timer = self.set_timer(self.WHICH_KEY_DELAY, self._explain)

    def _run(self, run: Run) -> None:
        """Offer the deed to the focused widget, its ancestors, the screen and the app in this order."""
        screen = self.screen
        if isinstance(screen, KeyedScreen) and screen.must_wait(run):
            self._held = run
            return
        try:
            for node in (self.focused or self.screen).ancestors_with_self:
                if isinstance(node, Performer) and node.perform(run):
                    return
        except ArcollectError as error:
            self.refuse(error.sentence)
            return
        self.refuse("That does nothing here, ? lists the keys that do.")

    def perform(self, run: Run) -> bool:
        """Leave the program; an app with more to do asks here last."""
        if run.action_id != "app.quit":
            return False
        self.exit()
        return True

    # What is pending

    def _show_state(self) -> None:
        """Show what is pending in the screen in front; hide the panel when it explains nothing."""
        screen = self.screen
        if not isinstance(screen, KeyedScreen):
            return
        screen.show_pending(self.engine.pending, self._repeat_label)
        if not self.engine.prefix:
            if self._panel_timer is not None:
                self._panel_timer.stop()
            screen.explain(())

    def _show_nothing_pending(self, screen: KeyedScreen[object]) -> None:
        screen.show_pending("", self._repeat_label)
        screen.explain(())

    def _explain(self) -> None:
        prefix = self.engine.prefix
        # The app may be leaving: then there is no screen any more.
        screen = self.screen_stack[-1] if self.screen_stack else None
        if prefix and isinstance(screen, KeyedScreen):
            screen.explain(which_key(prefix, self.engine.scope, self.engine.actions))
