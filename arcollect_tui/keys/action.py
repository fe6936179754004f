"""What an action is, and the screens it may work on.

A sequence is written as its keys with blanks between them: printable keys as themselves, others by
their name (`space`, `pagedown`, `ctrl+d`). The first sequence of an action is the one shown.
"""

from dataclasses import dataclass

Scopes = frozenset[str]

LISTS: Scopes = frozenset(
    {"worklist", "items", "promises", "activity", "history", "reasons", "outcomes", "settings", "conflicts"}
    | {"imports", "held", "team", "exports"}
)
PLACES: Scopes = LISTS | {"account", "today", "import", "returned"}
"""Every screen that shows records; the letters are verbs there."""

MAPPER: Scopes = frozenset({"mapper"})
"""The columns of a file: a form that fills the screen."""
SCROLLED: Scopes = PLACES | MAPPER | {"preview", "help", "columns", "proposals"}
MARKED: Scopes = LISTS | {"account"}
"""Every list of records: its rows are marked and its cells copied."""

RECORDS: Scopes = frozenset({"worklist", "items", "promises", "account"})
CUSTOMERS: Scopes = frozenset({"worklist", "account"})
CALLED: Scopes = CUSTOMERS | {"today"}
"""Where a call is logged: on an account, or on the call-back under the cursor."""
DRAWERS: Scopes = frozenset(
    {"form", "line", "pick", "file", "preview", "export", "coding", "proposals", "help", "view", "columns"}
)
ALL_SCOPES: Scopes = PLACES | MAPPER | DRAWERS

BULK = ";"
BULK_ALIAS = "B"
PREFIXES: dict[str, tuple[str, str]] = {
    "c": ("call", "outcome"),
    "g": ("go", "place"),
    "y": ("copy", "thing to copy"),
    "V": ("view", "saved view"),
    BULK: ("marked", "verb for marked rows"),
}
"""First keys of sequences: the word of the footer, and what a wrong second key fails to be."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a collector can ask for.

    Attributes:
        id: stable name, used by screens, by remapping and by the documentation.
        keys: sequences that run it; the first is shown, the others are aliases.
        label: one or two words for the footer and the panels.
        sentence: what it does, for help and palette.
        scopes: the screens on which it works.
        argument: what tells apart the actions of one id, for example the code of an outcome.
        writes: it changes the store; the repeat of a held key is ignored.
        bulk: it works on the marked rows after `;`.
        takes_count: digits before it mean something.
        native: the focused widget does it by itself; listed, never run by the engine.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    sentence: str
    scopes: Scopes
    argument: str = ""
    writes: bool = False
    bulk: bool = False
    takes_count: bool = False
    native: bool = False

    @property
    def name(self) -> str:
        """The id with its argument, unique in the table: `worklist.log_outcome(NA)`."""
        return f"{self.id}({self.argument})" if self.argument else self.id
