"""The ledger files of a sample office: canonical CSV, ISO dates, amounts with a decimal dot."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from arcollect_tui.services.sample.ledger import Account, Item

COMPANY = "1000"
HEADER = (
    "company", "document_no", "line", "parent_no", "customer_no", "customer_name", "contact_name",
    "phone", "email", "country", "credit_limit", "type", "document_date", "posting_date", "due_date",
    "currency", "amount", "open_amount", "reference", "po", "text", "terms", "collector", "sales_rep",
)  # fmt: skip

_iso = cache(date.isoformat)


def credit_limit(account: Account) -> int:
    """The limit in minor units of the customer's currency; about one customer in ten is over it."""
    customer = account.customer
    balance = sum(
        item.open_amount
        for item in account.items
        if item.currency == customer.currency and item.cleared_on is None
    )
    percent = (80, 110, 125, 140, 150, 160, 180, 200, 250, 300)[customer.place * 7 % 10]
    thousands = max(5, balance * percent // 10_000_000)
    step = 5 if thousands < 100 else 25
    return thousands // step * step * 100_000


def lines(accounts: Iterable[Account], day: date) -> Iterator[str]:
    """The ledger file of a day as text lines, the header first; each ends with a line feed."""
    yield ",".join(HEADER) + "\n"
    for account in accounts:
        customer = account.customer
        who = ",".join(
            (
                customer.number,
                _cell(customer.name),
                customer.contact,
                customer.phone,
                customer.email,
                customer.country,
                money(credit_limit(account)),
            )
        )
        tail = f"Net {customer.terms},{customer.collector},{customer.sales_rep}\n"
        yield from (_line(item, who, tail, day) for item in account.items if item.listed(day))


def _line(item: Item, who: str, tail: str, day: date) -> str:
    later = item.paid_on is not None and day < item.paid_on
    amount = money(item.amount)
    same = later or item.open_amount == item.amount
    return (
        f"{COMPANY},{item.number},1,{item.parent},{who},{item.kind},"
        f"{_iso(item.issued_on)},{_iso(item.posted_on)},"
        f"{_iso(item.due_on)},{item.currency},{amount},"
        f"{amount if same else money(item.open_amount)},{item.reference},{item.po},"
        f"{'' if later else item.text},{tail}"
    )


def money(minor: int) -> str:
    """An amount with two decimals and a dot, as every currency of the office has.

    The rules print money of any currency; this says the same in a third of the time, which counts
    with two amounts on each of a million lines.
    """
    digits = str(minor) if minor > 99 else f"{minor:0{3 + (minor < 0)}d}"
    return f"{digits[:-2]}.{digits[-2:]}"


def _cell(text: str) -> str:
    """A CSV cell, quoted when it must be."""
    if '"' in text or "," in text:
        return '"' + text.replace('"', '""') + '"'
    return text
