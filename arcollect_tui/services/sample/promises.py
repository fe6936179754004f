"""Promises of the sample office, and the payments that keep, half keep or break them.

The customer of a promise is made quiet: nothing of it is paid but what the promise is about, so what
the ledger files show is what was intended, by whatever rule payments are counted.
"""

from datetime import date
from random import Random
from typing import NamedTuple

from arcollect_tui.rules.calendars import WeekendCalendar, add_business_days
from arcollect_tui.rules.promises import GRACE_DAYS
from arcollect_tui.services.sample.deeds import Intended, Promised
from arcollect_tui.services.sample.ledger import Account, Item, Maker

MOST = 35


class PromisePlan(NamedTuple):
    """Who promises what, and on which working day (an index into the days of the files)."""

    account: Account
    made: int
    promised: Promised


def plan_promises(accounts: list[Account], maker: Maker, rng: Random) -> list[PromisePlan]:
    """Choose the customers, add the items they pay to `accounts`, and say what they promise.

    Of the promises that are judged by the newest day 60 % are kept, 16 % partly, 24 % broken.
    """
    able = [account for account in accounts if len(_overdue(account, maker)) > 1]
    rng.shuffle(able)
    chosen = able[: min(MOST, len(able) // 2)]
    kinds = _kinds(len(chosen), len(maker.file_days) - 1)
    made_by_kind: dict[Intended, int] = {}
    plans = []
    for account, kind in zip(chosen, kinds, strict=True):
        turn = made_by_kind.get(kind, 0)
        made_by_kind[kind] = turn + 1
        _make_quiet(account)
        plans.append(_PLANNERS[kind](account, maker, turn, rng))
    return plans


def _kinds(count: int, last: int) -> list[Intended]:
    """How many of each; what must be judged needs the grace to be over by the `last` file."""
    still_open = count * 2 // 7 if last else count
    judged = count - still_open
    broken, partial = (judged * 6 // 25, judged * 4 // 25) if last > GRACE_DAYS else (0, 0)
    kept = judged - broken - partial
    sizes: list[tuple[Intended, int]] = [
        ("kept", kept), ("partial", partial), ("broken", broken), ("open", still_open),
    ]  # fmt: skip
    return [kind for kind, size in sizes for _ in range(size)]


def _overdue(account: Account, maker: Maker) -> list[Item]:
    """Invoices already overdue on the first day that no file ever shows paid, oldest first."""
    first = maker.file_days[0]
    currency = account.customer.currency
    return sorted(
        (
            item
            for item in account.items
            if item.untouched() and item.due_on < first and item.currency == currency
        ),
        key=lambda item: item.due_on,
    )


def _make_quiet(account: Account) -> None:
    account.items[:] = [item._replace(paid_on=None) for item in account.items if item.cleared_on is None]


def _paid(account: Account, maker: Maker, paid: int, amount: int, rng: Random) -> Item:
    """A new item, overdue since before the first day, that the file of day `paid` has no more."""
    span = (maker.newest - maker.file_days[0]).days
    overdue = span + 2 + int(rng.random() * 45)
    item = maker.invoice(account.customer, rng, overdue, amount)._replace(
        currency=account.customer.currency, cleared_on=maker.file_days[paid]
    )
    account.items.append(item)
    return item


def _promise(items: list[Item], due_on: date, intended: Intended) -> Promised:
    return Promised(
        amount=sum(item.amount for item in items),
        due_on=due_on,
        currency=items[0].currency,
        document_nos=tuple(item.number for item in items),
        intended=intended,
    )


def _kept(account: Account, maker: Maker, turn: int, rng: Random) -> PromisePlan:
    last = len(maker.file_days) - 1
    # The first day belongs to those that must be judged, where there are days enough.
    made = 1 + turn % (last - 1) if last > 1 else 0
    paid = min(made + 1 + turn % 2, last)
    due = min(paid + int(rng.random() * 2), last)
    items = [_paid(account, maker, paid, 0, rng) for _ in range(1 + int(rng.random() * 3))]
    return PromisePlan(account, made, _promise(items, maker.file_days[due], "kept"))


def _judged_days(maker: Maker, turn: int) -> tuple[int, int]:
    """Working days of making and due: the grace is over on the newest day, a holiday in it or not."""
    latest = len(maker.file_days) - 1 - GRACE_DAYS - 1
    due = 1 + turn % max(1, latest)
    return due - 1, due


def _partial(account: Account, maker: Maker, turn: int, rng: Random) -> PromisePlan:
    made, due = _judged_days(maker, turn)
    unpaid = _overdue(account, maker)[:2]
    percent = 50 + int(rng.random() * 100)
    amount = sum(item.amount for item in unpaid) * percent // 100
    items = [_paid(account, maker, due, amount, rng), *unpaid]
    return PromisePlan(account, made, _promise(items, maker.file_days[due], "partial"))


def _broken(account: Account, maker: Maker, turn: int, rng: Random) -> PromisePlan:
    made, due = _judged_days(maker, turn)
    items = _overdue(account, maker)[: 1 + int(rng.random() * 4)]
    return PromisePlan(account, made, _promise(items, maker.file_days[due], "broken"))


def _open(account: Account, maker: Maker, turn: int, rng: Random) -> PromisePlan:
    last = len(maker.file_days) - 1
    made = max(0, last - 1 - turn % 3)
    items = _overdue(account, maker)[: 1 + int(rng.random() * 4)]
    due_on = add_business_days(maker.office.today, turn % 6, WeekendCalendar())
    return PromisePlan(account, made, _promise(items, due_on, "open"))


_PLANNERS = {"kept": _kept, "partial": _partial, "broken": _broken, "open": _open}
