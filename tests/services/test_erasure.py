"""Erasing customers: nothing of them can be found, and nothing else is touched."""

from pathlib import Path

import pytest

from arcollect_tui.data import backups
from arcollect_tui.data.erasure import NOTHING
from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.services import history
from arcollect_tui.services.account import account
from arcollect_tui.services.drafts import drafts, new_token, save_draft
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.exports import ENTRIES, EXPORTS, export
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from tests.data.remains import remains
from tests.places import TEST_STORE
from tests.services.erasing import CANARY, GONE, absent, erase_all, gone, rows
from tests.services.offices import Line, assert_sound, customer, office_at, take_in


def test_the_canary_is_everywhere_before(before_erasure: Path) -> None:
    found = {place.split(":")[0] for place in remains(before_erasure, CANARY.encode())}
    copies = [kept.path.name for kept in backups.kept_backups(before_erasure / "office")]
    assert len(copies) == (0 if TEST_STORE else 2)
    assert found == {"office", *copies}


def test_nothing_of_them_is_in_any_file_afterwards(after_erasure: Path) -> None:
    assert remains(after_erasure, CANARY.encode()) == []


def test_the_store_is_sound(erased: Office) -> None:
    assert len(gone(erased)) == len(GONE)
    assert absent(erased)
    assert_sound(erased)


def test_the_others_keep_every_word(whole: Office, erased: Office) -> None:
    ids = ", ".join(map(str, gone(erased)))
    sql = "SELECT * FROM part WHERE body IS NOT NULL AND {} ORDER BY entry, line"
    kept = rows(erased, sql.format("1 = 1"))
    others = f"(customer_id IS NULL OR customer_id NOT IN ({ids}))"
    assert kept[: -len(GONE)] == rows(whole, sql.format(others))
    for table in ("customer", "item", "item_change", "account_standing", "coding", "promise", "draft"):
        key = "id" if table == "customer" else "customer_id"
        sql = f"SELECT * FROM {table} WHERE {key} NOT IN ({ids}) ORDER BY 1, 2"
        assert rows(erased, sql) == rows(whole, sql)


def test_the_record_stays_but_for_the_entries_that_erase(whole: Office) -> None:
    sql = "SELECT entry, line, hash FROM part ORDER BY entry, line"
    entries, hashes = rows(whole, "SELECT * FROM entry ORDER BY id"), rows(whole, sql)
    erase_all(whole, GONE[:2])
    assert rows(whole, "SELECT * FROM entry ORDER BY id")[:-2] == entries
    assert rows(whole, sql)[:-2] == hashes


def test_the_entry_names_nobody(erased: Office) -> None:
    newest = history.history(erased, limit=1)[0]
    assert (newest.kind, newest.text) == ("erasure", "customer erased for good")
    texts = {row.text for row in history.history(erased)}
    assert not any(CANARY in text for text in texts)
    assert "call: erased" in texts


def test_what_is_left_can_be_shown_and_exported(erased: Office, tmp_path: Path) -> None:
    assert account(erased, customer(erased, "C1")).activities
    for what in (*EXPORTS, ENTRIES):
        file = export(erased, what, tmp_path / f"{what}.jsonl").path
        assert CANARY not in file.read_text()


def test_the_plan_says_what_will_go(whole: Office) -> None:
    plan = plan_erasure(whole, GONE[1])
    assert plan.sentence == (
        f"{GONE[1]} Name {GONE[1]}: 5 entries, 5 parts, 1 item, 3 imports' lines and 1 draft go for good."
    )
    assert not plan.known
    assert not gone(whole)


def test_an_erased_customer_is_said_to_be_erased_and_nothing_is_written(erased: Office) -> None:
    before = rows(erased, "SELECT count(*) FROM entry")
    plan = plan_erasure(erased, GONE[0])
    assert (plan.known, plan.holdings, plan.name) == (True, NOTHING, "")
    done = erase(erased, plan)
    assert (done.again, done.sentence) == (True, f"{GONE[0]} is erased already.")
    assert rows(erased, "SELECT count(*) FROM entry") == before


@pytest.mark.parametrize("name", ["C99999", "other:C1", "main:C99999", ""])
def test_an_unknown_customer_is_refused(erased: Office, name: str) -> None:
    with pytest.raises(Refused, match="There is no customer"):
        plan_erasure(erased, name)


def test_a_number_in_two_ledgers_has_to_be_named_with_its_ledger(erased: Office, tmp_path: Path) -> None:
    take_in(erased, tmp_path, [Line("X", "C1", name="Twin")], ledger="branch")
    with pytest.raises(Refused, match="Say branch:C1 or main:C1"):
        plan_erasure(erased, "C1")
    erase(erased, plan_erasure(erased, "branch:C1"))
    assert plan_erasure(erased, "C1").ledger == "main"
    assert_sound(erased)


def test_a_customer_that_only_the_record_knows_can_be_erased(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [Line("1", "C1"), Line("2", "C2")])
        add_note(office, customer(office), "said")
        history.undo(office, "1-1")
        plan = plan_erasure(office, "C1")
        assert (plan.name, plan.holdings.parts, plan.holdings.imports) == ("", 1, 1)
        erase(office, plan)
        # Of this one nothing but the lines of the file taken back is here.
        only_lines = plan_erasure(office, "main:C2")
        assert (only_lines.holdings.parts, only_lines.holdings.imports) == (0, 1)
        erase(office, only_lines)
        assert plan_erasure(office, "C2").known
        assert_sound(office)


def test_a_plan_that_no_longer_holds_is_not_carried_out(whole: Office) -> None:
    plan = plan_erasure(whole, GONE[0])
    add_note(whole, customer(whole, GONE[0]), "one more")
    before = rows(whole, "SELECT count(*) FROM entry")
    with pytest.raises(Refused, match="6 entries, 6 parts"):
        erase(whole, plan)
    assert rows(whole, "SELECT count(*) FROM entry") == before
    assert not gone(whole)
    assert plan_erasure(whole, GONE[0]).holdings.parts == plan.holdings.parts + 1


def test_a_store_open_for_reading_refuses(before_erasure: Path) -> None:
    with office_at(before_erasure / "office", read_only=True, seated=False) as office:
        plan = plan_erasure(office, GONE[0])
        with pytest.raises(StoreError, match="reading only"):
            erase(office, plan)


def test_nothing_more_is_recorded_about_them(whole: Office) -> None:
    about = customer(whole, GONE[1])
    erase_all(whole, [GONE[1]])
    with pytest.raises(Refused):
        add_note(whole, about, "late")
    save_draft(whole, "call", about, new_token(), '{"note": "late"}')
    assert [draft.body for draft in drafts(whole)] == ['{"note": "stays"}']
