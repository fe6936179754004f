"""Conflicts about contacts, next actions and the office's settings, settled like those about items."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.data.queries import deeds
from arcollect_tui.errors import Refused
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.contacts import ContactDraft, add_contact, list_contacts
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from tests.services.elsewhere import Elsewhere
from tests.services.offices import Line, account_of, assert_sound, customer, days, office_at, take_in

LINES = [Line("1001"), Line("1002", left=40_00)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


@pytest.fixture
def bob(office: Office) -> Elsewhere:
    return Elsewhere(office)


def only(office: Office) -> ConflictRow:
    """The one conflict of the office."""
    (found,) = conflicts(office)
    return found


def test_two_next_actions(office: Office, bob: Elsewhere) -> None:
    reschedule(office, customer(office), days(3))
    bob.planned(days(9).toordinal())
    found = only(office)
    assert found.text == "follow-up, 2 days: 26 Nov by ann 23 Nov · 2 Dec by bob 23 Nov, counts"
    assert settle(office, found, found.values[0].entry).sentence == "Settled: C1 follow-up 26 Nov."
    assert account_of(office).next_action_on == days(3)
    assert history(office, limit=1)[0].text == "C1 settled, next 26 Nov"
    undo(office)
    assert account_of(office).next_action_on == days(9)
    bob.planned(None)
    assert [one.says for one in only(office).values] == ["26 Nov", "2 Dec", "no next action"]
    assert_sound(office)


def test_two_cards_of_one_contact_differ_in_what_is_said(office: Office, bob: Elsewhere) -> None:
    add_contact(office, customer(office), ContactDraft("Maria Silva", "AP", phone="555 0100"))
    with office.store.reading() as connection:
        (card,) = deeds.contacts(connection, customer(office))
    changed = ContactDraft("Maria Silva", "AP", phone="555 0111")
    add_contact(office, customer(office), changed, card.contact_id)
    theirs = {
        "is": "contact",
        "contact_id": card.contact_id,
        "name": "Maria Silva",
        "role": "AP",
        "phone": "555 0122",
        "retired": 1,
        "replaces": card.entry.hex(),
    }
    bob.said(theirs, kind="contact")
    found = only(office)
    assert found.about == "Maria Silva"
    assert [one.says for one in found.values] == [
        "phone 555 0111, not retired",
        "phone 555 0122, retired",
    ]
    settle(office, found, found.values[0].entry)
    assert conflicts(office) == []
    (now,) = list_contacts(office, customer(office))
    assert (now.phone, now.retired) == ("555 0111", False)
    assert history(office, limit=1)[0].text == "C1 settled contact Maria Silva saved"


def test_a_card_built_on_an_undone_one_is_retired_when_nothing_counts(
    office: Office, bob: Elsewhere
) -> None:
    add_contact(office, customer(office), ContactDraft("Maria Silva", phone="555 0100"))
    with office.store.reading() as connection:
        (card,) = deeds.contacts(connection, customer(office))
    undo(office)
    theirs = {"is": "contact", "contact_id": card.contact_id, "name": "Maria", "phone": "555 0122"}
    bob.said({**theirs, "replaces": card.entry.hex()}, kind="contact")
    assert list_contacts(office, customer(office)) == ()
    assert only(office).text == "Maria, 1 card: phone 555 0122 by bob 23 Nov, on an undone entry"
    settle(office, only(office))
    assert conflicts(office) == []
    assert [one.retired for one in list_contacts(office, customer(office))] == [True]


def test_two_settings_of_the_office(office: Office, bob: Elsewhere) -> None:
    set_office(office, name="Northwind")
    theirs = {"is": "policy", "key": "office.name", "value": '"Nordwind"', "replaces": None}
    bob.said(theirs, number="", kind="policy")
    found = only(office)
    assert found.text == "office.name, 2 values: Northwind by ann 23 Nov · Nordwind by bob 23 Nov, counts"
    assert (found.customer_id, found.customer_no) == (None, "")
    assert settle(office, found, found.values[0].entry).sentence == "Settled: office.name Northwind."
    assert office.settings.name == "Northwind"
    assert conflicts(office) == []
    undo(office)
    assert office.settings.name == "Nordwind"


def test_the_recipe_of_a_ledger_never_changes(office: Office, bob: Elsewhere, tmp_path: Path) -> None:
    bob.said(
        {"is": "policy", "key": "ledger.main.recipe", "value": '"document_no"', "replaces": None},
        number="",
        kind="policy",
    )
    found = only(office)
    assert [(one.collector, one.counts) for one in found.values] == [("ann", True), ("bob", False)]
    with pytest.raises(Refused, match="never changes"):
        settle(office, found, found.values[1].entry)
    settle(office, found)
    assert conflicts(office) == []
    assert take_in(office, tmp_path, LINES, days(1)).again is False
    assert_sound(office)
