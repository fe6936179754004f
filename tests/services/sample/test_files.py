"""The ledger files: their form, their size, and whether they look like a real portfolio."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.cardnumbers import contains_card
from arcollect_tui.rules.money import plain
from arcollect_tui.rules.text import clean
from arcollect_tui.services.sample import Sample, make_office
from arcollect_tui.services.sample.files import HEADER, money

from .reading import TODAY, default_office, minor, overdue_days, rows, short

SEEDS = (1, 2, 3, 77)


def fingerprint(sample: Sample) -> str:
    """One hash of everything an office says."""
    digest = hashlib.sha256(repr(sample.deeds).encode())
    for file in sample.files:
        digest.update(file.name.encode() + file.text.encode())
    return digest.hexdigest()


def small(**changes: object) -> Sample:
    arguments = {"accounts": 30, "items": 200, **changes}
    return make_office(TODAY, **arguments)  # type: ignore[arg-type]


def test_same_arguments_give_the_same_bytes_in_another_process() -> None:
    code = "from tests.services.sample.test_files import fingerprint, small\nprint(fingerprint(small()))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("0", "4711")
    }
    assert told == {fingerprint(small())}


@pytest.mark.parametrize("changes", [{"seed": 2}, {"accounts": 31}, {"items": 201}, {"days": 5}], ids=str)
def test_another_argument_gives_another_office(changes: dict[str, int]) -> None:
    assert fingerprint(small(**changes)) != fingerprint(small())


def test_reading_a_file_twice_gives_the_same_text() -> None:
    file = small().files[0]
    assert "".join(file.lines()) == file.text == file.text


def test_files_are_named_for_business_days_up_to_today() -> None:
    assert [(file.name, file.as_of.isoformat()) for file in small(days=3).files] == [
        ("main-2026-11-19.csv", "2026-11-19"),
        ("main-2026-11-20.csv", "2026-11-20"),
        ("main-2026-11-23.csv", "2026-11-23"),
    ]


@pytest.mark.parametrize("sunday", [date(2026, 11, 22), date(2027, 1, 3)])
def test_on_a_weekend_the_newest_file_is_of_friday(sunday: date) -> None:
    sample = make_office(sunday, accounts=5, items=20)
    assert sample.files[-1].as_of == sunday - timedelta(days=2)


def test_the_header_is_the_canonical_one_without_computed_columns() -> None:
    header = next(small().files[0].lines())
    assert header == ",".join(HEADER) + "\n"
    assert set(HEADER).isdisjoint({"days_overdue", "state", "coding", "reason", "short_amount", "name"})


@pytest.mark.parametrize("seed", SEEDS)
def test_newest_file_has_exactly_the_items_and_accounts(seed: int) -> None:
    listed = rows(default_office(seed).files[-1])
    assert len(listed) == 4_000
    assert len({row["customer_no"] for row in listed}) == 300
    assert len({row["customer_name"] for row in listed}) == 300


@pytest.mark.parametrize("seed", SEEDS)
def test_all_files_are_of_similar_size_and_differ_by_a_days_work(seed: int) -> None:
    files = [rows(file) for file in default_office(seed).files]
    assert all(3_800 <= len(listed) <= 4_200 for listed in files)
    for before, after in pairwise(files):
        old = {row["document_no"]: row["open_amount"] for row in before}
        new = {row["document_no"]: row["open_amount"] for row in after}
        assert 20 <= len(old.keys() - new.keys()) <= 160
        assert 20 <= len(new.keys() - old.keys()) <= 250
        paid_down = [number for number in old.keys() & new.keys() if old[number] != new[number]]
        assert 3 <= len(paid_down) <= 60
        assert all(0 < minor(new[number]) < minor(old[number]) for number in paid_down)


def test_document_numbers_are_unique_over_all_files_and_grow_with_the_date() -> None:
    day_of: dict[str, str] = {}
    for file in default_office().files:
        listed = rows(file)
        assert len({row["document_no"] for row in listed}) == len(listed)
        for row in listed:
            assert day_of.setdefault(row["document_no"], row["document_date"]) == row["document_date"]
    by_serial = sorted((number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), day) for number, day in day_of.items())
    days = [day for _, day in by_serial]
    assert days == sorted(days)


def test_every_cell_reads_as_what_its_column_says() -> None:
    for file in default_office().files:
        for row in rows(file):
            assert None not in row
            issued, posted, due = (
                date.fromisoformat(row[name]) for name in ("document_date", "posting_date", "due_date")
            )
            assert issued <= posted <= file.as_of
            assert issued <= due
            for name in ("amount", "open_amount", "credit_limit"):
                assert plain(minor(row[name]), row["currency"]) == row[name]
            amount, rest = minor(row["amount"]), minor(row["open_amount"])
            assert 0 < rest <= amount or amount == rest < 0
            assert (amount < 0) == (row["type"] in {"credit", "payment"})


def test_sums_of_two_files_tie_to_what_changed_between_them() -> None:
    for before, after in pairwise(default_office().files):
        old = {row["document_no"]: row for row in rows(before)}
        new = {row["document_no"]: row for row in rows(after)}
        for currency in ("USD", "EUR", "GBP", "CAD"):
            sums = [
                sum(Decimal(row["open_amount"]) for row in listed.values() if row["currency"] == currency)
                for listed in (old, new)
            ]
            moved = Decimal(0)
            for number in old.keys() | new.keys():
                row = new.get(number) or old[number]
                if row["currency"] == currency:
                    moved += Decimal(new[number]["open_amount"]) if number in new else 0
                    moved -= Decimal(old[number]["open_amount"]) if number in old else 0
            assert sums[1] - sums[0] == moved
            assert moved


@pytest.mark.parametrize("seed", SEEDS)
def test_aging_kinds_and_currencies_are_those_of_a_real_portfolio(seed: int) -> None:
    listed = rows(default_office(seed).files[-1])
    ages = [overdue_days(row) for row in listed if row["type"] == "invoice"]
    share = {
        "current": sum(age <= 0 for age in ages),
        "1-30": sum(1 <= age <= 30 for age in ages),
        "31-60": sum(31 <= age <= 60 for age in ages),
        "61-90": sum(61 <= age <= 90 for age in ages),
        ">90": sum(age > 90 for age in ages),
    }
    wanted = {"current": 45, "1-30": 25, "31-60": 12, "61-90": 8, ">90": 10}
    for bucket, percent in wanted.items():
        assert abs(share[bucket] * 100 / len(ages) - percent) < 7, share
    kinds = Counter(row["type"] for row in listed)
    assert kinds["credit"] > 60
    assert kinds["payment"] > 20
    assert 5 <= kinds["residual"] <= 20
    currencies = defaultdict(set)
    for row in listed:
        currencies[row["customer_no"]].add(row["currency"])
    assert 30 <= sum(found != {"USD"} for found in currencies.values()) <= 42
    assert 1 <= sum(len(found) == 2 for found in currencies.values()) <= 15
    assert set().union(*currencies.values()) == {"USD", "EUR", "GBP", "CAD"}


@pytest.mark.parametrize("seed", SEEDS)
def test_some_customers_are_over_their_limit_and_a_few_owe_very_much(seed: int) -> None:
    listed = rows(default_office(seed).files[-1])
    owed: Counter[str] = Counter()
    late: Counter[str] = Counter()
    limits = {}
    for row in listed:
        owed[row["customer_no"]] += minor(row["open_amount"])
        limits[row["customer_no"]] = minor(row["credit_limit"])
        if overdue_days(row) > 0 and row["type"] == "invoice":
            late[row["customer_no"]] += minor(row["open_amount"])
    assert 10 <= sum(owed[number] > limits[number] for number in owed) <= 90
    top = [amount for _, amount in late.most_common(5)]
    assert top[-1] > 15 * sorted(late.values())[len(late) // 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_short_paid_items_have_remittance_words_and_a_small_rest(seed: int) -> None:
    found = [row for row in rows(default_office(seed).files[-1]) if short(row)]
    assert len(found) >= 240
    assert sum(bool(row["text"]) for row in found) > len(found) * 3 // 4
    for row in found:
        if row["type"] == "residual":
            assert row["parent_no"].startswith("INV")


def test_large_files_are_read_line_by_line_with_few_deeds() -> None:
    sample = make_office(TODAY, accounts=2_600, items=50_001)
    (file,) = sample.files
    assert len(list(islice(file.lines(), 100))) == 100
    listed = csv.DictReader(file.lines())
    customers = Counter(row["customer_no"] for row in listed)
    assert (customers.total(), len(customers)) == (50_001, 2_600)
    assert 0 < len(sample.deeds) <= 60
    assert {deed.at.date() for deed in sample.deeds} == {TODAY}
    known = set(customers)
    assert {getattr(deed, "customer_no", "C10000") for deed in sample.deeds} <= known


@given(
    today=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    accounts=st.integers(1, 60),
    more=st.integers(0, 200),
    seed=st.integers(-5, 10**9),
    days=st.integers(1, 9) | st.just(60),
)
@settings(max_examples=60, deadline=None)
def test_any_office_is_counted_right(today: date, accounts: int, more: int, seed: int, days: int) -> None:
    sample = make_office(today, accounts=accounts, items=accounts + more, seed=seed, days=days)
    assert len(sample.files) == days
    listed = rows(sample.files[-1])
    assert len(listed) == accounts + more == len({row["document_no"] for row in listed})
    assert len({row["customer_no"] for row in listed}) == accounts
    assert sample.files[-1].as_of <= today


@pytest.mark.parametrize(("accounts", "items", "days"), [(0, 10, 6), (10, 9, 6), (10, 20, 0), (10, 20, 61)])
def test_impossible_offices_are_refused(accounts: int, items: int, days: int) -> None:
    with pytest.raises(UsageError):
        make_office(TODAY, accounts=accounts, items=items, days=days)


@pytest.mark.parametrize("amount", [0, 1, 9, 99, 100, 101, 123_456, -1, -99, -100, -98_765])
def test_amounts_are_printed_as_the_rules_print_them(amount: int) -> None:
    assert money(amount) == plain(amount, "USD")


def test_no_text_needs_cleaning_or_looks_like_a_card() -> None:
    for file in default_office().files:
        text = file.text
        assert clean(text, multiline=True) == text
        assert not contains_card(text)
        for row in rows(file):
            assert not any(contains_card(cell) or cell != cell.strip() for cell in row.values())
