"""Promises to pay: what may be promised, and what the imports say came of it.

Nobody records that a promise was kept or broken: it follows from the promise and from the imports.
"""

from datetime import date, timedelta
from enum import StrEnum

from arcollect_tui.errors import Refused
from arcollect_tui.rules.dates import Calendar, add_business_days

GRACE_DAYS = 3
"""Business days after the promised day in which a payment still keeps the promise."""

HORIZON_DAYS = 90
"""Days ahead beyond which a promised day is warned about."""


class PromiseState(StrEnum):
    """What came of a promise so far."""

    OPEN = "open"
    KEPT = "kept"
    PARTIAL = "partial"
    BROKEN = "broken"
    SUPERSEDED = "superseded"
    """A later promise about the same money took its place before it was judged."""


def grace_until(due_on: date, grace_days: int = GRACE_DAYS, calendar: Calendar | None = None) -> date:
    """The last day that keeps the promise: business days with a calendar, else calendar days."""
    if calendar is None:
        return due_on + timedelta(days=grace_days)
    return add_business_days(due_on, grace_days, calendar)


def judge(
    amount: int,
    due_on: date,
    made_on: date,
    paid: int,
    as_of: date | None,
    grace_days: int = GRACE_DAYS,
    calendar: Calendar | None = None,
) -> PromiseState:
    """What an import says about a promise.

    The wall clock breaks no promise: only an import that could show the payment does. Judge by the
    first import on or after the end of grace, else by the newest; a payment that comes later than
    that does not mend the promise.

    Args:
        amount: minor units promised.
        due_on: the promised day.
        made_on: the day it was promised.
        paid: minor units that came off since the promise, as that import shows it.
        as_of: the day that import speaks of; None when there is none.
        grace_days: days after `due_on` that still count.
        calendar: counts the grace in business days when given.
    """
    if as_of is None or as_of < made_on:
        return PromiseState.OPEN
    if paid >= amount:
        return PromiseState.KEPT
    if as_of < grace_until(due_on, grace_days, calendar):
        return PromiseState.OPEN
    return PromiseState.PARTIAL if paid > 0 else PromiseState.BROKEN


def check_promise(
    amount: int,
    due_on: date,
    today: date,
    outstanding: int,
    horizon_days: int = HORIZON_DAYS,
) -> list[str]:
    """Warnings about a promise that may be saved all the same.

    Args:
        amount: minor units promised.
        due_on: the promised day.
        today: the collector's local date.
        outstanding: the account's balance in that currency, minor units.
        horizon_days: how far ahead a promise is usual.

    Raises:
        Refused: there is nothing promised, or the day is past.
    """
    if amount <= 0:
        raise Refused("A promise needs an amount of more than zero.")
    if due_on < today:
        raise Refused(
            f"A promise cannot be due in the past: {due_on.isoformat()} is before {today.isoformat()}."
        )
    warnings = []
    if amount > outstanding:
        warnings.append("More is promised than the balance of the account.")
    ahead = (due_on - today).days
    if ahead > horizon_days:
        warnings.append(f"The promised day is {ahead} days ahead; {horizon_days} is the limit.")
    return warnings


def promise_default(overdue: int, disputed_overdue: int) -> int:
    """All overdue less disputed, in minor units: the amount a promise form proposes.

    Args:
        overdue: open invoices and debits whose due date is past.
        disputed_overdue: the disputed part of them, not yet decided against the customer.
    """
    return max(0, overdue - disputed_overdue)
