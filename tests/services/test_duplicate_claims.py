"""Claims made twice, in a store: by number in text, reference or coding, and by amount and date."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.duplicate_claims import duplicate_claims, seen_before
from arcollect_tui.services.office import Office
from tests.services.offices import days, items, office_at
from tests.services.queued import Claimed, bring, short

LEDGER = [
    short("old", 11_00, text="damage claim 7781", written=days(-90)),
    short("new", 12_00, text="2 cartons wet - claim 7781", written=days(-20)),
    short("ref", 13_00, reference="Claim 7781", written=days(-10)),
    short("other", 14_00, customer="C2", text="claim 7781"),
    short("x", 15_00, written=days(-5)),
    short("y", 15_00, written=days(-5)),
    short("z", 15_00, written=days(-4)),
    Claimed("plain", amount=15_00, written=days(-5)),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        bring(opened, tmp_path, LEDGER, days(-1))
        yield opened


def groups(office: Office, *numbers: str, claim: str = "") -> list[list[str]]:
    ids = items(office, *numbers) if numbers else None
    return [[seen.document_no for seen in group.claims] for group in duplicate_claims(office, ids, claim)]


def test_all_of_them_with_their_evidence(office: Office) -> None:
    by_amount, by_number = duplicate_claims(office)
    assert [claim.document_no for claim in by_number.claims] == ["old", "new", "ref"]
    assert (by_number.why, by_number.customer_no) == ("claim 7781", "C1")
    assert [claim.amount for claim in by_number.claims] == [11_00, 12_00, 13_00]
    assert [claim.document_no for claim in by_amount.claims] == ["x", "y"]
    assert by_amount.why == f"15.00 USD on documents of {days(-5).isoformat()}"


def test_of_some_items_only_what_was_there_before(office: Office) -> None:
    assert groups(office, "new") == [["old", "new", "ref"]]
    assert groups(office, "old", "new", "ref") == []
    assert groups(office, "other") == []
    assert groups(office, "plain") == []


def test_a_claim_that_left_the_ledger_is_remembered(office: Office, tmp_path: Path) -> None:
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "x"), claim="AB-1")))
    bring(office, tmp_path, [line for line in LEDGER if line.number not in ("old", "x")])
    assert groups(office, "new") == [["old", "new", "ref"]]
    assert groups(office, "z", claim="ab1") == [["x", "z"]]
    (group,) = duplicate_claims(office, items(office, "z"), "ab1")
    assert [(claim.state, claim.coding) for claim in group.claims] == [("cleared", "PRC"), ("open", "")]


def test_one_number_over_many_items_is_one_claim(office: Office) -> None:
    chosen = items(office, "x", "z")
    apply_coding(office, plan_coding(office, CodingRequest("PRC", chosen, claim="4711")))
    assert not [group for group in duplicate_claims(office) if group.claim == "4711"]
    assert groups(office, "plain", claim="4711") == [["plain", "x", "z"]]


def test_the_sentence_of_a_preview(office: Office) -> None:
    said = seen_before(office, items(office, "new", "ref"))
    assert said == "2 look like claims made before: old (claim 7781)"
    assert seen_before(office, items(office, "plain")) == ""
    why = f"15.00 USD on documents of {days(-5).isoformat()}"
    assert seen_before(office, items(office, "y")) == f"1 looks like a claim made before: x ({why})"
