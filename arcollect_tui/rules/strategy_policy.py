"""The weights of the worklist's rules as policy: `strategy.broken = 300`."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final, NamedTuple

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.priority import STANDARD, Strategy
from arcollect_tui.rules.text import quoted

PREFIX: Final = "strategy."


class Weight(NamedTuple):
    """One number of the strategy.

    Attributes:
        label: as a form names it.
        means: what it does, for who changes it.
        least: the smallest number it may be.
        most: the largest; far below where points could outgrow a number of the store.
    """

    label: str
    means: str
    least: int = 0
    most: int = 9_999


WEIGHTS: Final[dict[str, Weight]] = {
    "overdue_unit": Weight("Amount per", "whole units overdue that make one point", 1, 1_000_000),
    "overdue_most": Weight("At most", "points the overdue amount can give"),
    "day_points": Weight("Per day", "points a day the oldest item is past due", 0, 999),
    "days_most": Weight("At most", "points the days can give"),
    "soon_days": Weight("Soon is", "days ahead that count as due soon", 0, 365),
    "due_soon": Weight("Due soon", "points when something falls due soon"),
    "broken": Weight("Broken", "points for a broken promise"),
    "follow_up": Weight("Follow-up", "points when the next action is due"),
    "never_contacted": Weight("No contact", "points when nobody ever spoke to them"),
    "over_limit": Weight("Over limit", "points when the credit limit is passed"),
}
"""Every number that policy may set, by its name in `Strategy`."""


def shipped_weights() -> dict[str, str]:
    """Each policy key with what it says as shipped."""
    return {f"{PREFIX}{name}": str(asdict(STANDARD)[name]) for name in WEIGHTS}


def read_weight(key: str, text: str) -> str:
    """The number that a text gives a weight, as it is stored.

    Raises:
        UsageError: it is no whole number within the bounds of that weight.
    """
    weight = WEIGHTS[key.removeprefix(PREFIX)]
    number = text.replace(",", "")
    if not (number.isascii() and number.isdecimal() and weight.least <= int(number) <= weight.most):
        bounds = f"from {weight.least} to {weight.most:,}"
        raise UsageError(f"{key} cannot be {quoted(text)}: give a whole number {bounds}.")
    return str(int(number))


def strategy_of(values: Mapping[str, str]) -> Strategy:
    """The strategy under the policy of an office; a value that cannot be read changes nothing."""
    said = {}
    for name in WEIGHTS:
        key = f"{PREFIX}{name}"
        if key in values:
            try:
                said[name] = int(read_weight(key, values[key]))
            except UsageError:
                continue
    return replace(STANDARD, **said)
