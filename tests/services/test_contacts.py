"""Contacts: time zones, who is asked for first, changes of single fields, and how they are reached."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from arcollect_tui.data.queries import record
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services.business_days import calendar_of
from arcollect_tui.services.calls import FollowUpDraft, log_call, prepare_call, will_write
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.contacts import (
    ContactCard,
    ContactDraft,
    add_contact,
    edit_contact,
    list_contacts,
    prefer_contact,
    retire_contact,
)
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.reach import contact_word, reach_of
from tests.services.elsewhere import Elsewhere
from tests.services.offices import DAY, Line, account_of, assert_sound, customer, office_at, state, take_in

LINES = [Line("1", contact="Lee", phone="+1 212 555 0144", country="US", email="lee@x.example")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


def card(office: Office, name: str) -> ContactCard:
    """The contact of a name."""
    return next(one for one in list_contacts(office, customer(office)) if one.name == name)


def at(office: Office, hour: int, minute: int = 41, day: date = DAY) -> None:
    """Let the wall clock stand at an instant, UTC."""
    now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    office.clock = Clock(day, lambda: now)


def versions(office: Office) -> list[int]:
    """The versions of the entries about contacts, newest first."""
    with office.store.reading() as connection:
        return [row.version for row in record.entries(connection) if row.kind == "contact"]


def test_a_time_zone_is_kept_and_makes_a_second_version(office: Office) -> None:
    who, before = customer(office), state(office)
    add_contact(office, who, ContactDraft("Maria", phone="+351 21 555 0100"))
    add_contact(office, who, ContactDraft("Ana", time_zone=" lisbon "))
    assert versions(office) == [2, 1]
    assert card(office, "Ana").time_zone == "Europe/Lisbon"
    retire_contact(office, who, "Ana")
    assert (card(office, "Ana").time_zone, card(office, "Ana").retired) == ("Europe/Lisbon", True)
    undo(office)
    edit_contact(office, who, "Ana", {"time_zone": ""})
    assert card(office, "Ana").time_zone == ""
    assert versions(office)[0] == 1
    with pytest.raises(UsageError, match="no time zone"):
        edit_contact(office, who, "Ana", {"time_zone": "Atlantis"})
    assert_sound(office)
    for _ in range(3):
        undo(office)
    assert state(office) == before


def test_single_fields_change_and_the_others_stay(office: Office) -> None:
    who = customer(office)
    draft = ContactDraft(
        "Ana", "buyer", "+351 21 555 0100", "ana@x.example", "pt", "PT", time_zone="Lisbon"
    )
    add_contact(office, who, draft)
    edit_contact(
        office, who, "ana@x.example", {"role": "controller", "language": "German", "country": "germany"}
    )
    found = card(office, "Ana")
    assert (found.role, found.language, found.country) == ("controller", "de", "DE")
    assert (found.phone, found.email, found.time_zone) == (
        "+351 21 555 0100",
        "ana@x.example",
        "Europe/Lisbon",
    )
    with pytest.raises(UsageError, match="Nothing to change"):
        edit_contact(office, who, "Ana", {})
    with pytest.raises(Refused, match="The ledger gives"):
        edit_contact(office, who, "Lee", {"role": "buyer"})
    with pytest.raises(Refused, match="No contact goes by"):
        edit_contact(office, who, "Bob", {"role": "buyer"})


def test_one_contact_is_asked_for_first(office: Office) -> None:
    who = customer(office)
    add_contact(office, who, ContactDraft("Ana", preferred=True))
    add_contact(office, who, ContactDraft("Bea", preferred=True))
    assert [(one.name, one.preferred) for one in list_contacts(office, who)] == [
        ("Bea", True),
        ("Ana", False),
        ("Lee", False),
    ]
    assert prefer_contact(office, who, "ana").sentence == 'Contact "Ana" is asked for first for C1.'
    assert [one.name for one in list_contacts(office, who) if one.preferred] == ["Ana"]
    undo(office)
    assert [one.name for one in list_contacts(office, who) if one.preferred] == ["Bea"]
    with pytest.raises(Refused, match="The ledger gives"):
        prefer_contact(office, who, "Lee")


@pytest.mark.parametrize("typed", ["+1 212 555 0144", "(212) 555-0144", "2125550144"])
def test_a_number_is_retired_as_typed_and_as_shown(office: Office, typed: str) -> None:
    retire_contact(office, customer(office), typed)
    assert card(office, "Lee").retired


def test_desks_that_differ_in_the_zone_alone_contradict_each_other(office: Office) -> None:
    who = customer(office)
    add_contact(office, who, ContactDraft("Ana", time_zone="Lisbon"))
    first = card(office, "Ana")
    edit_contact(office, who, "Ana", {"time_zone": "Madrid"})
    with office.store.reading() as connection:
        base = record.entries(connection)[1].id.hex()
    theirs = {"is": "contact", "contact_id": first.contact_id, "name": "Ana", "replaces": base}
    Elsewhere(office).said({**theirs, "time_zone": "Europe/Rome"}, kind="contact")
    (conflict,) = account_of(office).conflicts
    assert [value.says for value in conflict.values] == ["time zone Europe/Madrid", "time zone Europe/Rome"]


# Reaching them


def test_the_clock_goes_by_zone_then_number_then_country(office: Office) -> None:
    who = customer(office)
    at(office, 14)
    found = account_of(office)
    assert reach_of(office, found).first.text == "09:41 there (Mon)"  # type: ignore[union-attr]
    add_contact(office, who, ContactDraft("Ana", phone="+351 21 555 0100", preferred=True))
    reach = reach_of(office, account_of(office))
    assert reach.first.text == "14:41 there (Mon)"  # type: ignore[union-attr]
    assert reach.times[0].text == "09:41 there (Mon)"
    assert reach.phone("+1 212 555 0144") == "(212) 555-0144"
    assert reach.phone("+351 21 555 0100") == "+351 21 555 0100"
    edit_contact(office, who, "Ana", {"time_zone": "Tokyo"})
    late = reach_of(office, account_of(office)).first
    assert late is not None
    assert late.hint == "holiday there: Labor Thanksgiving Day, 23:41"
    edit_contact(office, who, "Ana", {"time_zone": "", "phone": "", "country": "JP"})
    assert reach_of(office, account_of(office)).first == late


def test_a_place_that_is_not_known_well_has_more_than_one_clock(office: Office) -> None:
    at(office, 14)
    add_contact(office, customer(office), ContactDraft("Sue", phone="+61 412 345 678", preferred=True))
    there = reach_of(office, account_of(office)).first
    assert there is not None
    assert " to " in there.text


def test_a_number_rings_where_number_and_country_agree(office: Office) -> None:
    """A number without a place has the zones of all North America; the country narrows them."""
    at(office, 14)
    draft = ContactDraft("Hot line", phone="+1 800 555 0144", country="CA", preferred=True)
    add_contact(office, customer(office), draft)
    there = reach_of(office, account_of(office)).first
    assert there is not None
    assert there.text.startswith("06:41 to 11:11 there")


def test_holidays_and_hours_are_those_of_the_contact(office: Office) -> None:
    who = customer(office)
    at(office, 15, day=date(2026, 11, 26))
    assert reach_of(office, account_of(office)).first.hint.startswith("holiday there: Thanksgiving")  # type: ignore[union-attr]
    add_contact(office, who, ContactDraft("Ana", phone="+351 21 555 0100", preferred=True))
    assert reach_of(office, account_of(office)).first.in_hours  # type: ignore[union-attr]
    retire_contact(office, who, "Ana")
    set_policy(office, {"office.customers": "consumers"}, "Set.")
    assert reach_of(office, account_of(office)).first.in_hours  # type: ignore[union-attr]


def test_what_is_copied(office: Office) -> None:
    assert contact_word(office, account_of(office), "phone") == "(212) 555-0144"
    assert contact_word(office, account_of(office), "email") == "lee@x.example"
    retire_contact(office, customer(office), "Lee")
    assert contact_word(office, account_of(office), "phone") == ""


# Business days


def test_business_days_are_those_of_office_and_contact(office: Office) -> None:
    """26 November is Thanksgiving here, 1 December a holiday in Portugal."""
    who = customer(office)
    office.clock = Clock(date(2026, 11, 30))
    assert prepare_call(office, who, "NA").follow_up == FollowUpDraft(date(2026, 12, 1))
    add_contact(office, who, ContactDraft("Ana", phone="+351 21 555 0100", preferred=True))
    draft = prepare_call(office, who, "NA")
    assert draft.follow_up == FollowUpDraft(date(2026, 12, 2))
    words = "next action Wed 2 Dec 2026 (not 1 Dec: Restoration of Independence Day there)"
    assert will_write(office, draft) == f"Will write: call no answer + {words}"
    assert log_call(office, draft).sentence == f"Logged: C1 no answer, {words}."
    assert history(office, limit=1)[0].text == "C1 no answer, next 2 Dec"
    assert calendar_of(office, who).holiday(date(2026, 12, 1)).endswith(" there")


def test_the_country_is_the_cards_before_the_numbers(office: Office) -> None:
    who = customer(office)
    add_contact(office, who, ContactDraft("Ana", phone="+351 21 555 0100", country="ES", preferred=True))
    assert calendar_of(office, who).holiday(date(2026, 12, 1)) == ""
    assert calendar_of(office, who).holiday(date(2026, 12, 8)).endswith(" there")
