"""The open items of a sample office.

An item knows when it appeared, when it was paid down and when it left; the file of a day shows what
was open then. So the last file and the ones before it can never disagree.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from arcollect_tui.services.sample.plan import Customer, SampleOffice, skewed

FIRST_SERIAL = 880_000
_LONGEST_TERMS = 60
_OLDEST = 420
"""No document is older than this many days; every day has a range of numbers of its own."""

# Why customers cut an invoice, with the words they write on the remittance. {po} is the order of the
# item, {n} a number of theirs.
CUTS = (
    ("PRC", ("price diff {po}", "short: price list", "per contract 2026", "old price used", "price")),
    ("FRT", ("freight not agreed", "freight deducted", "freight: DAP agreed")),
    ("DMG", ("damage claim {n}", "2 cartons wet - claim {n}", "damaged in transit {n}")),
    ("DSC", ("early pay discount taken", "2% discount", "discount per {po}")),
    ("ALW", ("promo Q3", "co-op advertising Q3", "volume rebate", "promo {n}")),
    ("QTY", ("pallet missing", "short shipped {po}", "qty short 4 ctn", "1 pallet not received")),
)
_RESIDUAL_EVERY = 32


class Item(NamedTuple):
    """One open item. Amounts are signed minor units.

    From `posted_on` on it is listed, until the day before `cleared_on`. Before `paid_on` its whole
    amount was open and it had no remittance words. `cut` is the reason the words point to.
    """

    number: str
    parent: str
    kind: str
    issued_on: date
    posted_on: date
    due_on: date
    currency: str
    amount: int
    open_amount: int
    reference: str
    po: str
    text: str
    cut: str = ""
    paid_on: date | None = None
    cleared_on: date | None = None

    def listed(self, day: date) -> bool:
        """Whether the file of that day has this item."""
        return self.posted_on <= day and (self.cleared_on is None or day < self.cleared_on)

    def short_on(self, day: date) -> bool:
        """Whether the file of that day shows this item short paid, or a residual."""
        return bool(self.cut) and self.listed(day) and (self.paid_on is None or self.paid_on <= day)

    def untouched(self) -> bool:
        """A plain invoice that nobody pays in the days of this office."""
        return self.kind == "invoice" and self.open_amount == self.amount and self.cleared_on is None


class Account(NamedTuple):
    """A customer and all the items any file lists for it."""

    customer: Customer
    items: list[Item]


class Serials:
    """Document numbers that grow with the date, as a numbering office would give them out.

    `days` are the days they are given out on, and after these the days that invoices fall due on; a
    slot is a place in it.
    """

    def __init__(self, newest: date, items: int) -> None:
        first = newest.toordinal() - _OLDEST
        # Made once: a million items share these dates, so the text of each is made once too.
        self.days = tuple(map(date.fromordinal, range(first, first + _OLDEST + _LONGEST_TERMS + 1)))
        self._width = max(61, items // 20) | 1
        self._used = [0] * (_OLDEST + 1)
        self._spare = FIRST_SERIAL + self._width * len(self._used)

    def take(self, slot: int) -> int:
        """A number nobody has yet, from the range of that day while it lasts."""
        used = self._used[slot]
        if used == self._width:
            self._spare += 1
            return self._spare
        self._used[slot] = used + 1
        # Steps of a power of two meet every place of an odd width once: gaps, but no repeats.
        return FIRST_SERIAL + slot * self._width + (used * 16 + slot * 29) % self._width


class Maker:
    """Makes the items of one office, customer by customer in the order of the list."""

    def __init__(self, office: SampleOffice) -> None:
        self.office = office
        self.file_days = office.file_days
        self.newest = self.file_days[-1]
        self._serials = Serials(self.newest, office.items)
        self._days = self._serials.days
        self._since_friday = tuple(max(0, day.weekday() - 4) for day in self._days)
        self._shorts = 0

    def accounts(self) -> Iterator[Account]:
        """Every customer with its items; to be run through once."""
        for index in range(self.office.accounts):
            rng = self.office.generator(index)
            customer = self.office.customer(index, rng)
            yield Account(customer, list(self._items(customer, rng)))

    def _items(self, customer: Customer, rng: Random) -> Iterator[Item]:
        count = self.office.counts[customer.place]
        shorts = self.office.shorts[customer.place]
        for _ in range(shorts):
            yield from self._short(customer, rng)
        for _ in range(count - shorts):
            yield self._any(customer, rng)
        later = self.file_days[1:]
        leaving = int(count * 16 * len(later) / 1000 + rng.random()) if later else 0
        for _ in range(leaving):
            day = later[int(rng.random() * len(later))]
            overdue = int(rng.random() * 40) - 8 + (self.newest - day).days
            yield self.invoice(customer, rng, overdue)._replace(cleared_on=day)

    def _any(self, customer: Customer, rng: Random) -> Item:
        draw = rng.random()
        if draw < 0.925:
            return self.invoice(customer, rng, _overdue(customer, rng))
        if draw < 0.945:
            return self._part_paid(customer, rng)
        return self._other(customer, rng, draw)

    def invoice(self, customer: Customer, rng: Random, overdue: int, amount: int = 0) -> Item:
        """An invoice that is wholly open and about `overdue` days past due on the newest day.

        Nothing is issued on a weekend, which may make it a day or two older. Amount 0: any.
        """
        terms, random = customer.terms, rng.random
        issued = _OLDEST - overdue - terms
        issued -= self._since_friday[issued]
        issued_on = self._days[issued]
        amount = amount or skewed(customer.base, rng)
        serial = self._serials.take(issued)
        draw = random()
        # By position: this runs a million times for a large office.
        return Item(
            f"INV{serial}",
            "",
            "invoice",
            issued_on,
            issued_on,
            self._days[issued + terms],
            customer.second if customer.second and draw < 0.25 else customer.currency,
            amount,
            amount,
            f"DN{serial % 90_000 + 10_000}",
            f"PO {4_000 + int(draw * 60_000)}" if random() < 0.87 else "",
            "",
        )

    def _short(self, customer: Customer, rng: Random) -> Iterator[Item]:
        """A short-paid invoice; now and then the ledger has split the rest off as a residual."""
        # Nobody pays weeks before the due date.
        item = self.invoice(customer, rng, max(_overdue(customer, rng), int(rng.random() * 30) - 6))
        reason, words = CUTS[customer.cuts if rng.random() < 0.7 else int(rng.random() * len(CUTS))]
        text = words[int(rng.random() * len(words))].format(
            po=item.po or "PO unknown", n=int(7_000 + rng.random() * 2_000)
        )
        rest = item.amount * int(15 + rng.random() * 225) // 1000
        paid_on = self._paid_lately(item, rng)
        self._shorts += 1
        if self._shorts % _RESIDUAL_EVERY:
            yield item._replace(
                open_amount=rest,
                text=text if rng.random() < 0.86 else "",
                cut=reason,
                paid_on=paid_on,
            )
            return
        residual = item._replace(
            number=f"RES{self._serials.take(self._days.index(item.issued_on))}",
            parent=item.number, kind="residual", posted_on=paid_on or item.posted_on,
            amount=rest, open_amount=rest, text=text, cut=reason,
        )  # fmt: skip
        yield residual
        if paid_on:
            yield item._replace(cleared_on=paid_on)

    def _part_paid(self, customer: Customer, rng: Random) -> Item:
        item = self.invoice(customer, rng, max(_overdue(customer, rng), int(rng.random() * 20)))
        left = item.amount * int(300 + rng.random() * 500) // 1000
        return item._replace(open_amount=left, paid_on=self._paid_lately(item, rng))

    def _paid_lately(self, item: Item, rng: Random) -> date | None:
        """For one in five the day of a file since which it is paid down; None: before the first."""
        draw = int(rng.random() * 5 * max(1, len(self.file_days) - 1)) + 1
        if draw >= len(self.file_days) or self.file_days[draw] <= item.posted_on:
            return None
        return self.file_days[draw]

    def _other(self, customer: Customer, rng: Random, draw: float) -> Item:
        """A credit, a payment on account, a debit or a fee."""
        base = self.invoice(customer, rng, int(rng.random() * 80) - customer.terms)
        serial = base.number.removeprefix("INV")
        if draw < 0.978:
            words = ("return", "price correction", "bonus", "goodwill", "")
            text, amount = words[int(draw * 1000) % len(words)], -(base.amount * 3 // 10)
            number, kind, reference = f"CM{serial}", "credit", base.reference
        elif draw < 0.992:
            number, kind, text = f"PAY{serial}", "payment", "on account - no remittance"
            amount, reference = -base.amount, f"ACH {serial[-5:]}"
        elif draw < 0.996:
            number, kind, text = f"DM{serial}", "debit", "freight rebill"
            return base._replace(number=number, kind=kind, text=text)
        else:
            number, kind, text, reference = f"FEE{serial}", "fee", "late payment fee", ""
            amount = base.amount // 50
        return base._replace(
            number=number, kind=kind, text=text, amount=amount, open_amount=amount,
            reference=reference, po="", due_on=base.issued_on,
        )  # fmt: skip


def _overdue(customer: Customer, rng: Random) -> int:
    """Days past due on the newest day, by the customer's habit; negative before the due date."""
    draw = rng.random() * 1000
    spread = draw % 1
    current, to_30, to_60, to_90 = customer.buckets
    if draw < current:
        return -int(spread * (customer.terms + 1))
    if draw < to_30:
        return 1 + int(spread * 30)
    if draw < to_60:
        return 31 + int(spread * 30)
    if draw < to_90:
        return 61 + int(spread * 30)
    return 91 + int(spread * spread * 220)
