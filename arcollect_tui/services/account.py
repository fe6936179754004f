"""One account as the pane and `arcollect account` show it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from arcollect_tui.data.queries import accounts, assignments, customers, deeds, record
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries.assignments import Owned
from arcollect_tui.errors import Refused
from arcollect_tui.rules import owners
from arcollect_tui.rules.formats import shown_day
from arcollect_tui.rules.minutes import from_minutes
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.owners import Terms
from arcollect_tui.rules.priority import Points
from arcollect_tui.rules.text import po_words
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import conflicts_of
from arcollect_tui.services.contacts import ContactCard, contacts_of
from arcollect_tui.services.history import HistoryRow
from arcollect_tui.services.history import rows_in as history_rows
from arcollect_tui.services.items import ItemRow, item_row
from arcollect_tui.services.master_card import MasterCard, master_card
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promises_in
from arcollect_tui.services.worklist import as_day, over_limit, reasons_of

ABOUT_CUSTOMER = ("call", "note", "contact", "follow_up", "coding", "assign", "settle")


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """The customer as the ledger has it.

    Attributes:
        collector: whom the ledger names.
        owner: whose it is today.
        terms: what was assigned and still holds, or will.
        assigned: that in words: whose it is, who covers, what will change; empty without terms.
    """

    id: int
    ledger: str
    number: str
    name: str
    country: str
    collector: str
    credit_limit: int | None
    limit_currency: str
    contact_name: str
    phone: str
    email: str
    owner: str = ""
    terms: Terms = ()
    assigned: str = ""


@dataclass(frozen=True, slots=True)
class AgingRow:
    """The account in one currency; minor units.

    Attributes:
        labels: what the office calls the aging buckets, `current` to the last.
    """

    currency: str
    current: int
    late_30: int
    late_60: int
    late_90: int
    late_more: int
    no_due: int
    balance: int
    overdue: int
    unapplied: int
    disputed: int
    promised: int
    credit_limit: int | None
    over_limit: bool
    labels: tuple[str, ...]

    @property
    def buckets(self) -> tuple[int, ...]:
        """The sums in the order of the labels."""
        return self.current, self.late_30, self.late_60, self.late_90, self.late_more


@dataclass(frozen=True, slots=True)
class Account:
    """Everything the pane shows. Items oldest due first, activities newest first."""

    customer: CustomerCard
    master: MasterCard
    aging: tuple[AgingRow, ...]
    contacts: tuple[ContactCard, ...]
    activities: tuple[HistoryRow, ...]
    promises: tuple[PromiseRow, ...]
    conflicts: tuple[ConflictRow, ...]
    disputes: tuple[ItemRow, ...]
    items: tuple[ItemRow, ...]
    pinned: tuple[str, ...]
    next_action_on: date | None
    next_action_at: time | None
    score: int
    reasons: tuple[Points, ...]


def account(office: Office, customer_id: int, *, activities: int | None = None) -> Account:
    """One account.

    Args:
        office: the office.
        customer_id: which.
        activities: at most so many of the newest activities; all of them when None.

    Raises:
        Refused: the customer is not in the ledger.
    """
    labels = tuple(bucket.label for bucket in office.settings.buckets)
    with office.store.reading() as connection:
        own = customers.card(connection, customer_id)
        if own is None:
            raise Refused("That customer is no longer in the ledger; its import was taken back.")
        rows = accounts.rows_of(connection, [customer_id])[customer_id]
        found = record.entries(connection, customer=customer_id, limit=activities)
        done = history_rows(connection, office, found, customer_id)
        items = tuple(
            item_row(item, office.today) for item in item_queries.open_of_customer(connection, customer_id)
        )
        lead = rows[0] if rows else None
        return Account(
            customer=CustomerCard(
                own.id,
                own.ledger,
                own.number,
                own.name,
                own.country,
                own.collector,
                own.credit_limit,
                own.limit_currency,
                own.contact_name,
                own.phone,
                own.email,
                **_owner(assignments.owned(connection, [customer_id])[customer_id], office.today),
            ),
            master=master_card(connection, own),
            aging=tuple(_aging(row, labels) for row in rows),
            contacts=contacts_of(connection, customer_id),
            activities=tuple(row for row in done if row.kind in ABOUT_CUSTOMER),
            promises=tuple(promises_in(connection, customer_id)),
            conflicts=tuple(conflicts_of(connection, office, customer_id)),
            disputes=tuple(item for item in items if item.coding == "disputed"),
            items=items,
            pinned=tuple(deeds.pinned_notes(connection, customer_id)),
            next_action_on=as_day(lead.next_action_on) if lead else None,
            next_action_at=from_minutes(lead.next_action_at) if lead else None,
            score=lead.score if lead else 0,
            reasons=reasons_of(lead, office) if lead else (),
        )


def _owner(said: Owned, today: date) -> dict[str, Any]:
    """Whose the customer is, in the fields of its card."""
    terms, by_ledger, day = said.terms, said.by_ledger, today.toordinal()
    words = owners.owner_words(terms, by_ledger, day) if terms else ""
    return {"owner": owners.owner_on(terms, by_ledger, day), "terms": terms, "assigned": words}


def _aging(row: accounts.AccountRow, labels: tuple[str, ...]) -> AgingRow:
    return AgingRow(
        row.currency,
        row.current,
        row.late_30,
        row.late_60,
        row.late_90,
        row.late_more,
        row.no_due,
        row.balance,
        row.overdue,
        row.unapplied,
        row.disputed,
        row.promised,
        row.credit_limit,
        over_limit(row),
        labels,
    )


def explain(office: Office, customer_id: int) -> tuple[Points, ...]:
    """Why the account ranks where it does: lines that add up to its score."""
    with office.store.reading() as connection:
        rows = accounts.rows_of(connection, [customer_id])[customer_id]
    return reasons_of(rows[0], office) if rows else ()


def open_items_text(office: Office, customer_id: int) -> str:
    """The open items as text for a mail: number, dates, PO, amount, and the total per currency."""
    with office.store.reading() as connection:
        items = item_queries.open_of_customer(connection, customer_id)
    fmt = office.settings.fmt
    lines = []
    totals: dict[str, int] = {}
    for item in items:
        due = as_day(item.due_date)
        amount = f"{shown(item.open_amount, item.currency, fmt)} {item.currency}"
        po = f"  {po_words(item.po)}" if item.po else ""
        when = shown_day(due, fmt) if due else "no due date"
        lines.append(f"{item.document_no or item.type}  due {when}  {amount}{po}")
        totals[item.currency] = totals.get(item.currency, 0) + item.open_amount
    lines += [f"Total {shown(total, code, fmt)} {code}" for code, total in sorted(totals.items())]
    return "\n".join(lines)
