"""The tabs of an account: what happened, what is disputed, what each import did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.account_tabs import AccountTabs, account_tabs
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.history import undo
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy
from tests.services.elsewhere import Elsewhere
from tests.services.offices import DAY, Line, account_of, customer, days, items, office_at, take_in

LINES = [Line("1"), Line("2"), Line("3"), Line("4"), Line("9", "C2")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office", days(-2)) as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


def tabs(office: Office, number: str = "C1") -> AccountTabs:
    return account_tabs(office, account_of(office, number))


def coded(office: Office, document: str, reason: str) -> None:
    request = CodingRequest(reason, items(office, document), recode=True)
    apply_coding(office, plan_coding(office, request))


def test_every_import_tells_what_it_did(office: Office, tmp_path: Path) -> None:
    lines = [
        Line("1", left=20_00),
        Line("2", left=60_00),
        Line("4", due=days(5)),
        Line("5"),
        Line("9", "C2"),
    ]
    take_in(office, tmp_path, lines, days(-1))
    take_in(office, tmp_path, [*lines[:4], Line("3"), Line("9", "C2")], DAY)
    said = [(row.as_of, row.document_no, row.kind, row.before, row.after) for row in tabs(office).changes]
    assert said == [
        (DAY, "3", "reopened", 0, 100_00),
        (days(-1), "1", "short paid", 100_00, 20_00),
        (days(-1), "2", "part paid", 100_00, 60_00),
        (days(-1), "3", "cleared", 100_00, 0),
        (days(-1), "4", "due moved", 100_00, 100_00),
        (days(-1), "5", "new", None, 100_00),
        *((days(-2), str(number), "new", None, 100_00) for number in (1, 2, 3, 4)),
    ]
    assert {row.file for row in tabs(office).changes} == {"ledger.csv"}
    assert [(row.document_no, row.moved) for row in tabs(office, "C2").changes] == [("9", 100_00)]
    assert len({row.id for row in tabs(office).changes}) == len(said)
    undo(office)
    assert [row.as_of for row in tabs(office).changes][:1] == [days(-1)]


def test_the_timeline_merges_deeds_files_and_verdicts(office: Office, tmp_path: Path) -> None:
    who = customer(office)
    log_call(office, CallDraft(who, "PP", promise=PromiseDraft(50_00, "USD", days(-1)), contact="Lee"))
    add_note(office, who, "first line\nsecond line")
    add_note(office, who, "wrong account")
    undo(office)
    take_in(office, tmp_path, [Line("1", left=20_00), *LINES[1:]], days(-1))
    found = tabs(office)
    assert [(row.day, row.kind, row.counts) for row in found.timeline] == [
        (days(-1), "import", True),
        (days(-1), "verdict", True),
        (days(-2), "note", False),
        (days(-2), "note", True),
        (days(-2), "call", True),
        (days(-2), "import", True),
    ]
    texts = [row.text for row in found.timeline]
    assert texts[0] == "1 short paid -80.00 USD"
    assert texts[1] == "promise 50.00 USD by 22 Nov kept: 80.00 USD came"
    assert texts[3] == "note: first line\nsecond line"
    assert texts[5] == "4 new 400.00 USD"
    (verdict,) = found.verdicts.values()
    assert (verdict.as_of, verdict.file) == (days(-1), "ledger.csv")
    assert [row.kind for row in tabs(office, "C2").timeline] == ["import"]


def test_a_dispute_keeps_its_day_through_another_reason(tmp_path: Path) -> None:
    path = tmp_path / "office"
    with office_at(path, days(-2)) as office:
        take_in(office, tmp_path, LINES)
        coded(office, "1", "PRC")
        coded(office, "2", "PRC")
        coded(office, "3", "collectible")
    with office_at(path, days(-1), collector="bob") as office:
        coded(office, "1", "DMG")
        coded(office, "2", "uncoded")
    with office_at(path, DAY) as office:
        coded(office, "2", "FRT")
        said = [(row.item.document_no, row.reason, row.since, row.by) for row in tabs(office).disputes]
        assert said == [("2", "FRT", DAY, "ann"), ("1", "DMG", days(-2), "bob")]
        one = tabs(office).disputes[0]
        assert (one.id, one.item.disputed_amount) == (items(office, "2")[0], 100_00)
        assert one.name.startswith("Freight")
        assert one.owner
        assert one.handle.startswith("1-")
        set_policy(office, {"reason.FRT.owner": "Nobody"}, "Set.")
        assert tabs(office).disputes[0].owner == one.owner, "an old coding keeps the policy of its day"


def test_the_coding_of_a_colleague_counts_too(office: Office) -> None:
    Elsewhere(office).coded("4", "PRC")
    (only,) = tabs(office).disputes
    assert (only.item.document_no, only.by, only.since) == ("4", "bob", days(-2))
