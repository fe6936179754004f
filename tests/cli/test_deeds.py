"""Commands that record: what they say, what they write, and that undo takes it back."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")


def _newest(run: Run) -> str:
    return str(run("history", "--limit", "1", "--json").json[0]["text"])


def test_a_call_is_logged_as_one_entry(run: Run) -> None:
    said = run("log", "C1", "na", "--note", "rang 12 times", "--json")
    assert said.code == 0
    assert list(said.json) == ["handle", "text", "warnings", "again"]
    assert said.json["handle"] == "1-2"
    assert said.json["again"] is False
    assert "rang 12 times" in _newest(run)


def test_the_sentence_names_the_entry(run: Run) -> None:
    said = run("log", "C1", "NA")
    assert said.out.startswith("1-2  Logged: C1 no answer")
    assert said.err == ""


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("all", "150.00"),
        ("half", "75.00"),
        ("-80.55", "69.45"),
        ("1,204.50", "1204.50"),
        ("60 usd", "60.00"),
    ],
)
def test_a_promise_takes_amounts_as_people_type_them(run: Run, typed: str, amount: str) -> None:
    assert run("log", "C1", "PP", "--promise", typed, "--by", "+3b").code == 0
    assert run("promises", "--json").json[0]["amount"] == amount


def test_a_promise_of_more_than_is_open_warns(run: Run) -> None:
    said = run("log", "C1", "PP", "--promise", "1204.50", "--by", "fri")
    assert said.code == 0
    assert said.err.startswith("warning: ")


@pytest.mark.parametrize(
    ("typed", "day"),
    [("fri", "2026-11-27"), ("2026-12-01", "2026-12-01"), ("+7", "2026-11-30"), ("none", None)],
)
def test_a_follow_up_is_a_day_as_people_type_it(run: Run, typed: str, day: str | None) -> None:
    assert run("log", "C1", "NA", "--follow-up", typed).code == 0
    row = next(row for row in run("worklist", "--filter", "#C1", "--json").json)
    assert row["next_action_on"] == day


def test_a_follow_up_may_have_a_time(run: Run) -> None:
    assert "14:30" in run("log", "C1", "CB", "--follow-up", "tom 14:30").out
    assert "09:15" in run("log", "C1", "CB", "--follow-up", "next fri 9:15").out


def test_a_dispute_raised_in_a_call_codes_its_items(run: Run) -> None:
    assert run("log", "C1", "DI", "--why", "PRC", "--item", "1001").code == 0
    rows = run("disputes", "--json").json
    assert [(row["document_no"], row["reason"], row["disputed_amount"]) for row in rows] == [
        ("1001", "PRC", "100.00")
    ]


def test_an_item_of_another_customer_is_refused(run: Run) -> None:
    said = run("log", "C1", "NA", "--item", "2001")
    assert said.code == 3
    assert "2001" in said.err


def test_items_are_coded_by_number(run: Run) -> None:
    said = run("code", "PRC", "--item", "1001", "--item", "1002", "--json")
    assert said.code == 0
    assert (said.json["count"], said.json["customers"]) == (2, 1)
    assert said.json["totals"] == {"USD": "150.00"}
    assert said.json["applied"] is True
    assert len(run("disputes", "--json").json) == 2


def test_items_are_coded_by_filter_as_one_step(run: Run) -> None:
    assert run("code", "PRC", "--filter", "od>=10 type:invoice").code == 0
    assert [row["document_no"] for row in run("disputes", "--json").json] == ["1001", "1002", "2001"]
    assert run("undo").code == 0
    assert run("disputes", "--json").json == []
    assert run("redo").code == 0
    assert len(run("disputes", "--json").json) == 3


def test_a_dry_run_shows_the_same_plan_and_writes_nothing(run: Run, office: Path) -> None:
    before = office.read_bytes()
    rehearsed = run("code", "PRC", "--filter", "od>=30", "--dry-run", "--json").json
    assert rehearsed["applied"] is False
    assert office.read_bytes() == before
    done = run("code", "PRC", "--filter", "od>=30", "--json").json
    assert {**rehearsed, "applied": True} == done


def test_a_dry_run_in_text_lists_the_items(run: Run) -> None:
    said = run("code", "PRC", "--filter", "cur:eur", "--dry-run")
    assert "2001" in said.out
    assert "Would code" in said.out
    assert "2002" in said.err  # a credit is not collected


def test_short_codes_only_the_short_paid(run: Run) -> None:
    said = run("code", "ALW", "--filter", "cur:usd", "--short", "--json").json
    assert [line["document_no"] for line in said["lines"]] == ["1002"]
    assert [skip["document_no"] for skip in said["skipped"]] == ["1001"]


@pytest.mark.parametrize(
    ("item", "typed", "amount"),
    [("1001", "12.34", "12.34"), ("2001", "1,000", "1000.00"), ("3001", "1200", "1200")],
)
def test_an_amount_is_in_the_currency_of_the_item(run: Run, item: str, typed: str, amount: str) -> None:
    assert run("code", "PRC", "--item", item, "--amount", typed).code == 0
    assert [row["disputed_amount"] for row in run("disputes", "--json").json] == [amount]


def test_one_amount_fits_one_currency(run: Run) -> None:
    said = run("code", "PRC", "--filter", "type:invoice", "--amount", "5")
    assert said.code == 3
    assert "EUR and JPY and USD" in said.err


def test_collectible_and_uncoded(run: Run) -> None:
    run("code", "collectible", "--item", "1001")
    assert {row["coding"] for row in run("items", "--filter", "#1001", "--json").json} == {"collectible"}
    run("code", "uncoded", "--item", "1001")
    assert {row["coding"] for row in run("items", "--filter", "#1001", "--json").json} == {"uncoded"}


def test_undo_takes_an_entry_by_its_handle(run: Run) -> None:
    run("log", "C1", "NA")
    run("log", "C2", "VM")
    assert run("undo", "1-2").code == 0
    rows = {row["handle"]: row["voided_by"] for row in run("history", "--json").json}
    assert rows["1-2"] == "1-4"
    assert rows["1-3"] is None


def test_undo_again_takes_the_one_before(run: Run) -> None:
    run("log", "C1", "NA")
    run("log", "C2", "VM")
    assert "C2" in run("undo").out
    assert "C1" in run("undo").out


def test_contacts_are_added_listed_and_retired(run: Run) -> None:
    assert run("contact", "list", "C1", "--json").json == []
    said = run("contact", "add", "C1", "--name", "Jo Hale", "--email", "jo@harbor.example", "--preferred")
    assert said.code == 0
    cards = run("contact", "list", "C1", "--json").json
    assert [(card["name"], card["preferred"], card["retired"]) for card in cards] == [
        ("Jo Hale", True, False)
    ]
    assert "jo@harbor.example" in run("contact", "list", "C1").out
    assert run("contact", "retire", "C1", "jo hale").code == 0
    assert [card["retired"] for card in run("contact", "list", "C1", "--json").json] == [True]
    assert run("undo").code == 0
    assert [card["retired"] for card in run("contact", "list", "C1", "--json").json] == [False]
