"""Finding: by what, in which order, and where it says that it matched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.calls import log_call, prepare_call
from arcollect_tui.services.contacts import ContactDraft, add_contact, retire_contact
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.find import find, find_people, phone_digits
from arcollect_tui.services.history import undo
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.references import find_customer
from tests.services.offices import Line, days, office_at, take_in

LINES = (
    Line("1001", "C1", 80_55, name="Kestrel Paper Inc", phone="+49 (0)211 55-12", contact="Ann Berg"),
    Line("C1", "C2", 1_204_50, name="Heron Metals", email="ap@heron.example", currency="EUR"),
    Line("1003", "C3", 500_00, left=80_55, name="1001 Nights Ltd", text="pallet missing"),
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office.arcollect") as found:
        take_in(found, tmp_path, LINES)
        yield found


def _found(office: Office, text: str) -> list[tuple[str, str, str]]:
    return [(row.kind, row.number, row.where) for row in find(office, text)]


def test_exact_numbers_stand_first_then_names_then_the_rest(office: Office) -> None:
    add_note(office, find_customer(office, "C3").id, "says 1001 was paid")
    assert _found(office, "1001") == [
        ("item", "1001", "number"),
        ("account", "C3", "name"),
        ("note", "C3", "note: says 1001 was paid"),
        ("item", "1003", "name"),
    ]
    assert _found(office, "c1")[:2] == [("account", "C1", "number"), ("item", "C1", "number")]


@pytest.mark.parametrize("typed", ["0211 5512", "+49 (0)211 55-12", "211/55", "2115512", "0211.55.12"])
def test_a_phone_number_is_found_in_any_spelling(office: Office, typed: str) -> None:
    assert ("contact", "C1", "+49 (0)211 55-12, Ann Berg") in _found(office, typed)


def test_a_contact_found_by_name_begins_with_the_name(office: Office) -> None:
    assert ("contact", "C1", "Ann Berg, +49 (0)211 55-12") in _found(office, "berg")


def test_an_item_found_by_the_number_of_its_account_says_so(office: Office) -> None:
    assert {where for kind, _, where in _found(office, "c3") if kind == "item"} == {"account"}


@pytest.mark.parametrize(
    ("typed", "digits"), [("211", ""), ("0211", ""), ("INV2115", ""), ("02115", "2115")]
)
def test_few_digits_and_words_are_no_phone_number(typed: str, digits: str) -> None:
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "number", "where"),
    [
        ("80.55", "1001", "amount"),
        ("80.55", "1003", "amount"),
        ("1,204.50", "C1", "amount"),
        ("500", "1003", "amount"),
        ("pallet", "1003", "text pallet missing"),
        ("heron@", "", ""),
    ],
)
def test_items_are_found_by_amount_and_words(office: Office, typed: str, number: str, where: str) -> None:
    items = [row[1:] for row in _found(office, typed) if row[0] == "item"]
    assert (number, where) in items if number else items == []


def test_contacts_typed_here_are_found_until_they_are_retired(office: Office) -> None:
    customer = find_customer(office, "C2").id
    add_contact(office, customer, ContactDraft("Bo Lind", phone="020 7946 0123", email="bo@heron.example"))
    for typed in ("bo lind", "bo@heron", "79460123"):
        assert [row.number for row in find_people(office, typed) if row.kind == "contact"] == ["C2"]
    retire_contact(office, customer, "bo lind")
    assert [row for row in find_people(office, "bo lind") if row.kind == "contact"] == []


def test_what_was_said_is_found_while_it_counts_and_gone_with_the_customer(office: Office) -> None:
    customer = find_customer(office, "C1").id
    add_note(office, customer, "the lorry\nwas late again, at the ramp of hall seven")
    log_call(office, prepare_call(office, customer, "NA"))
    assert _found(office, "hall seven") == [("note", "C1", "note: …e again, at the ramp of hall seven")]
    undo(office, "1-2")
    assert _found(office, "hall seven") == []
    add_note(office, customer, "hall seven")
    erase(office, plan_erasure(office, "C1"))
    assert _found(office, "hall seven") == []
    assert _found(office, "kestrel") == []


def test_another_spelling_of_a_name_finds_the_account(tmp_path: Path) -> None:
    older = Line("1", "C1", name="Old Name AG", written=days(-60))
    newer = Line("2", "C1", name="New Name AG", written=days(-5))
    with office_at(tmp_path / "office.arcollect") as office:
        take_in(office, tmp_path, (older, newer))
        assert ("account", "C1", "other spelling") in _found(office, "old name")


def test_nothing_is_found_by_nothing_and_signs_are_no_wildcards(office: Office) -> None:
    for typed in ("", "  ", "%", "_____", "'; drop table item; --", '"'):
        assert find(office, typed) == ()
