"""The key page of the guide, made from the action table."""

from collections.abc import Iterable

from arcollect_tui.keys.action import BULK, BULK_ALIAS, Action
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.hints import show_keys

_HEAD = """# Keys

Made by `arcollect keys --page` from the table of actions. `?` on a screen lists its keys and runs them, `:`
finds any command, and after `g`, `c`, `y`, `V` or `;` a moment's wait shows what may follow. No sequence
times out. `Esc` takes back what is pending.

`[count] key` counts: `5 j` is five rows down, `12 G` is row 12, `3 c n` asks again in three business days.
`; key` (or `B key`) works on the marked rows. `.` repeats the last write; the last line says which that is.
A held key writes once. Pasted text runs nothing: on a list of accounts or items it marks the rows it names.
The mouse does what keys do: a click moves, a second one opens, the wheel scrolls, a click on a hint runs
it. In GNU screen it is left alone, where it would hold back `Esc`.
"""

_OWN = """
## Keys of your own

`keys.toml` stands beside `config.toml`; `arcollect keys` prints its path. One line for each action that has
other keys, the first of them shown on the screens:

```toml
"edit.undo" = ["Z", "u"]
"worklist.log_outcome(NA)" = ["c n", "x"]
```

`arcollect keys --check` names every mistake with its line: a key that does not arrive on every terminal
(Ctrl+H arrives as Backspace), a key of another action, an action that does not exist. A file with a mistake
is not used: the workstation opens with the keys below and says so. Digits are counts, `;` and `B` mean the
marked rows. Sentences that tell what to press name the keys below; footer, panels, `?` and `:` name yours.
"""

_GROUPS = (
    ("Move", ("move.", "focus.", "nav.", "tab.")),
    ("Go", ("go.", "view.", "today.", "settings.")),
    ("Find, filter, columns", ("list.", "columns.")),
    ("Mark", ("mark.",)),
    (
        "Work",
        (
            "worklist.",
            "account.",
            "items.",
            "activity.",
            "edit.",
            "copy",
            "reasons.",
            "outcomes.",
            "proposals.",
            "call.",
        ),
    ),
    (
        "Forms, lines and previews",
        ("form.", "line.", "pick.", "preview.", "coding.", "file.", "proposals."),
    ),
    ("The program", ("app.",)),
)


def key_page(actions: Iterable[Action] = ACTIONS) -> str:
    """The page as Markdown."""
    left = list(actions)
    parts = [_HEAD, _OWN]
    for title, starts in _GROUPS:
        mine = [action for action in left if action.id.startswith(starts)]
        left = [action for action in left if action not in mine]
        parts.append(_section(title, mine))
    if left:
        parts.append(_section("Others", left))
    return "".join(parts)


def _section(title: str, actions: Iterable[Action]) -> str:
    rows = "".join(_row(action) for action in actions)
    return f"\n## {title}\n\n| keys | does | on | action |\n| --- | --- | --- | --- |\n{rows}"


def _row(action: Action) -> str:
    keys = ", ".join(f"`{show_keys(keys)}`" for keys in action.keys)
    if action.bulk:
        keys += f", `{BULK} {show_keys(action.keys[0])}` ({BULK_ALIAS} is {BULK})"
    where = ", ".join(sorted(action.scopes))
    return f"| {_cell(keys)} | {_cell(action.sentence)} | {where} | `{action.name}` |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
