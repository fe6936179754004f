from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.dates import UNREADABLE, decide_dates, find_dates, read_date
from arcollect_tui.errors import FileRefused

DAY = date(2026, 8, 12).toordinal()


@pytest.mark.parametrize(
    "cell",
    [
        *["2026-08-12", "2026/08/12", "2026.8.12", "20260812", "20260812.0", "12082026", "12/08/2026"],
        *["12.08.2026", "12-08-2026", "12.8.26", "12/08/26", "2026-08-12T00:00:00", "2026-08-12 13:45"],
        *[
            "2026-08-12T10:00:00Z",
            "12/08/2026 10:15:00",
            "12-Aug-2026",
            "12 August 2026",
            "12. August 2026",
        ],
        *["Aug 12, 2026", "August 12, 2026", "12 août 2026", "12 de agosto de 2026", "12 augustus 2026"],
        *["12-AUG-26", "12 agosto 2026", " 2026-08-12 ", "'2026-08-12", "12th August 2026", "12Aug2026"],
    ],
)
def test_a_day_is_read_in_many_forms(cell: str) -> None:
    assert read_date(cell, "dmy") == DAY


@pytest.mark.parametrize("cell", ["08/12/2026", "8-12-26", "2026-08-12"])
def test_month_first_is_read_when_the_file_has_it(cell: str) -> None:
    assert read_date(cell, "mdy") == DAY


@pytest.mark.parametrize("cell", ["", "  ", "-", "00.00.0000", "0", "NULL", "n/a"])
def test_an_empty_date_is_none(cell: str) -> None:
    assert read_date(cell, "dmy") is None


@pytest.mark.parametrize(
    "cell",
    ["31/02/2026", "32.01.2026", "2026-13-01", "soon", "12", "12/08", "0001-01-01", "12 Foo 2026", "45000"],
)
def test_anything_else_is_unreadable(cell: str) -> None:
    assert read_date(cell, "dmy") == UNREADABLE


def test_a_column_of_day_numbers_is_a_spreadsheets() -> None:
    decision = decide_dates("f.csv", {"Due": {"46246", "46247.0", ""}})
    assert decision.serials == {"Due"}
    assert read_date("46246", "", serial=True) == date(2026, 8, 12).toordinal()


@pytest.mark.parametrize(
    ("columns", "order"),
    [
        ({"Date": {"13/08/2026", "01/02/2026"}}, "dmy"),
        ({"Date": {"08/13/2026", "01/02/2026"}}, "mdy"),
        ({"Date": {"01/02/2026"}, "Due": {"15/02/2026"}}, "dmy"),
        ({"Date": {"01.02.2026"}}, "dmy"),
        ({"Date": {"05/05/2026"}}, "dmy"),
        ({"Date": {"2026-01-02", ""}}, "dmy"),
    ],
)
def test_all_dates_of_a_file_decide_the_order(columns: dict[str, set[str]], order: str) -> None:
    assert decide_dates("f.csv", columns).order == order


def test_a_column_without_evidence_is_refused_by_name() -> None:
    with pytest.raises(
        FileRefused, match=r'column "Invoice Date" can be read as day/month or as month/day'
    ):
        decide_dates("f.csv", {"Invoice Date": {"01/08/2026", "03/04/2026"}})


def test_evidence_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(FileRefused, match="contradict each other"):
        decide_dates("f.csv", {"Date": {"13/08/2026"}, "Due": {"08/14/2026"}})


def test_a_person_may_answer_but_not_contradict_the_file() -> None:
    assert decide_dates("f.csv", {"Date": {"01/08/2026"}}, "mdy").order == "mdy"
    with pytest.raises(FileRefused, match="the file shows"):
        decide_dates("f.csv", {"Date": {"13/08/2026"}}, "mdy")


def test_the_evidence_names_the_cell_that_decided() -> None:
    evidence = decide_dates("f.csv", {"Date": {"13/08/2026"}, "Due": {"01/09/2026"}}).evidence
    assert "13/08/2026" in evidence["Date"]
    assert "other dates" in evidence["Due"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("31 December 2025", ["31 December 2025"]),
        ("31.12.2025", ["31.12.2025"]),
        ("December 31, 2025", ["December 31, 2025"]),
        ("27-Sep-2026", ["27-Sep-2026"]),
        ("the end", []),
    ],
)
def test_dates_are_found_in_a_title(text: str, dates: list[str]) -> None:
    assert find_dates(text) == dates


@given(st.dates(date(1990, 1, 1), date(2068, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_every_day_is_read_back(day: date, order: str) -> None:
    numeric = f"{day:%d/%m/%Y}" if order == "dmy" else f"{day:%m/%d/%Y}"
    for cell in (day.isoformat(), f"{day:%Y%m%d}", numeric, f"{day:%d-%b-%Y}"):
        assert read_date(cell, order) == day.toordinal()
