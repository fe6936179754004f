"""A store in which every kind of deed is about customers that will be erased, and about others.

Every word of a customer to be erased holds the canary, so that what is left of it can be found.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from arcollect_tui.data.erased import erased_ids
from arcollect_tui.services import history
from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.drafts import new_token, save_draft
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from tests.services.offices import Line, customer, days, items, take_in

CUSTOMERS, ERASED = 1_000, 20
CANARY = "Zebrafinch"
GONE = [f"{CANARY}{n}" for n in range(0, CUSTOMERS, CUSTOMERS // ERASED)]


def number(n: int) -> str:
    return f"{CANARY}{n}" if n % (CUSTOMERS // ERASED) == 0 else f"C{n}"


def line(n: int, **more: Any) -> Line:
    """An item; every word of the line of a customer to be erased names it."""
    who = number(n)
    own = {"name": f"Name {who}", "text": f"text {who}", "contact": f"contact {who}"}
    own |= {"phone": f"phone {who}", "email": f"{who}@example.com"}
    return Line(f"INV-{who}", who, 100_00 + n, **{**own, **more})


MONDAY = [line(n) for n in range(CUSTOMERS)]
TUESDAY = [one.paid_down(10_00) if n % 2 else one for n, one in enumerate(MONDAY) if n % 7]
TAKEN_BACK = [*TUESDAY, *[line(n, limit=900_00) for n in range(0, CUSTOMERS, 7)]]


def worked(office: Office, folder: Path) -> None:
    """A store in which every kind of deed is about the customers that will be erased, and others."""
    take_in(office, folder, MONDAY, days(-2))
    for who in [*GONE, "C1", "C2"]:
        tell_everything(office, who)
    bulk = plan_coding(office, CodingRequest("PRC", filter="open>0"))
    apply_coding(office, bulk)
    office.store.keep_backup("import", days(-1))
    take_in(office, folder, TUESDAY, days(-1))
    take_in(office, folder, TAKEN_BACK)
    history.undo(office)
    office.store.keep_backup("import", days(0))
    save_draft(office, "call", customer(office, GONE[1]), new_token(), f'{{"note": "{GONE[1]}"}}')
    save_draft(office, "call", customer(office, "C1"), new_token(), '{"note": "stays"}')


def tell_everything(office: Office, who: str) -> None:
    about, named = customer(office, who), items(office, f"INV-{who}")
    promise = PromiseDraft(50_00, "USD", days(3), method=f"method {who}")
    told = CallDraft(about, "PP", contact=f"who {who}", note=f"call {who}", items=named, promise=promise)
    log_call(office, told)
    next_step = FollowUpDraft(days(2))
    log_call(office, CallDraft(about, "WN", phone=f"wrong {who}", note=f"again {who}", follow_up=next_step))
    add_note(office, about, f"note {who}", items=named, pinned=True)
    add_contact(office, about, ContactDraft(f"card {who}", "role", f"number {who}", f"{who}@mail.example"))


def erase_all(office: Office, numbers: Sequence[str] = GONE) -> None:
    for who in numbers:
        done = erase(office, plan_erasure(office, who))
        assert done.handle
        assert done.warnings == ()


def rows(office: Office, sql: str) -> list[Any]:
    """What a query answers."""
    with office.store.reading() as connection:
        return list(connection.exec_driver_sql(sql).all())


def gone(office: Office) -> frozenset[int]:
    """Ids of the customers that are erased here."""
    with office.store.reading() as connection:
        return erased_ids(connection)


def absent(office: Office) -> bool:
    """Whether no erased customer is in ledger tables, standing, facts or drafts."""
    ids = ", ".join(map(str, gone(office)))
    tables = (
        *("item", "item_change", "customer_change", "account_standing", "item_standing", "call", "coding"),
        *("contact", "follow_up", "note", "promise", "promise_standing", "retired_number", "draft"),
    )
    held = [rows(office, f"SELECT 1 FROM {table} WHERE customer_id IN ({ids}) LIMIT 1") for table in tables]
    return not any(held) and not rows(office, f"SELECT 1 FROM customer WHERE id IN ({ids})")
