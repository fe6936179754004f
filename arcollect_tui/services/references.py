"""Finding the customer and items that people name."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from arcollect_tui.data.queries import customers, items
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.text import key_text, quoted
from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """A customer as named."""

    id: int
    ledger: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item as named."""

    id: int
    customer_id: int
    document_no: str
    customer_no: str


def find_customer(office: Office, text: str) -> CustomerRef:
    """The customer with this number; `LEDGER:NUMBER` where it stands in two ledgers.

    Raises:
        Refused: no such customer (the nearest number is named), or it stands in several ledgers.
    """
    with office.store.reading() as connection:
        return customer_named(connection, text)


def customer_named(connection: Connection, text: str) -> CustomerRef:
    """As `find_customer`, inside a transaction."""
    number = key_text(text)
    found = customers.by_number(connection, number)
    if not found and ":" in number:
        ledger, _, rest = number.partition(":")
        found = customers.by_number(connection, rest.strip(), ledger.strip())
    if len(found) == 1:
        return CustomerRef(*found[0])
    if found:
        ways = " or ".join(f"{ledger}:{no}" for _, ledger, no, _ in found)
        msg = f"Customer {number} stands in {len(found)} ledgers. Say {ways}."
        raise Refused(msg)
    near = difflib.get_close_matches(number, customers.numbers_like(connection, number), n=1, cutoff=0.5)
    hint = f" Nearest: {near[0]}." if near else " See the numbers with arcollect worklist."
    msg = f"There is no customer {quoted(number)}.{hint}"
    raise Refused(msg)


def customer_by_id(connection: Connection, customer: int) -> CustomerRef:
    """The customer with this id.

    Raises:
        Refused: it is not in the ledger (its import may have been taken back).
    """
    found = customers.by_id(connection, customer)
    if found is None:
        raise Refused("That customer is no longer in the ledger; its import was taken back.")
    return CustomerRef(*found)


def find_items(office: Office, customer: CustomerRef | None, numbers: Sequence[str]) -> tuple[ItemRef, ...]:
    """The items with these document numbers, open ones before cleared ones.

    Raises:
        Refused: a number is unknown, or names several open items.
    """
    wanted = [key_text(number) for number in numbers]
    with office.store.reading() as connection:
        rows = items.by_numbers(connection, wanted, customer.id if customer else None)
    found = []
    for number in wanted:
        matches = [row for row in rows if row[2] == number]
        matches = [row for row in matches if row[4] is None] or matches
        if not matches:
            whose = f" of {customer.number}" if customer else ""
            raise Refused(
                f"There is no item {quoted(number)}{whose}. See the numbers with arcollect items."
            )
        if len(matches) > 1:
            whose = ", ".join(sorted({row[3] for row in matches}))
            raise Refused(
                f"{len(matches)} items have the number {number} (customers {whose}). "
                "Use --filter with acct: or company: to name one."
            )
        found.append(ItemRef(*matches[0][:4]))
    return tuple(found)


def items_by_numbers(office: Office, text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The open items of a pasted list of numbers, and the words that name none."""
    words = _pasted(text)
    with office.store.reading() as connection:
        rows = items.by_numbers(connection, words)
    known = {row[2] for row in rows if row[4] is None}
    ids = tuple(row[0] for row in rows if row[4] is None)
    return ids, tuple(word for word in words if word not in known)


def accounts_by_numbers(office: Office, text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The accounts of a pasted list, and the words that name none.

    A word names an account by its number, or by the number of one of its items, open or cleared.
    """
    words = _pasted(text)
    found: dict[str, set[int]] = {}
    with office.store.reading() as connection:
        for word in words:
            found[word] = {row[0] for row in customers.by_number(connection, word)}
        others = [word for word in words if not found[word]]
        for _, customer, number, *_rest in items.by_numbers(connection, others):
            found[number].add(customer)
    ids = tuple(dict.fromkeys(customer for word in words for customer in sorted(found[word])))
    return ids, tuple(word for word in words if not found[word])


def _pasted(text: str) -> list[str]:
    """The words of a pasted list, each once."""
    return list(dict.fromkeys(key_text(word) for word in text.replace(",", " ").replace(";", " ").split()))
