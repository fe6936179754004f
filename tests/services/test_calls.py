"""Logging a contact: the next step of each outcome, and what is refused with which sentence."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.errors import ArcollectError, Refused, UsageError
from arcollect_tui.rules.outcomes import OUTCOMES
from arcollect_tui.services import contacts, history, notes
from arcollect_tui.services.calls import (
    CallDraft,
    DisputeDraft,
    FollowUpDraft,
    PromiseDraft,
    log_call,
    prepare_call,
    will_write,
)
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.promises import promise_rows
from tests.services.offices import (
    DAY,
    Line,
    account_of,
    assert_sound,
    customer,
    days,
    item,
    items,
    office_at,
    state,
    take_in,
)

THANKSGIVING = date(2026, 11, 26)
NEXT = {
    "NA": date(2026, 11, 24),
    "VM": date(2026, 11, 25),
    "BZ": DAY,
    "GK": date(2026, 11, 24),
    "MS": date(2026, 11, 25),
    "PP": date(2026, 12, 2),  # Friday and three business days
    "DI": date(2026, 12, 1),
    "DR": date(2026, 11, 25),
    "AP": date(2026, 11, 27),
    "CB": None,
    "RF": date(2026, 11, 24),
    "WN": date(2026, 11, 24),
    "IC": None,
    "DC": date(2026, 11, 24),
    "NC": DAY,
    "PR": None,
    "CF": date(2026, 12, 1),
    "EM": date(2026, 11, 27),
    "LT": date(2026, 12, 1),
    "IN": None,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        set_office(opened, country="US", currency="USD")
        lines = [
            Line("1", contact="Lee", phone="555 0100"),
            Line("2", currency="EUR", amount=50_00, contact="Lee", phone="555 0100"),
            Line("3", amount=-10_00, type="credit", contact="Lee", phone="555 0100"),
            Line("9", "C2"),
        ]
        take_in(opened, tmp_path, lines)
        yield opened


def test_every_outcome_is_in_the_table() -> None:
    assert set(NEXT) == {outcome.code for outcome in OUTCOMES}
    assert THANKSGIVING.weekday() == 3


@pytest.mark.parametrize("code", NEXT)
def test_the_next_step_of_each_outcome(office: Office, code: str) -> None:
    who = customer(office)
    before = state(office)
    draft = prepare_call(office, who, code)
    if code in ("CB", "PR"):
        with pytest.raises(UsageError, match="needs the day"):
            log_call(office, draft)
        assert state(office) == before
        draft = CallDraft(who, code, follow_up=FollowUpDraft(days(3), time(14, 5)))
    saved = log_call(office, draft)
    seen = account_of(office)
    assert seen.next_action_on == (days(3) if code in ("CB", "PR") else NEXT[code])
    assert (seen.next_action_at is not None) == (code in ("BZ", "CB", "PR"))
    assert seen.activities[0].handle == saved.handle
    retired = [card.phone for card in seen.contacts if card.retired]
    gone = code in ("WN", "DC")
    assert retired == (["555 0100"] if gone else [])
    assert ("555 0100 retired" in saved.sentence) is gone
    assert ("555 0100 retired" in seen.activities[0].text) is gone
    assert_sound(office)
    history.undo(office)
    assert state(office) == before


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_a_count_overrules_the_outcome(office: Office, count: int) -> None:
    wanted = {0: DAY, 1: days(1), 3: date(2026, 11, 27), 4: date(2026, 11, 30)}[count]
    for code in ("NA", "PP", "BZ"):
        draft = prepare_call(office, customer(office), code, days=count)
        assert draft.follow_up == FollowUpDraft(wanted)


def test_no_next_step_can_be_said(office: Office) -> None:
    who = customer(office)
    log_call(office, CallDraft(who, "NA"))
    assert account_of(office).next_action_on == date(2026, 11, 24)
    log_call(office, CallDraft(who, "NA", follow_up=FollowUpDraft(None)))
    assert account_of(office).next_action_on is None
    history.undo(office)
    assert account_of(office).next_action_on == date(2026, 11, 24)


def test_a_call_is_prepared_with_what_is_known(office: Office) -> None:
    who = customer(office)
    draft = prepare_call(office, who, "pp")
    assert (draft.outcome, draft.contact, draft.phone) == ("PP", "Lee", "555 0100")
    assert draft.promise == PromiseDraft(100_00, "USD", date(2026, 11, 27))
    card = contacts.ContactDraft("Chen", phone="555 0199", preferred=True)
    contacts.add_contact(office, who, card)
    assert prepare_call(office, who, "NA").phone == "555 0199"
    words = will_write(office, draft)
    assert words.startswith(
        "Will write: call promise to pay + promise 100.00 USD Fri 27 Nov 2026 + next action"
    )


def test_one_call_is_one_entry_with_all_it_says(office: Office) -> None:
    before = state(office)
    (one,) = items(office, "1")
    draft = CallDraft(
        customer(office),
        "DI",
        contact="Lee",
        why="disp",
        note="wrong price",
        items=(one, one),
        promise=PromiseDraft(40_00, "USD", days(4)),
        follow_up=FollowUpDraft(days(2), time(9, 30)),
        dispute=DisputeDraft("PRC", "typed", 60_00),
    )
    saved = log_call(office, draft)
    assert len(history.history(office)) == 3
    assert (item(office, "1").reason, item(office, "1").disputed_amount) == ("PRC", 60_00)
    assert [(row.amount, row.items) for row in promise_rows(office)] == [(40_00, ("1",))]
    seen = account_of(office)
    assert (seen.next_action_on, seen.next_action_at) == (days(2), time(9, 30))
    assert "promise 40.00 USD by" in seen.activities[0].text
    assert " PRC on 1" in seen.activities[0].text, "the item by its number"
    assert "1 item" not in seen.activities[0].text
    again = log_call(office, draft)
    assert (again.handle, again.again) == (saved.handle, True)
    assert_sound(office)
    history.undo(office)
    assert state(office) == before


REFUSED: list[tuple[str, dict[str, Any], type[ArcollectError], str]] = [
    ("no such outcome", {"outcome": "ZZ"}, UsageError, "no outcome"),
    (
        "no such reason for paying late",
        {"outcome": "NA", "why": "ZZZ"},
        UsageError,
        "no reason for paying late",
    ),
    ("a promise without an amount", {"outcome": "PP"}, UsageError, "needs an amount and a day"),
    (
        "nothing promised",
        {"outcome": "PP", "promise": PromiseDraft(0, "USD", DAY)},
        Refused,
        "more than zero",
    ),
    (
        "a promise of yesterday",
        {"outcome": "PP", "promise": PromiseDraft(1, "USD", days(-1))},
        Refused,
        "is past",
    ),
    (
        "a promise long past",
        {"outcome": "PP", "promise": PromiseDraft(1, "USD", days(-30))},
        Refused,
        "A promise is",
    ),
    (
        "another currency",
        {"outcome": "PP", "promise": PromiseDraft(1, "GBP", DAY)},
        Refused,
        "nothing in GBP",
    ),
    (
        "a promise about an item in another currency",
        {"outcome": "PP", "promise": PromiseDraft(1, "USD", DAY), "named": ("2",)},
        Refused,
        "Item 2 is in EUR",
    ),
    ("a day that is past", {"outcome": "NA", "follow_up": FollowUpDraft(days(-1))}, Refused, "is past"),
    ("an item of another customer", {"outcome": "NA", "named": ("9",)}, Refused, "not of customer C1"),
    ("a dispute of nothing", {"outcome": "DI", "dispute": DisputeDraft("PRC")}, Refused, "needs the items"),
    (
        "no such dispute",
        {"outcome": "DI", "dispute": DisputeDraft("ZZZ"), "named": ("1",)},
        UsageError,
        "ZZZ",
    ),
    (
        "a dispute of a credit",
        {"outcome": "DI", "dispute": DisputeDraft("PRC"), "named": ("3",)},
        Refused,
        "cannot be disputed: a credit",
    ),
    (
        "more than is open",
        {"outcome": "DI", "dispute": DisputeDraft("PRC", "typed", 200_00), "named": ("1",)},
        Refused,
        "more than what is open",
    ),
]


@pytest.mark.parametrize(("name", "said", "kind", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused(
    office: Office, name: str, said: dict[str, Any], kind: type[ArcollectError], words: str
) -> None:
    before = state(office)
    known = {key: value for key, value in said.items() if key != "named"}
    draft = CallDraft(customer(office), **known, items=items(office, *said.get("named", ())))
    with pytest.raises(kind, match=words) as problem:
        log_call(office, draft)
    assert problem.value.exit_code == (2 if kind is UsageError else 3)
    assert problem.value.sentence.rstrip(".)") != problem.value.sentence, name
    assert state(office) == before
    assert len(history.history(office)) == 2


def test_warnings_are_said_and_saved_all_the_same(office: Office) -> None:
    saved = log_call(
        office, CallDraft(customer(office), "PP", promise=PromiseDraft(999_00, "USD", days(200)))
    )
    assert len(saved.warnings) == 2
    assert len(promise_rows(office)) == 1


def test_a_customer_that_is_gone_is_refused(office: Office) -> None:
    who = customer(office)
    history.undo(office)
    with pytest.raises(Refused, match="no longer in the ledger"):
        log_call(office, CallDraft(who, "NA"))
    with pytest.raises(Refused, match="no longer in the ledger"):
        notes.add_note(office, who, "x")


def test_notes_name_items_of_their_account(office: Office) -> None:
    who = customer(office)
    saved = notes.add_note(office, who, " about \n two ", items=items(office, "1", "2"), pinned=True)
    assert saved.sentence == "Note saved for C1 on 2 items."
    assert account_of(office).pinned == ("about \n two",)
    with pytest.raises(Refused, match="not of customer C1"):
        notes.add_note(office, who, "x", items=items(office, "9"))
    with pytest.raises(Refused, match="empty"):
        notes.add_note(office, who, " \n ")


def test_contacts_are_added_changed_and_retired(office: Office) -> None:
    who = customer(office)
    before = state(office)
    contacts.add_contact(office, who, contacts.ContactDraft("Chen", "AP", "555 0111", "chen@x.example"))
    (chen, lee) = contacts.list_contacts(office, who)
    assert (chen.name, chen.from_ledger, lee.name, lee.from_ledger) == ("Chen", False, "Lee", True)
    changed = contacts.ContactDraft("Chen Wei", "AP", "555 0112", preferred=True)
    contacts.add_contact(office, who, changed, chen.contact_id)
    assert [card.name for card in contacts.list_contacts(office, who)] == ["Chen Wei", "Lee"]
    history.undo(office)
    assert [card.name for card in contacts.list_contacts(office, who)] == ["Chen", "Lee"]
    contacts.retire_contact(office, who, "CHEN@x.example")
    contacts.retire_contact(office, who, "555-0100")
    assert [card.retired for card in contacts.list_contacts(office, who)] == [True, True]
    with pytest.raises(Refused, match="No contact goes"):
        contacts.retire_contact(office, who, "chen")
    with pytest.raises(UsageError, match="needs a name"):
        contacts.add_contact(office, who, contacts.ContactDraft(role="AP"))
    for _ in range(3):
        history.undo(office)
    assert [card.name for card in contacts.list_contacts(office, who)] == ["Lee"]
    assert state(office) == before
    assert_sound(office)
