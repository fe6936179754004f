"""Entries from desk to desk: what is here is the union of what was taken in, in whatever order."""

import itertools
import json
from pathlib import Path

import pytest

from arcollect_tui.data import projection
from arcollect_tui.data.journal import Deed, Journal, Part
from arcollect_tui.errors import FileRefused, ForkRefused, Refused, StoreError, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.contacts import ContactDraft, add_contact, list_contacts
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.exchange import apply_exchange, export_entries, is_exchange, plan_exchange
from arcollect_tui.services.office import Office
from tests.services.conftest import LEDGER
from tests.services.handing import call, code, copied, desk, exchange, file_from, give, shown, take
from tests.services.offices import Line, assert_sound, customer, days, item, take_in


def notices(office: Office) -> list[str]:
    return [sentence for result in run_checks(office).checks for sentence in result.notices]


def texts(office: Office) -> list[str]:
    return [row.text for row in history.history(office)]


def test_an_empty_store_becomes_what_the_other_is(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(ann, "C1")
    code(ann, "PRC", "1001")
    plan = give(ann, bob, tmp_path)
    assert plan.lines == {"entry": 3, "import_lines": 1}
    assert plan.differences == {"new": 3, "same": 0, "erased": 0}
    assert plan.warnings == ()
    assert shown(bob) == shown(ann)
    assert texts(bob) == texts(ann)
    assert_sound(bob)


def test_a_desk_calls_itself_the_first(ann: Office, tmp_path: Path) -> None:
    with desk(tmp_path, "dee", seated=False) as dee:
        give(ann, dee, tmp_path)
        assert [row.handle for row in history.history(dee)] == ["2-1"]


def test_both_work_and_both_come_to_the_same(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    call(ann, "C1")
    code(ann, "PRC", "1001", "2001")
    call(bob, "C2", "VM")
    code(bob, "COLLECTIBLE", "3001")
    add_contact(bob, customer(bob, "C3"), ContactDraft(name="Kim"))
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(ann, "3001").coding == "collectible"
    assert item(bob, "1001").coding == "disputed"
    assert [card.name for card in list_contacts(ann, customer(ann, "C3"))] == ["Kim"]
    assert_sound(ann)
    assert_sound(bob)


def test_the_same_file_again_changes_nothing(ann: Office, bob: Office, tmp_path: Path) -> None:
    file = file_from(ann, tmp_path)
    take(bob, file)
    before = shown(bob)
    plan = plan_exchange(bob, file)
    assert plan.known
    assert plan.differences == {"new": 0, "same": 1, "erased": 0}
    assert apply_exchange(bob, plan).again
    assert apply_exchange(ann, plan_exchange(ann, file)).again
    assert shown(bob) == before


def test_files_may_come_in_any_order_and_twice(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    files = [file_from(ann, tmp_path, "first", since="last")]
    call(ann, "C1")
    code(ann, "PRC", "1001")
    files.append(file_from(ann, tmp_path, "second", since="last"))
    history.undo(ann)
    call(bob, "C2")
    files.append(file_from(bob, tmp_path, "other", since="last"))
    exchange(ann, bob, tmp_path)
    for number, order in enumerate(itertools.permutations([*files, files[1]])):
        with desk(tmp_path, f"desk{number}") as office:
            for file in order:
                take(office, file)
            give(ann, office, tmp_path)
            assert shown(office) == shown(ann), order
    with desk(tmp_path, "last") as office:
        give(bob, office, tmp_path)
        assert shown(office) == shown(ann)


def test_what_others_recorded_is_relayed(ann: Office, bob: Office, cem: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    call(bob, "C2")
    give(bob, cem, tmp_path)
    call(cem, "C3")
    give(cem, ann, tmp_path)
    give(ann, bob, tmp_path)
    assert shown(ann) == shown(bob) == shown(cem)
    assert {row.collector for row in history.history(ann)} == {"ann", "bob", "cem"}


def test_the_same_ledger_file_at_two_desks_is_one_import(ann: Office, bob: Office, tmp_path: Path) -> None:
    take_in(bob, tmp_path, LEDGER)
    assert shown(bob).ledger == shown(ann).ledger
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    history.undo(ann)
    give(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert [row.voided_by is None for row in history.history(bob) if row.kind == "import"] == [False, False]
    take_in(bob, tmp_path, LEDGER)
    give(bob, ann, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(ann, "1001").open_amount == 100_00
    assert_sound(ann)


def test_two_files_of_one_day_have_one_order(ann: Office, bob: Office, tmp_path: Path) -> None:
    take_in(bob, tmp_path, [line.paid_down(10_00) for line in LEDGER])
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    take_in(bob, tmp_path, [line.paid_down(5_00) for line in LEDGER])
    take_in(ann, tmp_path, [line.paid_down(7_00) for line in LEDGER])
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    history.undo(bob)
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert_sound(bob)


def test_an_import_may_be_undone_after_others_built_on_it(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    second = [*[line.paid_down(20_00) for line in LEDGER], Line("4001", "C4")]
    brought = take_in(ann, tmp_path, second, days(1))
    give(ann, bob, tmp_path)
    take_in(bob, tmp_path, second[1:], days(2))
    code(bob, "PRC", "4001")
    history.undo(ann, brought.handle)
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(ann, "1001").state == "cleared"
    assert item(ann, "4001").coding == "disputed"
    assert_sound(ann)
    assert_sound(bob)


def test_without_lines_the_facts_wait(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(ann, "C1")
    code(ann, "PRC", "1001")
    plan = give(ann, bob, tmp_path, layout="facts")
    assert plan.lines == {"entry": 3, "import_lines": 0}
    assert plan.warnings == ("The lines of import ledger.csv are not here yet: its items wait.",)
    assert shown(bob).record == shown(ann).record
    assert shown(bob).ledger != shown(ann).ledger
    assert notices(bob) == ["the lines of import ledger.csv are not here: what it says waits for them"]
    assert_sound(bob)
    plan = give(ann, bob, tmp_path)
    assert plan.differences == {"new": 0, "same": 3, "erased": 0}
    assert not plan.known
    assert shown(bob) == shown(ann)
    assert notices(bob) == []
    assert_sound(bob)


def test_lines_may_come_from_the_ledger_itself(ann: Office, bob: Office, tmp_path: Path) -> None:
    take_in(ann, tmp_path, LEDGER[1:], days(1))
    give(ann, bob, tmp_path, layout="facts")
    take_in(bob, tmp_path, LEDGER[1:], days(1))
    assert_sound(bob)
    assert len(notices(bob)) == 1
    take_in(bob, tmp_path, LEDGER)
    assert notices(bob) == []
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert_sound(bob)


def test_what_is_built_on_an_undone_coding_counts_for_nothing(
    ann: Office, bob: Office, tmp_path: Path
) -> None:
    code(ann, "PRC", "1001", "1002")
    give(ann, bob, tmp_path)
    code(bob, "QTY", "1001", recode=True)
    history.undo(ann)
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    for office in (ann, bob):
        assert item(office, "1001").coding == "uncoded"
        assert_sound(office)
    history.redo(ann)
    give(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(bob, "1001").reason == "QTY"
    assert item(bob, "1002").reason == "PRC"
    assert_sound(bob)


def test_what_stands_without_ground_does_not_outdo_others(ann: Office, bob: Office, tmp_path: Path) -> None:
    first = code(ann, "PRC", "1001")
    give(ann, bob, tmp_path)
    code(bob, "QTY", "1001", recode=True)
    code(bob, "DMG", "1001", recode=True)
    history.undo(ann, first.handle)
    code(ann, "COLLECTIBLE", "1001")
    exchange(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(bob, "1001").coding == "collectible"
    code(bob, "PRC", "1001", recode=True)
    give(bob, ann, tmp_path)
    assert item(ann, "1001").reason == "PRC"
    assert_sound(ann)


def test_a_contact_card_without_ground_is_not_offered(ann: Office, bob: Office, tmp_path: Path) -> None:
    number = customer(ann, "C1")
    add_contact(ann, number, ContactDraft(name="Kim"))
    give(ann, bob, tmp_path)
    (card,) = list_contacts(bob, number)
    add_contact(bob, number, ContactDraft(name="Kim Lee"), card.contact_id)
    history.undo(ann)
    exchange(ann, bob, tmp_path)
    assert list_contacts(ann, number) == list_contacts(bob, number) == ()
    assert_sound(ann)
    assert_sound(bob)


def test_an_undo_takes_back_what_another_desk_built(ann: Office, bob: Office, tmp_path: Path) -> None:
    code(ann, "PRC", "1001")
    give(ann, bob, tmp_path)
    code(bob, "QTY", "1001", recode=True)
    give(bob, ann, tmp_path)
    saved = history.undo(ann, "1-2")
    assert "1 later entries built on it" in saved.sentence
    give(ann, bob, tmp_path)
    assert shown(bob) == shown(ann)
    assert item(bob, "1001").coding == "uncoded"
    assert [row.voided_by for row in history.history(bob) if row.kind == "coding"] == ["2-3", "2-3"]


def test_missing_entries_are_named(ann: Office, bob: Office, tmp_path: Path) -> None:
    file_from(ann, tmp_path, "lost", since="last")
    for _ in range(3):
        call(ann, "C1")
    lost = file_from(ann, tmp_path, "lost", since="last")
    call(ann, "C1")
    plan = plan_exchange(bob, file_from(ann, tmp_path, "third", since="last"))
    apply_exchange(bob, plan)
    (warning,) = plan.warnings
    assert warning.startswith("Entries 1-5 of desk")
    assert notices(bob) == ["entries 1-5 of desk 2 have not arrived"]
    assert_sound(bob)
    plan = plan_exchange(bob, lost)
    apply_exchange(bob, plan)
    assert plan.warnings == ("Entry 1 of desk 2 has not arrived: ask for a new export of that desk.",)
    give(ann, bob, tmp_path)
    assert notices(bob) == []
    assert shown(bob) == shown(ann)


def test_two_stores_under_one_desk_are_told_apart(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(ann, "C1")
    give(ann, bob, tmp_path)
    with copied(ann, tmp_path, "copy") as other:
        assert other.desk == ann.desk
        call(ann, "C2")
        call(other, "C3")
        give(ann, bob, tmp_path)
        before = shown(bob)
        file = file_from(other, tmp_path)
        with pytest.raises(ForkRefused, match=r"Entry 3 of desk 2 .* copied or went back"):
            plan_exchange(bob, file)
        call(ann, "C2")
        call(other, "C3")
        with pytest.raises(ForkRefused, match="Entry 3 of desk 1"):
            plan_exchange(ann, file_from(other, tmp_path))
    assert shown(bob) == before


def test_a_fork_is_seen_where_two_files_meet(ann: Office, bob: Office, cem: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    file_from(ann, tmp_path, since="last")
    with copied(ann, tmp_path, "copy") as other:
        call(ann, "C2")
        call(other, "C3")
        file_from(other, tmp_path, since="last")
        call(other, "C3")
        take(cem, file_from(other, tmp_path, "behind", since="last"))
    with pytest.raises(ForkRefused, match="Entry 3 of desk 2"):
        give(ann, cem, tmp_path)


def test_own_entries_come_back_to_a_store_that_lost_them(ann: Office, bob: Office, tmp_path: Path) -> None:
    with copied(ann, tmp_path, "older") as restored:
        call(ann, "C1")
        code(ann, "PRC", "1001")
        give(ann, bob, tmp_path)
        give(bob, restored, tmp_path)
        assert shown(restored) == shown(ann)
        call(restored, "C2")
        assert_sound(restored)


def test_since_last_carries_what_was_not_carried(ann: Office, bob: Office, tmp_path: Path) -> None:
    first = export_entries(ann, tmp_path / "a.jsonl", since="last")
    assert first.rows == 1
    again = export_entries(ann, tmp_path / "b.jsonl", since="last")
    assert again.rows == 0
    assert texts(ann)[0] == "export entries, 1 row"
    assert len(texts(ann)) == 2
    take(bob, tmp_path / "b.jsonl")
    take(bob, tmp_path / "a.jsonl")
    call(bob, "C1")
    assert export_entries(bob, tmp_path / "c.jsonl", since="last").rows == 2
    take(ann, tmp_path / "c.jsonl")
    third = export_entries(ann, tmp_path / "d.jsonl", since="last")
    assert third.rows == 2, "its own note of the first file, and bob's call"
    assert export_entries(ann, tmp_path / "e.jsonl", since="last").rows == 0
    take(bob, tmp_path / "d.jsonl")
    assert export_entries(bob, tmp_path / "f.jsonl", since="last").rows == 0


def test_what_a_colleague_sent_is_not_what_was_sent_here(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    export_entries(bob, tmp_path / "b.jsonl", since="last")
    give(bob, ann, tmp_path)
    assert export_entries(ann, tmp_path / "a.jsonl", since="last").rows == 2


def test_since_a_day_takes_local_days(ann: Office, tmp_path: Path) -> None:
    with desk(tmp_path, "ann", days(1)) as tomorrow:
        call(tomorrow, "C1")
        assert export_entries(tomorrow, tmp_path / "a.jsonl", since=days(1)).rows == 1
        assert export_entries(tomorrow, tmp_path / "a.jsonl", since=days(0)).rows == 2
        assert export_entries(tomorrow, tmp_path / "a.jsonl", since=days(2)).rows == 0


@pytest.mark.parametrize(
    ("options", "out", "refusal"),
    [
        ({"layout": "people"}, "a.jsonl", UsageError),
        ({"since": "never"}, "a.jsonl", UsageError),
        ({}, "a.csv", UsageError),
        ({}, "no/such/a.jsonl", Refused),
    ],
)
def test_exports_that_cannot_be(
    ann: Office, tmp_path: Path, options: dict[str, str], out: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        export_entries(ann, tmp_path / out, **options)
    assert not (tmp_path / "a.csv").exists()


def test_a_file_is_private_and_whole(ann: Office, tmp_path: Path) -> None:
    file = file_from(ann, tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert is_exchange(file)
    head = json.loads(file.read_bytes().split(b"\n")[0])
    assert (head["arcollect"], head["entries"], head["import_lines"]) == ("entries", 1, 1)
    assert file.read_bytes() == file_from(ann, tmp_path, "again").read_bytes()


def _of_the_future(office: Office) -> None:
    """An entry of a kind and one of a version that this program does not know."""
    who = Part(customer(office, "C1"), ("main", "C1"), [{"is": "call", "outcome": "NA", "smell": "rose"}])
    with office.deed() as connection:
        journal = Journal(office.desk, "zoe")
        journal.record(connection, Deed("meeting", [who]), office.clock.moment())
        journal.record(connection, Deed("call", [who], version=2), office.clock.moment())


def test_entries_of_a_newer_program_are_relayed(
    ann: Office, bob: Office, cem: Office, tmp_path: Path
) -> None:
    _of_the_future(ann)
    plan = give(ann, bob, tmp_path)
    assert plan.warnings == ("2 entries written by a newer arcollect: kept, and read after an upgrade.",)
    give(bob, cem, tmp_path)
    assert shown(cem) == shown(ann)
    of_ann, of_bob = file_from(ann, tmp_path, "a").read_bytes(), file_from(bob, tmp_path, "b").read_bytes()
    assert of_ann.split(b"\n")[1:] == of_bob.split(b"\n")[1:]
    assert texts(cem)[:2] == [
        "call: written by a newer arcollect",
        "meeting: written by a newer arcollect",
    ]
    assert_sound(cem)


def test_after_an_upgrade_they_are_read(
    ann: Office, bob: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_the_future(ann)
    give(ann, bob, tmp_path)
    bob.close()
    monkeypatch.setitem(projection.KNOWN, "call", 2)
    with desk(tmp_path, "bob") as upgraded:
        assert texts(upgraded)[0].startswith("C1 no answer")
        assert shown(upgraded).standing != shown(ann).standing
        assert_sound(upgraded)


def test_the_earliest_recipe_decides(ann: Office, bob: Office, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.csv"
    narrow.write_text("customer_no,document_no,currency,amount\nC9,9001,USD,50.00\n")
    from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import

    with desk(tmp_path, "dee", days(1)) as dee:
        wanted = ImportOptions(as_of=days(1), delta=True)
        apply_import(dee, plan_import(dee, narrow, wanted))
        alone = shown(dee).ledger
        give(ann, dee, tmp_path)
        assert_sound(dee)
        assert shown(dee).ledger != alone
        give(dee, bob, tmp_path)
        give(ann, bob, tmp_path)
        assert shown(bob).ledger == shown(dee).ledger


def test_an_erasure_reaches_every_desk(ann: Office, bob: Office, cem: Office, tmp_path: Path) -> None:
    call(ann, "C1", note="owes Mallory")
    code(ann, "PRC", "1001", "2001")
    give(ann, bob, tmp_path)
    old = file_from(ann, tmp_path, "old")
    erase(ann, plan_erasure(ann, "C1"))
    call(bob, "C1", note="called Mallory")
    exchange(bob, ann, tmp_path)
    assert shown(bob) == shown(ann)
    plan = give(ann, cem, tmp_path)
    assert plan.differences["new"] == 5
    assert shown(cem) == shown(ann)
    assert take(cem, old).again
    plan = plan_exchange(bob, old)
    assert plan.differences == {"new": 0, "same": 3, "erased": 2}
    for office in (ann, bob, cem):
        assert_sound(office)
        assert b"Mallory" not in file_from(office, tmp_path).read_bytes()


def test_an_old_file_does_not_bring_an_erased_customer_back(
    ann: Office, bob: Office, cem: Office, tmp_path: Path
) -> None:
    call(ann, "C1", note="owes Mallory")
    old = file_from(ann, tmp_path, "old")
    erase(ann, plan_erasure(ann, "C1"))
    new = file_from(ann, tmp_path, "new", layout="facts")
    take(bob, new)
    take(bob, old)
    take(cem, old)
    take(cem, new)
    assert shown(ann) == shown(bob) == shown(cem)
    assert_sound(bob)
    assert_sound(cem)


def test_a_file_cut_short_changes_nothing(ann: Office, bob: Office, tmp_path: Path) -> None:
    file = file_from(ann, tmp_path)
    whole = file.read_bytes()
    before = shown(bob)
    for length in [*range(1, 200), *range(200, len(whole), 97), len(whole) - 1]:
        file.write_bytes(whole[:length])
        with pytest.raises(FileRefused, match=r"line [0-9]"):
            plan_exchange(bob, file)
    assert shown(bob) == before


def test_sums_beyond_counting_change_nothing(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    when = dict.fromkeys(("made_on", "due_on", "grace_until"), days(9).toordinal())
    promise = {"is": "promise", "amount": 10**18 - 1, "currency": "USD", **when}
    with ann.store.writing() as connection:
        for number in range(10):
            about = {"is": "promise_item", "item_id": number, "document_no": str(number)}
            who = Part(customer(ann, "C1"), ("main", "C1"), [promise, about])
            Journal(ann.desk, "ann").record(connection, Deed("call", [who]), ann.clock.moment())
    before = shown(bob)
    with pytest.raises(StoreError, match="more than can be counted"):
        give(ann, bob, tmp_path)
    assert shown(bob) == before
    assert_sound(bob)
