"""What may be asked of a list of entries: words that a line holds, and a few exact questions.

    kind:call  outcome:NA  with:promise  col:me  col:"Ann Berg"  undone:no  since:2026-11-20

`with` asks for a kind of fact that the entry says: `call`, `promise`, `coding`, `note`, `follow_up`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

_WORD = re.compile(r'[a-z]+:"[^"]*"|\S+')
Test = Callable[["Entry"], bool]
CALL = "call:"
"""Begins what an entry says of the outcome of a call; its code follows."""


class Entry(Protocol):
    """A row that a filter looks at."""

    @property
    def handle(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def collector(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def voided_by(self) -> str | None: ...
    @property
    def said(self) -> frozenset[str]: ...
    @property
    def local_day(self) -> date: ...


def entry_test(text: str, me: str) -> Test:
    """Whether an entry is what a filter asks for: all of its words hold.

    Args:
        text: the filter.
        me: the collector that `col:me` means.
    """
    tests = [_test(word.replace('"', ""), me) for word in _WORD.findall(text.casefold())]
    return lambda entry: all(test(entry) for test in tests)


def said_of(facts: Sequence[dict[str, object]]) -> frozenset[str]:
    """The kinds of facts of an entry, and the outcomes of its calls."""
    kinds = {str(fact["is"]) for fact in facts}
    return frozenset(kinds | {f"{CALL}{fact['outcome']}" for fact in facts if fact["is"] == "call"})


def _test(word: str, me: str) -> Test:
    name, _, value = word.partition(":")
    asked = _QUESTIONS.get(name) if value else None
    if asked is None:
        return lambda entry: word in _searched(entry)
    wanted = me.casefold() if (name, value) == ("col", "me") else value
    return lambda entry: asked(entry, wanted)


def _searched(entry: Entry) -> str:
    return f"{entry.handle} {entry.kind} {entry.collector} {entry.text}".casefold()


_QUESTIONS: dict[str, Callable[[Entry, str], bool]] = {
    "kind": lambda entry, value: entry.kind.casefold() == value,
    "outcome": lambda entry, value: f"{CALL}{value.upper()}" in entry.said,
    "with": lambda entry, value: value in entry.said,
    "col": lambda entry, value: entry.collector.casefold() == value,
    "since": lambda entry, value: entry.local_day.isoformat() >= value,
    "undone": lambda entry, value: (entry.voided_by is None) == (value == "no"),
}
