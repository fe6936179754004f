"""How late open items are: days overdue and the five aging buckets.

The buckets end where policy says (`aging.buckets = 30 60 90`): three ends, so five buckets always.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

BUCKETS_KEY: Final = "aging.buckets"
Ends = tuple[int, int, int]
"""The most days overdue of the second, third and fourth bucket, ascending."""
ENDS: Final[Ends] = (30, 60, 90)
"""As shipped."""
_MOST_DAYS: Final = 999


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


def buckets_of(ends: Ends) -> tuple[Bucket, ...]:
    """The buckets that end so: current, three spans, and what is later than all of them."""
    spans = zip((0, *ends[:2]), ends, strict=True)
    return (
        Bucket("current", None, 0),
        *(Bucket(f"{before + 1}-{end}", before + 1, end) for before, end in spans),
        Bucket(f">{ends[2]}", ends[2] + 1, None),
    )


BUCKETS: Final = buckets_of(ENDS)


def written_ends(ends: Ends) -> str:
    """The ends as they are typed: `30 60 90`."""
    return " ".join(map(str, ends))


def read_ends(text: str) -> Ends:
    """The ends that a text gives: three whole numbers of days, parted by blanks or commas.

    Raises:
        UsageError: it is something else, or the numbers do not ascend.
    """
    numbers = text.replace(",", " ").split()
    days = [int(number) for number in numbers if number.isascii() and number.isdecimal()]
    if len(numbers) != len(ENDS) or len(days) != len(ENDS):
        raise _no_ends(text)
    first, second, third = days
    if not 0 < first < second < third <= _MOST_DAYS:
        raise _no_ends(text)
    return first, second, third


def _no_ends(text: str) -> UsageError:
    cure = f"give three ascending numbers of days up to {_MOST_DAYS}, such as {written_ends(ENDS)}"
    return UsageError(f"{BUCKETS_KEY} cannot be {quoted(text)}: {cure}.")


def ends_of(values: Mapping[str, str]) -> Ends:
    """The ends under the policy of an office; a value that cannot be read changes nothing."""
    try:
        return read_ends(values.get(BUCKETS_KEY, written_ends(ENDS)))
    except UsageError:
        return ENDS


class OpenItem(NamedTuple):
    """What aging needs of an item: its due date and its open amount in minor units."""

    due: date | None
    open_minor: int


@dataclass(frozen=True, slots=True)
class Aging:
    """The open items of one currency, in minor units.

    Attributes:
        buckets: invoices and debits by days overdue, in the order of the buckets.
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


def bucket(due: date | None, today: date, buckets: Sequence[Bucket] = BUCKETS) -> Bucket | None:
    """The bucket of a due date; due today is current. None without a due date."""
    place = _place(due, today, buckets)
    return None if place is None else buckets[place]


def aging(items: Iterable[OpenItem], today: date, buckets: Sequence[Bucket] = BUCKETS) -> Aging:
    """Sum up open items of one currency; an amount below zero is a credit, whatever its date."""
    sums = [0] * len(buckets)
    no_due_date = unapplied = 0
    for item in items:
        place = _place(item.due, today, buckets)
        if item.open_minor < 0:
            unapplied += item.open_minor
        elif place is None:
            no_due_date += item.open_minor
        else:
            sums[place] += item.open_minor
    return Aging(tuple(sums), no_due_date, unapplied)


def _place(due: date | None, today: date, buckets: Sequence[Bucket]) -> int | None:
    days = days_overdue(due, today)
    if days is None:
        return None
    return next(n for n, span in enumerate(buckets) if span.last is None or days <= span.last)
