"""Rules of layouts beyond the catalogue of quirks, and that each rule is what makes its proof pass."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import SQLAlchemyError

from arcollect_tui.data.imports.canonical import columns_of, lines_of
from arcollect_tui.data.imports.contact_lists import Contacts
from arcollect_tui.data.imports.read import ParsedFile
from arcollect_tui.data.imports.rising import Broken, Rising
from arcollect_tui.data.imports.swapped import find_converted
from arcollect_tui.errors import ArcollectError, FileRefused, SwapAsked
from tests.data.imports.helpers import classes, read, read_text, write
from tests.data.imports.helpers import lines_of as items_of
from tests.data.imports.quirks import RULES, Quirk, rule, taken_out

BROKEN = (*(AssertionError, pytest.fail.Exception, ArcollectError, SQLAlchemyError, TypeError, ValueError),)
EUR = {"currency": "EUR"}
LATE = {"today": date(2026, 12, 31)}
ODOO = """\
,Invoice Date,Due Date,Currency,At Date,1-30,31-60,61-90,91-120,Older,Total
Azure,,,,150.00,0.00,300.00,0.00,0.00,0.00,{}
INV/41,14/09/2026,14/10/2026,EUR,,,300.00,,,,
INV/57,30/10/2026,29/11/2026,EUR,150.00,,,,,,
Deco,,,,0.00,-40.00,0.00,0.00,0.00,0.00,-40.00
RINV/6,02/11/2026,02/11/2026,EUR,,-40.00,,,,,
"""
LIST = "Customer,Name,Invoice,Date,Amount,Currency\n"
MASTER = "Customer No,Name,Contact,Phone,Language,Time Zone,City\n"


def cards(parsed: ParsedFile) -> Any:
    return columns_of([line for chunk in parsed.chunks for line in lines_of(chunk)])


def customers(parsed: ParsedFile) -> list[tuple[str, str, str]]:
    return [(line.customer_no, line.customer_name, line.document_no) for line in items_of(parsed)]


def said(parsed: ParsedFile) -> str:
    return next((one.evidence for one in parsed.columns if one.field == "customer_no"), "")


@rule("data.imports.tieout:TieOut.finish", without=lambda _: None)
def test_the_sum_that_a_heading_carries_is_compared(tmp_path: Path) -> None:
    assert read_text(tmp_path, ODOO.format("450.00"), **LATE).warnings == ()
    parsed = read_text(tmp_path, ODOO.format("451.00"), **LATE)
    assert classes(parsed) == {"header": 1, "customer": 2, "item": 3}
    (warning,) = parsed.warnings
    assert warning.startswith(
        'Line 2, "Azure": the file states 451.00 EUR, the lines below add up to 450.00.'
    )


@rule("data.imports.heads:Waiting.amount", without="")
def test_a_heading_with_a_sum_and_no_lines_is_told(tmp_path: Path) -> None:
    folded = ODOO.format("450.00").replace("Deco,", "Folded,,,,0.00,9.00,0.00,0.00,0.00,0.00,9.00\nDeco,")
    parsed = read_text(tmp_path, folded, **LATE)
    assert parsed.lines["unclassified"] == 1
    assert parsed.warnings == ("Lines that are neither items nor sums nor titles: 5.",)
    assert sum(parsed.lines.values()) == parsed.total_lines


@rule("data.imports.lines:said_name", without=lambda _: "")
def test_a_heading_tells_number_and_name_in_cells_of_their_own(tmp_path: Path) -> None:
    text = (
        "A/C:,ABC001,Name:,ABC Builders,,\nNo,Type,Date,Ref,Details,Balance\n101,SI,13/08/2026,I1,B,1.00\n"
    )
    second = text.replace("ABC001", "SMI010").replace("ABC Builders", "Smith").replace("101,", "102,")
    parsed = read_text(tmp_path, text + second, **EUR)
    assert parsed.layout.name == "sage50_uk"
    assert customers(parsed) == [("ABC001", "ABC Builders", "I1"), ("SMI010", "Smith", "I1")]


@rule("data.imports.heads:said_name", without=lambda _: "")
def test_the_name_stands_on_the_line_below_the_account(tmp_path: Path) -> None:
    head = "|St|Belegnummer|Belegart|Belegdatum|Betrag in Belegwährung|Belegwährung|"
    lines = ["Debitor        10045", "Buchungskreis  1000", "Name           Müller", "-" * len(head), head]
    lines += [
        "|  |180000012  |RV      |13.08.2026|                 10,00|EUR         |",
        *(line.replace("10045", "10077").replace("Müller", "Özil") for line in lines),
        "|  |180000013  |RV      |14.08.2026|                 11,00|EUR         |",
    ]
    parsed = read_text(tmp_path, "\n".join(lines))
    assert parsed.layout.name == "sap_fbl5n_list"
    assert customers(parsed) == [("10045", "Müller", "180000012"), ("10077", "Özil", "180000013")]


@rule("data.imports.carrying:Carrying.from_first", without=property(lambda _: False))
def test_a_customer_on_the_first_of_its_lines_only_is_carried_down(tmp_path: Path) -> None:
    rows = "C1,A,1,2026-08-01,1.00,EUR\n,,2,2026-08-02,2.00,EUR\nTotal C1,,,,3.00,EUR\n"
    more = "C2,B,3,2026-08-13,3.00,EUR\n,,4,2026-08-14,4.00,EUR\nTotal,,,,10.00,EUR\n"
    parsed = read_text(tmp_path, LIST + rows + more)
    assert customers(parsed) == [("C1", "A", "1"), ("C1", "A", "2"), ("C2", "B", "3"), ("C2", "B", "4")]
    assert said(parsed) == "stands on the first of its lines only: 2 lines take over the customer above"
    assert parsed.warnings == (f'Column "Customer" {said(parsed)}.',)


@rule("data.imports.carrying:Carrying.from_first", without=property(lambda _: True))
@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ("C1,A,1,2026-08-01,1,EUR\n,,2,2026-08-02,2,EUR\nC2,B,3,2026-08-13,3,EUR\n", [3]),
        (
            "C1,A,1,2026-08-01,1,EUR\nC1,A,2,2026-08-02,2,EUR\n,,3,2026-08-13,3,EUR\n,,4,2026-08-13,3,EUR\n",
            [4, 5],
        ),
        (
            ",,1,2026-08-01,1,EUR\nC1,A,2,2026-08-02,2,EUR\n,,3,2026-08-13,3,EUR\nC2,B,4,2026-08-13,3,EUR\n,,5,2026-08-13,3,EUR\n",
            [2, 4, 6],
        ),
        ("C1,A,,,,\n,,1,2026-08-01,1,EUR\nC2,B,2,2026-08-02,2,EUR\n,,3,2026-08-13,3,EUR\n", [5]),
    ],
    ids=["a single gap", "named again", "nobody above the first", "above and beside"],
)
def test_a_customer_that_may_be_lacking_is_held(tmp_path: Path, rows: str, held: list[int]) -> None:
    parsed = read_text(tmp_path, LIST + rows)
    assert [line.line for line in parsed.held] == held
    assert said(parsed) == "the name of the column"
    assert sum(parsed.lines.values()) == parsed.total_lines


@rule("data.imports.carrying:Carrying.evidence", without=property(lambda _: ""))
def test_customers_on_lines_of_their_own_are_told_with_the_column(tmp_path: Path) -> None:
    rows = "C1,A,,,,\n,,1,2026-08-01,1.00,EUR\n,,2,2026-08-02,2.00,EUR\nC2,B,,,,\n,,3,2026-08-13,3.00,EUR\n"
    parsed = read_text(tmp_path, LIST + rows)
    assert customers(parsed) == [("C1", "A", "1"), ("C1", "A", "2"), ("C2", "B", "3")]
    assert said(parsed) == "stands on a line of its own above its lines: 3 lines take it over"


@rule("data.imports.survey:CUSTOMERS", without=frozenset(("customer_no", "document_no")))
def test_headings_without_a_column_of_customers_are_told_too(tmp_path: Path) -> None:
    text = (
        "Invoice,Due date,Amount,Currency\nHarbor,,,\n5001,2026-10-01,1.00,USD\n5002,2026-10-13,1.00,USD\n"
    )
    parsed = read_text(tmp_path, text)
    assert said(parsed) == "headings above the lines name the customers"


def exchanged(day: date) -> str:
    return f"{day.year}-{day.day:02}-{day.month:02}" if day.day <= 12 else day.isoformat()


def numbered(count: int) -> list[tuple[str, date]]:
    """Documents whose numbers rise with the date, three to ten days apart."""
    return [(f"INV-{1000 + at}", date(2026, 1, 2) + timedelta(days=3 * at + at % 3)) for at in range(count)]


def workbook(folder: Path, rows: Sequence[tuple[str, str]]) -> Path:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "mm/dd/yyyy"})
        sheet.write_row(0, 0, ["Customer", "Invoice", "Invoice Date", "Amount", "Currency"])
        for line, (number, day) in enumerate(rows, 1):
            sheet.write_row(line, 0, ["C1", number, "", 5, "EUR"])
            sheet.write_datetime(line, 2, date.fromisoformat(day), form)
    return path


@rule("data.imports.rising:Rising.broken", without=lambda *_: None)
def test_a_block_of_exchanged_dates_breaks_the_order_of_the_numbers(tmp_path: Path) -> None:
    rows = [
        (number, exchanged(day) if 30 < at < 70 else day.isoformat())
        for at, (number, day) in enumerate(numbered(100))
    ]
    path = workbook(tmp_path, rows)
    with pytest.raises(SwapAsked, match=r"break the order of the document numbers.*--accept dates"):
        read(path)
    with pytest.raises(FileRefused, match="only some dates of column"):
        read(path, mend_swapped=True)
    assert read(path, keep_swapped=True).lines["item"] == 100
    assert (
        read(workbook(tmp_path, [(no, day.isoformat()) for no, day in numbered(100)]), **LATE).warnings
        == ()
    )


@rule("data.imports.rising:Rising.broken", without=lambda *_: None)
def test_dates_that_were_all_exchanged_are_exchanged_back_when_somebody_agrees(tmp_path: Path) -> None:
    truth = [(number, day) for number, day in numbered(100) if day.day <= 12]
    path = write(
        tmp_path,
        "Customer,Invoice,Invoice Date,Amount,Currency\n"
        + "".join(f"C1,{number},{exchanged(day)},5,EUR\n" for number, day in truth),
    )
    with pytest.raises(SwapAsked, match="--accept swapped"):
        read(path)
    lines = items_of(read(path, mend_swapped=True))
    assert [line.document_date for line in lines] == [day.toordinal() for _, day in truth]


@rule("data.imports.swapped:find_converted", without=lambda *_: None)
def test_a_workbook_of_early_days_alone_is_asked_about(tmp_path: Path) -> None:
    """Numbers that do not rise show nothing; that no day of a year lies past the twelfth does."""
    truth = [(number, day) for number, day in numbered(120) if day.day <= 12]
    path = workbook(
        tmp_path, [(f"X{at * 7919 % 997:03}", exchanged(day)) for at, (_, day) in enumerate(truth)]
    )
    with pytest.raises(SwapAsked, match="holds date cells of which none has a day past 12"):
        read(path)
    assert read(path, mend_swapped=True).lines["item"] == len(truth)


def test_the_first_of_each_month_is_no_evidence() -> None:
    firsts = [f"{2020 + at // 12}-{at % 12 + 1:02}-01" for at in range(60)]
    assert find_converted("Date", firsts) is None
    assert find_converted("Date", [f"2026-11-{day:02}" for day in range(1, 13)]) is None


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(-9, 0)), min_size=12, max_size=120),
    st.integers(0, 2),
)
def test_numbers_that_rise_are_never_called_broken(steps: list[tuple[int, int]], ranges: int) -> None:
    """Documents may be dated back a little, and numbers may come from several ranges."""
    day, pairs = date(2026, 1, 1), []
    for at, (step, back) in enumerate(steps):
        day += timedelta(days=step)
        number = f"{'ABC'[at % (ranges + 1)]}{10_000 + at}"
        pairs.append((number, (day + timedelta(days=back)).isoformat()))
    rising = Rising({"document_no": 0, "document_date": 1}, workbook=True)
    rising.look(list(zip(*pairs, strict=True)))
    assert rising.broken("dmy") is None


@given(st.integers(30, 90), st.randoms(use_true_random=False))
def test_exchanged_dates_are_found_in_any_order_of_the_rows(count: int, chance: Any) -> None:
    pairs = [(number, exchanged(day)) for number, day in numbered(count)]
    chance.shuffle(pairs)
    rising = Rising({"document_no": 0, "document_date": 1}, workbook=True)
    rising.look(list(zip(*pairs, strict=True)))
    found = rising.broken("dmy")
    wrong = sum(1 for number, day in numbered(count) if exchanged(day) != day.isoformat())
    assert isinstance(found, Broken)
    assert 3 <= found.cells <= wrong


@rule("data.imports.stages:Contacts.add", without=lambda *_: None)
def test_lines_of_one_customer_that_differ_are_several_contacts(tmp_path: Path) -> None:
    rows = "C1,A,Ann,1,,,\nC1,A,Bob,2,,,\nC2,B,Cem,3,,,\nC2,B,Cem,3,,,\nC3,C,,,,,\n"
    assert list(cards(read_text(tmp_path, MASTER + rows))["one_of_several"]) == ["several"] * 2 + [""] * 3


@rule("data.imports.masters:_before", without=lambda *_: "")
def test_a_sub_customer_names_its_parent(tmp_path: Path) -> None:
    header = "Customer,First Name,Last Name,Main Email,Main Phone,Bill Addr Line1\n"
    text = f"{header}Mesa,,,,,\nMesa:Tempe:Ida,,,,,\n"
    assert list(cards(read_text(tmp_path, text))["parent"]) == ["", "Mesa:Tempe"]


@rule("data.imports.ledger_words:known_language", without=lambda _: "")
def test_a_language_is_read_by_code_and_by_name(tmp_path: Path) -> None:
    words = ["de", "EN-us", "Französisch", "néerlandais", "Portugués", "Italiaans", "alemão", "tedesco"]
    rows = "".join(f"C{at},A,,,{word},,X\n" for at, word in enumerate(words))
    assert list(cards(read_text(tmp_path, MASTER + rows))["language"]) == [
        *("de", "en", "fr", "nl", "pt", "it", "de", "de"),
    ]


@rule("data.imports.ledger_words:zone_of_ledger", without=lambda word: word)
def test_a_time_zone_is_read_by_name_city_and_as_windows_calls_it(tmp_path: Path) -> None:
    words = ["europe/berlin", "Lisbon", "W. Europe Standard Time", "CET", "../etc/passwd"]
    rows = "".join(f"C{at},A,,,,{word},X\n" for at, word in enumerate(words))
    parsed = read_text(tmp_path, MASTER + rows)
    assert list(cards(parsed)["time_zone"]) == [
        *("Europe/Berlin", "Europe/Lisbon", "Europe/Berlin", "CET", "../etc/passwd"),
    ]
    assert [one for one in parsed.warnings if "Time zone" in one] == [
        'Time zone "../etc/passwd" is not known (1 line); it is kept as it stands and not used.'
    ]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["", "1", "2"]))))
def test_who_is_one_of_several_does_not_hang_on_the_order(rows: list[tuple[str, str]]) -> None:
    found = []
    for ordered in (rows, rows[::-1]):
        contacts = Contacts()
        columns = {"customer_no": [no for no, _ in ordered], "phone": [phone for _, phone in ordered]}
        contacts.add(columns | dict.fromkeys(("contact_name", "email"), [""] * len(rows)))
        found.append(contacts.several)
    assert found[0] == found[1] == {no for no in "ABC" if {(no, "1"), (no, "2")} <= set(rows)}


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.prove.__name__)
def test_a_proof_fails_without_its_rule(
    one: Quirk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = [mark for mark in getattr(one.prove, "pytestmark", []) if mark.name == "parametrize"]
    cases = [dict(zip(mark.args[0], case, strict=True)) for mark in marks for case in mark.args[1]]
    for case in cases or [{}]:
        with taken_out(one, monkeypatch), pytest.raises(BROKEN):
            one.prove(tmp_path, **case)
