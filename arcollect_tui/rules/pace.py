"""How fast the day goes: seconds an account, and when the accounts that are left will be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

BUDGET_SECONDS = 168
"""Seconds an account, the conversation included, that a full day of 80 to 150 accounts leaves."""
LEAST_ACCOUNTS = 3
"""Accounts from which on a pace means something."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The day so far.

    Attributes:
        done: accounts worked.
        left: accounts that still need an action today.
        seconds: from one account to the next, the median; None before there are three accounts.
        finish: when all that is left is done at this pace; None without a pace, or with nothing left.
        overnight: that is not today.
    """

    done: int
    left: int
    seconds: int | None = None
    finish: datetime | None = None
    overnight: bool = False


def pace_of(worked: Sequence[datetime], left: int, now: datetime) -> Pace:
    """The pace of a day.

    The median leaves out lunch and the long call: what one account takes is what most of them took.

    Args:
        worked: when each account was first worked, in any order.
        left: accounts that are left.
        now: local time at which the rest begins.
    """
    times = sorted(worked)
    if len(times) < LEAST_ACCOUNTS:
        return Pace(len(times), left)
    seconds = round(median((later - sooner).total_seconds() for sooner, later in pairwise(times)))
    if not left:
        return Pace(len(times), left, seconds)
    finish = now + timedelta(seconds=seconds * left)
    return Pace(len(times), left, seconds, finish, overnight=finish.date() > now.date())
