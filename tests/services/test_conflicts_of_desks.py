"""Two offices that hand each other their entries: they see the same conflicts, and one settles for both."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.exchange import apply_exchange, export_entries, plan_exchange
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office, open_office
from tests.places import path_of, place_of
from tests.services.offices import (
    DAY,
    Line,
    Ticking,
    assert_sound,
    customer,
    days,
    item,
    items,
    office_at,
    take_in,
)

LINES = [Line("1001"), Line("1002", left=40_00)]
NUMBERS = count()


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "ann") as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


@pytest.fixture
def bob(ann: Office, tmp_path: Path) -> Iterator[Office]:
    later = Ticking()
    later.at += timedelta(hours=1)
    with open_office(place_of(tmp_path / "bob"), collector="bob", clock=Clock(DAY, later)) as opened:
        give(ann, opened)
        yield opened


def give(giver: Office, taker: Office) -> None:
    """One hands the other everything."""
    file = path_of(giver.store).with_name(f"entries-{next(NUMBERS)}.jsonl")
    export_entries(giver, file)
    apply_exchange(taker, plan_exchange(taker, file))


def swap(one: Office, other: Office) -> None:
    """Both hand each other everything."""
    give(one, other)
    give(other, one)


def code(office: Office, reason: str) -> str:
    """An item coded; its handle at this desk."""
    request = CodingRequest(reason, items(office, "1001"), recode=True)
    return apply_coding(office, plan_coding(office, request)).handle


def seen(office: Office) -> list[tuple[str, list[tuple[bytes, str, bool, bool]]]]:
    """The conflicts, without what each desk calls them."""
    return [
        (row.id, [(one.entry, one.says, one.counts, one.founded) for one in row.values])
        for row in conflicts(office)
    ]


def says(office: Office) -> list[str]:
    """What the values of the one conflict say."""
    (found,) = conflicts(office)
    return [value.says for value in found.values]


def test_both_see_it_and_one_settles_it_for_both(ann: Office, bob: Office) -> None:
    code(ann, "PRC")
    code(bob, "QTY")
    assert seen(ann) == seen(bob) == []
    swap(ann, bob)
    assert says(ann) == ["PRC", "QTY"]
    assert seen(ann) == seen(bob)
    (found,) = conflicts(bob)
    assert found.text == "1001, 2 codings: PRC by ann 23 Nov · QTY by bob 23 Nov, counts"
    settle(bob, found, found.values[0].entry)
    assert says(ann) == ["PRC", "QTY"]
    swap(bob, ann)
    assert seen(ann) == seen(bob) == []
    assert item(ann, "1001").reason == item(bob, "1001").reason == "PRC"
    undo(bob)
    swap(bob, ann)
    assert seen(ann) == seen(bob)
    assert says(ann) == ["PRC", "QTY"]
    for office in (ann, bob):
        assert_sound(office)


def test_who_knew_of_the_other_is_not_in_conflict(ann: Office, bob: Office) -> None:
    code(ann, "PRC")
    give(ann, bob)
    code(bob, "QTY")
    give(bob, ann)
    assert seen(ann) == seen(bob) == []
    assert item(ann, "1001").reason == "QTY"


def test_an_undo_that_did_not_know_what_was_built_on_it(ann: Office, bob: Office) -> None:
    handle = code(ann, "PRC")
    give(ann, bob)
    code(bob, "QTY")
    undo(ann, handle)
    swap(ann, bob)
    assert seen(ann) == seen(bob)
    (found,) = conflicts(ann)
    assert found.text == "1001, 1 coding: QTY by bob 23 Nov, on an undone entry"
    assert item(ann, "1001").coding == item(bob, "1001").coding == "uncoded"
    settle(ann, found, found.values[0].entry)
    swap(ann, bob)
    assert seen(ann) == seen(bob) == []
    assert item(ann, "1001").reason == item(bob, "1001").reason == "QTY"
    for office in (ann, bob):
        assert_sound(office)


def test_settled_differently_at_two_desks_it_is_a_conflict_again(ann: Office, bob: Office) -> None:
    code(ann, "PRC")
    code(bob, "QTY")
    swap(ann, bob)
    for office, place in ((ann, 0), (bob, 1)):
        (found,) = conflicts(office)
        settle(office, found, found.values[place].entry)
    swap(ann, bob)
    assert seen(ann) == seen(bob)
    assert says(ann) == ["PRC", "QTY"]
    settle(ann, conflicts(ann)[0])
    swap(ann, bob)
    assert seen(ann) == seen(bob) == []


def test_settled_alike_at_two_desks_it_is_settled(ann: Office, bob: Office) -> None:
    code(ann, "PRC")
    code(bob, "QTY")
    swap(ann, bob)
    for office in (ann, bob):
        settle(office, conflicts(office)[0])
    swap(ann, bob)
    assert seen(ann) == seen(bob) == []
    assert item(ann, "1001").reason == item(bob, "1001").reason == "QTY"


def test_what_arrives_while_a_conflict_is_shown_is_not_settled_with_it(ann: Office, bob: Office) -> None:
    reschedule(ann, customer(ann), days(3))
    reschedule(bob, customer(bob), days(4))
    give(bob, ann)
    (shown,) = conflicts(ann)
    reschedule(bob, customer(bob), days(5))
    give(bob, ann)
    with pytest.raises(Refused, match="changed since it was shown"):
        settle(ann, shown)
    assert says(ann) == ["26 Nov", "28 Nov"]
