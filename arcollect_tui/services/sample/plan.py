"""The plan of a sample office: its calendar, who the customers are, how many items each has.

Every choice comes from integers and `random.Random`, so one plan gives the same office on every
machine. Customer `i` has a generator of its own: it can be made without making the ones before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from random import Random
from typing import NamedTuple

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.calendars import WeekendCalendar, add_business_days
from arcollect_tui.services.sample import names

COLLECTORS = ("J.Kim", "A.Roy", "M.Silva")
SALES_REPS = ("T.Okafor", "L.Brandt", "S.Moreau", "D.Whitfield", "N.Castillo")
FIRST_CUSTOMER = 10_000
STREAM_ABOVE = 50_000
"""Offices with more items are written as a stream, with one ledger file and a handful of deeds."""

MOST_DAYS = 60

# Fifty seats (country, invoice currency): 72 % American, 12 % invoiced in another currency.
_SEATS = (
    *(("US", "USD"),) * 36,
    ("CA", "CAD"), ("CA", "USD"), ("CA", "USD"), ("GB", "GBP"), ("GB", "GBP"), ("GB", "USD"),
    ("DE", "EUR"), ("DE", "USD"), ("DE", "USD"), ("FR", "EUR"), ("NL", "EUR"), ("ES", "USD"),
    ("IT", "USD"), ("SE", "USD"),
)  # fmt: skip
_OWN_CURRENCY = {"US": "USD", "CA": "CAD", "GB": "GBP"}

# Thousandths of the median at 33 equal steps of probability, log-normal with sigma 0.9: a table of
# integers, because a libm may round the last bit of exp() differently.
SKEW = (
    126, 210, 268, 320, 368, 414, 460, 506, 553, 601, 651, 702, 755, 812, 871, 933, 1000, 1071, 1149,
    1232, 1324, 1425, 1537, 1663, 1808, 1975, 2173, 2415, 2721, 3130, 3728, 4770, 7930,
)  # fmt: skip

# The same, with 128 even steps from each to the next, in millionths: one look-up an amount.
_FINE_SKEW = tuple(
    lower * 1000 + (upper - lower) * step * 1000 // 128
    for lower, upper in pairwise(SKEW)
    for step in range(128)
)

# One habit decides how late a customer pays: shares per thousand of the items, and the upper limits
# (per thousand) of: not yet due, 1-30, 31-60, 61-90 days past due; the rest is older.
_HABITS = (
    (350, (740, 950, 980, 990)),
    (430, (470, 765, 885, 955)),
    (150, (250, 470, 670, 820)),
    (70, (90, 200, 310, 460)),
)
DELINQUENT = len(_HABITS) - 1


class Customer(NamedTuple):
    """One debtor. `base` is the median invoice in minor units; `second` a second currency or ''.

    `place` is the position in the list, `buckets` are limits of `_HABITS`, `cuts` says which reason
    this customer usually gives for paying short.
    """

    place: int
    number: str
    name: str
    country: str
    language: str
    contact: str
    phone: str
    email: str
    currency: str
    second: str
    terms: int
    collector: str
    sales_rep: str
    base: int
    buckets: tuple[int, int, int, int]
    cuts: int


@dataclass(frozen=True)
class SampleOffice:
    """What a sample office is made from; equal offices give equal bytes.

    Attributes:
        today: the day the office is opened.
        accounts: customers with open items in the newest file.
        items: open lines of the newest file.
        days: ledger files, one a business day; offices above `STREAM_ABOVE` items have one.
    """

    seed: int
    today: date
    accounts: int
    items: int
    days: int = 6

    def __post_init__(self) -> None:
        if self.accounts < 1 or self.days < 1:
            raise UsageError("A sample office needs at least one customer and one day.")
        if self.days > MOST_DAYS:
            raise UsageError(f"A sample office has at most {MOST_DAYS} days, not {self.days}.")
        if self.items < self.accounts:
            raise UsageError(
                f"{self.items} items are too few for {self.accounts} customers: "
                "each of them has at least one."
            )

    @cached_property
    def file_days(self) -> tuple[date, ...]:
        """Business days (Monday to Friday) of the ledger files, oldest first, none after today."""
        week = WeekendCalendar()
        newest = self.today if week.is_business(self.today) else add_business_days(self.today, -1, week)
        wanted = 1 if self.items > STREAM_ABOVE else self.days
        return tuple(add_business_days(newest, -back, week) for back in reversed(range(wanted)))

    @cached_property
    def _seats(self) -> tuple[tuple[str, str, int, int], ...]:
        """The seats shuffled, each with its rank in and the number of seats of its country."""
        shuffled = list(_SEATS)
        chance(self.seed).shuffle(shuffled)
        codes = [code for code, _ in shuffled]
        return tuple(
            (code, currency, codes[:at].count(code), codes.count(code))
            for at, (code, currency) in enumerate(shuffled)
        )

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Items of each customer: at least one, skewed, `items` together."""
        rng = chance(self.seed ^ 0x17E5)
        weights = [SKEW[int(rng.random() * len(SKEW))] for _ in range(self.accounts)]
        return tuple(1 + more for more in share_out(self.items - self.accounts, weights))

    @cached_property
    def shorts(self) -> tuple[int, ...]:
        """Short-paid items of each customer: 6.3 % in all, most at the one in five who deduct."""
        rng = chance(self.seed ^ 0x5407)
        weights = [count * (5 if rng.random() < 0.2 else 1) for count in self.counts]
        wanted = share_out(self.items * 63 // 1000, weights)
        return tuple(map(min, wanted, self.counts))

    def generator(self, index: int) -> Random:
        """The source of chance for the customer at `index`, at its beginning."""
        return chance(self.seed * 1_000_003 + index)

    def customer(self, index: int, rng: Random) -> Customer:
        """The customer at `index` of the list; `rng` is its `generator`."""
        code, currency, rank, seats = self._seats[index % len(_SEATS)]
        special = names.SPECIALS.get(index)
        if special:
            code = special.country
        country = names.COUNTRIES[code]
        nth = index // len(_SEATS) * seats + rank
        name = special.name if special else names.firm_name(country, nth, self.seed)
        habit = _habit(rng)
        contact = names.person(country, rng) if rng.random() < 0.95 else ""
        number = names.phone(country, rng) if rng.random() < 0.95 else ""
        own = _OWN_CURRENCY.get(code, "EUR")
        if special and currency != "USD":
            currency = own
        return Customer(
            place=index,
            number=f"C{FIRST_CUSTOMER + index}",
            name=name,
            country=code,
            language=country.language,
            contact=contact,
            phone=number,
            email=_mail(contact, name, rng),
            currency=currency,
            second="USD" if currency != "USD" and rng.random() < 0.2 else "",
            terms=(30, 30, 30, 45, 45, 60)[int(rng.random() * 6)],
            collector=COLLECTORS[index % len(COLLECTORS)],
            sales_rep=SALES_REPS[int(rng.random() * len(SALES_REPS))],
            base=_base(habit, rng),
            buckets=_HABITS[habit][1],
            cuts=int(rng.random() * 6),
        )


def chance(seed: int) -> Random:
    """A repeatable source of chance; nothing here is secret."""
    return Random(seed)  # noqa: S311


def share_out(total: int, weights: list[int]) -> Iterator[int]:
    """Split a whole `total` in proportion to the weights; the parts add up to it exactly."""
    all_weights = sum(weights) or 1
    given = 0
    for upto in accumulate(weights):
        due = total * upto // all_weights
        yield due - given
        given = due


def skewed(base: int, rng: Random) -> int:
    """An amount in minor units around the median `base`, log-normal in shape."""
    return base * _FINE_SKEW[int(rng.random() * len(_FINE_SKEW))] // 1_000_000


def _habit(rng: Random) -> int:
    draw = rng.random() * 1000
    for habit, (share, _) in enumerate(_HABITS):
        draw -= share
        if draw < 0:
            return habit
    return DELINQUENT


def _base(habit: int, rng: Random) -> int:
    base = skewed(140_000, rng)
    # A few big ones among those who do not pay: the top of the worklist.
    return base * 3 if habit == DELINQUENT and rng.random() < 0.4 else base


def _mail(contact: str, firm: str, rng: Random) -> str:
    draw = rng.random()
    if draw < 0.08:
        return ""
    if draw < 0.55 or not contact:
        return f"ap@{names.domain(firm)}"
    return names.mailbox(contact, firm)
