"""Root causes: of open and cleared items, one or many; and everything that was ever said of an item."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.splits import Split
from arcollect_tui.services.causes import CausePlan, CauseRequest, apply_causes, plan_causes
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.history import history, redo, undo
from arcollect_tui.services.item_history import ItemHistory, coding_history, saying_text
from arcollect_tui.services.office import Office
from tests.services.elsewhere import Elsewhere
from tests.services.handing import give, shown
from tests.services.offices import Line, assert_sound, days, item, items, office_at, state, take_in

LEDGER = [Line("a"), Line("b", left=20_00), Line("c", "C2", currency="EUR")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, [*LEDGER, Line("gone", "C2")], days(-1))
        take_in(opened, tmp_path, LEDGER)
        yield opened


def plan(office: Office, cause: str, *numbers: str, **how: object) -> CausePlan:
    return plan_causes(office, CauseRequest(cause, items(office, *numbers), **how))  # type: ignore[arg-type]


def told(office: Office, cause: str, *numbers: str, **how: object) -> str:
    return apply_causes(office, plan(office, cause, *numbers, **how)).sentence


def said(office: Office, number: str) -> ItemHistory:
    return coding_history(office, items(office, number)[0])


def now(office: Office, number: str) -> list[tuple[str, str, str]]:
    return [(one.reason, one.owner, one.note) for one in said(office, number).causes if one.in_force]


def test_the_department_is_the_owner_of_the_reason_unless_it_is_named(office: Office) -> None:
    owner = plan(office, "frt", "a").department
    assert owner == office.settings.reasons.find("FRT").owner
    assert (
        told(office, "frt", "a", note=" late truck ") == f"Root cause FRT {owner} on 1 item of 1 customer."
    )
    assert now(office, "a") == [("FRT", owner, "late truck")]
    told(office, "FRT", "a", department="Carrier desk")
    assert now(office, "a") == [("FRT", "Carrier desk", "")]
    assert_sound(office)


def test_many_items_of_many_customers_are_one_entry_cleared_ones_too(office: Office) -> None:
    before, entries = state(office), len(history(office))
    found = plan(office, "DMG", "a", "c", "gone")
    assert (found.count, found.customers, found.skips) == (3, 2, ())
    apply_causes(office, found)
    assert len(history(office)) == entries + 1
    assert history(office, limit=1)[0].text.startswith("root cause DMG")
    assert history(office, limit=1)[0].text.endswith("on 3 items")
    assert state(office) == before
    assert now(office, "gone")[0][0] == "DMG"
    assert item(office, "a").coding == "uncoded"
    assert_sound(office)


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        (None, "", "no root cause"),
        (None, "none", "no root cause"),
        ("FRT", "frt", "already FRT"),
        ("FRT", "DMG", None),
        ("FRT", "none", None),
    ],
)
def test_what_is_skipped(office: Office, first: str | None, then: str, why: str | None) -> None:
    if first:
        told(office, first, "a")
    found = plan(office, then, "a")
    assert [skip.why for skip in found.skips] == ([why] if why else [])
    if why:
        with pytest.raises(Refused, match=f"Nothing to write: 1 skipped \\({why}\\)"):
            apply_causes(office, found)
    else:
        apply_causes(office, found)
        assert now(office, "a")[0][0] == (then.upper() if then != "none" else "")


def test_a_cause_taken_off_can_be_told_again_and_says_nothing_twice(office: Office) -> None:
    told(office, "FRT", "a")
    told(office, "none", "a")
    assert [skip.why for skip in plan(office, "none", "a").skips] == ["no root cause"]
    assert told(office, "FRT", "a").startswith("Root cause FRT")


def test_a_filter_takes_what_the_items_list_shows(office: Office) -> None:
    open_ones = plan_causes(office, CauseRequest("FRT", filter="acct:C2"))
    assert [line.document_no for line in open_ones.lines] == ["c"]
    cleared = plan_causes(office, CauseRequest("FRT", filter="state:cleared"))
    assert [line.document_no for line in cleared.lines] == ["gone"]
    with pytest.raises(Refused, match="No item matches"):
        plan_causes(office, CauseRequest("FRT", filter="doc=nothing"))


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (CauseRequest("ZZZ", (1,)), UsageError, "There is no reason"),
        (CauseRequest("", (1,), department="Sales"), UsageError, "A department belongs to a root cause"),
        (CauseRequest("FRT", ()), Refused, "Nothing marked"),
    ],
)
def test_what_cannot_be(office: Office, request_: CauseRequest, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        plan_causes(office, request_)


def test_a_cause_that_somebody_told_meanwhile(office: Office) -> None:
    found = plan(office, "FRT", "a", "b")
    told(office, "DMG", "b")
    with pytest.raises(Refused, match="changed since the preview"):
        apply_causes(office, found)
    assert now(office, "a") == []


def test_undo_brings_back_the_cause_before(office: Office) -> None:
    told(office, "FRT", "a")
    told(office, "DMG", "a")
    assert undo(office).sentence.startswith("Undone: C1 root cause DMG")
    assert now(office, "a")[0][0] == "FRT"
    redo(office)
    assert now(office, "a")[0][0] == "DMG"
    first = next(row for row in history(office) if row.kind == "root_cause" and "FRT" in row.text)
    undo(office, first.handle)
    # The later cause said everything anew: it does not go with the first.
    assert now(office, "a")[0][0] == "DMG"
    assert_sound(office)


def test_a_token_writes_once(office: Office) -> None:
    found, token = plan(office, "FRT", "a"), office.token()
    first = apply_causes(office, found, token)
    assert apply_causes(office, found, token).handle == first.handle
    assert len(said(office, "a").causes) == 1


def test_two_desks_that_tell_different_causes_are_in_conflict(office: Office, tmp_path: Path) -> None:
    with office_at(tmp_path / "other", collector="bob") as other:
        take_in(other, tmp_path, [*LEDGER, Line("gone", "C2")], days(-1))
        take_in(other, tmp_path, LEDGER)
        told(office, "FRT", "a", "b")
        told(other, "DMG", "a")
        give(office, other, tmp_path)
        give(other, office, tmp_path)
        assert shown(office) == shown(other)
        (found,) = conflicts(office)
        assert (found.thing, found.about) == ("root_cause", "a")
        settle(office, found, found.values[0].entry)
        give(office, other, tmp_path)
        assert conflicts(other) == []
        assert now(other, "a") == now(office, "a")
        assert now(other, "b")[0][0] == "FRT"
        assert_sound(other)


def test_the_history_of_an_item(office: Office) -> None:
    request = CodingRequest(
        "PRC", items(office, "a"), claim="CB-7", their_code="37", their_words="overbilled", ask="credit"
    )
    apply_coding(office, plan_coding(office, request))
    splits = (Split("FRT", amount=30_00), Split("DMG"))
    split = CodingRequest("", items(office, "a"), mode="split", splits=splits, recode=True, note="both")
    apply_coding(office, plan_coding(office, split))
    code = CodingRequest("COLLECTIBLE", items(office, "a"), recode=True)
    apply_coding(office, plan_coding(office, code))
    undo(office)
    told(office, "FRT", "a", department="Carrier desk")
    found = said(office, "a")
    fmt = office_format("US")
    owner = {code: office.settings.reasons.find(code).owner for code in ("PRC", "DMG")}
    assert [saying_text(one, found.currency, fmt) for one in found.codings] == [
        "collectible, undone",
        f"dispute FRT 30.00 USD + DMG 70.00 USD, {owner['DMG']}, both",
        f"dispute PRC, {owner['PRC']}, claim CB-7, they say 37 overbilled, credit requested",
    ]
    assert [one.in_force for one in found.codings] == [False, True, False]
    assert [one.counts for one in found.codings] == [False, True, True]
    assert saying_text(found.causes[0], "USD", fmt) == "root cause FRT, Carrier desk"
    assert {str(one.by) for one in found.codings} == {"23 Nov ann"}
    assert found.codings[2].by.handle == "1-3"


def test_the_owner_of_the_time(office: Office) -> None:
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "a"))))
    before = said(office, "a").codings[0].owner
    Elsewhere(office).said(
        {"is": "policy", "key": "reason.PRC.owner", "value": '"Pricing desk"', "replaces": None},
        number="",
        kind="policy",
    )
    assert said(office, "a").codings[0].owner == before
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "b"))))
    assert said(office, "b").codings[0].owner == "Pricing desk"


def test_a_coding_without_its_entry_or_its_ground_is_told_as_such(office: Office) -> None:
    bob = Elsewhere(office)
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "a"))))
    ours = history(office, limit=1)[0].entry
    bob.undone(ours)
    bob.coded("a", "FRT", replaces=ours)
    first, second = said(office, "a").codings
    assert (first.reason, first.counts, first.by.collector) == ("FRT", False, "bob")
    assert (second.reason, second.counts, second.in_force) == ("PRC", False, False)


def test_an_item_that_left_with_its_import(office: Office) -> None:
    with pytest.raises(Refused, match="no longer in the ledger"):
        coding_history(office, 7)
