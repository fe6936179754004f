"""The ledger tables are the fold of the imports that count, and of nothing else."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.diff import KEPT, kind_of_change
from arcollect_tui.errors import FileRefused, GuardRefused, Refused, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.imports import ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows, item_summary
from arcollect_tui.services.office import Office
from tests.services.offices import (
    COLUMNS,
    DAY,
    HASTY,
    LONG,
    Line,
    account_of,
    assert_money,
    assert_sound,
    customer,
    days,
    file_of,
    item,
    items,
    office_at,
    state,
    take_in,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "desk" / "office") as opened:
        yield opened


def ledger(count: int = 30) -> list[Line]:
    return [
        Line(f"{1000 + n}", f"C{n % 7}", 100_00 + n, due=days(n - 20), currency=("USD", "EUR")[n % 2])
        for n in range(count)
    ]


def next_day(lines: list[Line]) -> list[Line]:
    """Some paid, some short paid, some moved, some new."""
    kept = [line for n, line in enumerate(lines) if n % 10]
    changed = [
        line.paid_down(line.amount // 5)
        if n % 7 == 1
        else line.paid_down(line.amount // 2)
        if n % 7 == 2
        else line
        for n, line in enumerate(kept)
    ]
    return [*changed, *[Line(f"{2000 + n}", f"C{n + 5}", 500_00 + n, due=days(20)) for n in range(4)]]


def plan(office: Office, folder: Path, lines: list[Line], as_of: date = DAY, **options: Any) -> ImportPlan:
    wanted = ImportOptions(as_of=as_of, **options)
    return plan_import(office, file_of(folder, lines), wanted)


def open_sums(office: Office) -> dict[str, int]:
    return item_summary(office, ItemView()).sums


def test_what_is_open_is_what_the_file_says(office: Office, tmp_path: Path) -> None:
    saved = take_in(office, tmp_path, ledger())
    assert saved.handle == "1-1"
    assert not saved.again
    wanted: dict[str, int] = {}
    for line in ledger():
        wanted[line.currency] = wanted.get(line.currency, 0) + line.amount
    assert open_sums(office) == wanted
    assert_sound(office)
    assert_money(office)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("seed", range(3))
def test_the_same_lines_again_change_nothing(office: Office, tmp_path: Path, end: str, seed: int) -> None:
    take_in(office, tmp_path, ledger())
    before = state(office)
    lines = ledger()
    random.Random(seed).shuffle(lines)
    saved = take_in(office, tmp_path, lines, end=end)
    assert saved.again
    assert saved.handle == ""
    assert "No change" in saved.sentence
    assert state(office) == before
    assert len(history.history(office)) == 1


def test_the_same_lines_of_another_day_are_all_the_same(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger())
    planned = plan(office, tmp_path, list(reversed(ledger())), days(1))
    assert planned.differences == {"same": 30}
    assert planned.guards == ()


def test_the_next_day_tells_what_became_of_each_item(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger())
    planned = plan(office, tmp_path, next_day(ledger()), days(1), accept=frozenset({"customers"}))
    assert planned.differences == {"cleared": 3, "new": 4, "part_paid": 4, "same": 19, "short_paid": 4}
    apply_import(office, planned)
    assert item(office, "1000").state == "cleared"
    assert item(office, "1000").open_amount == 0
    assert item(office, "2000").state == "open"
    assert_sound(office)
    assert_money(office)


BEFORE = dict.fromkeys(KEPT) | {
    "open_amount": 100, "amount": 100, "type": "invoice", "due_date": 5, "terms": "30", "text": "a",
}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {"open_amount": 20}, "short_paid"),
        ({}, {"open_amount": 25}, "short_paid"),
        ({}, {"open_amount": 26}, "part_paid"),
        ({}, {"open_amount": 0}, "part_paid"),
        ({"type": "residual"}, {"open_amount": 90}, "short_paid"),
        ({}, {"open_amount": 120}, "increased"),
        ({}, {"open_amount": -20}, "credited"),
        ({"open_amount": -100, "type": "credit"}, {"open_amount": -40}, "credited"),
        ({}, {"due_date": 9}, "due_moved"),
        ({}, {"terms": "60"}, "terms_changed"),
        ({}, {"text": "b"}, "other"),
        ({"cleared_on": 7, "open_amount": 0}, {"cleared_on": None}, "reappeared"),
    ],
)
def test_differences_have_classes(before: dict[str, object], after: dict[str, object], kind: str) -> None:
    was = BEFORE | before
    assert kind_of_change(was, was | {"open_amount": was["open_amount"]} | after) == kind


def test_a_reversal_restores_everything(office: Office, tmp_path: Path) -> None:
    empty = state(office)
    take_in(office, tmp_path, ledger())
    apply_coding(office, plan_coding(office, CodingRequest("PRC", filter="cur:eur")))
    log_call(office, CallDraft(customer(office, "C2"), "PP", promise=PromiseDraft(50_00, "USD", days(2))))
    first = state(office)
    take_in(office, tmp_path, next_day(ledger()), days(1))
    second = state(office)
    assert second != first
    history.undo(office)
    assert state(office) == first
    history.redo(office)
    assert state(office) == second
    history.undo(office)
    assert state(office) == first
    assert_sound(office)
    history.undo(office, "1-1")
    assert state(office).ledger == empty.ledger
    assert item_rows(office, ItemView()) == []
    assert_sound(office)
    history.redo(office)
    assert state(office) == first


def test_facts_about_a_reversed_import_wait(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1")], days(-2))
    take_in(office, tmp_path, [Line("1"), Line("2", "C2")], days(-1))
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "2"))))
    coded = state(office)
    history.undo(office, "1-2")
    with pytest.raises(Refused):
        items(office, "2")
    with office.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM item_standing").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM coding").scalar_one() == 1
    assert_sound(office)
    history.redo(office)
    assert state(office) == coded
    assert item(office, "2").coding == "disputed"


def test_a_reversal_of_everything_leaves_no_standing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger())
    apply_coding(office, plan_coding(office, CodingRequest("PRC", filter="cur:eur")))
    log_call(office, CallDraft(customer(office, "C2"), "PP", promise=PromiseDraft(50_00, "USD", days(2))))
    history.undo(office, "1-1")
    with office.store.reading() as connection:
        for table in ("item_standing", "promise_standing", "account_standing", "item", "customer"):
            found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            assert (table, found) == (table, 0)


def test_an_older_import_can_be_reversed_under_a_newer_one(office: Office, tmp_path: Path) -> None:
    one, two, three = ledger(20), next_day(ledger(20)), next_day(next_day(ledger(20)))
    with office_at(tmp_path / "other") as other:
        take_in(other, tmp_path, one)
        take_in(other, tmp_path, three, days(2))
        wanted = state(other)
    take_in(office, tmp_path, one)
    take_in(office, tmp_path, two, days(1))
    take_in(office, tmp_path, three, days(2))
    all_three = state(office)
    history.undo(office, "1-2")
    assert state(office) == wanted
    assert_sound(office)
    history.redo(office)
    assert state(office) == all_three


@settings(HASTY, max_examples=8 * LONG)
@given(order=st.permutations(range(4)), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], shuffled: random.Random
) -> None:
    files = [ledger(12)]
    for _ in range(3):
        files.append(next_day(files[-1]))
    states = []
    for arrival in (range(4), order):
        folder = tmp_path_factory.mktemp("fold")
        with office_at(folder / "office", days(9)) as office:
            for day in arrival:
                lines = list(files[day])
                shuffled.shuffle(lines)
                take_in(office, folder, lines, days(day))
            assert_sound(office)
            states.append(state(office))
    assert states[0] == states[1]


def test_an_older_file_waits_for_a_yes(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, next_day(ledger()), days(1))
    newest = open_sums(office)
    with pytest.raises(GuardRefused) as refused:
        take_in(office, tmp_path, ledger(), accept=())
    assert "older" in refused.value.guards
    assert refused.value.exit_code == 3
    take_in(office, tmp_path, ledger())
    assert open_sums(office) == newest
    assert item(office, "1000").state == "cleared"
    assert_sound(office)


@pytest.mark.parametrize("salt", range(6))
@pytest.mark.parametrize("newer", [False, True])
def test_of_the_files_of_a_day_the_last_one_counts(
    office: Office, tmp_path: Path, salt: int, *, newer: bool
) -> None:
    wrong = [Line("1"), Line("2", amount=9_00), Line("9", text=f"wrong {salt}")]
    right = [Line("1"), Line("2", amount=90_00)]
    if newer:
        take_in(office, tmp_path, [*right, Line("3")], days(1))
    take_in(office, tmp_path, wrong)
    before = state(office)
    take_in(office, tmp_path, right)
    after = state(office)
    assert item(office, "2").amount == 90_00
    assert item(office, "9").state == "cleared"
    assert_sound(office)
    history.undo(office)
    assert state(office) == before
    history.redo(office)
    assert state(office) == after
    history.undo(office, "1-2" if newer else "1-1")
    with pytest.raises(Refused):
        items(office, "9")
    take_in(office, tmp_path, wrong)
    if newer:
        assert item(office, "9").state == "cleared"
    else:
        assert item(office, "9").state == "open"
        assert item(office, "2").amount == 9_00
    assert_sound(office)


@pytest.mark.parametrize("salt", range(6))
def test_changes_of_the_same_day_come_on_top(office: Office, tmp_path: Path, salt: int) -> None:
    take_in(office, tmp_path, [Line("1"), Line("2", text=f"{salt}")])
    take_in(office, tmp_path, [Line("1").paid_down(1_00)], delta=True)
    assert item(office, "1").open_amount == 1_00
    assert item(office, "2").state == "open"


def test_a_file_with_changes_only_clears_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(10))
    changes = [ledger(10)[3].paid_down(1), Line("5000")]
    planned = plan(office, tmp_path, changes, days(1), delta=True)
    assert planned.differences == {"new": 1, "short_paid": 1}
    apply_import(office, planned)
    assert len(item_rows(office, ItemView())) == 11
    assert_sound(office)


def test_a_file_taken_for_changes_by_mistake_can_be_taken_whole(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(10))
    file = ledger(10)[:8]
    take_in(office, tmp_path, file, days(1), delta=True)
    assert len(item_rows(office, ItemView())) == 10
    history.undo(office)
    take_in(office, tmp_path, file, days(1))
    assert len(item_rows(office, ItemView())) == 8
    assert_sound(office)
    history.undo(office)
    assert len(item_rows(office, ItemView())) == 10
    assert_sound(office)


def test_an_import_that_was_undone_can_be_taken_in_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(10))
    whole = state(office)
    for _ in range(3):
        history.undo(office)
        assert item_rows(office, ItemView()) == []
        assert not take_in(office, tmp_path, ledger(10)).again
        assert state(office) == whole
    assert_sound(office)
    history.undo(office)
    with pytest.raises(Refused, match="Nothing to undo"):
        history.undo(office)


def test_two_ledgers_keep_apart(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1", amount=1_00), Line("2")])
    take_in(office, tmp_path, [Line("1", amount=5_00)], ledger="north")
    assert open_sums(office) == {"USD": 1_00 + 100_00 + 5_00}
    with pytest.raises(Refused, match=r"main:C1 or north:C1"):
        customer(office)
    assert customer(office, "main:C1") != customer(office, "north:C1")
    take_in(office, tmp_path, [Line("1", amount=5_00)], days(1), ledger="north")
    take_in(office, tmp_path, [Line("2")], days(1))
    assert open_sums(office) == {"USD": 100_00 + 5_00}
    assert_sound(office)


@pytest.mark.parametrize("name", ["", "a:b", " main", "x\x1by", "ma\nin"])
def test_a_ledger_has_a_name(name: str) -> None:
    with pytest.raises(UsageError, match="no name for a ledger"):
        ImportOptions(ledger=name)


def test_each_company_is_cleared_by_its_own_file(office: Office, tmp_path: Path) -> None:
    both = [Line("1", company="10", currency="USD"), Line("2", company="20", currency="JPY", amount=5000)]
    take_in(office, tmp_path, both)
    assert open_sums(office) == {"USD": 100_00, "JPY": 5000}
    take_in(office, tmp_path, [replace(both[1], number="3")], days(1))
    assert item(office, "1").state == "open"
    assert item(office, "2").state == "cleared"
    planned = plan(office, tmp_path, [Line("4", company="30")], days(2))
    assert "company" in {guard.name for guard in planned.guards}


def test_a_company_that_was_paid_up_is_no_stranger(office: Office, tmp_path: Path) -> None:
    many = [Line(f"{n}", company="10") for n in range(9)]
    take_in(office, tmp_path, [*many, Line("x", company="20")])
    take_in(office, tmp_path, [*many, Line("y", company="20", type="credit", amount=-5)], days(1))
    take_in(office, tmp_path, [*many[:8], Line("z", company="20")], days(2))
    with office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE item SET cleared_on = 1 WHERE company = '20'")
    planned = plan(office, tmp_path, [*many[:8], Line("w", company="20")], days(3))
    assert planned.guards == ()


def test_an_item_that_comes_back_is_open_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1"), Line("2")])
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "2"))))
    take_in(office, tmp_path, [Line("1")], days(1))
    assert item(office, "2").state == "cleared"
    assert account_of(office).aging[0].disputed == 0
    planned = plan(office, tmp_path, [Line("1"), Line("2")], days(2))
    assert planned.differences == {"reappeared": 1, "same": 1}
    apply_import(office, planned)
    assert item(office, "2").state == "open"
    assert item(office, "2").coding == "disputed"
    assert account_of(office).aging[0].disputed == 100_00
    assert_sound(office)


def test_a_rebooked_item_leaves_its_old_account(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1", "C1"), Line("2", "C1"), Line("3", "C2")])
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "2"))))
    before = state(office)
    take_in(office, tmp_path, [Line("1", "C1"), Line("2", "C2"), Line("3", "C2")], days(1))
    assert account_of(office, "C1").aging[0].balance == 100_00
    assert account_of(office, "C2").aging[0].balance == 200_00
    assert account_of(office, "C1").aging[0].disputed == 0
    assert account_of(office, "C2").aging[0].disputed == 100_00
    assert_sound(office)
    history.undo(office)
    assert state(office) == before


def test_the_newest_spelling_of_a_name_counts(office: Office, tmp_path: Path) -> None:
    take_in(
        office,
        tmp_path,
        [
            Line("1", name="Harbor Ltd", written=days(-30)),
            Line("2", name="Harbour Ltd", written=days(-10)),
            Line("3", name="HARBOR", written=days(-60)),
        ],
    )
    assert account_of(office).customer.name == "Harbour Ltd"
    take_in(office, tmp_path, [Line("4", name="Old Harbor", written=days(-20))], days(1))
    assert account_of(office).customer.name == "Harbour Ltd"
    take_in(office, tmp_path, [Line("5", name="New Harbor", written=days(-5))], days(2))
    assert account_of(office).customer.name == "New Harbor"
    for word in ("harbour", "new har"):
        assert {row.customer_id for row in item_rows(office, ItemView(f'name:"{word}" doc=5'))}
    history.undo(office)
    assert account_of(office).customer.name == "Harbour Ltd"
    assert_sound(office)


def same_sum(office: Office, lines: list[Line]) -> None:
    assert open_sums(office) == {
        "USD": sum(line.amount if line.left is None else line.left for line in lines)
    }


NAMELESS = [
    Line("", amount=-50_00, type="payment", text="a"),
    Line("", amount=-50_00, type="payment", text="a"),
    Line("", amount=-50_00, type="payment", text="b"),
    Line("", amount=-50_00, left=-20_00, type="payment", text="c"),
    Line("", "C2", amount=-50_00, type="payment", text="a"),
    Line("1"),
]
TWINS = [
    Line("77", "C1", 10_00),
    Line("77", "C1", 20_00),
    Line("77", "C2", 30_00),
    Line("78", "C1", 40_00),
]


@pytest.mark.parametrize("lines", [NAMELESS, TWINS], ids=["nameless", "twins"])
def test_no_line_is_lost(office: Office, tmp_path: Path, lines: list[Line]) -> None:
    take_in(office, tmp_path, lines)
    same_sum(office, lines)
    assert_sound(office)
    planned = plan(office, tmp_path, list(reversed(lines)), days(1))
    assert planned.differences == {"same": len(lines)}
    take_in(office, tmp_path, lines[1:], days(1))
    same_sum(office, lines[1:])
    assert_sound(office)


@pytest.mark.parametrize("lines", [NAMELESS, TWINS], ids=["nameless", "twins"])
def test_rows_in_any_order_make_the_same_ledger(tmp_path: Path, lines: list[Line]) -> None:
    states = set()
    orders = list(itertools.permutations(lines))
    for number, order in enumerate(orders[:: len(orders) // 24]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with office_at(folder / "office") as office:
            take_in(office, folder, order)
            states.add(state(office))
    assert len(states) == 1


def test_a_file_without_a_field_of_the_recipe_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(3))
    file = file_of(tmp_path, ledger(3))
    head, *rows = file.read_text().splitlines()
    assert head == COLUMNS
    file.write_text("\n".join([head.removeprefix("company,"), *[row.removeprefix('"",') for row in rows]]))
    with pytest.raises(FileRefused, match="no column for company") as refused:
        plan_import(office, file, ImportOptions(as_of=days(1)))
    assert refused.value.exit_code == 4


def names(office: Office, folder: Path, lines: list[Line], ahead: int = 1) -> set[str]:
    return {guard.name for guard in plan(office, folder, lines, days(ahead)).guards}


def test_each_guard_by_name(office: Office, tmp_path: Path) -> None:
    lines = [Line(f"{n}", f"C{n}", company="10") for n in range(10)]
    take_in(office, tmp_path, lines)
    assert names(office, tmp_path, lines[:7]) == set()
    assert names(office, tmp_path, lines[:6]) == {"shrink"}
    assert names(office, tmp_path, lines, -1) == {"older"}
    assert names(office, tmp_path, [*lines, Line("x", "C1", company="20")]) == {"company"}
    assert names(office, tmp_path, [*lines, Line("x", "C1", 100_000_00, company="10")]) == {"total"}
    strangers = [Line(f"s{n}", f"S{n}", company="10") for n in range(11)]
    assert names(office, tmp_path, [*lines, *strangers[:10]]) == set()
    assert names(office, tmp_path, [*lines, *strangers]) == {"customers"}


def test_value_that_would_clear_is_guarded_too(office: Office, tmp_path: Path) -> None:
    lines = [Line("big", amount=1000_00), *[Line(f"{n}", amount=10_00) for n in range(20)]]
    take_in(office, tmp_path, lines)
    assert names(office, tmp_path, lines[1:]) == {"shrink"}


def test_new_items_of_new_customers_are_no_strange_file(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger())
    more = [Line("n1", "N1"), Line("n2", "N2")]
    assert names(office, tmp_path, [*ledger(), *more]) == set()


@pytest.mark.parametrize("guard", ["older", "shrink", "company", "customers", "total"])
def test_accepting_one_guard_lets_only_that_one_through(office: Office, tmp_path: Path, guard: str) -> None:
    take_in(office, tmp_path, [Line(f"{n}", company="10") for n in range(10)], days(5))
    strange = [Line(f"s{n}", f"S{n}", 10**9, company="20") for n in range(3)]
    found = [Line("0", company="10"), *strange]
    before = state(office)
    with pytest.raises(GuardRefused) as refused:
        take_in(office, tmp_path, found, accept=())
    assert set(refused.value.guards) == {"older", "shrink", "company", "customers", "total"}
    with pytest.raises(GuardRefused) as refused:
        take_in(office, tmp_path, found, accept=(guard,))
    assert guard not in refused.value.guards
    assert len(refused.value.guards) == 4
    assert state(office) == before
    assert len(history.history(office)) == 1


def test_there_is_no_other_guard() -> None:
    with pytest.raises(UsageError, match="There is no guard shrnk"):
        ImportOptions(accept=frozenset({"shrnk"}))


def test_a_plan_is_not_applied_to_another_ledger(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(10))
    planned = plan(office, tmp_path, ledger(9), days(2))
    take_in(office, tmp_path, ledger(8), days(1))
    before = state(office)
    with pytest.raises(Refused, match="changed since the preview"):
        apply_import(office, planned)
    assert state(office) == before
    assert_sound(office)


def test_a_plan_that_another_has_applied_changes_nothing(office: Office, tmp_path: Path) -> None:
    planned = plan(office, tmp_path, ledger(10))
    take_in(office, tmp_path, ledger(10))
    assert apply_import(office, planned).again
    assert len(history.history(office)) == 1


def test_a_plan_goes_through_when_the_change_does_not_concern_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, ledger(10))
    planned = plan(office, tmp_path, ledger(9), days(2))
    take_in(office, tmp_path, ledger(10), days(1))
    apply_import(office, planned)
    assert len(item_rows(office, ItemView())) == 9
    assert_sound(office)


@pytest.mark.parametrize("last", range(4))
def test_a_file_stays_above_those_below_the_one_that_went(
    office: Office, tmp_path: Path, last: int
) -> None:
    """Of three files of a day the second is undone; the third still has the last word over the first."""
    take_in(office, tmp_path, [Line("1", amount=90_00)])
    second = take_in(office, tmp_path, [Line("1", amount=90_00, left=80_00)])
    take_in(office, tmp_path, [Line("1", amount=90_00, left=10_00 + last)])
    history.undo(office, second.handle)
    assert item(office, "1").open_amount == 10_00 + last
    assert_sound(office)
