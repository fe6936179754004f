"""What master files and contact lists say of a customer, through fold, undo, erasure and exchange."""

import gzip
import itertools
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from arcollect_tui.data.imports.canonical import FIELDS, columns_of, join_card, lines_of, pack
from arcollect_tui.data.imports.cards import CARD, CARD_ADDED, people_of, state_of, state_text
from arcollect_tui.data.imports.fold import recipe_of, refold, take_back_from
from arcollect_tui.data.imports.order import applied
from arcollect_tui.data.statements import table
from arcollect_tui.data.tables import Customer, CustomerChange, ImportChunk
from arcollect_tui.errors import Refused
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.contacts import ContactDraft, add_contact, list_contacts, retire_contact
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.export_lists import contacts as contact_list
from arcollect_tui.services.export_lists import customers as customer_list
from arcollect_tui.services.history import redo, undo
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.master_card import MasterCard
from arcollect_tui.services.office import Office
from arcollect_tui.services.reach import reach_of
from tests.services.handing import give, shown
from tests.services.offices import (
    DAY,
    Line,
    account_of,
    assert_sound,
    customer,
    days,
    file_of,
    office_at,
    state,
    take_in,
)

HEADER = (
    "Customer No,Name,Contact,Role,Phone,Email,Terms,Parent,Language,Time Zone,Street,Zip,City,State,"
    "Country"
)
FULL = "C1,Mesa Dental,,,,,30 days,C2,Deutsch,America/Phoenix,77 Dobson Rd,85201,Mesa,AZ,US"
ROSA = "C1,Mesa Dental,Rosa,payables,+1 480 555 0199,rosa@m.example,,,,,,,,,US"
TOM = "C1,Mesa Dental,Tom,owner,,,,,,,,,,,US"
STORES = Path(__file__).parents[1] / "data" / "stores"


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, [Line("1", name="Mesa"), Line("2", "C2", name="Group")], days(-9))
        yield opened


def bring(office: Office, folder: Path, *rows: str, day: date | None = None, header: str = HEADER) -> Any:
    path = folder / "list.csv"
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    options = ImportOptions(as_of=day or days(-1), accept=frozenset(("older",)))
    return apply_import(office, plan_import(office, path, options))


def card(office: Office) -> MasterCard:
    return account_of(office).master


def named(office: Office) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.role, one.phone, one.email) for one in list_contacts(office, customer(office))]


def test_all_that_a_master_says_has_its_place_and_undo_takes_it_back(
    office: Office, tmp_path: Path
) -> None:
    before = state(office)
    bring(office, tmp_path, FULL)
    own = card(office)
    assert (own.terms, own.parent, own.parent_name) == ("30 days", "C2", "Group")
    assert (own.language, own.time_zone) == ("de", "America/Phoenix")
    assert own.address == "77 Dobson Rd, 85201 Mesa, AZ, US"
    assert own.facts == ("terms 30 days", "part of C2 Group", "speaks German")
    header, rows = customer_list(office, "number=C1")
    assert dict(zip(header, next(rows), strict=True)) == {
        **{"ledger": "main", "customer_no": "C1", "customer_name": "Mesa Dental", "contact_name": ""},
        **{"phone": "", "email": "", "country": "US", "collector": "", "credit_limit": None},
        **{"limit_currency": "", "terms": "30 days", "parent": "C2", "language": "de"},
        **{"time_zone": "America/Phoenix", "street": "77 Dobson Rd", "postal_code": "85201"},
        **{"city": "Mesa", "region": "AZ"},
    }
    assert_sound(office)
    told = state(office)
    undo(office)
    assert state(office) == before
    redo(office)
    assert state(office) == told


def test_a_newer_word_counts_and_what_it_leaves_out_stays(office: Office, tmp_path: Path) -> None:
    bring(office, tmp_path, FULL)
    bring(office, tmp_path, "C1,60 days,", header="Customer No,Payment Terms,Language", day=DAY)
    assert (card(office).terms, card(office).city) == ("60 days", "Mesa")
    bring(office, tmp_path, "C1,14 days,", header="Customer No,Payment Terms,Language", day=days(-5))
    assert card(office).terms == "60 days"
    take_in(office, tmp_path, [Line("1"), Line("2", "C2")])
    assert card(office).terms == "60 days", "the terms of an item are those of the item"
    assert_sound(office)


def test_two_lines_of_one_customer_are_two_contacts_in_any_order(office: Office, tmp_path: Path) -> None:
    rosa, tom = ("Rosa", "payables", "+1 480 555 0199", "rosa@m.example"), ("Tom", "owner", "", "")
    found = []
    for rows in itertools.permutations([ROSA, TOM, TOM, FULL]):
        bring(office, tmp_path, *rows)
        assert named(office) == [rosa, tom]
        assert card(office).terms == "30 days"
        found.append(state(office))
        undo(office)
    assert len(set(found)) == 1
    assert named(office) == []
    bring(office, tmp_path, ROSA, TOM)
    bring(office, tmp_path, "C1,Mesa Dental,Kim,,555,,,,,,,,,,", day=DAY)
    assert [name for name, *_ in named(office)] == ["Kim"], "a newer list that names one has that one only"
    undo(office)
    assert named(office) == [rosa, tom]
    assert_sound(office)


def test_each_contact_of_the_ledger_is_exported_and_retired_by_itself(
    office: Office, tmp_path: Path
) -> None:
    bring(office, tmp_path, ROSA, TOM)
    header, rows = contact_list(office, "number=C1")
    key = header.index("contact")
    assert [(row[header.index("contact_name")], row[key]) for row in rows] == [
        ("Rosa", "ledger"),
        ("Tom", "ledger-2"),
    ]
    retire_contact(office, customer(office), "+1 480 555 0199")
    assert [one.name for one in list_contacts(office, customer(office)) if not one.retired] == ["Tom"]
    with pytest.raises(Refused, match="no number to retire"):
        retire_contact(office, customer(office), "Tom")


def test_the_zone_of_the_ledger_tells_the_time_there(office: Office, tmp_path: Path) -> None:
    now = datetime(DAY.year, DAY.month, DAY.day, 18, 0, tzinfo=UTC)
    office.clock = Clock(DAY, lambda: now)
    bring(office, tmp_path, FULL, ROSA)
    phoenix = "11:00 there (Mon)"
    reach = reach_of(office, account_of(office))
    assert reach.first is not None
    assert reach.first.text == reach.times[0].text == phoenix
    add_contact(office, customer(office), ContactDraft("Ann", preferred=True))
    found = reach_of(office, account_of(office)).first
    assert found is not None
    assert found.text == phoenix, "the United States have many clocks, and the customer's is known"
    add_contact(office, customer(office), ContactDraft("Lee", preferred=True, time_zone="Tokyo"))
    late = reach_of(office, account_of(office)).first
    assert late is not None
    assert "03:00" in late.full


def test_what_is_not_known_is_kept_told_once_and_not_used(office: Office, tmp_path: Path) -> None:
    rows = (f"C{at},X,Kim,,555,,,,Klingon,Mars/Base,,,,,US" for at in range(1, 4))
    path = tmp_path / "list.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    plan = plan_import(office, path, ImportOptions())
    assert [warning for warning in plan.warnings if "not known" in warning] == [
        'Language "Klingon" is not known (3 lines); it is kept as it stands and not used.',
        'Time zone "Mars/Base" is not known (3 lines); it is kept as it stands and not used.',
    ]
    apply_import(office, plan)
    assert card(office).facts == ("speaks Klingon", "time zone Mars/Base (not known)")
    (kim,) = list_contacts(office, customer(office))
    assert (kim.language, kim.time_zone) == ("", "")
    assert reach_of(office, account_of(office)).first is not None


def test_a_refold_from_the_lines_comes_to_the_same(office: Office, tmp_path: Path) -> None:
    bring(office, tmp_path, FULL, ROSA, TOM)
    bring(office, tmp_path, "C2,Group,Kim,,,,,,,,1 High St,,,,", day=days(-3))
    before = state(office)
    with office.store.writing() as connection:
        assert recipe_of(connection, "main")
        take_back_from(connection, "main", {key.number for key in applied(connection, "main")})
        refold(connection, "main")
    assert state(office) == before


def test_desks_hand_each_other_masters(office: Office, tmp_path: Path) -> None:
    bring(office, tmp_path, FULL, ROSA, TOM)
    with office_at(tmp_path / "bob" / "office", collector="bob") as bob:
        give(office, bob, tmp_path)
        assert shown(bob) == shown(office)
        assert named(bob) == named(office)
        assert card(bob).address == card(office).address
        assert_sound(bob)


def test_erasing_takes_the_card_and_its_kept_lines(office: Office, tmp_path: Path) -> None:
    bring(office, tmp_path, FULL, ROSA, "C2,Group,Kim,,,,10 days,,,,,,,,")
    erase(office, plan_erasure(office, "C1"))
    with office.store.reading() as connection:
        chunks = connection.execute(select(table(ImportChunk).c.lines)).scalars().all()
        kept = [line for chunk in chunks for line in lines_of(chunk)]
        rows = connection.execute(select(table(Customer).c.number, table(Customer).c.terms)).all()
    assert not any("Mesa" in line for line in kept)
    assert [tuple(row) for row in rows] == [("C2", "10 days")]
    assert_sound(office)


def test_an_erased_parent_is_named_nowhere(office: Office, tmp_path: Path) -> None:
    """Neither in the card and what it was before, nor in kept lines, nor by a file that comes later."""
    bring(office, tmp_path, FULL.replace("C2", "C9"), day=days(-3))
    bring(office, tmp_path, FULL)
    assert card(office).parent == "C2"
    erase(office, plan_erasure(office, "C2"))
    assert card(office).parent == "C9", "the older word counts again"
    assert_sound(office)
    path = tmp_path / "list.csv"
    path.write_text(f"{HEADER}\n{FULL.replace('85201', '85202')}\n", "utf-8")
    apply_import(office, plan_import(office, path, ImportOptions()))
    assert (card(office).parent, card(office).postal_code) == ("C9", "85202")
    with office.store.reading() as connection:
        chunks = connection.execute(select(table(ImportChunk).c.lines)).scalars().all()
        before = connection.execute(select(table(CustomerChange).c.before)).scalars().all()
    lines = [line.split("\x1f") for chunk in chunks for line in lines_of(chunk)]
    assert not any("C2" in cells for cells in lines)
    assert not any('"parent": "C2"' in text for text in before)
    with office_at(tmp_path / "bob" / "office", collector="bob") as bob:
        give(office, bob, tmp_path)
        assert card(bob).parent == "C9"
        assert_sound(bob)


@pytest.mark.of_a_file
def test_a_store_of_before_takes_the_same_file_for_the_same_import(tmp_path: Path) -> None:
    """A line without new fields is packed and named as ever; one that tells more is a new import."""
    path = tmp_path / "schema-4.arcollect"
    path.write_bytes(gzip.decompress((STORES / f"{path.name}.gz").read_bytes()))
    with office_at(path) as old, office_at(tmp_path / "new") as new:
        for office in (old, new):
            file = file_of(tmp_path, [Line("77", "Z1", contact="Ann", limit=5)])
            assert not apply_import(office, plan_import(office, file, ImportOptions(ledger="z"))).again
            assert apply_import(office, plan_import(office, file, ImportOptions(ledger="z"))).again


def test_a_line_without_more_fields_is_packed_as_ever() -> None:
    bare = ["" for _ in FIELDS]
    bare[FIELDS.index("type")] = "customer"
    tail = ["", "", "", "1 High St", "", "", "", "", ""]
    short, long = join_card([*bare, *[""] * len(tail)]), join_card([*bare, *tail])
    assert short.count("\x1f") == len(FIELDS) - 1
    cells = columns_of(lines_of(pack([short, long])))
    assert cells["street"] == ("", "1 High St")
    assert cells["type"] == ("customer", "customer")


def test_a_card_kept_before_the_columns_were_there_can_be_put_back(office: Office, tmp_path: Path) -> None:
    """Changes of older stores name the older columns only; the others were empty then."""
    before = state(office)
    bring(office, tmp_path, FULL)
    changes = table(CustomerChange)
    with office.store.writing() as connection:
        kept = connection.execute(select(changes.c.before)).scalars().all()
        assert not any(name in text for text in kept for name in ("street", "time_zone", "contacts"))
        connection.execute(update(changes).values(before=kept[0]))
    undo(office)
    assert state(office) == before
    assert state_of(state_text(range(len(CARD)))) == list(range(len(CARD)))
    assert set(CARD_ADDED) < set(CARD)
    assert people_of("") == []
