"""A store whose tables an older program made, which read less of the record, is read anew when it opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete
from sqlmodel import SQLModel

from arcollect_tui.data import desk, projection, standing
from arcollect_tui.data.rebuild import rebuild
from arcollect_tui.data.statements import insert_rows, table
from arcollect_tui.data.tables import (
    AccountStanding,
    Call,
    Customer,
    CustomerChange,
    Item,
    ItemChange,
    ItemStanding,
    LedgerImport,
    PromiseStanding,
    Unfounded,
    Voided,
)
from arcollect_tui.services import history
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.office import Office
from tests.data.records import CUSTOMER
from tests.services.elsewhere import Elsewhere
from tests.services.offices import Line, assert_sound, customer, days, items, office_at, state, take_in

MONDAY = [Line("1"), Line("2"), Line("3", "C2", currency="EUR")]
LEDGER: tuple[type[SQLModel], ...] = (Item, ItemChange, Customer, CustomerChange, LedgerImport)
NOT_KNOWN: tuple[type[SQLModel], ...] = (
    *projection.FACT_TABLES,
    Voided,
    Unfounded,
    ItemStanding,
    PromiseStanding,
    AccountStanding,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two ledgers, a promise, codings of which one was undone, and an import that was taken back."""
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, MONDAY, days(-2))
        take_in(opened, tmp_path, [Line("9")], days(-2), ledger="north")
        take_in(opened, tmp_path, [MONDAY[0].paid_down(40_00), *MONDAY[1:]], days(-1))
        log_call(
            opened, CallDraft(customer(opened, "C2"), "PP", promise=PromiseDraft(50_00, "EUR", days(2)))
        )
        for document in ("2", "1"):
            apply_coding(opened, plan_coding(opened, CodingRequest("PRC", items(opened, document))))
        history.undo(opened)
        take_in(opened, tmp_path, [MONDAY[1]])
        history.undo(opened)
        yield opened


def forget(connection: Connection) -> None:
    """The store as a program left it that read nothing but the parts, and noted something of its own."""
    for model in (*NOT_KNOWN, *LEDGER):
        connection.execute(delete(table(model)))
    insert_rows(connection, Call, [(b"x" * 16, 0, 1, 1, "", "", "", "", "")])
    desk.put(connection, "reads", b"less")


def test_all_that_the_record_says_is_there_again(office: Office) -> None:
    before = state(office)
    with office.store.writing() as connection:
        forget(connection)
    assert state(office) != before
    with office.store.writing() as connection:
        rebuild(connection)
        assert projection.is_read(connection)
    assert state(office) == before
    assert_sound(office)


def test_without_a_day_of_its_own_a_store_has_no_standing_but_its_ledger(office: Office) -> None:
    """A store that no collector has opened yet: what is taken back does not count all the same."""
    before = state(office)
    with office.store.writing() as connection:
        forget(connection)
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'standing_day'")
        rebuild(connection)
        assert standing.standing_day(connection) is None
    assert state(office).ledger == before.ledger
    assert state(office).standing != before.standing


def test_an_erasure_that_could_not_be_read_is_carried_out(office: Office) -> None:
    bob = Elsewhere(office)
    bob.said({"is": "note", "text": "to be erased"})
    bob.said({"is": "erasure", "customer_id": CUSTOMER}, number="", kind="erasure")
    with office.store.writing() as connection:
        forget(connection)
        rebuild(connection)
        left = connection.exec_driver_sql("SELECT ledger, number FROM customer ORDER BY ledger").all()
        assert left == [("main", "C2"), ("north", "C1")]
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one() == 0
        held = "SELECT count(*) FROM part WHERE body IS NOT NULL AND customer_id = %d"
        assert connection.exec_driver_sql(held % CUSTOMER).scalar_one() == 0
    assert_sound(office)
