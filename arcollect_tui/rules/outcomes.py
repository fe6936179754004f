"""Call outcomes: what each result code means and which next step it carries.

The codes and flags follow the call result codes that collection systems share: an attempt was made, a
person was reached (contact), the person could speak for the debt (right party). Only outcomes whose
effect exists are listed.
"""

import difflib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import Calendar, add_business_days
from arcollect_tui.rules.promises import GRACE_DAYS
from arcollect_tui.rules.text import quoted

REST_KEY = "o"
"""The key that lists the outcomes without a key of their own."""

WILL_CALL_BACK, INBOUND = "CB", "IC"
"""Codes of the outcomes that other rules name."""


class Base(StrEnum):
    """The day a follow-up is counted from."""

    TODAY = "today"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """When to act again: a base day plus business days, or hours from now."""

    base: Base = Base.TODAY
    business_days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call result.

    Attributes:
        code: two capital letters, stable in files and commands.
        key: the letter after `c`; empty when it is reached through the rest.
        name: what people read.
        attempt: we tried to reach somebody.
        contact: a person was reached.
        right_party: the person may speak for the debt.
        inbound: they came to us.
        needs: what must be given before it can be saved: `promise`, `dispute`, `date` or `number`.
        default_follow_up: the next step, or None when it must be given or there is none.
        retires_number: the number that was called must not be offered again.
        worked: the account counts as worked today.
        active: it is offered for new calls.
    """

    code: str
    key: str
    name: str
    attempt: bool = True
    contact: bool = False
    right_party: bool = False
    inbound: bool = False
    needs: frozenset[str] = frozenset()
    default_follow_up: FollowUpRule | None = None
    retires_number: bool = False
    worked: bool = True
    active: bool = True


def _after(business_days: int) -> FollowUpRule:
    return FollowUpRule(business_days=business_days)


def _reached(
    code: str, key: str, name: str, rule: FollowUpRule | None, needs: frozenset[str] = frozenset()
) -> Outcome:
    """An outcome of a talk with the right party."""
    return Outcome(code, key, name, contact=True, right_party=True, needs=needs, default_follow_up=rule)


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("NA", "n", "No answer", default_follow_up=_after(1)),
    Outcome("VM", "v", "Voicemail left", default_follow_up=_after(2)),
    Outcome("BZ", "b", "Busy", default_follow_up=FollowUpRule(hours=2)),
    Outcome("GK", "g", "Gatekeeper or other person", contact=True, default_follow_up=_after(1)),
    Outcome("MS", "m", "Message left with a person", contact=True, default_follow_up=_after(2)),
    _reached(
        "PP",
        "p",
        "Promise to pay",
        FollowUpRule(Base.PROMISE, GRACE_DAYS),
        frozenset({"promise"}),
    ),
    _reached("DI", "d", "Dispute raised", _after(5), frozenset({"dispute"})),
    _reached("DR", "s", "Documents requested", _after(2)),
    _reached("AP", "a", "In approval or not received", _after(3)),
    _reached(WILL_CALL_BACK, "w", "Will call back", None, frozenset({"date"})),
    _reached("RF", "r", "Refusal to pay", _after(1)),
    Outcome(
        "WN",
        "x",
        "Wrong number",
        needs=frozenset({"number"}),
        default_follow_up=_after(1),
        retires_number=True,
    ),
    Outcome(INBOUND, "i", "Inbound call", attempt=False, contact=True, inbound=True),
    Outcome(
        "DC",
        "",
        "Number disconnected",
        needs=frozenset({"number"}),
        default_follow_up=_after(1),
        retires_number=True,
    ),
    Outcome("NC", "", "New contact given", contact=True, default_follow_up=_after(0)),
    _reached("PR", "", "Waiting for their payment run", None, frozenset({"date"})),
    _reached("CF", "", "Cash-flow difficulty", _after(5)),
    Outcome("EM", "", "E-mail sent", default_follow_up=_after(3)),
    Outcome("LT", "", "Letter sent", default_follow_up=_after(5)),
    Outcome("IN", "", "Internal note", attempt=False, worked=False),
)

_BY_CODE = {outcome.code: outcome for outcome in OUTCOMES}
_BY_KEY = {outcome.key: outcome for outcome in OUTCOMES if outcome.key}


def by_code(code: str) -> Outcome:
    """The outcome of a code, in either case.

    Raises:
        UsageError: there is no such outcome; the nearest one and all codes are named.
    """
    found = _BY_CODE.get(code.strip().upper())
    if found is None:
        raise UsageError(_unknown("outcome", code, {o.code: o.name for o in OUTCOMES}))
    return found


def by_key(key: str) -> Outcome:
    """The outcome behind one letter after `c`.

    Raises:
        UsageError: no outcome has that letter; all letters are named.
    """
    found = _BY_KEY.get(key)
    if found is None:
        letters = ", ".join(f"{o.key} {o.name.lower()}" for o in OUTCOMES if o.key)
        raise UsageError(
            f"No outcome has the key {quoted(key)}. There are: {letters}, {REST_KEY} the rest."
        )
    return found


def default_follow_up(
    outcome: Outcome,
    now_local: datetime,
    calendar: Calendar,
    *,
    days: int | None = None,
    promise_on: date | None = None,
) -> tuple[date, time | None] | None:
    """The day, and for a few outcomes the time, to act next.

    Args:
        outcome: what came of the call.
        now_local: the collector's wall clock.
        calendar: the office's business days.
        days: a count typed before the key; business days from today, and it overrules the outcome.
        promise_on: the promised day, for a promise.

    Returns:
        None when the outcome has no next step of its own, or when its day must be given.

    Raises:
        UsageError: `days` is negative.
    """
    today = now_local.date()
    if days is not None:
        if days < 0:
            raise UsageError(f"A follow-up cannot lie {-days} days back: give 0 or more.")
        return add_business_days(today, days, calendar), None
    rule = outcome.default_follow_up
    if rule is None:
        return None
    if rule.hours:
        return _hours_later(now_local, rule.hours, calendar)
    base = promise_on if rule.base is Base.PROMISE else today
    return None if base is None else (add_business_days(base, rule.business_days, calendar), None)


def _hours_later(now_local: datetime, hours: int, calendar: Calendar) -> tuple[date, time | None]:
    """The same day at a whole minute; a time past midnight becomes the next business day."""
    later = now_local + timedelta(hours=hours)
    if later.date() != now_local.date():
        return add_business_days(now_local.date(), 1, calendar), None
    return later.date(), time(later.hour, later.minute)


@dataclass(frozen=True, slots=True)
class Delinquency:
    """Why a customer pays late, as the collector understood it."""

    code: str
    name: str


DELINQUENCY_REASONS: tuple[Delinquency, ...] = (
    Delinquency("NRI", "Invoice not received"),
    Delinquency("PO", "Purchase order or receipt missing"),
    Delinquency("APP", "Approval pending"),
    Delinquency("RUN", "Payment-run cycle"),
    Delinquency("DISP", "Dispute"),
    Delinquency("CASH", "Cash flow"),
    Delinquency("CHQ", "Cheque in the post"),
    Delinquency("BANK", "Wrong bank details"),
    Delinquency("AWAY", "Key person away"),
    Delinquency("SYS", "System migration"),
    Delinquency("TERM", "Terms misunderstood"),
    Delinquency("CRED", "Credit expected"),
    Delinquency("INSO", "Insolvency"),
    Delinquency("PAR", "Parent pays centrally"),
    Delinquency("REF", "Refuses to pay"),
    Delinquency("UNK", "Unknown"),
)

_BY_DELINQUENCY = {reason.code: reason for reason in DELINQUENCY_REASONS}


def delinquency(code: str) -> Delinquency:
    """The reason for paying late of a code, in either case.

    Raises:
        UsageError: there is no such code; the nearest one and all codes are named.
    """
    found = _BY_DELINQUENCY.get(code.strip().upper())
    if found is None:
        names = {reason.code: reason.name for reason in DELINQUENCY_REASONS}
        raise UsageError(_unknown("reason for paying late", code, names))
    return found


def _unknown(what: str, code: str, names: dict[str, str]) -> str:
    near = difflib.get_close_matches(code.strip().upper(), names, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]} ({names[near[0]].lower()})?" if near else ""
    return f"There is no {what} {quoted(code)}.{hint} There are: {', '.join(names)}."
