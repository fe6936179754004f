"""Small rules of the desk that are refused or warned about in a sentence."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.references import find_customer
from tests.places import place_of

TODAY = date(2026, 11, 23)
LEDGER = """customer_no,document_no,document_date,due_date,currency,amount,open_amount
C1,1001,2026-09-15,2026-10-15,USD,100.00,100.00
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    place = place_of(tmp_path / "office.arcollect")
    with open_office(place, collector="Ann", clock=Clock(TODAY)) as opened:
        yield opened


def taken_in(office: Office, tmp_path: Path, as_of: date = TODAY) -> tuple[str, ...]:
    file = tmp_path / "open.csv"
    file.write_text(LEDGER)
    plan = plan_import(office, file, ImportOptions(as_of=as_of))
    apply_import(office, plan)
    return plan.warnings


def test_nobody_promises_when_nobody_answers(office: Office, tmp_path: Path) -> None:
    taken_in(office, tmp_path)
    customer = find_customer(office, "C1")
    draft = CallDraft(customer.id, "NA", promise=PromiseDraft(5000, "USD", date(2026, 11, 27)))
    with pytest.raises(UsageError, match="Log PP"):
        log_call(office, draft)


def test_a_wrong_number_needs_a_number(office: Office, tmp_path: Path) -> None:
    taken_in(office, tmp_path)
    with pytest.raises(ArcollectError, match="number that was called"):
        log_call(office, CallDraft(find_customer(office, "C1").id, "WN"))


def test_a_day_to_come_is_warned_about(office: Office, tmp_path: Path) -> None:
    warnings = taken_in(office, tmp_path, date(2027, 11, 23))
    assert any("2027-11-23, a day still to come" in warning for warning in warnings)


def test_a_day_that_has_come_is_not(office: Office, tmp_path: Path) -> None:
    assert not any("still to come" in warning for warning in taken_in(office, tmp_path))
