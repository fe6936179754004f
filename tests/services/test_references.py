"""Naming a customer or an item: exact numbers, two ledgers, and the nearest name for a slip."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused
from arcollect_tui.services.office import Office
from arcollect_tui.services.references import (
    accounts_by_numbers,
    find_customer,
    find_items,
    items_by_numbers,
)
from tests.services.offices import Line, days, office_at, take_in


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        main = [
            Line("500", "C10035"),
            Line("501", "C10036"),
            Line("502", "007"),
            Line("503", "a:b"),
            Line("504", "C10035", company="10"),
            Line("504", "C10036", company="20"),
            Line("505", "C10035"),
        ]
        take_in(opened, tmp_path, main, days(-1))
        take_in(opened, tmp_path, [line for line in main if line.number != "505"])
        take_in(opened, tmp_path, [Line("500", "C10035"), Line("600", "N1")], ledger="north")
        yield opened


@pytest.mark.parametrize(
    ("text", "ledger", "number"),
    [
        ("C10036", "main", "C10036"),
        (" C10036 ", "main", "C10036"),
        ("main:C10035", "main", "C10035"),
        ("north:C10035", "north", "C10035"),
        ("north: C10035", "north", "C10035"),
        ("007", "main", "007"),
        ("'007", "main", "007"),
        ("a:b", "main", "a:b"),
        ("main:a:b", "main", "a:b"),
        ("N1", "north", "N1"),
    ],
)
def test_a_customer_is_named(office: Office, text: str, ledger: str, number: str) -> None:
    found = find_customer(office, text)
    assert (found.ledger, found.number) == (ledger, number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C10035", "stands in 2 ledgers. Say main:C10035 or north:C10035"),
        ("C1003", "Nearest: C1003"),
        ("c10036", "Nearest: C10036"),
        ("7", "no customer"),
        ("0070", "Nearest: 007"),
        ("south:C10035", "no customer"),
        ("", "no customer"),
        ("%", "no customer"),
        ("\x1b[2J", "no customer"),
    ],
)
def test_a_slip_is_refused_with_the_nearest(office: Office, text: str, words: str) -> None:
    with pytest.raises(Refused) as problem:
        find_customer(office, text)
    assert words in problem.value.sentence
    assert problem.value.exit_code == 3
    assert "\x1b" not in problem.value.sentence


def test_items_are_named(office: Office) -> None:
    (found,) = find_items(office, None, ["501"])
    assert (found.document_no, found.customer_no) == ("501", "C10036")
    customer = find_customer(office, "main:C10035")
    assert [item.document_no for item in find_items(office, customer, ["500", "505"])] == ["500", "505"]
    assert find_items(office, find_customer(office, "C10036"), ["504"])[0].customer_no == "C10036"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("999", 'no item "999"'),
        ("500", "2 items have the number 500"),
        ("504", r"customers C10035, C10036"),
    ],
)
def test_an_item_that_is_none_or_several_is_refused(office: Office, number: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        find_items(office, None, [number])


def test_a_pasted_list_tells_what_it_does_not_know(office: Office) -> None:
    ids, unknown = items_by_numbers(office, "501, 502;999\n501 505\tx")
    assert len(ids) == 2
    assert unknown == ("999", "505", "x")


def test_a_pasted_list_names_accounts_by_their_number_or_an_items(office: Office) -> None:
    twins = {find_customer(office, f"{ledger}:C10035").id for ledger in ("main", "north")}
    other = find_customer(office, "C10036").id
    ids, unknown = accounts_by_numbers(office, "C10036\nnope; C10035, C10036")
    assert ids[0] == other
    assert (set(ids), unknown) == ({*twins, other}, ("nope",))
    ids, unknown = accounts_by_numbers(office, "504")
    assert (len(ids), unknown) == (2, ())
    assert other in ids
    assert accounts_by_numbers(office, " \n") == ((), ())
