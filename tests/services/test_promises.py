"""Promises are judged by what the imports show, and judged again when an import goes or comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.services import history
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call, promise_default
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.offices import (
    Line,
    account_of,
    assert_sound,
    customer,
    days,
    items,
    office_at,
    state,
    take_in,
)

FRIDAY = days(4)
A, B, C = Line("A"), Line("B"), Line("C", "C2")
PAYMENT = Line("P", amount=-100_00, type="payment", due=None, written=days(1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, [A, B, C])
        yield opened


def promise(office: Office, amount: int = 100_00, due: date = FRIDAY, *numbers: str) -> str:
    draft = CallDraft(
        customer(office), "PP", items=items(office, *numbers), promise=PromiseDraft(amount, "USD", due)
    )
    return log_call(office, draft).handle


def told(office: Office) -> list[tuple[str, int]]:
    """(state, paid) of each promise, the first one first."""
    return [(row.state, row.paid) for row in reversed(promise_rows(office))]


@dataclass(frozen=True)
class Story:
    """What the files of the days after the promise show, and what becomes of it."""

    name: str
    files: Sequence[tuple[int, Sequence[Line]]]
    told: tuple[str, int]
    amount: int = 100_00
    named: Sequence[str] = field(default_factory=tuple)


STORIES = [
    Story("no file yet", [], ("open", 0)),
    Story("nothing came before the day", [(2, [A, B, C])], ("open", 0)),
    Story("nothing came in the days of grace", [(9, [A, B, C])], ("broken", 0)),
    Story(
        "the first file after grace is the one", [(8, [A, B, C]), (9, [A, C]), (12, [C])], ("kept", 100_00)
    ),
    Story("a payment after that comes too late", [(9, [A, B, C]), (12, [A, C])], ("broken", 0)),
    Story("paid before the day", [(1, [A, C]), (2, [A, C])], ("kept", 100_00)),
    Story("kept stays kept", [(1, [A, C]), (12, [A, C])], ("kept", 100_00)),
    Story("paid and returned", [(1, [A, C]), (2, [A, B, C]), (12, [A, B, C])], ("broken", 0)),
    Story("some came", [(9, [A.paid_down(60_00), B, C])], ("partial", 40_00)),
    Story("some came, still time", [(2, [A.paid_down(60_00), B, C])], ("open", 40_00)),
    Story("more came", [(9, [C])], ("kept", 200_00)),
    Story("another account paid", [(9, [A, B])], ("broken", 0)),
    Story("on account", [(2, [A, B, C, PAYMENT])], ("kept", 100_00)),
    Story(
        "on account, later applied, counts once",
        [(2, [A, B, C, PAYMENT]), (3, [A, C]), (12, [A, C])],
        ("kept", 100_00),
    ),
    Story(
        "on account, applied in two steps",
        [(2, [A, B, C, PAYMENT]), (3, [A.paid_down(40_00), B, C, PAYMENT.paid_down(-40_00)]), (12, [B, C])],
        ("kept", 100_00),
    ),
    Story(
        "on account, half of it, later applied",
        [(2, [A, B, C, Line("P", amount=-40_00, type="payment")]), (12, [A.paid_down(60_00), B, C])],
        ("partial", 40_00),
    ),
    Story(
        "a credit note is no payment",
        [(9, [A, B, C, Line("N", amount=-100_00, type="credit")])],
        ("broken", 0),
    ),
    Story(
        "a credit note that is set off is none either",
        [(1, [A, B, C, Line("N", amount=-100_00, type="credit")]), (9, [A, C])],
        ("broken", 0),
    ),
    Story("the named item was paid", [(9, [B, C])], ("kept", 100_00), named=["A"]),
    Story("another item was paid", [(9, [A, C])], ("broken", 0), named=["A"]),
    Story("one of two named items", [(9, [B, C])], ("partial", 100_00), 200_00, ["A", "B"]),
    Story("on account for a named item", [(9, [A, B, C, PAYMENT])], ("kept", 100_00), named=["A"]),
    Story("a new invoice pays nothing", [(9, [A, B, C, Line("D")])], ("broken", 0)),
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_what_becomes_of_a_promise(office: Office, tmp_path: Path, story: Story) -> None:
    promise(office, story.amount, days(4), *story.named)
    states = []
    for day, lines in story.files:
        states.append((state(office), told(office)))
        take_in(office, tmp_path, lines, days(day))
    assert told(office) == [story.told]
    assert_sound(office)
    for before, words in reversed(states):
        history.undo(office)
        assert told(office) == words
        assert state(office) == before
    for _ in states:
        history.redo(office)
    assert told(office) == [story.told]
    assert_sound(office)


def test_the_grace_is_of_business_days(office: Office, tmp_path: Path) -> None:
    promise(office)
    with office.store.reading() as connection:
        (until,) = connection.exec_driver_sql("SELECT grace_until FROM promise").one()
    assert date.fromordinal(until) == date(2026, 12, 2)
    take_in(office, tmp_path, [A, B, C], days(8))
    assert told(office) == [("open", 0)]
    take_in(office, tmp_path, [A, B, C], days(9))
    assert told(office) == [("broken", 0)]


def test_the_clock_alone_breaks_nothing(tmp_path: Path, office: Office) -> None:
    promise(office)
    office.close()
    with office_at(tmp_path / "office", days(60)) as later:
        assert told(later) == [("open", 0)]
        assert_sound(later)


def test_a_later_promise_takes_the_place_of_the_earlier(tmp_path: Path, office: Office) -> None:
    promise(office)
    office.close()
    with office_at(tmp_path / "office", days(1)) as later:
        second = promise(later, 150_00)
        assert told(later) == [("superseded", 0), ("open", 0)]
        take_in(later, tmp_path, [A, C], days(2))
        assert told(later) == [("superseded", 0), ("open", 100_00)]
        history.undo(later, second)
        assert told(later) == [("kept", 100_00)]
        assert_sound(later)


def test_promises_about_different_items_stand_side_by_side(office: Office, tmp_path: Path) -> None:
    promise(office, 100_00, days(4), "A")
    promise(office, 100_00, days(4), "B")
    assert told(office) == [("open", 0), ("open", 0)]
    take_in(office, tmp_path, [B, C], days(9))
    assert told(office) == [("kept", 100_00), ("broken", 0)]


def test_a_superseded_promise_is_judged_when_a_file_shows_it(office: Office, tmp_path: Path) -> None:
    """A file between the two promises that comes in late gives the first one its verdict after all."""
    promise(office)
    office.close()
    with office_at(tmp_path / "office", days(20)) as later:
        promise(later, 100_00, days(24))
        assert told(later)[0] == ("superseded", 0)
        take_in(later, tmp_path, [A, B, C], days(10))
        assert told(later)[0] == ("broken", 0)
        assert_sound(later)
        history.undo(later)
        assert told(later)[0] == ("superseded", 0)
        assert_sound(later)


def test_a_verdict_goes_with_the_file_it_rested_on(office: Office, tmp_path: Path) -> None:
    """The file changed nothing for the customer, and many others stand beside it."""
    others = [Line(f"o{n}", f"O{n}") for n in range(20)]
    take_in(office, tmp_path, [A, B, C, *others], days(1))
    promise(office)
    before = state(office)
    take_in(office, tmp_path, [A, B, C, *others[1:]], days(10))
    assert told(office) == [("broken", 0)]
    history.undo(office)
    assert told(office) == [("open", 0)]
    assert state(office) == before
    assert_sound(office)


def test_an_older_file_may_be_the_one_that_judges(office: Office, tmp_path: Path) -> None:
    others = [Line(f"o{n}", f"O{n}") for n in range(20)]
    take_in(office, tmp_path, [A, B, C, *others], days(0))
    promise(office)
    take_in(office, tmp_path, [A, C, *others], days(14))
    assert told(office) == [("kept", 100_00)]
    take_in(office, tmp_path, [A, B, C, *others[1:]], days(9))
    assert told(office) == [("broken", 0)]
    assert_sound(office)
    history.undo(office)
    assert told(office) == [("kept", 100_00)]
    assert_sound(office)


def test_what_the_account_shows_of_its_promises(office: Office, tmp_path: Path) -> None:
    promise(office, 150_00)
    (row,) = account_of(office).aging
    assert row.promised == 150_00
    take_in(office, tmp_path, [A, B.paid_down(50_00), C], days(2))
    assert account_of(office).aging[0].promised == 100_00
    assert [r.flags for r in worklist_rows(office, WorklistView("p:open"))] == ["P"]
    take_in(office, tmp_path, [A, B.paid_down(50_00), C], days(10))
    assert account_of(office).aging[0].promised == 0
    assert worklist_rows(office, WorklistView("p:open")) == []
    (row_,) = worklist_rows(office, WorklistView("p:partial"))
    assert "B" in row_.flags
    assert any(points.text == "promise broken" for points in row_.reasons)


def test_promises_are_found_by_their_state(office: Office, tmp_path: Path) -> None:
    promise(office, 100_00, days(4), "A")
    promise(office, 100_00, days(4), "B")
    take_in(office, tmp_path, [B, C], days(10))
    assert [row.items for row in promise_rows(office, filter="kept")] == [("A",)]
    assert [row.items for row in promise_rows(office, filter="p:broken")] == [("B",)]
    assert promise_rows(office, filter="open") == []
    assert len(promise_rows(office, filter="cur:usd")) == 2
    assert len(promise_rows(office, limit=1)) == 1


def test_the_default_is_all_overdue_less_disputed(office: Office, tmp_path: Path) -> None:
    take_in(
        office,
        tmp_path,
        [A, B, C, Line("F", due=days(5)), Line("G", amount=70_00, currency="EUR")],
        days(0),
    )
    assert promise_default(office, customer(office)) == (200_00, "USD")
    request = CodingRequest("PRC", items(office, "A", "F"), mode="typed", amount=30_00)
    apply_coding(office, plan_coding(office, request))
    assert promise_default(office, customer(office)) == (170_00, "USD")
    assert promise_default(office, customer(office), items(office, "F")) == (70_00, "USD")
    assert promise_default(office, customer(office), items(office, "G", "F")) == (70_00, "EUR")
