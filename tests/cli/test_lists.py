"""The listing commands and the account: exact JSON fields, filters, limits, and text as it is."""

import csv
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import open_office
from arcollect_tui.services.views import View, save_view
from tests.cli.conftest import TODAY, Run
from tests.cli.ledgers import FIRST, write_ledger

WORKLIST = [
    "rank", "ledger", "customer_no", "name", "collector", "currency", "balance", "overdue",
    "days_overdue", "score", "reasons", "next_action_on", "balances",
]  # fmt: skip
BALANCE = ["currency", "balance", "overdue", "disputed", "oldest_due"]
ITEM = [
    "ledger", "company", "document_no", "line", "parent_no", "customer_no", "name", "type",
    "document_date", "due_date", "currency", "amount", "open_amount", "days_overdue", "state",
    "coding", "reason", "disputed_amount", "short_amount", "reference", "po", "text", "terms",
    "collector", "sales_rep", "claim", "ask", "their_code", "their_words", "splits", "root_cause",
]  # fmt: skip
HISTORY = ["entry", "handle", "at", "collector", "desk", "kind", "text", "voided_by"]
CUSTOMER = [
    "ledger", "customer_no", "name", "country", "collector", "ledger_collector", "assigned",
    "credit_limit", "credit_limit_currency", "contact_name", "phone", "email", "terms", "parent",
    "parent_name", "language", "time_zone", "street", "postal_code", "city", "region",
]  # fmt: skip
ACCOUNT = ["customer", "aging", "contacts", "activities", "promises", "disputes", "items"]

pytestmark = pytest.mark.usefixtures("office")


def test_worklist_rows(run: Run) -> None:
    rows = run("worklist", "--json").json
    assert [list(row) for row in rows] == [WORKLIST] * len(rows)
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    by_number = {row["customer_no"]: row for row in rows}
    harbor = by_number["C1"]
    assert (harbor["balance"], harbor["overdue"], harbor["currency"]) == ("150.00", "150.00", "USD")
    assert harbor["days_overdue"] == 53
    assert [list(balance) for balance in harbor["balances"]] == [BALANCE]
    assert harbor["balances"][0]["oldest_due"] == "2026-10-01"
    assert harbor["reasons"]
    assert "C3" not in by_number  # nothing of it is due yet


def test_a_filter_looks_at_all_accounts(run: Run) -> None:
    rows = run("worklist", "--filter", "cur:jpy", "--json").json
    assert [row["customer_no"] for row in rows] == ["C3"]
    assert rows[0]["balance"] == "21000"
    assert rows[0]["overdue"] == "0"
    assert rows[0]["days_overdue"] is None


def test_item_rows(run: Run) -> None:
    rows = run("items", "--json").json
    assert [list(row) for row in rows] == [ITEM] * 7
    by_number = {row["document_no"]: row for row in rows}
    short = by_number["1002"]
    assert (short["amount"], short["open_amount"], short["short_amount"]) == ("250.00", "50.00", "50.00")
    assert (short["due_date"], short["days_overdue"]) == ("2026-10-05", 49)
    assert (short["state"], short["coding"]) == ("open", "uncoded")
    assert by_number["1001"]["short_amount"] is None
    assert by_number["3001"]["days_overdue"] == -58
    assert by_number["3001"]["amount"] == "5000"
    assert by_number["2002"]["open_amount"] == "-34.50"


def test_cleared_items_are_shown_when_asked_for(run: Run, home: Path) -> None:
    file = write_ledger(home / "tuesday.csv", FIRST[:6])
    assert run("import", file, "--yes", "--accept", "shrink").code == 0
    assert len(run("items", "--json").json) == 6
    cleared = run("items", "--filter", "state:cleared", "--json").json
    assert [(row["document_no"], row["state"]) for row in cleared] == [("3003", "cleared")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("od>=30 type:invoice", ["1001", "1002"]),
        ("short", ["1002"]),
        ("cur:eur type:invoice", ["2001"]),
        ("#3001 | #1001", ["1001", "3001"]),
        ("od>900", []),
    ],
)
def test_items_are_filtered(run: Run, query: str, found: list[str]) -> None:
    rows = run("items", "--filter", query, "--json").json
    assert sorted(row["document_no"] for row in rows) == found


def test_a_filter_with_a_mistake_is_never_a_search(run: Run) -> None:
    for command in ("items", "worklist", "disputes"):
        said = run(command, "--filter", "od>=thirty")
        assert said.code == 2
        assert said.out == ""
        assert "od" in said.err
    assert run("items", "--filter", "duee<today").code == 2


def test_a_limit_cuts_and_says_so(run: Run) -> None:
    assert len(run("items", "--limit", "2", "--json").json) == 2
    said = run("items", "--limit", "2")
    assert len(said.out.splitlines()) == 3
    assert "more than the 2 shown" in said.err
    assert run("items", "--limit", "7").err == ""


def test_an_empty_list(run: Run) -> None:
    assert run("disputes", "--json").json == []
    said = run("disputes")
    assert (said.code, said.out) == (0, "")
    assert said.err.count("\n") == 1


def test_history_is_newest_first_and_names_the_undo(run: Run) -> None:
    run("log", "C1", "NA")
    run("undo")
    rows = run("history", "--json").json
    assert [list(row) for row in rows] == [HISTORY] * 3
    assert [row["kind"] for row in rows] == ["undo", "call", "import"]
    assert rows[1]["voided_by"] == rows[0]["handle"]
    assert rows[0]["voided_by"] is None
    assert rows[2]["voided_by"] is None
    assert rows[0]["collector"] == "ann"
    assert all(row["at"].endswith("Z") for row in rows)


def test_promises(run: Run) -> None:
    run("log", "C1", "PP", "--promise", "80.50", "--by", "fri", "--item", "1001")
    rows = run("promises", "--json").json
    assert len(rows) == 1
    assert (rows[0]["customer_no"], rows[0]["amount"], rows[0]["currency"]) == ("C1", "80.50", "USD")
    assert (rows[0]["made_on"], rows[0]["due_on"]) == (TODAY, "2026-11-27")
    assert (rows[0]["state"], rows[0]["paid"], rows[0]["items"]) == ("open", "0.00", ["1001"])


def test_account_has_everything(run: Run) -> None:
    run("log", "C1", "PP", "--promise", "all", "--by", "fri")
    run("code", "PRC", "--item", "1001")
    run("contact", "add", "C1", "--name", "Jo Hale", "--phone", "+1 206 555 0100")
    found = run("account", "C1", "--json").json
    assert list(found) == ACCOUNT
    assert found["customer"]["customer_no"] == "C1"
    assert found["aging"][0]["balance"] == "150.00"
    assert found["aging"][0]["disputed"] == "100.00"
    assert [row["kind"] for row in found["activities"]] == ["contact", "coding", "call"]
    assert [row["amount"] for row in found["promises"]] == ["150.00"]
    assert [row["document_no"] for row in found["disputes"]] == ["1001"]
    assert [row["document_no"] for row in found["items"]] == ["1001", "1002"]
    assert [card["name"] for card in found["contacts"]] == ["Jo Hale"]
    text = run("account", "C1").out
    for word in ("Harbor Ltd", "Aging", "Jo Hale", "Promises", "Disputes", "1002", "150.00"):
        assert word in text


def test_an_account_says_what_a_master_told(run: Run, tmp_path: Path) -> None:
    rows = (
        "Customer No,Name,Contact,Phone,Payment Terms,Parent,Language,Street,Zip,City",
        "C1,Harbor Ltd,Ann,1,30 days,C3,Dutch,Quay 1,1000,Port",
        "C1,Harbor Ltd,Bob,2,30 days,C3,Dutch,Quay 1,1000,Port",
    )
    path = tmp_path / "list.csv"
    path.write_text("\n".join([*rows, ""]), "utf-8")
    assert run("import", str(path), "--yes").code == 0
    found = run("account", "C1", "--json").json
    own = found["customer"]
    assert list(own) == CUSTOMER
    assert (own["terms"], own["parent"], own["parent_name"]) == ("30 days", "C3", "[bold]Späth & Söhne[/]")
    assert [card["name"] for card in found["contacts"]] == ["Ann", "Bob"]
    text = run("account", "C1").out
    assert "Quay 1, 1000 Port" in text
    assert "terms 30 days, part of C3 [bold]Späth & Söhne[/], speaks Dutch" in text


def test_markup_in_a_name_is_shown_as_it_is(run: Run) -> None:
    assert "[bold]Späth & Söhne[/]" in run("items").out
    assert run("account", "C3", "--json").json["customer"]["name"] == "[bold]Späth & Söhne[/]"


def test_the_table_has_a_row_an_item_and_its_amounts_at_the_right(run: Run) -> None:
    lines = run("items").out.splitlines()
    assert len(lines) == 8
    edge = lines[0].index("Open") + len("Open")
    assert {line[edge - 1 : edge + 1] for line in lines[1:]} <= {"0 "}


def test_reading_on_another_day_leaves_the_store_alone(run: Run, office: Path) -> None:
    before = office.read_bytes()
    rows = run("--today", "2027-03-01", "worklist", "--json").json
    assert {row["customer_no"] for row in rows} == {"C1", "C2", "C3"}
    assert run("--today", "2027-03-01", "items", "--json").json[0]["days_overdue"] > 100
    assert office.read_bytes() == before


def test_money_is_written_in_the_json_as_in_the_file(run: Run, home: Path) -> None:
    with write_ledger(home / "again.csv").open(encoding="utf-8") as file:
        told = {row["document_no"]: row["open_amount"] for row in csv.DictReader(file)}
    shown = {row["document_no"]: row["open_amount"] for row in run("items", "--json").json}
    assert shown == told


def save_views(home: Path) -> None:
    """Two views, as the workstation saves them."""
    with open_office(home / "office.arcollect", collector="ann", clock=Clock(date(2026, 11, 23))) as office:
        save_view(office, View("k", "items", "Short ones", "short sort:-short_amount"))
        save_view(office, View("B", "worklist", "Big ones", "cur:jpy"))


def test_a_saved_view_is_listed_like_its_filter(run: Run, home: Path) -> None:
    save_views(home)
    view, typed = run("items", "--view", "k", "--json"), run("items", "--filter", "short", "--json")
    assert view.json == typed.json != []
    assert [row["customer_no"] for row in run("worklist", "--view", "B", "--json").json] == ["C3"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("items", "--view", "B"), "The view B is of the worklist: arcollect worklist --view B."),
        (("items", "--view", "x"), 'There is no saved view "x". There are: B Big ones, k Short ones.'),
        (("items", "--view", "k", "--filter", "short"), "Give --view or --filter, not both"),
    ],
)
def test_a_view_that_cannot_be_listed(run: Run, home: Path, words: tuple[str, ...], said: str) -> None:
    save_views(home)
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
