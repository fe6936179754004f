"""The key engine: turns keys into actions by the action table, and nothing else.

Sequences never time out and no key's meaning depends on time. The clock only serves to ignore the
repeat of a held key that writes, so that a book on the keyboard cannot log 300 calls.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from arcollect_tui.keys.action import BULK, BULK_ALIAS, PREFIXES, Action
from arcollect_tui.keys.actions import ACTIONS, for_scope
from arcollect_tui.keys.hints import key_of
from arcollect_tui.keys.terminal import repair, token

REPEAT_WINDOW = 0.060
"""Seconds. The same key within this time of its last arrival was held, not pressed."""

MAX_COUNT_DIGITS = 4
HELP = "app.help"


@dataclass(frozen=True, slots=True)
class Run:
    """An action to run.

    Attributes:
        action_id: the action's id.
        count: the digits typed before it, None when there were none.
        argument: the action's argument, for example the code of an outcome.
        bulk: on the marked rows instead of the row under the cursor.
        repeat: asked for by the repeat key: same deed, no questions.
        writes: it changes the store.
    """

    action_id: str
    count: int | None = None
    argument: str = ""
    bulk: bool = False
    repeat: bool = False
    writes: bool = False

    @property
    def times(self) -> int:
        """The count of a move: 1 when none was typed."""
        return 1 if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Pending:
    """More keys are needed.

    Attributes:
        prefix: what stands so far, `3c` for example; empty when cleared.
        asked: the key of help was pressed: what may follow is to be shown at once.
    """

    prefix: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """The keys mean nothing; the sentence says so and names the cure. Nothing is pending after it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing for the engine: `unbound` keys belong to the focused widget, `repeat` keys to nobody."""

    reason: str

    @property
    def unbound(self) -> bool:
        """Whether the focused widget may have the key."""
        return self.reason == "unbound"


Result = Run | Pending | Refuse | Ignore


class KeyEngine:
    """Reads keys one by one. Keeps what is pending, the count, and the last write.

    A digit is a count, except where the table binds it: on a screen that prints numbers to open.

    Args:
        actions: the action table.
        repeat_window: seconds, see `REPEAT_WINDOW`; 0 turns the guard off.
    """

    def __init__(self, actions: Iterable[Action] = ACTIONS, repeat_window: float = REPEAT_WINDOW) -> None:
        self.actions = tuple(actions)
        self.repeat_window = repeat_window
        self.last: Run | None = None
        self._tables: dict[str, dict[tuple[str, ...], Action]] = {}
        self._scope = ""
        self._previous: tuple[str, float] = ("", float("-inf"))
        self._wrote = False
        self.clear()

    def take(self, actions: Iterable[Action]) -> None:
        """Go on with another action table; what is pending is forgotten."""
        self.actions = tuple(actions)
        self._tables.clear()
        self.clear()

    @property
    def scope(self) -> str:
        """The screen the keys work on. Another screen clears what is pending."""
        return self._scope

    @scope.setter
    def scope(self, scope: str) -> None:
        if scope != self._scope:
            self._scope = scope
            self.clear()

    @property
    def pending(self) -> str:
        """What stands so far, as shown in the status line."""
        return self._count + (BULK if self._bulk else "") + " ".join(self._keys)

    @property
    def prefix(self) -> str:
        """The keys of the sequence so far, without the count: what a which-key panel explains."""
        return " ".join(self._keys) or (BULK if self._bulk else "")

    def clear(self) -> None:
        """Forget what is pending. The last write is kept."""
        self._count = ""
        self._bulk = False
        self._keys: tuple[str, ...] = ()

    def remember(self, run: Run | None) -> None:
        """Note the last write for the repeat key; None when it must not be repeated.

        Only the screen knows whether a write came about, so it calls this, not the engine.
        """
        self.last = None if run is None or run.bulk else run

    def is_bound(self, name: str, character: str | None) -> bool:
        """Whether the key alone would run something now."""
        found = self._table().get((*self._keys, token(name, character)))
        return found is not None and not found.native

    def feed(self, name: str, character: str | None, now: float) -> list[Result]:
        """Take one key.

        Args:
            name: the key's name, for example `c`, `escape`, `ctrl+d`.
            character: what it printed, None if nothing.
            now: seconds on a steady clock when the key arrived.

        Returns:
            What to do, in order. Empty for a modifier alone; two for Alt with a key.
        """
        return [self._one(token(*key), now) for key in repair(name, character)]

    def passed(self) -> None:
        """Note that something was typed past the engine, into a field.

        The same key before and after it is no held key: `Enter text Enter` may come in one burst, where
        a connection stalls or a script types.
        """
        self._previous = ("", float("-inf"))

    def _one(self, key: str, now: float) -> Result:
        held = key == self._previous[0] and now - self._previous[1] < self.repeat_window
        self._previous = (key, now)
        if held and self._wrote:
            return Ignore("repeat")
        result = self._read(key, held)
        self._wrote = isinstance(result, Run) and result.writes
        return result

    def _read(self, key: str, held: bool) -> Result:
        if key == "escape" and self.pending:
            self.clear()
            return Pending("")
        if not self._keys:
            counts = self._count or (key != "0" and (key,) not in self._table())
            if key.isascii() and key.isdigit() and counts:
                return self._digit(key)
            if key in (BULK, BULK_ALIAS) and self._has_bulk():
                self._bulk = True
                return Pending(self.pending)
        return self._sequence((*self._keys, key), held)

    def _digit(self, key: str) -> Result:
        if len(self._count) == MAX_COUNT_DIGITS:
            return self._refuse(f"{self._count}{key}: a count has at most {MAX_COUNT_DIGITS} digits")
        self._count += key
        return Pending(self.pending)

    def _sequence(self, keys: tuple[str, ...], held: bool) -> Result:
        table = self._table()
        action = table.get(keys)
        if self.prefix and keys[-1] in self._help_keys() and (action is None or action.id == HELP):
            return Pending(self.pending, asked=True)
        if action is not None:
            return self._run(action, keys, held)
        if any(sequence[: len(keys)] == keys for sequence in table):
            self._keys = keys
            return Pending(self.pending)
        return self._unknown(keys)

    def _run(self, action: Action, keys: tuple[str, ...], held: bool) -> Result:
        if action.native and not self.pending:
            return Ignore("unbound")
        if action.writes and held:
            self.clear()
            return Ignore("repeat")
        if self._bulk and not action.bulk:
            return self._refuse(f"{BULK} {' '.join(keys)}: no {PREFIXES[BULK][1]}, {self._lists}")
        if self._count and not action.takes_count:
            cure = f"type {' '.join(keys)} without {self._count}"
            return self._refuse(f"{action.label} takes no count: {cure}")
        count = int(self._count) if self._count else None
        run = Run(action.id, count, action.argument, self._bulk, writes=action.writes)
        self.clear()
        return self._again(run) if action.id == "edit.repeat" else run

    def _again(self, run: Run) -> Result:
        if self.last is None:
            return Refuse(". repeats the last write, and there is none yet")
        count = self.last.count if run.count is None else run.count
        return replace(self.last, count=count, repeat=True)

    def _unknown(self, keys: tuple[str, ...]) -> Result:
        if not self.pending:
            return Ignore("unbound")
        start = keys[0] if len(keys) > 1 else BULK if self._bulk else ""
        what = PREFIXES[start][1] if start in PREFIXES else "key"
        typed = " ".join(keys) if len(keys) > 1 else f"{start or self._count} {keys[0]}"
        return self._refuse(f"{typed}: no such {what}, {self._lists}")

    @property
    def _lists(self) -> str:
        """Where to see what there is."""
        return f"{key_of(HELP, self.actions) or '?'} lists them"

    def _help_keys(self) -> set[str]:
        return {keys[0] for keys, action in self._table().items() if action.id == HELP}

    def _refuse(self, sentence: str) -> Refuse:
        self.clear()
        return Refuse(sentence)

    def _has_bulk(self) -> bool:
        return any(action.bulk for action in self._table().values())

    def _table(self) -> dict[tuple[str, ...], Action]:
        """Sequence to action on the present screen, made once a screen."""
        table = self._tables.get(self._scope)
        if table is None:
            found = for_scope(self._scope, self.actions)
            table = {tuple(keys.split(" ")): action for action in found for keys in action.keys}
            self._tables[self._scope] = table
        return table
