"""Conflicts in plain words, and settling them: once, for good, and it can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.data.queries import codings
from arcollect_tui.errors import Refused
from arcollect_tui.services.account import account
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import conflict_named, conflicts, settle, value_named
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.history import history, redo, undo
from arcollect_tui.services.office import Office
from tests.places import place_of
from tests.services.elsewhere import Elsewhere
from tests.services.offices import (
    DAY,
    Line,
    account_of,
    assert_money,
    assert_sound,
    customer,
    item,
    items,
    office_at,
    take_in,
)

LINES = [Line("1001"), Line("1002", left=40_00), Line("2001", "C2", currency="EUR")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


@pytest.fixture
def bob(office: Office) -> Elsewhere:
    return Elsewhere(office)


def code(office: Office, number: str, reason: str, **more: object) -> bytes:
    """This desk codes an item."""
    request = CodingRequest(reason, items(office, number), recode=True, **more)  # type: ignore[arg-type]
    return apply_coding(office, plan_coding(office, request)).entry


def disagree(office: Office, bob: Elsewhere, number: str = "1001", note: str = "") -> tuple[bytes, bytes]:
    """Both desks code an item, neither knowing of the other."""
    return code(office, number, "PRC"), bob.coded(number, "QTY", note=note)


def only(office: Office) -> ConflictRow:
    """The one conflict of the office."""
    (found,) = conflicts(office)
    return found


def test_two_codings_that_do_not_know_each_other(office: Office, bob: Elsewhere) -> None:
    ours, theirs = disagree(office, bob)
    found = only(office)
    assert found.text == "1001, 2 codings: PRC by ann 23 Nov · QTY by bob 23 Nov, counts"
    assert [(one.entry, one.handle, one.desk, one.counts) for one in found.values] == [
        (ours, "1-2", 1, False),
        (theirs, "2-1", 2, True),
    ]
    assert found.brief == "1001 QTY by bob, not PRC by ann"
    assert (found.thing, found.ledger, found.customer_no, found.name) == (
        "coding",
        "main",
        "C1",
        "Customer C1",
    )
    assert item(office, "1001").reason == "QTY"
    assert conflicts(office, customer(office)) == [found]
    assert conflicts(office, customer(office, "C2")) == []
    assert account(office, customer(office)).conflicts == (found,)


def test_who_says_the_same_or_knows_of_it_is_not_in_conflict(office: Office, bob: Elsewhere) -> None:
    bob.coded("1001", "PRC", note="another note")
    first = code(office, "1002", "PRC")
    bob.coded("1002", "QTY", replaces=first)
    bob.coded("2001", "TAX")
    assert conflicts(office) == []
    bob.coded("1001", "PRC")
    assert conflicts(office) == []


@pytest.mark.parametrize("choice", [0, 1, None])
def test_settling_keeps_one_value_and_ends_it(office: Office, bob: Elsewhere, choice: int | None) -> None:
    disagree(office, bob, note="of the buyer")
    found = only(office)
    wanted = "QTY" if choice is None else ("PRC", "QTY")[choice]
    saved = settle(office, found, None if choice is None else found.values[choice].entry)
    assert saved.sentence == f"Settled: C1 1001 {wanted}."
    assert conflicts(office) == []
    assert item(office, "1001").reason == wanted
    newest = history(office, limit=1)[0]
    assert (newest.kind, newest.text) == ("settle", f"C1 settled 1001: {wanted}")
    assert_money(office)
    assert_sound(office)
    assert account_of(office).activities[0].kind == "settle"
    with office.store.reading() as connection:
        note = codings.codings(connection)[-1].note
    assert note == ("of the buyer" if wanted == "QTY" else "")


def test_undo_brings_the_conflict_back_and_redo_settles_it_again(office: Office, bob: Elsewhere) -> None:
    disagree(office, bob)
    found = only(office)
    settle(office, found, found.values[0].entry)
    assert undo(office).sentence == "Undone: C1 settled 1001: PRC."
    assert only(office) == found
    assert item(office, "1001").reason == "QTY"
    redo(office)
    assert conflicts(office) == []
    assert item(office, "1001").reason == "PRC"
    assert_sound(office)


def test_taking_back_the_choice_takes_back_the_settling(office: Office, bob: Elsewhere) -> None:
    ours = code(office, "1001", "PRC")
    bob.coded("1001", "QTY")
    settle(office, only(office), ours)
    undo(office, "1-2")
    assert conflicts(office) == []
    assert item(office, "1001").reason == "QTY"


def test_taking_back_a_value_that_was_not_chosen_leaves_it_settled(office: Office, bob: Elsewhere) -> None:
    ours, theirs = disagree(office, bob)
    settle(office, only(office), ours)
    bob.undone(theirs)
    assert conflicts(office) == []
    assert item(office, "1001").reason == "PRC"


def test_a_conflict_that_changed_since_it_was_shown_is_not_settled(office: Office, bob: Elsewhere) -> None:
    disagree(office, bob)
    shown = only(office)
    bob.coded("1001", "TAX")
    assert only(office).id != shown.id
    with pytest.raises(Refused, match="changed since it was shown"):
        settle(office, shown)
    assert len(only(office).values) == 3
    settle(office, only(office))
    with pytest.raises(Refused, match="changed since"):
        settle(office, shown)
    assert conflicts(office) == []


def test_the_same_save_settles_once(office: Office, bob: Elsewhere) -> None:
    disagree(office, bob)
    shown, token = only(office), office.token()
    first = settle(office, shown, token=token)
    again = settle(office, shown, token=token)
    assert (again.again, again.entry, again.sentence) == (True, first.entry, first.sentence)


def test_two_desks_that_settle_differently_are_in_conflict_again(office: Office, bob: Elsewhere) -> None:
    ours, theirs = disagree(office, bob)
    settle(office, only(office), ours)
    named = {"is": "settled", "thing": "coding", "key": str(items(office, "1001")[0]), "target": ours.hex()}
    with_them = bob.coded("1001", "QTY", replaces=theirs)
    assert [one.says for one in only(office).values] == ["PRC", "QTY"]
    bob.undone(with_them)
    assert conflicts(office) == []
    bob.said(named)
    assert conflicts(office) == []


def test_what_was_built_on_an_undone_coding_counts_for_nothing(office: Office, bob: Elsewhere) -> None:
    base = code(office, "1001", "PRC")
    undo(office)
    bob.coded("1001", "QTY", replaces=base)
    found = only(office)
    assert found.text == "1001, 1 coding: QTY by bob 23 Nov, on an undone entry"
    assert found.in_force is None
    assert found.brief == "1001 uncoded, not QTY by bob"
    assert item(office, "1001").coding == "uncoded"
    code(office, "1001", "TAX")
    found = only(office)
    expected = "1001, 2 codings: QTY by bob 23 Nov, on an undone entry · TAX by ann 23 Nov, counts"
    assert found.text == expected
    settle(office, found, found.values[0].entry)
    assert conflicts(office) == []
    assert item(office, "1001").reason == "QTY"
    assert_sound(office)


def test_where_nothing_counts_settling_leaves_the_item_uncoded(office: Office, bob: Elsewhere) -> None:
    base = code(office, "1001", "PRC")
    undo(office)
    bob.coded("1001", "QTY", replaces=base)
    assert settle(office, only(office)).sentence == "Settled: C1 1001 uncoded."
    assert conflicts(office) == []
    assert item(office, "1001").coding == "uncoded"
    undo(office)
    settle(office, only(office), only(office).values[0].entry)
    assert item(office, "1001").reason == "QTY"
    assert_sound(office)


def test_one_desk_can_contradict_itself(office: Office, tmp_path: Path) -> None:
    """Between an undo and its redo another collector of the desk codes the item."""
    code(office, "1001", "PRC")
    undo(office)
    with office_at(tmp_path / "office", collector="eve") as eve:
        code(eve, "1001", "QTY")
    redo(office)
    assert only(office).text == "1001, 2 codings: PRC by ann 23 Nov · QTY by eve 23 Nov, counts"


def test_the_desk_is_named_where_the_name_does_not_tell(office: Office) -> None:
    disagree(office, Elsewhere(office, "ann"))
    expected = "PRC by ann 23 Nov at desk 1 · QTY by ann 23 Nov at desk 2, counts"
    assert only(office).text == f"1001, 2 codings: {expected}"


def test_an_amount_in_dispute_is_said_with_its_currency(office: Office, bob: Elsewhere) -> None:
    code(office, "2001", "PRC", mode="typed", amount=25_00)
    bob.coded("2001", "PRC")
    bob.coded("2001", "collectible")
    assert [one.says for one in only(office).values] == ["PRC 25.00 EUR", "PRC", "collectible"]


def test_a_conflict_about_an_item_that_is_not_here_waits_with_it(office: Office, bob: Elsewhere) -> None:
    code(office, "1001", "PRC", mode="typed", amount=25_00)
    bob.coded("1001", "QTY")
    undo(office, "1-1")
    found = only(office)
    assert (found.about, found.customer_no, found.name) == ("1001", "C1", "")
    assert [one.says for one in found.values] == ["PRC in part", "QTY"]
    settle(office, found, found.values[0].entry)
    assert conflicts(office) == []
    undo(office)
    redo(office)
    assert conflicts(office) == []


def test_conflicts_are_named_filtered_and_limited(office: Office, bob: Elsewhere) -> None:
    for number in ("1001", "1002", "2001"):
        disagree(office, bob, number)
    found = conflicts(office)
    assert len(found) == 3
    assert [one.about for one in conflicts(office, filter="c1 1002")] == ["1002"]
    assert conflicts(office, limit=2) == found[:2]
    assert conflicts(office, filter="nobody") == []
    assert conflict_named(office, f" {found[1].id.upper()} ") == found[1]
    theirs = found[1].values[1]
    assert value_named(found[1], theirs.handle) == theirs.entry
    with pytest.raises(Refused, match='no conflict "0000000000" now'):
        conflict_named(office, "0000000000")
    with pytest.raises(Refused, match=f"no value of conflict {found[1].id}. It has"):
        value_named(found[1], "9-9")
    with pytest.raises(Refused, match="no value of this conflict"):
        settle(office, found[1], bytes(16))
    assert conflicts(office) == found


def test_the_sample_office_is_in_no_conflict(tmp_path: Path) -> None:
    with build_demo(
        place_of(tmp_path / "demo"), today=DAY, collector="ann", accounts=60, items=900
    ) as office:
        assert conflicts(office) == []
