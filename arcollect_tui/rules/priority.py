"""The priority of an account: points by rule, each explained in a few words.

Whole numbers only, and no rule depends on another, so that SQL computes the same score for all
accounts at once. Each currency ranks by its own thresholds: the unit is the currency's own.
"""

from dataclasses import dataclass
from datetime import date, time

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import scale, shown


@dataclass(frozen=True, slots=True)
class Strategy:
    """The weights of the rules. A change of any of them is a new version.

    Attributes:
        version: what an entry names as the strategy in force.
        overdue_unit: whole units of the currency overdue that make one point.
        overdue_most: points that the overdue amount can give.
        day_points: points for each day that the oldest overdue item is past due.
        days_most: points that the days can give.
        soon_days: how many days ahead, after today, count as due soon.
        due_soon: points when something falls due soon.
        broken: points for a broken promise.
        follow_up: points when the next action is due.
        never_contacted: points when something is overdue and nobody ever spoke to them.
        over_limit: points when the balance is over the credit limit.
    """

    version: int = 1
    overdue_unit: int = 250
    overdue_most: int = 400
    day_points: int = 2
    days_most: int = 360
    soon_days: int = 7
    due_soon: int = 20
    broken: int = 150
    follow_up: int = 120
    never_contacted: int = 40
    over_limit: int = 60


STANDARD = Strategy()
"""The shipped strategy."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules read of one account in one currency. Amounts are minor units.

    Attributes:
        currency: ISO 4217 code.
        overdue: open invoices and debits whose due date is past.
        days_overdue: days that the oldest of them is past due.
        due_soon: what falls due from today to the strategy's `soon_days` ahead.
        broken: broken promises.
        next_action_on: day of the next action.
        next_action_time: its local time, if one was agreed.
        last_contact_on: day somebody was last reached; None is never.
        over_limit: the balance is over the credit limit.
    """

    currency: str
    overdue: int = 0
    days_overdue: int = 0
    due_soon: int = 0
    broken: int = 0
    next_action_on: date | None = None
    next_action_time: time | None = None
    last_contact_on: date | None = None
    over_limit: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """One line of the explanation."""

    text: str
    points: int


def score(facts: Facts, strategy: Strategy, today: date) -> int:
    """The priority of an account; it equals the sum of the points that `explain` lists."""
    return sum(_points(facts, strategy, today))


def explain(facts: Facts, strategy: Strategy, today: date, fmt: OfficeFormat) -> tuple[Points, ...]:
    """The rules that give this account points, in a fixed order; rules that give none are left out."""
    overdue = f"{shown(facts.overdue, facts.currency, fmt)} {facts.currency} overdue"
    soon = f"{shown(facts.due_soon, facts.currency, fmt)} due within {_days(strategy.soon_days)}"
    texts = (
        overdue,
        _days(facts.days_overdue, "past due"),
        "promise broken",
        _follow_up_text(facts, today),
        "never contacted",
        "over credit limit",
        soon,
    )
    given = zip(texts, _points(facts, strategy, today), strict=True)
    return tuple(Points(text, points) for text, points in given if points)


def _points(facts: Facts, strategy: Strategy, today: date) -> tuple[int, ...]:
    """The points of every rule, in the order of the explanation."""
    return (
        _overdue_points(facts, strategy),
        _days_points(facts, strategy),
        strategy.broken if facts.broken else 0,
        _follow_up_points(facts, strategy, today),
        _never_contacted_points(facts, strategy),
        strategy.over_limit if facts.over_limit else 0,
        strategy.due_soon if facts.due_soon > 0 else 0,
    )


def _overdue_points(facts: Facts, strategy: Strategy) -> int:
    # A negative sum would round down here and towards zero in SQL: both count it as nothing.
    unit = strategy.overdue_unit * scale(facts.currency)
    return min(strategy.overdue_most, max(0, facts.overdue) // unit)


def _days_points(facts: Facts, strategy: Strategy) -> int:
    if facts.overdue <= 0:
        return 0
    return min(strategy.days_most, strategy.day_points * max(0, facts.days_overdue))


def _follow_up_points(facts: Facts, strategy: Strategy, today: date) -> int:
    due = facts.next_action_on is not None and facts.next_action_on <= today
    return strategy.follow_up if due else 0


def _never_contacted_points(facts: Facts, strategy: Strategy) -> int:
    never = facts.overdue > 0 and facts.last_contact_on is None
    return strategy.never_contacted if never else 0


def _follow_up_text(facts: Facts, today: date) -> str:
    what = "follow-up" if facts.next_action_time is None else "call back"
    late = 0 if facts.next_action_on is None else (today - facts.next_action_on).days
    if late > 0:
        return f"{what} {_days(late, 'late')}"
    at = "" if facts.next_action_time is None else f" {facts.next_action_time:%H:%M}"
    return f"{what} due{at or ' today'}"


def _days(count: int, rest: str = "") -> str:
    return f"{count:,} {'day' if count == 1 else 'days'} {rest}".rstrip()
