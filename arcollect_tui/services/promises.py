"""Promises, with what the imports say came of them."""

from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.queries import deeds
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.promises import PromiseState
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_ids

DUE_TODAY = "today"
"""Asks for open promises that are due today."""
WORDS = (*map(str, PromiseState), DUE_TODAY)
"""What may be asked of promises themselves; anything else is asked of their accounts."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise; amounts in minor units of `currency`."""

    handle: str
    entry: bytes
    customer_id: int
    customer_no: str
    name: str
    ledger: str
    amount: int
    currency: str
    made_on: date
    due_on: date
    paid: int
    state: str
    contact: str
    method: str
    items: tuple[str, ...]


def promise_rows(office: Office, *, filter: str = "", limit: int | None = None) -> list[PromiseRow]:  # noqa: A002
    """Promises that count, newest first.

    Args:
        office: the office.
        filter: one of `WORDS` (`broken`, `p:open`, `today`), or a filter of accounts.
        limit: at most so many.

    Raises:
        QueryError: the filter cannot be read.
    """
    word = word_of(filter)
    with office.store.reading() as connection:
        if not word or word in WORDS:
            rows = promises_in(connection)
            return [row for row in rows if not word or _is(row, word, office.today)][:limit]
    wanted = set(worklist_ids(office, WorklistView(filter, everyone=True)))
    with office.store.reading() as connection:
        return [row for row in promises_in(connection) if row.customer_id in wanted][:limit]


def word_of(text: str) -> str:
    """The filter without its `p:`, in small letters."""
    return text.strip().casefold().removeprefix("promise:").removeprefix("p:")


def _is(row: PromiseRow, word: str, today: date) -> bool:
    if word == DUE_TODAY:
        return row.state == PromiseState.OPEN and row.due_on == today
    return row.state == word


def promises_in(connection: Connection, customer: int | None = None) -> list[PromiseRow]:
    """Promises of one customer or of all, inside a transaction."""
    rows = deeds.promises(connection, customer)
    named = deeds.promise_items(connection, [row.entry for row in rows])
    return [
        PromiseRow(
            handle=f"{row.desk_number or 0}-{row.seq}",
            entry=row.entry,
            customer_id=row.customer_id,
            customer_no=row.number,
            name=row.name,
            ledger=row.ledger,
            amount=row.amount,
            currency=row.currency,
            made_on=date.fromordinal(row.made_on),
            due_on=date.fromordinal(row.due_on),
            paid=row.paid,
            state=row.state,
            contact=row.contact,
            method=row.method,
            items=tuple(named.get(row.entry, ())),
        )
        for row in rows
    ]
