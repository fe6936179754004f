"""The rows of the exports that show how things stand: the lists, contacts, customers, entries."""

from collections.abc import Iterable, Iterator
from datetime import date, time

from arcollect_tui.data.exports.cells import Money, machine_text
from arcollect_tui.data.queries import customers as customer_queries
from arcollect_tui.data.queries import record
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.edit_marks import mark_of
from arcollect_tui.services.contacts import ContactCard, contacts_of
from arcollect_tui.services.export_rows import Row, Rows, Span
from arcollect_tui.services.history import history as entries
from arcollect_tui.services.items import ItemRow, ItemView, item_query, item_rows
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promise_rows
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_ids, worklist_rows

PROMISES = (
    "entry", "made_on", "ledger", "customer_no", "name", "amount", "currency", "due_on", "paid",
    "state", "contact", "items", "note", "promise", "version",
)  # fmt: skip
WORKLIST = (
    "rank", "ledger", "customer_no", "name", "collector", "currency", "balance", "overdue",
    "days_overdue", "score", "reasons", "next_action_on", "next_action_at", "note", "version",
)  # fmt: skip
ITEMS = (
    "ledger", "company", "document_no", "line", "parent_no", "customer_no", "name", "type",
    "document_date", "due_date", "currency", "amount", "open_amount", "days_overdue", "state", "coding",
    "reason", "disputed_amount", "short_amount", "reference", "po", "text", "terms", "collector",
    "sales_rep",
)  # fmt: skip
CONTACTS = (
    "ledger", "customer_no", "customer_name", "contact_name", "role", "phone", "email", "language",
    "country", "preferred", "retired", "time_zone", "contact", "version",
)  # fmt: skip
CUSTOMERS = (
    "ledger", "customer_no", "customer_name", "contact_name", "phone", "email", "country", "collector",
    "credit_limit", "limit_currency", "terms", "parent", "language", "time_zone", "street", "postal_code",
    "city", "region",
)  # fmt: skip
HISTORY = ("entry", "date", "at", "collector", "kind", "text", "undone_by")
CONTACTS_MORE = ("uid", "called", "ask_first")
"""What layouts know of a contact besides the columns of ours."""
CONTACT_PREFIX, PROMISE_PREFIX, OF_LEDGER = "c", "p", "ledger"
"""Before the hex of the key of a contact or promise, so that no spreadsheet takes it for a number; and
the key of a contact that the ledger gives."""


def promises(office: Office, span: Span, text: str = "") -> Rows:
    """Promises made in the span, newest first, with what came of them."""
    found = promise_rows(office, filter=text)
    with office.store.reading() as connection:
        heads = {row.id for row in record.entries(connection, desk=span.desk) if span.covers(row)}
    return PROMISES, iter([_promise(row) for row in found if row.entry in heads])


def _promise(row: PromiseRow) -> Row:
    return (
        row.handle,
        row.made_on,
        row.ledger,
        row.customer_no,
        row.name,
        Money(row.amount, row.currency),
        row.currency,
        row.due_on,
        Money(row.paid, row.currency),
        row.state,
        row.contact,
        " ".join(row.items),
        "",
        f"{PROMISE_PREFIX}{row.entry.hex()}",
        mark_of(promise_values(row)),
    )


def promise_values(row: PromiseRow) -> list[str]:
    """What a row of the promises says of the promise itself, and of whose it is."""
    amount = machine_text(Money(row.amount, row.currency))
    return [row.ledger, row.customer_no, amount, row.currency, row.due_on.isoformat()]


def worklist(office: Office, text: str) -> Rows:
    """The worklist as the screen shows it; a note typed beside it comes back, see `edited_lists`."""
    return WORKLIST, iter(
        [
            (
                row.rank,
                row.ledger,
                row.number,
                row.name,
                row.collector,
                row.currency,
                Money(row.balance, row.currency),
                Money(row.overdue, row.currency),
                row.days_overdue,
                row.score,
                "; ".join(f"{points.text} +{points.points}" for points in row.reasons),
                row.next_action_on,
                clock_text(row.next_action_at),
                "",
                mark_of(next_values(row)),
            )
            for row in worklist_rows(office, WorklistView(text))
        ]
    )


def next_values(row: WorklistRow) -> list[str]:
    """What a row of the worklist says of the next action, and of whose it is."""
    return [row.ledger, row.number, machine_text(row.next_action_on), clock_text(row.next_action_at)]


def clock_text(at: time | None) -> str:
    """A time of day as files have it."""
    return "" if at is None else f"{at:%H:%M}"


def items(office: Office, text: str) -> Rows:
    """The items of a filter; open ones unless it says otherwise. The order is the same in every office."""
    view = ItemView(text)
    found = item_rows(office, view)
    if not item_query(office, view).sort:
        found.sort(key=_oldest_first)
    return ITEMS, iter(
        [
            (
                row.ledger,
                row.company,
                row.document_no,
                row.line,
                row.parent_no,
                row.customer_no,
                row.name,
                row.type,
                row.document_date,
                row.due_date,
                row.currency,
                Money(row.amount, row.currency),
                Money(row.open_amount, row.currency),
                row.days_overdue,
                row.state,
                row.coding,
                row.reason,
                Money(row.disputed_amount, row.currency),
                None if row.short_amount is None else Money(row.short_amount, row.currency),
                row.reference,
                row.po,
                row.text,
                row.terms,
                row.collector,
                row.sales_rep,
            )
            for row in found
        ]
    )


def _oldest_first(row: ItemRow) -> tuple[date, int, str, str, str, str]:
    """The order of the list; items that are alike there stand by their numbers, not by our keys."""
    due = row.due_date or date.max
    return due, -row.open_amount, row.ledger, row.company, row.document_no, row.line


def contacts(office: Office, text: str) -> Rows:
    """Contacts in force of the customers of a filter, the ledger's own included."""
    return CONTACTS, iter([row[: len(CONTACTS)] for row in contact_rows(office, text)])


def contact_rows(office: Office, text: str) -> Iterator[Row]:
    """As `contacts`, with the cells of `CONTACTS_MORE` at the end of each row."""
    ids = worklist_ids(office, WorklistView(text, everyone=True))
    with office.store.reading() as connection:
        for customer, card in _cards(connection, ids, text):
            for one in contacts_of(connection, customer):
                key = _key(one)
                uid = f"{customer:016x}-{key}@arcollect"
                more = (uid, one.called, "preferred" if one.preferred else "")
                values = contact_values(one)
                named = (card.ledger, card.number, card.name)
                yield (*named, *values, key, mark_of([key, *values]), *more)


def _key(card: ContactCard) -> str:
    """What names a contact in a file: of the ledger's own the first as ever, `ledger-2` the next."""
    if not card.from_ledger:
        return f"{CONTACT_PREFIX}{card.contact_id:016x}"
    return f"{OF_LEDGER}-{1 - card.contact_id}" if card.contact_id else OF_LEDGER


def _cards(
    connection: Connection, ids: Iterable[int], text: str
) -> list[tuple[int, customer_queries.CustomerRecord]]:
    """Customers by ledger and number, which is the same in every office, unless the filter sorts them."""
    cards = [(customer, customer_queries.card(connection, customer)) for customer in ids]
    found = [(customer, card) for customer, card in cards if card is not None]
    return found if "sort:" in text else sorted(found, key=lambda one: (one[1].ledger, one[1].number))


def contact_values(card: ContactCard) -> list[str]:
    """What a row of the contacts says, from `contact_name` to `time_zone`."""
    return [
        card.name,
        card.role,
        card.phone,
        card.email,
        card.language,
        card.country,
        "yes" if card.preferred else "",
        "yes" if card.retired else "",
        card.time_zone,
    ]


def customers(office: Office, text: str) -> Rows:
    """Customers of a filter, as the ledger has them."""
    ids = worklist_ids(office, WorklistView(text, everyone=True))
    rows: list[Row] = []
    with office.store.reading() as connection:
        for _, card in _cards(connection, ids, text):
            limit = None if card.credit_limit is None else Money(card.credit_limit, card.limit_currency)
            rows.append(
                (
                    card.ledger,
                    card.number,
                    card.name,
                    card.contact_name,
                    card.phone,
                    card.email,
                    card.country,
                    card.collector,
                    limit,
                    card.limit_currency,
                    card.terms,
                    card.parent,
                    card.language,
                    card.time_zone,
                    card.street,
                    card.postal_code,
                    card.city,
                    card.region,
                )
            )
    return CUSTOMERS, iter(rows)


def history(office: Office, text: str) -> Rows:
    """Every entry that holds the words of a filter, newest first, also those that no longer count."""
    return HISTORY, iter(
        [
            (
                row.handle,
                row.local_day,
                row.at.isoformat(timespec="seconds"),
                row.collector,
                row.kind,
                row.text,
                row.voided_by or "",
            )
            for row in entries(office, filter=text)
        ]
    )
