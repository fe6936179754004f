"""Rules about looks: what they say in words, and how they are kept as policy.

`rule.3f2a…` is a policy key, its value a JSON text with conditions and reason. The key is made from
these, so two desks that find the same rule accept the same one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.identity import canonical_json, id63
from arcollect_tui.rules.looks import CUSTOMER, KINDS, LEFT, OPEN, WORDS, Condition
from arcollect_tui.rules.money import MOST_MINOR, is_currency, shown
from arcollect_tui.rules.text import clean

KEY: Final = "rule."
"""How the policy keys of accepted rules begin; the rest is the rule's id."""
_ID_DIGITS: Final = 10
_MOST_CONDITIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """Items that meet every condition have the reason: the code of one, or `COLLECTIBLE`."""

    conditions: tuple[Condition, ...]
    reason: str

    @property
    def id(self) -> str:
        """Names the rule; the same at every desk."""
        flat = [part for condition in sorted(self.conditions) for part in condition]
        return f"{id63(['1', 'rule', self.reason, *flat]):016x}"[:_ID_DIGITS]

    def is_met(self, words: frozenset[str], conditions: frozenset[Condition]) -> bool:
        """Whether an item with these words and other conditions meets the rule."""
        return all(
            not words.isdisjoint(condition[1].split()) if condition[0] == WORDS else condition in conditions
            for condition in self.conditions
        )

    def says(self, customer: Callable[[int], str], fmt: OfficeFormat) -> str:
        """The rule in words, without its reason: `C10035, text has "freight"`.

        Args:
            customer: gives the number of a customer by its id.
            fmt: how amounts look.
        """
        order = sorted(self.conditions, key=lambda condition: KINDS.index(condition[0]))
        return ", ".join(_told(kind, value, customer, fmt) for kind, value in order)


def _told(kind: str, value: str, customer: Callable[[int], str], fmt: OfficeFormat) -> str:
    if kind == WORDS:
        return "text has " + " or ".join(f'"{word}"' for word in value.split())
    if kind == CUSTOMER:
        return customer(int(value))
    if kind == OPEN:
        minor, _, currency = value.partition(" ")
        return f"exactly {shown(int(minor), currency, fmt)} {currency} open"
    return f"{value} of the amount open" if kind == LEFT else value


def as_text(rule: Rule) -> str:
    """The rule as one text, to be kept as policy."""
    said = {"if": [list(condition) for condition in sorted(rule.conditions)], "reason": rule.reason}
    return canonical_json(said).decode()


def from_text(text: str) -> Rule:
    """The rule of a text that `as_text` made, at this desk or another.

    Raises:
        UsageError: it is no rule that this program reads.
    """
    try:
        said = json.loads(text)
        conditions = tuple(_condition(pair) for pair in said["if"])
        reason = said["reason"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError("It is no rule that this arcollect reads: a newer version may.") from None
    if not (1 <= len(conditions) <= _MOST_CONDITIONS and isinstance(reason, str) and clean(reason)):
        raise UsageError("A rule has one to three conditions and a reason.")
    return Rule(conditions, reason)


def _condition(pair: object) -> Condition:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
        raise ValueError("a condition is a kind and a value")
    kind, value = pair
    if kind not in KINDS or not value.strip():
        raise ValueError("an unknown kind of condition")
    if kind == CUSTOMER:
        int(value)
    if kind == OPEN:
        minor, _, currency = value.partition(" ")
        if not is_currency(currency) or abs(int(minor)) > MOST_MINOR:
            raise ValueError("no amount of a currency")
    return kind, value


def accepted(values: Mapping[str, str]) -> tuple[Rule, ...]:
    """The accepted rules of an office, by id.

    Args:
        values: policy keys with their values. A rule that another program wrote and this one cannot
            read proposes nothing, and neither does one whose value was emptied to take it back.
    """
    found = []
    for key in sorted(values):
        if key.startswith(KEY):
            try:
                rule = from_text(values[key])
            except UsageError:
                continue
            found += [rule] if key == f"{KEY}{rule.id}" else []
    return tuple(found)
