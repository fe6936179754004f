"""Outcomes as policy: `outcome.NA.next = +2b` sets one attribute of one call outcome.

An office changes the outcomes that ship: what each is called, which next step it proposes, whether it
finishes the account for today, whether it is offered. Codes, letters and what an outcome needs are the
program's, because keys, commands and files rest on them.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.outcomes import OUTCOMES, Base, FollowUpRule, Outcome
from arcollect_tui.rules.text import quoted

PREFIX: Final = "outcome."
_NEXT: Final = re.compile(r"(promise ?)?\+ ?(\d{1,3}) ?([bh])")
_MOST_DAYS: Final = 366
_MOST_HOURS: Final = 72
_NEXT_CURE: Final = "give business days such as +1b, hours such as +2h, or nothing to be asked"
_YES, _NO = "yes", "no"


def _name(text: str) -> str:
    if not text.strip():
        raise UsageError("it may not be empty")
    return text.strip()


def _yes_or_no(text: str) -> bool:
    if text.lower() not in (_YES, _NO):
        raise UsageError("give yes or no")
    return text.lower() == _YES


def read_next(text: str) -> FollowUpRule | None:
    """A next step as typed: `+1b`, `+2h`, `promise +1b`; None for nothing.

    Raises:
        UsageError: it is something else; the sentence only says what would be right.
    """
    if text.strip().lower() in ("", "-", "none"):
        return None
    found = _NEXT.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(_NEXT_CURE)
    number = int(found[2])
    if found[3] == "b" and number <= _MOST_DAYS:
        return FollowUpRule(Base.PROMISE if found[1] else Base.TODAY, number)
    if found[3] == "h" and not found[1] and 0 < number <= _MOST_HOURS:
        return FollowUpRule(hours=number)
    raise UsageError(_NEXT_CURE)


def written_next(rule: FollowUpRule | None) -> str:
    """A next step as it is typed."""
    if rule is None:
        return ""
    if rule.hours:
        return f"+{rule.hours}h"
    return f"{'promise ' if rule.base is Base.PROMISE else ''}+{rule.business_days}b"


_READERS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "name": ("name", _name),
    "next": ("default_follow_up", read_next),
    "worked": ("worked", _yes_or_no),
    "active": ("active", _yes_or_no),
}
ATTRIBUTES: Final = tuple(_READERS)
"""What policy may set of an outcome."""


def written(outcome: Outcome) -> dict[str, str]:
    """The attributes of an outcome, each as it is typed."""
    return {
        "name": outcome.name,
        "next": written_next(outcome.default_follow_up),
        "worked": _YES if outcome.worked else _NO,
        "active": _YES if outcome.active else _NO,
    }


def shipped_outcomes() -> dict[str, str]:
    """Each policy key of an outcome with what it says as shipped."""
    return {
        f"{PREFIX}{outcome.code}.{name}": value
        for outcome in OUTCOMES
        for name, value in written(outcome).items()
    }


def read_outcome_key(key: str, text: str) -> str:
    """The value that a text gives an attribute of an outcome, as it is stored.

    Raises:
        UsageError: it cannot be read.
    """
    _, code, attribute = key.split(".")
    try:
        return as_written(code, attribute, text)
    except UsageError as problem:
        raise UsageError(f"{key} cannot be {quoted(text)}: {problem.sentence}.") from None


def as_written(code: str, attribute: str, text: str) -> str:
    """A value of one attribute as it is written.

    Raises:
        UsageError: it cannot be read; the sentence only says what would be right, without a full stop.
    """
    outcome = next(known for known in OUTCOMES if known.code == code)
    changed = _changed(outcome, {attribute: text})
    rule = changed.default_follow_up
    if rule is not None and rule.base is Base.PROMISE and "promise" not in outcome.needs:
        raise UsageError("only a promise to pay counts from the promised day; give +1b")
    return written(changed)[attribute]


def _changed(outcome: Outcome, said: Mapping[str, str]) -> Outcome:
    fields = {_READERS[name][0]: _READERS[name][1](text) for name, text in said.items()}
    return replace(outcome, **fields)


@dataclass(frozen=True)
class OutcomeTable:
    """The outcomes of an office.

    Attributes:
        every: in the order they ship in, also those no longer offered.
    """

    every: tuple[Outcome, ...] = OUTCOMES

    @cached_property
    def _by_code(self) -> dict[str, Outcome]:
        return {outcome.code: outcome for outcome in self.every}

    @property
    def offered(self) -> tuple[Outcome, ...]:
        """Those that may be logged."""
        return tuple(outcome for outcome in self.every if outcome.active)

    def known(self, code: str) -> Outcome | None:
        """The outcome of a code, offered or not."""
        return self._by_code.get(code)

    def name(self, code: str) -> str:
        """What a code is called; the code itself where it means nothing here."""
        known = self._by_code.get(code)
        return code if known is None else known.name

    def find(self, typed: str) -> Outcome:
        """The offered outcome of a code, in either case.

        Raises:
            UsageError: there is none; the nearest one and all codes are named.
        """
        code = typed.strip().upper()
        found = self._by_code.get(code)
        if found is not None and found.active:
            return found
        names = {outcome.code: outcome.name for outcome in self.offered}
        if found is not None:
            msg = f"{code} ({found.name.lower()}) is retired by the office. There are: {', '.join(names)}."
            raise UsageError(msg)
        near = difflib.get_close_matches(code, names, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]} ({names[near[0]].lower()})?" if near else ""
        raise UsageError(f"There is no outcome {quoted(typed)}.{hint} There are: {', '.join(names)}.")


def table_of(values: Mapping[str, str]) -> OutcomeTable:
    """The outcomes under the policy of an office; a value that cannot be read changes nothing."""
    if not any(key.startswith(PREFIX) for key in values):
        return SHIPPED
    return OutcomeTable(tuple(_of_policy(outcome, values) for outcome in OUTCOMES))


def _of_policy(outcome: Outcome, values: Mapping[str, str]) -> Outcome:
    for name in ATTRIBUTES:
        text = values.get(f"{PREFIX}{outcome.code}.{name}")
        if text is not None:
            try:
                outcome = _changed(outcome, {name: as_written(outcome.code, name, text)})
            except UsageError:
                continue
    return outcome


SHIPPED: Final = OutcomeTable()
