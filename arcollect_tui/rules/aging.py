"""How late open items are: days overdue and the five aging buckets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple


class Bucket(NamedTuple):
    """A span of days overdue.

    Attributes:
        label: as shown.
        first: the fewest days overdue; None for no lower end.
        last: the most days overdue; None for no upper end.
    """

    label: str
    first: int | None
    last: int | None


BUCKETS: Final = (
    Bucket("current", None, 0),
    Bucket("1-30", 1, 30),
    Bucket("31-60", 31, 60),
    Bucket("61-90", 61, 90),
    Bucket(">90", 91, None),
)


class OpenItem(NamedTuple):
    """What aging needs of an item: its due date and its open amount in minor units."""

    due: date | None
    open_minor: int


@dataclass(frozen=True, slots=True)
class Aging:
    """The open items of one currency, in minor units.

    Attributes:
        buckets: invoices and debits by days overdue, in the order of `BUCKETS`.
        no_due_date: invoices and debits whose due date is not known; never overdue.
        unapplied: credits and payments on account, zero or less; they reduce no bucket.
    """

    buckets: tuple[int, ...]
    no_due_date: int
    unapplied: int

    @property
    def overdue(self) -> int:
        """Invoices and debits that were due before today."""
        return sum(self.buckets[1:])

    @property
    def balance(self) -> int:
        """All open items, credits included."""
        return sum(self.buckets) + self.no_due_date + self.unapplied


def days_overdue(due: date | None, today: date) -> int | None:
    """Days since the due date, negative before it; None without a due date."""
    return None if due is None else (today - due).days


def bucket(due: date | None, today: date) -> Bucket | None:
    """The bucket of a due date; due today is current. None without a due date."""
    place = _place(due, today)
    return None if place is None else BUCKETS[place]


def aging(items: Iterable[OpenItem], today: date) -> Aging:
    """Sum up open items of one currency; an amount below zero is a credit, whatever its date."""
    sums = [0] * len(BUCKETS)
    no_due_date = unapplied = 0
    for item in items:
        place = _place(item.due, today)
        if item.open_minor < 0:
            unapplied += item.open_minor
        elif place is None:
            no_due_date += item.open_minor
        else:
            sums[place] += item.open_minor
    return Aging(tuple(sums), no_due_date, unapplied)


def _place(due: date | None, today: date) -> int | None:
    days = days_overdue(due, today)
    if days is None:
        return None
    return next(n for n, span in enumerate(BUCKETS) if span.last is None or days <= span.last)
