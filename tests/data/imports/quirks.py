"""A quirk of ledger files, the proof that it is read rightly, and the rule without which it is not."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from arcollect_tui.data.imports import amounts, headers, layout, sides, terms, texts

Proof = Callable[..., None]
"""Takes a folder, and what its test is parametrized by."""
_CACHED = (
    amounts.parse_amount,
    headers.fold,
    layout.shipped,
    sides.account_pattern,
    terms.net_days,
    texts.clean_key,
    texts.clean_text,
)


@dataclass(frozen=True)
class Quirk:
    """One quirk of the catalogue.

    Attributes:
        number: its place in the catalogue.
        prove: fails where a file of this kind is not read rightly.
        rules: dotted names of the rule; the first that is there is taken.
        without: what stands in the rule's place.
    """

    number: int
    prove: Proof
    rules: tuple[str, ...]
    without: Any


QUIRKS: list[Quirk] = []
RULES: list[Quirk] = []
"""Further rules of layouts, which the catalogue does not number."""


def quirk(number: int, *rules: str, without: Any) -> Callable[[Proof], Proof]:
    """Note a proof with its rule: `module:attribute`, below `arcollect_tui`."""

    def noted(prove: Proof) -> Proof:
        QUIRKS.append(Quirk(number, prove, rules, without))
        return prove

    return noted


def rule(*rules: str, without: Any) -> Callable[[Proof], Proof]:
    """As `quirk`, of a rule that the catalogue has no number for."""

    def noted(prove: Proof) -> Proof:
        RULES.append(Quirk(0, prove, rules, without))
        return prove

    return noted


def found(rules: tuple[str, ...]) -> tuple[Any, str]:
    """The object that has the rule, and the rule's name in it."""
    for rule in rules:
        module, _, path = rule.partition(":")
        *owners, name = path.split(".")
        try:
            owner: Any = importlib.import_module(f"arcollect_tui.{module}")
        except ModuleNotFoundError:
            continue
        for part in owners:
            owner = getattr(owner, part, None)
        if hasattr(owner, name):
            return owner, name
    raise AssertionError(f"no such rule: {', '.join(rules)}")


@contextmanager
def taken_out(one: Quirk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program without the rule of a quirk."""
    owner, name = found(one.rules)
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, one.without)
        _forget()
        yield
    _forget()


def _forget() -> None:
    """Nothing that was worked out under another rule may be remembered."""
    for cached in _CACHED:
        getattr(cached, "cache_clear", lambda: None)()
