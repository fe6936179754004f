"""Items that are like one in a column: those, and only those, whose cell shows the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import QueryError, Refused
from arcollect_tui.rules.query_fields import FIELDS, Kind, Target
from arcollect_tui.rules.splits import Split
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.marking import alike_ids, like, matching_ids
from arcollect_tui.services.office import Office
from tests.services.offices import Line, days, office_at, take_in

LINES = (
    Line("1", text="price diff", left=10_00),
    Line("2", text="PRICE DIFF", left=10_00, due=days(-11)),
    Line("3", text='50% "off" (a|b) sort:x', left=10_00, due=None),
    Line("4", text="", currency="EUR", left=10_00),
    Line("5", "C2", text="", currency="JPY", amount=1_000, left=1_000, due=None),
    Line("6", "C2", text="Fracht \u00dcber", left=25_00),
    Line("7", "C3", text="fracht \u00fcber", left=100_00, type="credit"),
    Line("8", "C3", text="price diff more", left=10_00),
)
FIELD_NAMES = [field.name for field in FIELDS[Target.ITEMS] if field.kind is not Kind.FLAG]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Coded in every way: PRC, FRT with a piece of PRC, PRC with a piece of FRT, PRC-PO, collectible."""
    with office_at(tmp_path / "office.arcollect") as opened:
        take_in(opened, tmp_path, LINES)
        number = {row.document_no: row.item_id for row in item_rows(opened, ItemView())}
        for no, reason, pieces in (
            ("1", "PRC", ()),
            ("2", "", (Split("FRT"), Split("PRC", amount=1_00))),
            ("3", "", (Split("PRC"), Split("FRT", amount=1_00))),
            ("6", "PRC-PO", ()),
            ("8", "collectible", ()),
        ):
            mode = "split" if pieces else "whole"
            request = CodingRequest(reason, (number[no],), mode=mode, splits=pieces)
            apply_coding(opened, plan_coding(opened, request))
        yield opened


def cell(row: ItemRow, field: str) -> object:
    """What makes two rows the same in a column."""
    value = getattr(row, field)
    kind = next(known.kind for known in FIELDS[Target.ITEMS] if known.name == field)
    if field == "reason":
        return (row.coding, value)
    if kind is Kind.MONEY and value is not None:
        return (value, row.currency)
    return value.lower() if isinstance(value, str) else value


@pytest.mark.parametrize("field", FIELD_NAMES)
def test_those_whose_cell_shows_the_same(office: Office, field: str) -> None:
    rows = item_rows(office, ItemView())
    assert len(rows) == len(LINES)
    for row in rows:
        wanted = {other.item_id for other in rows if cell(other, field) == cell(row, field)}
        assert set(alike_ids(office, "", row, field)) == wanted, row


def test_among_the_rows_of_the_filter_only(office: Office) -> None:
    first = item_rows(office, ItemView("#1"))[0]
    found = alike_ids(office, "text:price sort:-due_date cols:name", first, "customer_no")
    assert set(found) == {row.item_id for row in item_rows(office, ItemView("text:price acct:C1"))}


@pytest.mark.parametrize("field", ["paid", "percent", "nothing", "od"])
def test_a_column_worked_out_from_others_is_refused(office: Office, field: str) -> None:
    with pytest.raises(Refused, match="worked out from others"):
        like(item_rows(office, ItemView())[0], field)


def test_a_filter_marks_what_it_matches(office: Office) -> None:
    assert set(matching_ids(office, "fracht")) == {
        row.item_id for row in item_rows(office, ItemView()) if "racht" in row.text
    }
    with pytest.raises(QueryError):
        matching_ids(office, "od>=thirty")
