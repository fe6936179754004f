"""The user's own keys: `keys.toml` beside the settings, one line for each action that has others.

    "edit.undo" = ["Z"]
    "worklist.log_outcome(NA)" = ["c n", "x"]

A file with a mistake changes nothing: the shipped keys are in force and every mistake is named with its
line, so that a key never half works.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from arcollect_tui.config import config_path, read_toml
from arcollect_tui.errors import UsageError
from arcollect_tui.keys.action import Action
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.hints import read_keys, show_keys
from arcollect_tui.keys.safety import conflicts, unsafe
from arcollect_tui.rules.text import quoted

FILE_NAME: Final = "keys.toml"
_EXAMPLE = '["x", "g x"]'


@dataclass(frozen=True, slots=True)
class Keymap:
    """The action table in force.

    Attributes:
        path: the user's file, which need not be there.
        actions: the table; the shipped one when the file has a mistake.
        changed: names of the actions that have other keys.
        problems: one sentence for each mistake, with file and line.
    """

    path: Path
    actions: tuple[Action, ...]
    changed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def keys_path() -> Path:
    """Where the user's keys are looked for."""
    return config_path().with_name(FILE_NAME)


def load_keymap(path: Path | None = None, actions: Iterable[Action] = ACTIONS) -> Keymap:
    """Read the user's keys. Never fails: what is wrong stands in `problems`.

    Args:
        path: the file; `keys_path()` when None.
        actions: the shipped table.
    """
    path, shipped = path or keys_path(), tuple(actions)
    try:
        values = _flat(read_toml(path, "keys"))
    except UsageError as error:
        return Keymap(path, shipped, problems=(error.sentence,))
    if not values:
        return Keymap(path, shipped)
    overrides, wrong = _wished(values, shipped)
    table = tuple(replace(action, keys=overrides.get(action.name, action.keys)) for action in shipped)
    wrong += _clashes(table, overrides)
    if wrong:
        lines = path.read_bytes().decode().splitlines()
        return Keymap(path, shipped, problems=tuple(_placed(path, lines, *one) for one in wrong))
    now = {action.name: action.keys for action in shipped}
    return Keymap(path, table, tuple(name for name, keys in overrides.items() if keys != now[name]))


def _flat(values: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Names to values; a name written without quotes is a table within tables to TOML."""
    found: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{before}{key}."))
        else:
            found[f"{before}{key}"] = value
    return found


def _wished(
    values: Mapping[str, object], shipped: tuple[Action, ...]
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """The new keys by action, and pairs of name and sentence for what cannot be."""
    known = {action.name: action for action in shipped}
    overrides: dict[str, tuple[str, ...]] = {}
    wrong = []
    for name, value in values.items():
        problem = _unreadable(name, value, known)
        if problem:
            wrong.append((name, problem))
        elif isinstance(value, list):
            overrides[name] = tuple(dict.fromkeys(read_keys(keys) for keys in value))
    return overrides, wrong


def _unreadable(name: str, value: object, known: Mapping[str, Action]) -> str:
    """Why a line says nothing that could be done; empty when it does."""
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"There is no action {quoted(name)}.{hint} arcollect keys lists them."
    if known[name].native:
        return f"{name} is done by the field itself; its keys stay as they are."
    if not isinstance(value, list) or not all(isinstance(keys, str) for keys in value):
        return f"{name} needs a list of keys, for example {_EXAMPLE}."
    if not all(keys.strip() for keys in value) or not value:
        return f"{name} is left without a key: give it one, or take the line out."
    return ""


def _clashes(table: tuple[Action, ...], overrides: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Keys that cannot be had: unsafe ones, counts, and those of another action."""
    changed = tuple(action for action in table if action.name in overrides)
    counts = [
        f"{action.name}: {show_keys(keys)} begins with a digit, and digits are a count"
        for action in changed
        for keys in action.keys
        if keys[0].isdigit() and keys not in _shipped_keys(action.name)
    ]
    found = (*unsafe(changed), *counts) or tuple(dict.fromkeys(map(_without_scope, conflicts(table))))
    return [(_first_named(sentence, overrides), f"{sentence}.") for sentence in found]


def _shipped_keys(name: str) -> tuple[str, ...]:
    return next((action.keys for action in ACTIONS if action.name == name), ())


def _without_scope(sentence: str) -> str:
    """Two actions that clash on five screens clash once."""
    return sentence.partition(": ")[2]


def _first_named(sentence: str, overrides: Iterable[str]) -> str:
    words = re.split(r"[ :]+", sentence)
    return next((name for name in overrides if name in words), "")


def _placed(path: Path, lines: list[str], name: str, sentence: str) -> str:
    """The sentence with the file, and the line where the action is named."""
    for written in (name, name.rpartition(".")[2]):
        for number, line in enumerate(lines, 1):
            if written and re.match(rf"""\s*["']?{re.escape(written)}["']?\s*=""", line):
                return f"{path}, line {number}: {sentence}"
    return f"{path}: {sentence}"
