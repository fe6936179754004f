"""What the screens print about keys: footer, which-key panels, help rows. Made from the action table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from arcollect_tui.keys.action import BULK, BULK_ALIAS, DRAWERS, MAPPER, PREFIXES, Action
from arcollect_tui.keys.actions import ACTIONS, for_scope

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}

_BY_NAME = {shown.lower(): key for key, shown in _NAMES.items()}

_FOOTER = (
    *("enter", "A", "l", "c", "p", "d", "a", "ctrl+s", "f2", "space", BULK, "x", "r", "v", "*", "y"),
    *("V", "=", "z", "g", "s", ".", "u", "/", "f", "escape"),
)
"""Keys of the footer in the order they are printed; those in the middle go first when it is narrow."""

_PINNED = "?"
_FIRST_IN = DRAWERS | MAPPER
"""Screens where Enter is the main key; in the others the verbs say more and Enter is left out."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One key with its word. `keys` is what a click types."""

    keys: str
    label: str

    def __str__(self) -> str:
        return f"{show_keys(self.keys)} {self.label}"


def show_keys(sequence: str) -> str:
    """A sequence as people read it: `c n`, `Space`, `Ctrl+D`."""
    return " ".join(_show(key) for key in sequence.split(" "))


def read_keys(typed: str) -> str:
    """A sequence as people write it, `Ctrl+R` or `g PgDn`, as the action table has it."""
    return " ".join(
        key if len(key) == 1 else _BY_NAME.get(key.lower(), key.lower()) for key in typed.split()
    )


def key_of(name: str, actions: Iterable[Action] = ACTIONS) -> str:
    """The first keys of an action, as people read them; empty when there is no such action."""
    return next((show_keys(action.keys[0]) for action in actions if action.name == name), "")


def _show(key: str) -> str:
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    return key.upper() if len(key) > 1 else key


def worded(actions: Iterable[Action], words: Mapping[str, str]) -> tuple[Action, ...]:
    """The actions with other labels: by their id, what they are called where the table's word misleads."""
    return tuple(replace(action, label=words.get(action.id, action.label)) for action in actions)


def footer_hints(
    scope: str, width: int, actions: Iterable[Action] = ACTIONS
) -> tuple[tuple[Hint, ...], Hint | None]:
    """The hints that fit a footer, and the one pinned to its right end.

    Args:
        scope: the screen.
        width: cells of the line.
        actions: the action table.
    """
    hints, pinned = _all_hints(scope, for_scope(scope, actions))
    room = width - 2 - (len(str(pinned)) + 2 if pinned else 0)
    while hints and _length(hints) > room:
        hints.pop(len(hints) // 2)
    return tuple(hints), pinned


def _all_hints(scope: str, actions: tuple[Action, ...]) -> tuple[list[Hint], Hint | None]:
    labels: dict[str, str] = {}
    for action in reversed(actions):
        labels.update((keys, action.label) for keys in action.keys)
        labels.update((k[0], PREFIXES[k[0]][0]) for k in action.keys if k[1:2] == " ")
        if action.bulk:
            labels[BULK] = PREFIXES[BULK][0]
    for keys in ("g",) if scope in _FIRST_IN else ("enter", "escape"):
        labels.pop(keys, None)
    moved = _moved(scope, actions)
    hints = [hint for keys in _FOOTER if (hint := _hint(keys, labels, moved)) is not None]
    return hints, _hint(_PINNED, labels, moved)


def _hint(keys: str, labels: dict[str, str], moved: dict[str, str]) -> Hint | None:
    """The hint that stands at the place of these shipped keys."""
    now = moved.get(keys, keys)
    return Hint(now, labels[now]) if now in labels else None


def _moved(scope: str, actions: tuple[Action, ...]) -> dict[str, str]:
    """Shipped keys whose action has others by the user's wish, and the first of those."""
    now = {action.name: action.keys for action in actions}
    return {
        keys: now[action.name][0]
        for action in for_scope(scope)
        for keys in action.keys
        if action.name in now and keys not in now[action.name]
    }


def _length(hints: list[Hint]) -> int:
    return sum(len(str(hint)) for hint in hints) + 2 * (len(hints) - 1)


def footer(scope: str, width: int, actions: Iterable[Action] = ACTIONS) -> str:
    """The footer as one line of exactly `width` characters, `? keys` always at its right end."""
    hints, pinned = footer_hints(scope, width, actions)
    left = " " + "  ".join(str(hint) for hint in hints)
    right = f"{pinned} " if pinned else ""
    return (left.ljust(width - len(right)) + right)[:width] if width > len(right) else right[:width]


def which_key(prefix: str, scope: str, actions: Iterable[Action] = ACTIONS) -> tuple[tuple[str, str], ...]:
    """What may follow a prefix: rows of next key and label.

    Args:
        prefix: keys typed so far, `c` or `;` for example.
        scope: the screen.
        actions: the action table.
    """
    found = for_scope(scope, actions)
    if prefix == BULK:
        return tuple((show_keys(action.keys[0]), action.label) for action in found if action.bulk)
    start = f"{prefix} "
    return tuple(
        (show_keys(keys.removeprefix(start).split(" ")[0]), action.label)
        for action in found
        for keys in action.keys
        if keys.startswith(start)
    )


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One action in the help: its keys as people read them, its label and its sentence."""

    name: str
    keys: str
    label: str
    sentence: str


def help_rows(scope: str, actions: Iterable[Action] = ACTIONS) -> tuple[HelpRow, ...]:
    """Every action of a screen, with all its keys."""
    rows = []
    for action in for_scope(scope, actions):
        keys = ", ".join(show_keys(keys) for keys in action.keys)
        bulk = f"; also {BULK} {action.keys[0]} ({BULK_ALIAS} is {BULK})" if action.bulk else ""
        rows.append(HelpRow(action.name, keys + bulk, action.label, action.sentence))
    return tuple(rows)
