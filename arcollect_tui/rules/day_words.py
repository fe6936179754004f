"""The two lines about a day, the same on the screen and in the command: pace, and age of the ledger."""

from datetime import date, datetime

from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.pace import BUDGET_SECONDS, LEAST_ACCOUNTS, Pace

DEFAULT_LEDGER = "main"


def pace_text(pace: Pace, first: datetime | None, last: datetime | None) -> str:
    """How far and how fast: `37 done  118 left  08:12-09:41  152 s an account (budget 168)  done at 14:40`.

    Args:
        pace: of the day.
        first: instant of the first deed; None before there is one.
        last: of the last.
    """
    words = [f"{pace.done:,} done", f"{pace.left:,} left"]
    if first is not None and last is not None:
        words.append(f"{first.astimezone():%H:%M}-{last.astimezone():%H:%M}")
    if pace.seconds is None:
        words.append(f"the pace shows from {LEAST_ACCOUNTS} accounts on")
    else:
        words += [f"{pace.seconds} s an account (budget {BUDGET_SECONDS})", _finish(pace)]
    return "  ".join(words)


def _finish(pace: Pace) -> str:
    """When all will be done at this pace."""
    if pace.finish is None:
        return "all done"
    return "not done today" if pace.overnight else f"done at {pace.finish.astimezone():%H:%M}"


def ledger_text(name: str, as_of: date | None, today: date) -> str:
    """How old the ledger is, and what to do about it.

    Args:
        name: of the ledger that is furthest behind.
        as_of: the day it stands at; None without a ledger.
        today: the collector's local date.
    """
    if as_of is None:
        return "No ledger yet: arcollect import FILE takes one in."
    age = (today - as_of).days
    named = "Ledger" if name == DEFAULT_LEDGER else f"Ledger {name}"
    if age <= 0:
        return f"{named} of today."
    days = "1 day" if age == 1 else f"{age} days"
    return f"{named} of {short_day(as_of)}, {days} old: import today's file."
