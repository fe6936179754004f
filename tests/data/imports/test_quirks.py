"""The quirks of ledger files, one function each, and that each rule is what makes its proof pass."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy.exc import SQLAlchemyError

from arcollect_tui.data.exports.cells import people_text
from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.layout_model import Layout
from arcollect_tui.data.imports.lines import Sorter
from arcollect_tui.errors import ArcollectError, GuardRefused
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows
from tests.data.imports import books
from tests.data.imports.helpers import HEADER, ROW, classes, lines_of, read, read_text, write
from tests.data.imports.quirks import QUIRKS, Quirk, quirk, taken_out
from tests.services.offices import Line, days, file_of, office_at, take_in

EUR = {"currency": "EUR"}
SHEET = ["Customer", "Num", "Date", "Amount"]
BROKEN = (*(AssertionError, pytest.fail.Exception, ArcollectError, SQLAlchemyError, TypeError, ValueError),)
"""How a proof may fail: what it says is not so, or the program cannot go on without the rule."""
PLACE = Layout.place
FIT = Sorter._fit


def opens(parsed: Any) -> list[int]:
    return [line.open_amount for line in lines_of(parsed)]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@quirk(1, "data.imports.encodings:_utf_16", without=lambda _: "")
def test_01_encodings_by_their_mark(tmp_path: Path) -> None:
    content = f"{HEADER}\n{ROW.replace('Acme Ltd', 'Søstrene Œuvre')}\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        said = encoding if encoding == "cp1252" else None
        (line,) = lines_of(read_text(tmp_path, content.encode(encoding), encoding=said))
        assert line.customer_name == "Søstrene Œuvre", encoding


@quirk(2, "data.imports.delimited:_DELIMITERS", "data.imports.source:_DELIMITERS", without=(",",))
def test_02_delimiters_and_quoted_line_breaks(tmp_path: Path) -> None:
    for mark in ",;\t|":
        content = f'{HEADER}\n{ROW}\n"20","Two\nlines Ltd",X,2026-08-01,,EUR,1.00,1.00\n'.replace(",", mark)
        parsed = read_text(tmp_path, content)
        assert [line.customer_name for line in lines_of(parsed)] == ["Acme Ltd", "Two lines Ltd"], mark
        assert parsed.total_lines == 3


@quirk(3, "data.imports.filekinds:_READ", without=())
def test_03_an_xls_that_is_text_with_tabs_a_page_or_a_workbook(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\n{ROW}\n".replace(",", "\t").encode("utf-16"), "export.xls")
    assert opens(read(path)) == [8050]
    page = f"<table><tr><td>{HEADER}<tr><td>{ROW}</table>".replace(",", "<td>")
    assert opens(read(write(tmp_path, page, "export.xls"))) == [8050]
    rows = [[*HEADER.split(",")], [*ROW.split(",")]]
    assert opens(read(books.xls(tmp_path / "export.xls", [list(row) for row in rows]))) == [8050]


@quirk(4, "data.imports.headers:_best_pair", without=lambda *_: None)
def test_04_a_header_of_two_lines_below_titles_and_repeated(tmp_path: Path) -> None:
    header = "Customer,,Invoice,,Due,Open\nNo,Name,No,Date,Date,Amount\n"
    content = f"Open items\n\n{header}1,A,X,2026-08-01,2026-09-01,5.00\n{header}2,B,Y,2026-08-02,,6.00\n"
    parsed = read_text(tmp_path, content, **EUR)
    assert classes(parsed) == {"title": 1, "blank": 1, "header": 4, "item": 2}
    assert [(x.customer_no, x.customer_name, x.document_no, x.open_amount) for x in lines_of(parsed)] == [
        ("1", "A", "X", 500),
        ("2", "B", "Y", 600),
    ]
    assert lines_of(parsed)[0].due_date == day("2026-09-01")


@quirk(5, "data.imports.judging:Judge.states", without=lambda *_: False)
def test_05_groups_sums_shares_trailers_and_parameters(tmp_path: Path) -> None:
    content = """Report
Company code: 1000

,Date,Num,Customer,Open Balance
Current,,,,
,2026-08-01,A-1,Acme,10.00
Total for Current,,,,10.00
TOTAL,,,,10.00
Percentage of total,,,,100%
Printed by Ann,,,,
"""
    parsed = read_text(tmp_path, content, **EUR)
    assert classes(parsed) == {
        **{"title": 2, "parameter": 1, "blank": 1, "header": 1, "item": 1, "subtotal": 1, "total": 1},
        **{"percentage": 1, "trailer": 1},
    }
    assert sum(parsed.lines.values()) == parsed.total_lines


@quirk(6, "data.imports.heads:Heads._taken", without=lambda *_: None)
def test_06_the_customer_stands_on_the_group_row_only(tmp_path: Path) -> None:
    content = ",Date,Num,Open Balance\nCustomer: 4711,,,\n,2026-08-01,A,5.00\n,2026-08-02,B,6.00\n"
    parsed = read_text(tmp_path, content, **EUR)
    assert [line.customer_no for line in lines_of(parsed)] == ["4711", "4711"]


@quirk(7, "data.imports.amounts:_sign", without=lambda _: False)
def test_07_amounts_in_every_dress(tmp_path: Path) -> None:
    cells = ["1.234,56-", "96,13 -", "(5,00)", "7,25 CR", "\u22123,00", "1\u202f000,50", "2'500,00", "-"]
    rows = "".join(f"1;{at};2026-08-01;{cell}\n" for at, cell in enumerate(cells))
    parsed = read_text(tmp_path, f"Customer No;Invoice No;Date;Open Amount\n{rows}", **EUR)
    assert opens(parsed) == [-123456, -9613, -500, -725, -300, 100050, 250000]
    assert parsed.lines["settled"] == 1
    lakh = read_text(tmp_path, 'Party,No,Date,Amount\nA,1,2026-08-01,"₹11,39,259.30 Dr"\n')
    assert opens(lakh) == [113925930]
    assert "INR" in lakh.totals


@quirk(8, "data.imports.dates:_clash", without=lambda *_: "mdy")
def test_08_one_order_of_dates_a_file(tmp_path: Path) -> None:
    header = "Customer No,Invoice No,Invoice Date,Due Date,Open Amount\n"
    parsed = read_text(
        tmp_path,
        f"{header}1,A,03/04/26,13/05/26,1.00\n1,B,20260407.0,7. Mai 2026,1.00\n"
        "1,C,7-avr.-2026,7.5.2026,1.00\n",
        **EUR,
    )
    found = [(line.document_date, line.due_date) for line in lines_of(parsed)]
    assert found[0] == (day("2026-04-03"), day("2026-05-13"))
    assert found[1:] == [(day("2026-04-07"), day("2026-05-07"))] * 2
    serial = read_text(tmp_path, f"{header}1,A,46246,46277,1.00\n", **EUR)
    assert lines_of(serial)[0].document_date == day("2026-08-12")


@quirk(9, "data.imports.texts:key_text", without=str.strip)
def test_09_numbers_stay_text(tmp_path: Path) -> None:
    rows = "'00123,1930571575.0 ,A\n123,77,A\n"
    content = "Customer No,Invoice No,Company,Date,Open Amount\n" + "".join(
        f"{customer},{number},{company},2026-08-01,1.00\n"
        for customer, number, company in (row.split(",") for row in rows.splitlines())
    )
    parsed = read_text(tmp_path, content, **EUR)
    assert [(x.customer_no, x.document_no) for x in lines_of(parsed)] == [
        ("00123", "1930571575"),
        ("123", "77"),
    ]
    (twins,) = parsed.warnings
    assert '"00123" and "123"' in twins
    assert "company" in parsed.recipe


@quirk(10, "data.imports.convert:_negated", without=lambda values, _: list(values))
def test_10_credits_by_sign_by_column_or_by_type(tmp_path: Path) -> None:
    signed = "Customer No,Invoice No,Date,Amount\n1,A,2026-08-01,5.00\n1,B,2026-08-01,-2.00\n"
    apart = "Customer No,Invoice No,Date,Debit,Credit\n1,A,2026-08-01,5.00,\n1,B,2026-08-01,,2.00\n"
    typed = (
        "Customer No,Invoice No,Type,Date,Amount\n1,A,Invoice,2026-08-01,5\n1,B,Credit note,2026-08-01,2\n"
    )
    for content in (signed, apart, typed):
        assert opens(read_text(tmp_path, content, **EUR)) == [500, -200]


@quirk(
    11,
    "data.imports.convert:Converter._kinds",
    without=lambda _self, items, _: ["invoice"] * items.count,
)
def test_11_payments_on_account_are_items_that_never_fall_due(tmp_path: Path) -> None:
    content = (
        "Customer No,Invoice No,Type,Date,Terms,Amount\n1,A,Invoice,2026-08-01,30 days,5.00\n"
        "1,,Payment,2026-08-01,30 days,-2.00\n"
    )
    invoice, payment = lines_of(read_text(tmp_path, content, **EUR))
    assert (payment.type, payment.open_amount, payment.due_date) == ("payment", -200, None)
    assert invoice.due_date == day("2026-08-31")


def _one_currency(converter: Any, items: Any) -> list[str]:
    return [converter._survey.currency] * items.count


@quirk(12, "data.imports.convert:Converter._currencies", without=_one_currency)
def test_12_two_currencies_and_the_companys_own_left_empty(tmp_path: Path) -> None:
    content = (
        "Customer No,Invoice No,Date,Currency,Open Amount,Amount in local currency\n"
        "1,A,2026-08-01,,5.00,5.00\n1,B,2026-08-01,USD,7.00,6.40\n"
    )
    parsed = read_text(tmp_path, content, **EUR)
    assert {code: total.sum for code, total in parsed.totals.items()} == {"EUR": 500, "USD": 700}


@quirk(
    13, "data.imports.surveyed:Survey.recipe", without=property(lambda _: ("document_no", "fiscal_year"))
)
def test_13_instalments_share_a_number(tmp_path: Path) -> None:
    content = "Customer No,Invoice No,Instalment,Date,Due Date,Amount\n1,A,1,2026-08-01,2026-09-01,5.00\n"
    parsed = read_text(tmp_path, f"{content}1,A,2,2026-08-01,2026-10-01,5.00\n", **EUR)
    assert [line.line for line in lines_of(parsed)] == ["1", "2"]
    assert parsed.recipe == ("document_no", "line", "fiscal_year")


def _without_parent(layout: Layout, folded: Any) -> dict[str, int]:
    return {name: at for name, at in PLACE(layout, folded).items() if name != "parent_no"}


@quirk(
    14,
    "data.imports.layout_model:Layout.place",
    without=_without_parent,
)
def test_14_a_residual_names_its_parent(tmp_path: Path) -> None:
    content = "Customer No,Invoice No,Type,Parent Document,Date,Amount\n1,A-R,Residual,A,2026-08-01,5.00\n"
    (line,) = lines_of(read_text(tmp_path, content, **EUR))
    assert (line.type, line.parent_no) == ("residual", "A")


def _without_text(layout: Layout, folded: Any) -> dict[str, int]:
    return {name: at for name, at in PLACE(layout, folded).items() if name != "text"}


@quirk(
    15,
    "data.imports.layout_model:Layout.place",
    without=_without_text,
)
def test_15_words_of_a_text_are_kept_and_decide_nothing(tmp_path: Path) -> None:
    content = f"{HEADER},text\n{ROW},DISPUTED - paid PP\n"
    (line,) = lines_of(read_text(tmp_path, content))
    assert (line.text, line.open_amount, line.type) == ("DISPUTED - paid PP", 8050, "invoice")


@quirk(16, "data.imports.convert:key_text", without=lambda name: name.split(":")[0])
def test_16_a_sub_customer_is_a_customer_of_its_own(tmp_path: Path) -> None:
    content = "Date,Num,Customer,Open Balance\n2026-08-01,1,Mesa:Tempe,5.00\n2026-08-01,2,Mesa,6.00\n"
    assert {line.customer_no for line in lines_of(read_text(tmp_path, content, **EUR))} == {
        "Mesa:Tempe",
        "Mesa",
    }


@quirk(17, "data.imports.diff:Comparison._clear_absent", without=lambda *_: None)
def test_17_an_item_that_vanished_is_cleared(tmp_path: Path) -> None:
    with office_at(tmp_path / "a.arcollect") as office:
        take_in(office, tmp_path, [Line("1"), Line("2")], days(-1))
        plan = plan_import(office, file_of(tmp_path, [Line("1")]), ImportOptions())
        assert plan.differences == {"same": 1, "cleared": 1}
        assert [guard.name for guard in plan.guards] == ["shrink"]


@quirk(18, "data.imports.diff:kind_of_change", without=lambda *_: "other")
def test_18_the_same_key_with_another_amount(tmp_path: Path) -> None:
    with office_at(tmp_path / "a.arcollect") as office:
        take_in(office, tmp_path, [Line("1"), Line("2")], days(-1))
        file = file_of(tmp_path, [Line("1").paid_down(60_00), Line("2", amount=120_00)])
        differences = plan_import(office, file, ImportOptions()).differences
        assert differences == {"part_paid": 1, "increased": 1}


@quirk(19, "services.import_planning:_repeats", without=lambda _: ())
def test_19_rows_twice_and_a_file_twice(tmp_path: Path) -> None:
    with office_at(tmp_path / "a.arcollect") as office:
        lines = [Line("1"), Line("1"), Line("2")]
        saved = take_in(office, tmp_path, lines)
        assert any("1 line has the number of another line" in warning for warning in saved.warnings)
        assert len(item_rows(office, ItemView())) == 3
        plan = plan_import(office, file_of(tmp_path, lines), ImportOptions())
        assert plan.known
        assert apply_import(office, plan).again


@quirk(20, "services.import_planning:guards_of", without=lambda *_: [])
def test_20_a_file_older_than_the_last_asks(tmp_path: Path) -> None:
    with office_at(tmp_path / "a.arcollect") as office:
        take_in(office, tmp_path, [Line("1")])
        plan = plan_import(office, file_of(tmp_path, [Line("1"), Line("2")]), ImportOptions(as_of=days(-5)))
        with pytest.raises(GuardRefused, match="older"):
            apply_import(office, plan)


@quirk(21, "data.imports.facts:_title_date", without=lambda _: None)
def test_21_the_day_stands_in_a_title_only(tmp_path: Path) -> None:
    rows = "Customer,Num,Date,Amount\nA,1,2026-08-01,5.00\n"
    for title in (
        "Position at 31/08/2026",
        "As at 31 August 2026",
        "1-Apr-2026 to 31-Aug-2026",
        "Stand: 31.08.2026",
        "au 31/08/2026",
    ):
        assert read_text(tmp_path, f"{title}\n{rows}", **EUR).as_of == date(2026, 8, 31), title


@quirk(22, "data.imports.lines:Sorter._cut_short", without=lambda *_: False)
def test_22_a_file_that_was_cut_off(tmp_path: Path) -> None:
    rows = "Customer,Num,Date,Amount\nA,1,2026-08-01,5.00\nA,2,2026-08-01,6.00\n"
    longer = rows.replace("Amount\n", "Amount,Terms\n").replace("0\n", "0,30 days\n")
    cut = read_text(tmp_path, f"{longer}A,3,2026-08-01,70", **EUR)
    assert [held.line for held in cut.held] == [4]
    told = read_text(tmp_path, f"{rows}Number of invoices: 3\nTotal,,,16.00\n", **EUR)
    assert told.lines["trailer"] == 1
    assert any("says it has 3 lines, and 2 were found" in warning for warning in told.warnings)
    assert any("states 16.00 EUR" in warning for warning in told.warnings)
    assert not read_text(tmp_path, f"{rows}2 records\n", **EUR).warnings


def _sheet(path: Path, rows: list[list[Any]], hidden: int | None = None) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(at, column, cell, None, "")
                else:
                    sheet.write(at, column, cell)
        if hidden is not None:
            sheet.set_row(hidden, None, None, {"hidden": True})
    return path


@quirk(23, "data.imports.batch:Items.spoil", without=lambda *_: None)
def test_23_a_formula_without_its_value_is_held(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        SHEET,
        ["A", "1", "2026-08-01", 5],
        ["A", "2", "2026-08-01", "=B2*2"],
    ]
    parsed = read(_sheet(tmp_path / "a.xlsx", rows), **EUR)
    assert [(held.line, held.field) for held in parsed.held] == [(3, "amount")]
    assert opens(parsed) == [500]


def _without_hidden(sorter: Sorter, row: list[str], line: int) -> list[str] | None:
    return None if "2" in row else FIT(sorter, row, line)


@quirk(24, "data.imports.lines:Sorter._fit", without=_without_hidden)
def test_24_hidden_rows_count(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        SHEET,
        ["A", "1", "2026-08-01", 5],
        ["A", "2", "", 6],
        ["", "", "", ""],
    ]
    parsed = read(_sheet(tmp_path / "a.xlsx", rows, hidden=2), **EUR)
    assert opens(parsed) == [500, 600]


@quirk(25, "data.imports.headers:fold", without=lambda name: name)
def test_25_headers_in_seven_languages(tmp_path: Path) -> None:
    headers = [
        "Customer No,Invoice No,Invoice Date,Due Date,Open Amount",
        "Kundennummer,Rechnungsnummer,Rechnungsdatum,Fälligkeit,offener Betrag",
        "N° client,N° facture,Date de facture,Échéance,Solde",
        "Código de cliente,Número de factura,Fecha de factura,Vencimiento,Saldo pendiente",
        "Klantnummer,Factuurnummer,Factuurdatum,Vervaldatum,Openstaand bedrag",
        "Código do cliente,Número da fatura,Data da fatura,Vencimento,Saldo em aberto",
        "Codice cliente,Numero fattura,Data fattura,Scadenza,Importo aperto",
    ]
    for header in headers:
        parsed = read_text(tmp_path, f"{header}\n10,F-1,2026-08-01,2026-08-31,5.00\n", **EUR)
        (line,) = lines_of(parsed)
        assert (line.customer_no, line.document_no, line.open_amount) == ("10", "F-1", 500), header
        assert line.due_date == day("2026-08-31"), header


def _past_due_as_amount(layout: Layout, folded: Any) -> dict[str, int]:
    return {**PLACE(layout, folded), "open_amount": list(folded).index("pastdue")}


@quirk(26, "data.imports.layout_model:Layout.place", without=_past_due_as_amount)
def test_26_days_past_due_are_not_read(tmp_path: Path) -> None:
    content = (
        "Date,Num,Customer,Due Date,Past Due,Amount,Open Balance\n2026-08-01,1,A,2026-12-01,-9,5.00,5.00\n"
    )
    parsed = read_text(tmp_path, content, **EUR)
    assert opens(parsed) == [500]
    assert {one.header: one.field for one in parsed.columns}["Past Due"] == ""


@quirk(27, "data.imports.selection:Selector.keep", without=lambda *_: None)
def test_27_lines_with_nothing_open_are_settled(tmp_path: Path) -> None:
    parsed = read_text(
        tmp_path, f"{HEADER}\n{ROW}\n{ROW.replace('80.50', '0.00').replace('INV-1', 'INV-2')}\n"
    )
    assert classes(parsed) == {"header": 1, "item": 1, "settled": 1}
    assert parsed.count == 1


@quirk(28, "data.exports.cells:_runs", without=lambda _: False)
def test_28_no_text_runs_as_a_formula_in_what_is_exported(tmp_path: Path) -> None:
    names = ["=HYPERLINK(1)", "+49 55", "-Rabatt", "@SUM(A1)"]
    rows = "".join(f"{at},{name},D{at},2026-08-01,,EUR,1.00,1.00\n" for at, name in enumerate(names))
    found = [line.customer_name for line in lines_of(read_text(tmp_path, f"{HEADER}\n{rows}"))]
    assert found == names
    assert [people_text(name) for name in found] == [f"'{name}" for name in names]


def test_every_quirk_of_the_catalogue_is_here() -> None:
    assert [one.number for one in QUIRKS] == list(range(1, 29))


@pytest.mark.parametrize("one", QUIRKS, ids=lambda one: one.prove.__name__)
def test_a_proof_fails_without_its_rule(
    one: Quirk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        taken_out(one, monkeypatch),
        pytest.raises(BROKEN),
    ):
        one.prove(tmp_path)


def test_classes_of_lines_have_one_name_each() -> None:
    assert len({kind.value for kind in LineClass}) == len(LineClass)
