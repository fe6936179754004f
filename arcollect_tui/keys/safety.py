"""Which keys arrive everywhere, and the checks that keep the action table to them."""

from collections.abc import Iterable

from arcollect_tui.keys.action import BULK, BULK_ALIAS, Action
from arcollect_tui.keys.actions import ACTIONS, for_scope

_PRINTABLE = frozenset(chr(code) for code in range(0x21, 0x7F))
_NAMED = frozenset(
    [
        *("space", "enter", "escape", "tab", "shift+tab"),
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    ]
)
_CONTROL = frozenset(f"ctrl+{letter}" for letter in "psrudlqt")
_ALIASES = frozenset(f"f{number}" for number in range(1, 10))
"""Function keys: some terminals keep F1 for themselves, so none is ever the only way."""

TYPED = frozenset({"form", "line", "pick", "help", "view", "coding"})
"""Screens where one types: what prints there is text and runs nothing."""

_ARRIVES_AS = {
    "ctrl+h": "Backspace",
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+[": "Esc",
    "ctrl+a": "nothing in screen",
    "ctrl+b": "nothing in tmux",
    "ctrl+c": "the terminal's copy",
}


def unsafe(actions: Iterable[Action] = ACTIONS) -> tuple[str, ...]:
    """One sentence for each key of the table that does not arrive on every terminal."""
    problems = []
    for action in actions:
        for keys in action.keys:
            problems += [f"{action.name}: {why}" for key in keys.split(" ") if (why := _unsafe(key))]
        if all(_ALIASES & set(keys.split(" ")) for keys in action.keys):
            problems.append(f"{action.name}: a function key must not be the only way")
        if action.scopes & TYPED and not action.native and all(_prints(keys) for keys in action.keys):
            where = ", ".join(sorted(action.scopes & TYPED))
            problems.append(
                f"{action.name}: what prints is text in {where}; use Enter or Ctrl+S for example"
            )
    return tuple(problems)


def _prints(keys: str) -> bool:
    first = keys.split(" ", maxsplit=1)[0]
    return first in _PRINTABLE or first == "space"


def _unsafe(key: str) -> str:
    if key in _PRINTABLE | _NAMED | _CONTROL | _ALIASES:
        return ""
    arrives = _ARRIVES_AS.get(key)
    if arrives:
        return f"{key} arrives as {arrives}"
    return f"{key} does not arrive on every terminal; use a printable key or one of Ctrl+P S R U D L T"


def conflicts(actions: Iterable[Action] = ACTIONS) -> tuple[str, ...]:
    """One sentence for each two actions that want the same keys on one screen.

    A sequence that begins another one conflicts with it, as the engine never waits.
    """
    table = tuple(actions)
    scopes = sorted({scope for action in table for scope in action.scopes})
    return tuple(problem for scope in scopes for problem in _conflicts(scope, table))


def _conflicts(scope: str, table: tuple[Action, ...]) -> list[str]:
    problems = []
    owner: dict[tuple[str, ...], str] = {}
    for action in for_scope(scope, table):
        for keys in action.keys:
            sequence = tuple(keys.split(" "))
            if sequence in owner:
                problems.append(f"{scope}: {keys} is {owner[sequence]} and {action.name}")
            owner[sequence] = action.name
    for sequence, name in owner.items():
        for length in range(1, len(sequence)):
            if sequence[:length] in owner:
                start = " ".join(sequence[:length])
                problems.append(f"{scope}: {start} is {owner[sequence[:length]]} and begins {name}")
        if sequence[0] in (BULK, BULK_ALIAS):
            problems.append(f"{scope}: {sequence[0]} means the marked rows and cannot begin {name}")
    return problems
