"""The first screen of a list is the beginning of the whole list, by whichever way it was found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import OLDEST_FIRST, I
from arcollect_tui.services.find import find_first, find_rest
from arcollect_tui.services.items import ItemView, item_ids, item_rows, items_beginning
from arcollect_tui.services.office import Office
from tests.services.offices import Line, days, office_at, take_in

NAMES = ("Kestrel", "Ostrich", "Kestrel", "Avocet", "Ostrich", "Teal")
"""Some customers share a name, so that the list goes on by date among them."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    lines = [
        Line(f"INV{100 + n}", f"C{n % 6}", 100_00 + n % 5, due=days(n % 9 - 4), name=NAMES[n % 6])
        for n in range(40)
    ]
    with office_at(tmp_path / "desk" / "office") as opened:
        take_in(opened, tmp_path, lines)
        yield opened


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at first is less than all there is, as in a large ledger."""
    monkeypatch.setattr(queries, "FIRST_CUSTOMERS", (1, 3))
    monkeypatch.setattr(queries, "_FIRST", select(I.c.id).order_by(*OLDEST_FIRST).limit(10))


@pytest.mark.parametrize("limit", [1, 3, 7, 12, 39, 40, 41])
@pytest.mark.parametrize(
    "view",
    [
        ItemView(),
        ItemView("od>0"),
        ItemView("inv1"),
        ItemView("kestrel"),
        ItemView("nowhere"),
        ItemView("inv10|teal"),
        ItemView("", (("name", False),)),
        ItemView("", (("name", True),)),
        ItemView("", (("customer_no", True), ("open_amount", False))),
        ItemView("ostrich", (("name", False),)),
        ItemView("od>2", (("customer_no", False),)),
    ],
)
def test_the_first_rows_begin_the_whole_list(office: Office, view: ItemView, limit: int) -> None:
    whole = list(item_ids(office, view))
    assert list(item_ids(office, view, limit)) == whole[:limit]
    assert [row.item_id for row in item_rows(office, view, limit)] == whole[:limit]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("INV13", [f"INV13{n}" for n in range(10)]),
        ("inv101", ["INV101"]),
        ("Inv101", ["INV101"]),
        ("nv101", []),
        ("INV1%", []),
    ],
)
def test_numbers_are_found_by_their_beginning(office: Office, typed: str, numbers: list[str]) -> None:
    assert [row.document_no for row in items_beginning(office, typed, 40)] == numbers


def test_what_is_found_first_is_found_in_the_end(office: Office) -> None:
    for typed in ("INV1", "inv12", "kestrel", "C3", "13", "nowhere"):
        first = [found for found in find_first(office, typed) if found.item_id is not None]
        assert {found.id for found in first} <= {found.id for found in find_rest(office, typed)}
