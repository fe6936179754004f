"""Call outcomes: codes, keys, flags and the next step each one carries."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import Calendar, WeekendCalendar
from arcollect_tui.rules.outcomes import (
    DELINQUENCY_REASONS,
    OUTCOMES,
    REST_KEY,
    Outcome,
    by_code,
    by_key,
    default_follow_up,
    delinquency,
)

CALENDAR: Calendar = WeekendCalendar()
MONDAY = datetime(2026, 11, 23, 9, 41, 7)  # noqa: DTZ001 - the collector's wall clock
FRIDAY = datetime(2026, 11, 27, 16, 0)  # noqa: DTZ001
LATE = datetime(2026, 11, 27, 22, 30)  # noqa: DTZ001


def test_the_letters_after_c() -> None:
    keys = {outcome.key: outcome.code for outcome in OUTCOMES if outcome.key}
    assert keys == {
        "n": "NA",
        "v": "VM",
        "b": "BZ",
        "g": "GK",
        "m": "MS",
        "p": "PP",
        "d": "DI",
        "s": "DR",
        "a": "AP",
        "w": "CB",
        "r": "RF",
        "x": "WN",
        "i": "IC",
    }
    assert REST_KEY == "o"
    assert REST_KEY not in keys
    rest = {outcome.code for outcome in OUTCOMES if not outcome.key}
    assert rest == {"DC", "NC", "PR", "CF", "EM", "LT", "IN"}


def test_codes_and_names_are_unique() -> None:
    assert len({outcome.code for outcome in OUTCOMES}) == len(OUTCOMES)
    assert len({outcome.name for outcome in OUTCOMES}) == len(OUTCOMES)


@pytest.mark.parametrize(
    ("codes", "attempt", "contact", "right_party"),
    [
        ("NA VM BZ WN DC EM LT", True, False, False),
        ("GK MS NC", True, True, False),
        ("PP DI DR AP CB RF PR CF", True, True, True),
        ("IC", False, True, False),
        ("IN", False, False, False),
    ],
)
def test_what_counts_as_attempt_and_contact(
    codes: str, attempt: bool, contact: bool, right_party: bool
) -> None:
    for outcome in map(by_code, codes.split()):
        flags = (outcome.attempt, outcome.contact, outcome.right_party)
        assert flags == (attempt, contact, right_party), outcome


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: str(outcome.code))
def test_flags_agree(outcome: Outcome) -> None:
    assert outcome.contact or not outcome.right_party
    assert outcome.worked == (outcome.attempt or outcome.contact)
    assert outcome.retires_number == (outcome.code in {"WN", "DC"})
    assert outcome.inbound == (outcome.code == "IC")


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("PP", {"promise"}),
        ("DI", {"dispute"}),
        ("CB", {"date"}),
        ("PR", {"date"}),
        ("WN", {"number"}),
        ("DC", {"number"}),
        ("NA", set()),
        ("RF", set()),
        ("IN", set()),
    ],
)
def test_what_an_outcome_needs(code: str, needs: set[str]) -> None:
    assert by_code(code).needs == needs


@pytest.mark.parametrize(
    ("code", "now", "expected"),
    [
        ("NA", MONDAY, (date(2026, 11, 24), None)),
        ("NA", FRIDAY, (date(2026, 11, 30), None)),
        ("VM", FRIDAY, (date(2026, 12, 1), None)),
        ("GK", MONDAY, (date(2026, 11, 24), None)),
        ("MS", MONDAY, (date(2026, 11, 25), None)),
        ("DR", MONDAY, (date(2026, 11, 25), None)),
        ("AP", MONDAY, (date(2026, 11, 26), None)),
        ("BZ", MONDAY, (date(2026, 11, 23), time(11, 41))),
        ("BZ", LATE, (date(2026, 11, 30), None)),  # two hours later is tomorrow, a Saturday
        ("NC", MONDAY, (date(2026, 11, 23), None)),
        ("CB", MONDAY, None),
        ("PR", MONDAY, None),
        ("IC", MONDAY, None),
        ("IN", MONDAY, None),
        ("PP", MONDAY, None),  # no promised day, no default
    ],
)
def test_the_default_next_step(code: str, now: datetime, expected: tuple[date, time | None] | None) -> None:
    assert default_follow_up(by_code(code), now, CALENDAR) == expected


def test_a_promise_is_followed_up_after_its_grace() -> None:
    found = default_follow_up(by_code("PP"), MONDAY, CALENDAR, promise_on=date(2026, 11, 27))
    assert found == (date(2026, 12, 2), None)


@pytest.mark.parametrize("code", ["NA", "BZ", "CB", "PP", "IN"])
def test_a_typed_count_of_business_days_overrules_the_outcome(code: str) -> None:
    promised = date(2026, 12, 24)
    found = default_follow_up(by_code(code), FRIDAY, CALENDAR, days=3, promise_on=promised)
    assert found == (date(2026, 12, 2), None)


def test_a_count_of_none_is_today_and_a_negative_one_is_refused() -> None:
    assert default_follow_up(by_code("NA"), FRIDAY, CALENDAR, days=0) == (FRIDAY.date(), None)
    with pytest.raises(UsageError, match="2 days back"):
        default_follow_up(by_code("NA"), FRIDAY, CALENDAR, days=-2)


@given(
    st.sampled_from(OUTCOMES),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    st.none() | st.integers(0, 60),
)
def test_no_default_lies_in_the_past(outcome: Outcome, now: datetime, days: int | None) -> None:
    found = default_follow_up(outcome, now, CALENDAR, days=days, promise_on=now.date())
    if found is None:
        assert days is None
        assert outcome.default_follow_up is None
        return
    day, at = found
    assert day >= now.date()
    assert at is None or datetime.combine(day, at) > now


@pytest.mark.parametrize("code", ["NA", "na", " Na "])
def test_a_code_is_read_in_either_case(code: str) -> None:
    assert by_code(code).code == "NA"


def test_an_unknown_code_names_the_nearest_and_all() -> None:
    with pytest.raises(UsageError) as caught:
        by_code("NAA")
    assert "Did you mean NA (no answer)?" in caught.value.sentence
    assert all(outcome.code in caught.value.sentence for outcome in OUTCOMES)


def test_an_unknown_key_names_the_keys() -> None:
    assert by_key("n").code == "NA"
    for key in ("z", "", "N", "o"):
        with pytest.raises(UsageError) as caught:
            by_key(key)
        assert "n no answer" in caught.value.sentence
        assert "o the rest" in caught.value.sentence


def test_reasons_for_paying_late() -> None:
    codes = [reason.code for reason in DELINQUENCY_REASONS]
    assert len(set(codes)) == len(codes) == 16
    assert all(2 <= len(code) <= 4 for code in codes)
    assert delinquency("cash").name == "Cash flow"
    with pytest.raises(UsageError, match="Did you mean CASH"):
        delinquency("CASHH")
