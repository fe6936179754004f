"""`arcollect code` in full: shares, splits, what the customer says, codes of other lists, asking."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")


def _item(run: Run, number: str) -> dict[str, object]:
    (found,) = run("items", "--filter", f"doc={number}", "--json").json
    return dict(found)


def test_a_share_of_each_item(run: Run) -> None:
    said = run("code", "PRC", "--filter", "acct:C1", "--share", "50%", "--json").json
    assert [(line["document_no"], line["disputed_amount"]) for line in said["lines"]] == [
        ("1001", "50.00"),
        ("1002", "25.00"),
    ]
    assert _item(run, "1002")["disputed_amount"] == "25.00"


def test_a_split_takes_the_place_of_the_reason(run: Run) -> None:
    arguments = ("code", "--split", "PRC=80.55", "--split", "frt=rest", "--item", "1001")
    said = run(*arguments, "--json").json
    pieces = [{"reason": "PRC", "amount": "80.55"}, {"reason": "FRT", "amount": "19.45"}]
    assert said["lines"][0]["splits"] == pieces
    assert (said["reason"], said["coding"]) == ("PRC", "disputed")
    found = _item(run, "1001")
    assert (found["reason"], found["disputed_amount"], found["splits"]) == ("PRC", "100.00", pieces)
    text = run(*arguments, "--dry-run")
    assert text.code == 3
    assert "already PRC" in text.err
    assert run("undo").code == 0
    assert "PRC 80.55 FRT 19.45" in run(*arguments, "--dry-run").out


def test_shares_fit_items_of_several_currencies_and_amounts_do_not(run: Run) -> None:
    invoices = ("--filter", "type:invoice")
    shares = run("code", "--split", "PRC=60%", "--split", "FRT=40%", *invoices, "--dry-run", "--json").json
    assert set(shares["totals"]) == {"EUR", "JPY", "USD"}
    for line in shares["lines"]:
        assert len(line["splits"]) == 2
    amounts = run("code", "--split", "PRC=1", "--split", "FRT=rest", *invoices)
    assert amounts.code == 3
    assert "EUR and JPY and USD" in amounts.err


def test_what_the_customer_says_is_kept(run: Run) -> None:
    said = run(
        *("code", "QTY", "--item", "1001", "--item", "1002", "--claim", "K-77", "--their-code", "SHT"),
        *("--their-words", "2 cartons =missing", "--ask", "credit", "--note", "see POD", "--json"),
    ).json
    kept = {
        "claim": "K-77",
        "ask": "credit",
        "their_code": "SHT",
        "their_words": "2 cartons =missing",
    }
    assert {name: said[name] for name in kept} == kept
    for number in ("1001", "1002"):
        found = _item(run, number)
        assert {name: found[name] for name in kept} == kept
        assert found["root_cause"] == ""
    (disputed, _) = run("disputes", "--json").json
    assert disputed["claim"] == "K-77"
    assert run("account", "C1", "--json").json["items"][0]["claim"] == "K-77"


def test_an_item_that_is_not_coded_says_nothing_of_it(run: Run) -> None:
    found = _item(run, "1001")
    assert (found["claim"], found["splits"], found["root_cause"]) == ("", [], "")


def test_a_write_off_is_asked_for(run: Run) -> None:
    assert run("code", "RND", "--item", "1002", "--ask", "write-off", "--json").json["ask"] == "write_off"
    said = run("code", "RND", "--item", "1001", "--ask", "refund")
    assert said.code == 2
    assert "credit or write-off, not refund" in said.err


@pytest.mark.parametrize(
    ("typed", "reason"), [("x12:06", "QTY"), ("X12:6", "QTY"), ("retail:22", "QTY"), ("carc:45", "CON")]
)
def test_a_code_of_another_list_is_a_reason_and_theirs(run: Run, typed: str, reason: str) -> None:
    assert run("code", typed, "--item", "1001").code == 0
    found = _item(run, "1001")
    assert (found["reason"], found["their_code"]) == (reason, typed)
    rows = run("items", "--filter", f"reason:{typed}", "--json").json
    assert [row["document_no"] for row in rows] == ["1001"]
    assert run("items", "--filter", f"d:{typed}", "--json").json == rows


def test_their_own_code_goes_before_the_code_that_was_typed(run: Run) -> None:
    run("code", "x12:06", "--item", "1001", "--their-code", "SHT")
    assert _item(run, "1001")["their_code"] == "SHT"
    run("code", "--split", "x12:01=30", "--split", "x12:54=rest", "--item", "1001")
    found = _item(run, "1001")
    assert (found["reason"], found["their_code"]) == ("FRT", "x12:01 x12:54")


def test_a_code_of_sap_is_one_once_policy_says_so(run: Run) -> None:
    said = run("code", "sap:Z12", "--item", "1001")
    assert said.code == 2
    assert "reason.PRC.sap" in said.err
    assert run("policy", "set", "reason.QTY.sap", "Z12").code == 0
    assert run("code", "sap:z12", "--item", "1001").code == 0
    assert _item(run, "1001")["reason"] == "QTY"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("PRC", "--split", "PRC=1", "--split", "FRT=rest", "--item", "1001"), 2, "REASON or --split"),
        (("--item", "1001"), 2, "give a REASON such as PRC, or --split"),
        (("--split", "PRC=1", "--item", "1001"), 2, "two reasons or more"),
        (("--split", "PRC=1", "--split", "FRT=rest", "--short", "--item", "1001"), 2, "--short or --split"),
        (("PRC", "--amount", "5", "--share", "half", "--item", "1001"), 2, "--amount or --share"),
        (("PRC", "--share", "some", "--item", "1001"), 2, "type 50%, 12.5% or half"),
        (("PRC", "--share", "120%", "--item", "1001"), 2, "at most 100%"),
        (("--split", "=1", "--split", "FRT=rest", "--item", "1001"), 2, "names no reason"),
        (("--split", "QQQ=1", "--split", "FRT=rest", "--item", "1001"), 2, 'no reason "QQQ"'),
        (("--split", "PRC=lots", "--split", "FRT=rest", "--item", "1001"), 2, "lots"),
        (("--split", "PRC=500", "--split", "FRT=rest", "--item", "1001"), 3, "each piece|more than"),
        (("--split", "PRC=1", "--split", "x12:01=rest", "--item", "1001"), 3, "each reason once"),
        (("collectible", "--claim", "K1", "--item", "1001"), 2, "--claim belongs to a dispute"),
        (("x12:ZZ", "--item", "1001"), 2, "X12 426"),
        (("edi:1", "--item", "1001"), 2, "There are x12"),
        (("PRC",), 2, "Say which items"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, arguments: tuple[str, ...], code: int, why: str) -> None:
    said = run("code", *arguments)
    assert said.code == code, said.err
    assert any(word in said.err for word in why.split("|")), said.err
    assert len(run("history", "--json").json) == 1


def test_items_of_a_filter_are_coded_anew_when_that_is_said(run: Run) -> None:
    run("code", "PRC", "--item", "1001")
    said = run("code", "QTY", "--filter", "cur:usd", "--json").json
    assert [skip["reason"] for skip in said["skipped"]] == ["already PRC"]
    said = run("code", "FRT", "--filter", "cur:usd", "--recode", "--json").json
    assert [(line["document_no"], line["was"]) for line in said["lines"]] == [
        ("1001", "PRC"),
        ("1002", "QTY"),
    ]


def test_an_amount_may_be_corrected_on_an_item_that_has_the_reason(run: Run) -> None:
    run("code", "PRC", "--item", "1001")
    assert run("code", "PRC", "--item", "1001", "--amount", "12.34").code == 0
    assert _item(run, "1001")["disputed_amount"] == "12.34"


def test_looking_at_items_takes_a_dry_run_too(run: Run, office: Path) -> None:
    before = office.read_bytes()
    assert run("items", "--dry-run", "--json").json == run("items", "--json").json
    assert office.read_bytes() == before
