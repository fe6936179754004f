"""What the collectors did: in order, about customers and items that are there, with known codes."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from arcollect_tui.rules.calendars import WeekendCalendar
from arcollect_tui.rules.cardnumbers import contains_card
from arcollect_tui.rules.outcomes import by_code, delinquency
from arcollect_tui.rules.promises import GRACE_DAYS, grace_until, judge
from arcollect_tui.rules.reasons import REASONS
from arcollect_tui.services.sample import (
    CallDeed,
    ContactDeed,
    NoteDeed,
    Promised,
    Sample,
    make_office,
)

from .reading import TODAY, calls, codings, default_office, minor, opens, overdue_days, rows, short

SEEDS = (1, 2, 3, 77)
SIZES: tuple[dict[str, int], ...] = (
    {},
    {"accounts": 12, "items": 60},
    {"days": 1},
    {"days": 2},
    {"days": 9},
)


def judged(
    sample: Sample, seen: list[dict[tuple[str, str], int]], made_index: int, promise: Promised
) -> str:
    """The state by the shipped rule, from all that came off a customer in the promise's currency.

    `seen` is what each file lists as open for the customer.
    """
    calendar = WeekendCalendar()
    until = grace_until(promise.due_on, GRACE_DAYS, calendar)
    paid, as_of = 0, sample.files[made_index].as_of
    for index in range(made_index + 1, len(sample.files)):
        before, after = seen[index - 1], seen[index]
        paid += sum(
            max(0, amount - after.get(key, 0))
            for key, amount in before.items()
            if key[1] == promise.currency
        )
        as_of = sample.files[index].as_of
        if as_of >= until or paid >= promise.amount:
            break
    made_on = sample.files[made_index].as_of
    return judge(promise.amount, promise.due_on, made_on, paid, as_of, GRACE_DAYS, calendar).value


@pytest.mark.parametrize("seed", [1, 2])
def test_promises_end_as_intended_by_the_files_alone(seed: int) -> None:
    sample = default_office(seed)
    day_index = {file.as_of: index for index, file in enumerate(sample.files)}
    listed = [opens(file) for file in sample.files]
    intended: Counter[str] = Counter()
    for call in calls(sample):
        if call.promise:
            made = day_index[call.at.date()]
            seen = [file[call.customer_no] for file in listed]
            assert judged(sample, seen, made, call.promise) == call.promise.intended
            intended[call.promise.intended] += 1
    assert intended == {"kept": 15, "partial": 4, "broken": 6, "open": 10}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_promises_are_about_overdue_items_that_add_up(size: dict[str, int]) -> None:
    sample = make_office(TODAY, **size)
    by_day = {file.as_of: {row["document_no"]: row for row in rows(file)} for file in sample.files}
    promisers = [call for call in calls(sample) if call.promise]
    assert len({call.customer_no for call in promisers}) == len(promisers)
    for call in promisers:
        assert call.promise
        listed = [by_day[call.at.date()][number] for number in call.promise.document_nos]
        assert {row["customer_no"] for row in listed} == {call.customer_no}
        assert {row["currency"] for row in listed} == {call.promise.currency}
        assert sum(minor(row["open_amount"]) for row in listed) == call.promise.amount > 0
        assert all(overdue_days(row, call.at.date()) > 0 for row in listed)
        assert call.promise.due_on >= call.at.date()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_deeds_are_in_order_of_time_in_office_hours_after_a_file(size: dict[str, int]) -> None:
    sample = make_office(TODAY, **size)
    assert sample.deeds
    assert all(before.at <= after.at for before, after in pairwise(sample.deeds))
    days = {file.as_of for file in sample.files}
    working = days - {TODAY} or days
    assert {deed.at.date() for deed in sample.deeds} == working
    assert all(8 <= deed.at.hour <= 17 for deed in sample.deeds)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_deeds_concern_customers_and_items_listed_that_day(size: dict[str, int]) -> None:
    sample = make_office(TODAY, **size)
    collectors = {row["customer_no"]: row["collector"] for row in rows(sample.files[-1])}
    by_day = {file.as_of: {row["document_no"]: row for row in rows(file)} for file in sample.files}
    for deed in sample.deeds:
        if isinstance(deed, (CallDeed, NoteDeed, ContactDeed)):
            assert collectors[deed.customer_no] == deed.collector
    for coding in codings(sample):
        for number in coding.document_nos:
            row = by_day[coding.at.date()][number]
            assert row["type"] in {"invoice", "residual"}
            if coding.mode == "short":
                assert short(row)
            assert number in by_day[sample.files[-1].as_of]


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_are_known_and_outcomes_have_what_they_need(seed: int) -> None:
    known = {reason.code for reason in REASONS}
    assert {coding.reason for coding in codings(default_office(seed))} <= known
    for call in calls(default_office(seed)):
        outcome = by_code(call.outcome)
        assert bool(call.promise) == ("promise" in outcome.needs)
        assert bool(call.dispute) == ("dispute" in outcome.needs)
        assert "number" not in outcome.needs
        if "date" in outcome.needs:
            assert call.follow_up_on
        if call.follow_up_on:
            assert call.follow_up_on >= call.at.date()
        assert bool(call.why) == outcome.right_party
        if call.why:
            delinquency(call.why)
        if call.contact:
            assert outcome.right_party


@pytest.mark.parametrize("seed", SEEDS)
def test_enough_is_left_to_do(seed: int) -> None:
    sample = default_office(seed)
    listed = rows(sample.files[-1])
    coded = [number for coding in codings(sample) for number in coding.document_nos]
    assert len(coded) == len(set(coded))
    uncoded = [row for row in listed if short(row) and row["document_no"] not in set(coded)]
    assert len(uncoded) >= 200
    assert 20 <= len(coded) <= 50
    contacted = {call.customer_no for call in calls(sample)}
    assert 60 <= len(contacted) <= 200
    due = [call for call in calls(sample) if call.follow_up_on == TODAY]
    assert len(due) >= 3
    assert any(call.outcome == "CB" and call.follow_up_at for call in due)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_days_are_busy_and_mixed(seed: int) -> None:
    sample = default_office(seed)
    a_day = Counter(call.at.date() for call in calls(sample))
    assert len(a_day) == 5
    assert all(20 <= count <= 30 for count in a_day.values())
    outcomes = Counter(call.outcome for call in calls(sample))
    assert {"NA", "VM", "GK", "PP", "DI", "DR", "AP", "CB"} <= outcomes.keys()
    notes = [deed for deed in sample.deeds if isinstance(deed, NoteDeed)]
    assert {note.pinned for note in notes} == {True, False}
    assert sum(isinstance(deed, ContactDeed) for deed in sample.deeds) >= 5
    assert sum(bool(call.note) for call in calls(sample)) > 60


def test_nobody_is_called_twice_a_day_and_times_differ() -> None:
    made = calls(default_office())
    assert len({(call.customer_no, call.at.date()) for call in made}) == len(made)
    assert all(after.at - before.at >= timedelta(minutes=1) for before, after in pairwise(made))


def test_no_written_word_has_a_gap_or_looks_like_a_card() -> None:
    for deed in default_office().deeds:
        words = getattr(deed, "note", "")
        assert "{" not in words
        assert not contains_card(repr(deed))
