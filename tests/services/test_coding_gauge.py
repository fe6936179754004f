"""The gauge: what came in to be coded on a business day, and what of it was coded the same day."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.rules.formats import office_format
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.coding_gauge import Gauge, coding_gauge, gauge_line
from arcollect_tui.services.history import history, redo, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import Summary
from tests.services.offices import DAY, Line, days, items, office_at
from tests.services.queued import Claimed, bring, short

MONDAY = DAY
FRIDAY, SATURDAY, SUNDAY = days(-3), days(-2), days(-1)
PLAIN = [Claimed("a"), Claimed("b", amount=200_00), Claimed("c", amount=300_00, currency="EUR")]


@pytest.fixture
def on(tmp_path: Path) -> Callable[[date], Office]:
    """The office on a day; each call opens it anew."""
    return lambda day: office_at(tmp_path / "office", day)


def taken(on: Callable[[date], Office], folder: Path, day: date, lines: Iterable[Line]) -> None:
    with on(day) as office:
        bring(office, folder, lines)


def code(office: Office, number: str, reason: str = "PRC", **more: object) -> None:
    request = CodingRequest(reason, items(office, number), **more)  # type: ignore[arg-type]
    apply_coding(office, plan_coding(office, request))


def figures(on: Callable[[date], Office], day: date) -> tuple[dict[str, int], dict[str, int]]:
    """What came in and what was coded, as it is told a week later."""
    with on(days(7)) as office:
        found = coding_gauge(office, day)
    assert found.uncoded is None
    return found.came.sums, found.coded.sums


def paid(*left: int) -> list[Line]:
    return [replace(line, left=minor) for line, minor in zip(PLAIN, left, strict=True)]


def test_only_what_an_import_made_short_came_in(on: Callable[[date], Office], tmp_path: Path) -> None:
    taken(on, tmp_path, FRIDAY, PLAIN)
    taken(on, tmp_path, MONDAY, paid(10_00, 200_00, 30_00))
    assert figures(on, FRIDAY) == ({}, {})
    assert figures(on, MONDAY) == ({"USD": 10_00, "EUR": 30_00}, {})


def test_new_items_that_need_coding_came_in(on: Callable[[date], Office], tmp_path: Path) -> None:
    new = [Claimed("cb", type="chargeback", amount=5_00), short("s", 7_00), Claimed("pay", amount=-5_00)]
    taken(on, tmp_path, MONDAY, [*PLAIN, *new])
    assert figures(on, MONDAY) == ({"USD": 12_00}, {})


def test_a_coding_of_the_day_counts_and_one_of_the_next_day_does_not(
    on: Callable[[date], Office], tmp_path: Path
) -> None:
    taken(on, tmp_path, FRIDAY, PLAIN)
    taken(on, tmp_path, MONDAY, paid(10_00, 20_00, 300_00))
    with on(MONDAY) as office:
        code(office, "a", mode="short")
        assert coding_gauge(office).percent("USD") == 33
    with on(days(1)) as office:
        code(office, "b", "COLLECTIBLE")
    assert figures(on, MONDAY) == ({"USD": 30_00}, {"USD": 10_00})
    assert figures(on, days(1)) == ({}, {})


def test_what_is_open_later_does_not_change_the_day(on: Callable[[date], Office], tmp_path: Path) -> None:
    taken(on, tmp_path, MONDAY, paid(10_00, 20_00, 300_00))
    taken(on, tmp_path, days(1), [replace(PLAIN[0], left=4_00), PLAIN[2]])
    taken(on, tmp_path, days(2), [replace(PLAIN[0], left=2_00), replace(PLAIN[2], left=3_00)])
    assert figures(on, MONDAY) == ({"USD": 30_00}, {})
    assert figures(on, days(1)) == ({}, {})
    assert figures(on, days(2)) == ({"EUR": 3_00}, {})


def test_what_was_plain_for_days_did_not_come_in_before(
    on: Callable[[date], Office], tmp_path: Path
) -> None:
    taken(on, tmp_path, MONDAY, PLAIN)
    taken(on, tmp_path, days(1), paid(10_00, 200_00, 300_00))
    taken(on, tmp_path, days(2), paid(4_00, 200_00, 300_00))
    assert figures(on, MONDAY) == ({}, {})
    assert figures(on, days(1)) == ({"USD": 10_00}, {})


def test_words_that_come_later_came_in_then(on: Callable[[date], Office], tmp_path: Path) -> None:
    taken(on, tmp_path, MONDAY, PLAIN)
    taken(on, tmp_path, days(1), [replace(PLAIN[0], text="damage claim 7781"), *PLAIN[1:]])
    assert figures(on, MONDAY) == ({}, {})
    assert figures(on, days(1)) == ({"USD": 100_00}, {})


def test_an_undone_coding_does_not_count_and_a_redone_one_does(
    on: Callable[[date], Office], tmp_path: Path
) -> None:
    taken(on, tmp_path, MONDAY, paid(10_00, 200_00, 300_00))
    with on(MONDAY) as office:
        code(office, "a")
        undo(office)
        assert coding_gauge(office).coded == Summary(0, {})
        assert coding_gauge(office).uncoded == Summary(1, {"USD": 10_00})
        redo(office)
        assert coding_gauge(office).coded == Summary(1, {"USD": 10_00})
        assert coding_gauge(office).uncoded == Summary(0, {})


@pytest.mark.parametrize("later", ["TAX", "COLLECTIBLE", "UNCODED"])
def test_a_coding_that_is_replaced_still_counts(
    on: Callable[[date], Office], tmp_path: Path, later: str
) -> None:
    taken(on, tmp_path, MONDAY, paid(10_00, 200_00, 300_00))
    with on(MONDAY) as office:
        code(office, "a")
    with on(days(1)) as office:
        code(office, "a", later, recode=True)
    assert figures(on, MONDAY) == ({"USD": 10_00}, {"USD": 10_00})


def test_what_was_coded_before_it_became_short_did_not_come_in(
    on: Callable[[date], Office], tmp_path: Path
) -> None:
    taken(on, tmp_path, FRIDAY, PLAIN)
    with on(FRIDAY) as office:
        code(office, "a")
        code(office, "b")
        code(office, "b", "UNCODED")
    taken(on, tmp_path, MONDAY, paid(10_00, 20_00, 300_00))
    assert figures(on, MONDAY) == ({"USD": 20_00}, {})


@pytest.mark.parametrize("asked", [SATURDAY, SUNDAY, MONDAY])
def test_a_free_day_counts_for_the_business_day_after_it(
    on: Callable[[date], Office], tmp_path: Path, asked: date
) -> None:
    taken(on, tmp_path, FRIDAY, PLAIN)
    taken(on, tmp_path, SATURDAY, paid(10_00, 20_00, 300_00))
    with on(SUNDAY) as office:
        code(office, "a")
        assert coding_gauge(office).day == MONDAY
    with on(MONDAY) as office:
        code(office, "b")
    assert figures(on, FRIDAY) == ({}, {})
    assert figures(on, asked) == ({"USD": 30_00}, {"USD": 30_00})


def test_a_holiday_is_a_free_day(on: Callable[[date], Office], tmp_path: Path) -> None:
    thanksgiving = date(2026, 11, 26)
    taken(on, tmp_path, thanksgiving, paid(10_00, 200_00, 300_00))
    assert figures(on, date(2026, 11, 27)) == ({"USD": 10_00}, {})
    assert figures(on, date(2026, 11, 25)) == ({}, {})


def test_the_day_is_the_day_of_taking_in_and_not_the_as_of(
    on: Callable[[date], Office], tmp_path: Path
) -> None:
    with on(MONDAY) as office:
        bring(office, tmp_path, paid(10_00, 200_00, 300_00), FRIDAY)
    assert figures(on, MONDAY) == ({"USD": 10_00}, {})
    assert figures(on, FRIDAY) == ({}, {})


def test_a_reversed_import_brought_nothing(on: Callable[[date], Office], tmp_path: Path) -> None:
    taken(on, tmp_path, FRIDAY, PLAIN)
    taken(on, tmp_path, MONDAY, paid(10_00, 200_00, 300_00))
    with on(MONDAY) as office:
        undo(office, next(row.handle for row in history(office) if row.kind == "import"))
        assert coding_gauge(office).came == Summary(0, {})


def test_two_imports_of_a_day_bring_an_item_once(on: Callable[[date], Office], tmp_path: Path) -> None:
    with on(MONDAY) as office:
        bring(office, tmp_path, paid(10_00, 200_00, 300_00), days(-1))
        code(office, "a")
        bring(office, tmp_path, PLAIN, MONDAY)
        bring(office, tmp_path, paid(20_00, 200_00, 300_00), MONDAY)
        found = coding_gauge(office)
    assert found.came == found.coded == Summary(1, {"USD": 10_00})


def gauge(came: dict[str, int], coded: dict[str, int], uncoded: dict[str, int] | None) -> Gauge:
    left = None if uncoded is None else Summary(212, uncoded)
    return Gauge(DAY, Summary(1, came), Summary(1, coded), left)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            gauge({"USD": 100}, {"USD": 88}, {"USD": 41_234_10}),
            "to code 212  41,234.10 USD · coded today 88 % of value",
        ),
        (
            gauge({"EUR": 300, "USD": 100}, {"USD": 100}, {"EUR": 12_345_00, "USD": 1_00}),
            "to code 212  12.3k EUR  1.00 USD · coded today EUR 0 %, USD 100 %",
        ),
        (gauge({}, {}, {"USD": 1_00}), "to code 212  1.00 USD · nothing came in today"),
        (gauge({"USD": 1000}, {"USD": 999}, None), "coded the same day 99 % of value"),
        (gauge({}, {}, None), "nothing came in that day"),
    ],
)
def test_the_line(found: Gauge, line: str) -> None:
    assert gauge_line(found, office_format("US")) == line
