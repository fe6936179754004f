"""Small offices for the tests: ledger files written from lines and taken in through the services."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import digests
from arcollect_tui.data.location import Place
from arcollect_tui.data.store import Store
from arcollect_tui.rules.money import plain
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.office import Office, Saved, open_office
from arcollect_tui.services.references import find_customer, find_items
from tests.places import place_of

DAY = date(2026, 11, 23)
"""A Monday."""
LONG = 20 if os.environ.get("ARCOLLECT_LONG") else 1
HASTY = settings(
    max_examples=25 * LONG,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
COLUMNS = (
    "company,customer_no,customer_name,document_no,type,document_date,due_date,currency,amount,"
    "open_amount,text,contact_name,phone,email,country,credit_limit,collector"
)


def days(count: int, start: date = DAY) -> date:
    """So many days after a day."""
    return start + timedelta(days=count)


@dataclass(frozen=True)
class Line:
    """One line of a ledger file; amounts in minor units."""

    number: str = "1001"
    customer: str = "C1"
    amount: int = 100_00
    left: int | None = None
    due: date | None = field(default_factory=lambda: days(-10))
    written: date | None = field(default_factory=lambda: days(-40))
    currency: str = "USD"
    company: str = ""
    name: str = ""
    type: str = "invoice"
    text: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    country: str = ""
    limit: int | None = None
    collector: str = ""

    def paid_down(self, left: int) -> "Line":
        """The same item with less open."""
        return replace(self, left=left)

    def cells(self) -> list[str]:
        """The cells of the line in the order of `COLUMNS`."""
        left = self.amount if self.left is None else self.left
        limit = "" if self.limit is None else plain(self.limit, self.currency)
        return [
            self.company,
            self.customer,
            self.name or f"Customer {self.customer}",
            self.number,
            self.type,
            self.written.isoformat() if self.written else "",
            self.due.isoformat() if self.due else "",
            self.currency,
            plain(self.amount, self.currency),
            plain(left, self.currency),
            self.text,
            self.contact,
            self.phone,
            self.email,
            self.country,
            limit,
            self.collector,
        ]


def file_of(folder: Path, lines: Iterable[Line], name: str = "ledger.csv", end: str = "\n") -> Path:
    """A ledger file in the canonical columns."""
    rows = [",".join(_quoted(cell) for cell in line.cells()) for line in lines]
    path = folder / name
    path.write_bytes(end.join([COLUMNS, *rows, ""]).encode())
    return path


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def file_name(name: str, layout: str | None, suffix: str) -> str:
    """The name of an export in a layout: of a CSV it says whether it is exact to the byte."""
    exact = suffix == ".csv" and layout is not None and layout.endswith("machine")
    return f"{name}{'.machine.csv' if exact else suffix}"


class Ticking:
    """A clock that is a second later each time it is read, so that stamps are told apart."""

    def __init__(self, day: date = DAY) -> None:
        self.at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def office_at(path: Place, day: date = DAY, collector: str = "ann", **options: Any) -> Office:
    """The office of a store on a day."""
    place = place_of(path) if isinstance(path, Path) else path
    return open_office(place, collector=collector, clock=Clock(day, Ticking(day)), **options)


def never_seated(path: Path) -> Path:
    """The store as if no machine had a witness of it, so that its copies are no copies to anybody."""
    store = Store.open(place_of(path))
    with store.writing() as connection:
        drawer.set_witnessed(connection, witnessed=False)
    store.close()
    return path


def take_in(
    office: Office,
    folder: Path,
    lines: Iterable[Line],
    as_of: date | None = None,
    *,
    end: str = "\n",
    accept: Sequence[str] = GUARDS,
    **options: Any,
) -> Saved:
    """Write a ledger file and take it in; every guard is let through unless `accept` says otherwise."""
    wanted = ImportOptions(as_of=as_of or office.today, accept=frozenset(accept), **options)
    return apply_import(office, plan_import(office, file_of(folder, lines, end=end), wanted))


@dataclass(frozen=True)
class State:
    """What a store holds, as its digests tell."""

    ledger: str
    standing: str


def state(office: Office) -> State:
    """The digests of ledger and standing."""
    with office.store.reading() as connection:
        return State(digests.ledger_digest(connection), digests.standing_digest(connection))


def assert_sound(office: Office) -> None:
    """Every check is silent."""
    report = run_checks(office)
    assert report.ok, [result for result in report.checks if not result.ok]


def assert_money(office: Office) -> None:
    """Open is what is collectible plus what is disputed; balances and buckets are sums of items."""
    items = item_rows(office, ItemView("state:open"))
    for item in items:
        assert 0 <= item.disputed_amount <= max(0, item.open_amount)
    for customer in {item.customer_id for item in items}:
        seen = account(office, customer)
        for row in seen.aging:
            mine = [item for item in seen.items if item.currency == row.currency]
            assert row.balance == sum(item.open_amount for item in mine)
            assert row.disputed == sum(item.disputed_amount for item in mine)
            assert row.unapplied == -sum(min(0, item.open_amount) for item in mine)
            late = row.late_30 + row.late_60 + row.late_90 + row.late_more
            assert row.overdue == late
            assert row.balance == row.current + late + row.no_due - row.unapplied


def customer(office: Office, number: str = "C1") -> int:
    """The id of a customer."""
    return find_customer(office, number).id


def items(office: Office, *numbers: str) -> tuple[int, ...]:
    """The ids of items."""
    return tuple(found.id for found in find_items(office, None, numbers))


def item(office: Office, number: str) -> ItemRow:
    """One item, open or cleared."""
    found = [
        row
        for text in ("state:open", "state:cleared")
        for row in item_rows(office, ItemView(f"doc={number} {text}"))
    ]
    (only,) = found
    return only


def account_of(office: Office, number: str = "C1") -> Account:
    """One account."""
    return account(office, customer(office, number))
