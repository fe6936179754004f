from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.data.imports.canonical import FIELDS, join_line
from arcollect_tui.data.imports.layout import shipped
from arcollect_tui.data.imports.proposal import propose
from arcollect_tui.errors import FileRefused, Refused, UsageError
from tests.data.imports.helpers import HEADER, ROW, classes, lines_of, read, read_text, write

GOOD = f"{HEADER}\n{ROW}\n"


def test_a_canonical_file_becomes_canonical_lines(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, GOOD)
    assert parsed.layout.name == "canonical"
    assert (parsed.name, parsed.size, parsed.count) == ("ledger.csv", len(GOOD), 1)
    assert parsed.recipe == ("document_no", "fiscal_year")
    assert (parsed.as_of, parsed.as_of_source) == (date(2026, 9, 30), "today")
    (line,) = lines_of(parsed)
    assert join_line(line).split("\x1f")[FIELDS.index("amount")] == "10000"
    assert line._replace(document_date=None, due_date=None) == (
        *(
            "",
            "INV-1",
            "",
            2026,
            "",
            "10001",
            "Acme Ltd",
            "invoice",
            None,
            None,
            None,
            None,
            "EUR",
            10000,
            8050,
        ),
        *("", "", "", "", "", "", "", "", "", "", None),
    )
    assert line.due_date == date(2026, 8, 31).toordinal()


def test_every_class_of_line_is_counted_once(tmp_path: Path) -> None:
    content = """Kowhai Trading
As at 31 August 2026

Customer No,Customer,Invoice No,Invoice Date,Due Date,Currency,Open Amount
10,Acme,A-1,2026-08-01,2026-08-31,EUR,100.00
10,Acme,A-2,2026-08-02,2026-09-01,EUR,50.00
10,Acme,,,,EUR,150.00
----,----,----,----,----,----,----
Customer No,Customer,Invoice No,Invoice Date,Due Date,Currency,Open Amount
20,Beta,B-1,2026-08-01,2026-08-31,EUR,0.00
20,Beta,B-2,2026-08-01,2026-08-31,EUR,lots
20,Beta,B-3,2026-08-01,2026-08-31,USD,10.00
,,,,,EUR,150.00
,,,,,USD,10.00
printed on Monday
"""
    parsed = read_text(tmp_path, content)
    assert classes(parsed) == {
        **{"title": 2, "blank": 2, "header": 2, "item": 3, "subtotal": 1, "settled": 1, "held": 1},
        **{"total": 2, "trailer": 1},
    }
    assert sum(parsed.lines.values()) == parsed.total_lines == 15
    assert parsed.as_of == date(2026, 8, 31)
    assert parsed.totals["EUR"].stated == parsed.totals["EUR"].sum == 15000
    assert parsed.totals["USD"].stated == parsed.totals["USD"].sum == 1000
    assert [(held.line, held.field) for held in parsed.held] == [(11, "open_amount")]
    assert '"lots"' in parsed.held[0].reason


def test_headings_are_carried_down_until_their_total(tmp_path: Path) -> None:
    content = """,Type,Date,Num,Due Date,Open Balance
Acme Ltd,,,,,
,Invoice,2026-08-01,A-1,2026-08-31,"1,200.00"
,Payment,2026-08-05,,,-200.00
Total Acme Ltd,,,,,"1,000.00"
,Invoice,2026-08-01,A-2,2026-08-31,5.00
TOTAL,,,,,"1,000.00"
"""
    parsed = read_text(tmp_path, content, currency="USD")
    assert [(line.customer_no, line.type) for line in lines_of(parsed)] == [
        ("Acme Ltd", "invoice"),
        ("Acme Ltd", "payment"),
    ]
    assert [held.field for held in parsed.held] == ["customer_no"]
    assert classes(parsed)["customer"] == 1


def test_section_titles_do_not_become_customers(tmp_path: Path) -> None:
    content = """,Date,Num,Customer,Open Balance
1 - 30 days past due,,,,
,2026-08-01,A-1,Acme,10.00
Total for 1 - 30 days past due,,,,10.00
"""
    parsed = read_text(tmp_path, content, currency="USD")
    assert classes(parsed) == {"header": 1, "title": 1, "item": 1, "subtotal": 1}
    assert lines_of(parsed)[0].customer_no == "Acme"


def test_a_total_that_differs_is_a_warning_and_the_lines_count(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, "Party,Amount\nA,10.00\nB,20.00\nTotal,99.00\n", currency="EUR")
    assert parsed.totals["EUR"].sum == 3000
    assert parsed.totals["EUR"].stated == 9900
    assert any("states 99.00 EUR" in warning and "30.00" in warning for warning in parsed.warnings)


def test_the_list_output_of_sap_is_read(tmp_path: Path) -> None:
    content = """Dynamic List Display

-------------------------------------------------------------------
|  |Account |Document Number|Document Date|Document Type|Amount in doc. curr.|Document currency|
|--|--------|---------------|-------------|-------------|--------------------|-----------------|
|  |0000198 |1800000001     |26.09.2026   |RV           |         1.234,56   |EUR              |
|  |0000198 |1800000002     |27.09.2026   |DG           |           234,56-  |EUR              |
|* |0000198 |               |             |             |         1.000,00   |EUR              |
-------------------------------------------------------------------
|**|        |               |             |             |         1.000,00   |EUR              |
"""
    parsed = read_text(tmp_path, content)
    assert [(line.customer_no, line.type, line.open_amount) for line in lines_of(parsed)] == [
        ("0000198", "invoice", 123456),
        ("0000198", "credit", -23456),
    ]
    assert classes(parsed) == {
        **{"title": 2, "header": 1, "blank": 3, "item": 2, "subtotal": 1, "total": 1},
    }
    assert parsed.totals["EUR"].stated == 100000
    assert parsed.warnings == ()


def test_a_total_may_stand_in_the_column_of_dates(tmp_path: Path) -> None:
    content = "Date,Invoice No,Customer,Amount\n2026-08-01,1,A,5.00\nTotal,,,5.00\n"
    parsed = read_text(tmp_path, content, currency="eur")
    assert classes(parsed) == {"header": 1, "item": 1, "total": 1}
    assert parsed.totals["EUR"].stated == 500


def test_a_customer_may_be_named_total(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, "Party,Amount\nTotal Energies,10.00\nTotal,10.00\n", currency="EUR")
    assert classes(parsed) == {"header": 1, "item": 1, "total": 1}


def test_an_amount_without_number_or_date_is_held_unless_it_is_the_sum(tmp_path: Path) -> None:
    content = f"{HEADER}\n{ROW}\n10001,Acme Ltd,,,,EUR,7.00,7.00\n"
    parsed = read_text(tmp_path, content)
    assert [(held.line, held.field) for held in parsed.held] == [(3, "document_no")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1,A,X,2026-02-30,,EUR,1.00,1.00", "document_date"),
        ("1,A,X,2026-02-03,soon,EUR,1.00,1.00", "due_date"),
        ("1,A,X,2026-02-03,,EURO,1.00,1.00", "currency"),
        ("1,A,X,2026-02-03,,,1.00,1.00", "currency"),
        ("1,A,X,2026-02-03,,EUR,1.00,", "open_amount"),
        ("1,A,X,2026-02-03,,EUR,x,1.00", "amount"),
        ("1,A,X,2026-02-03,,EUR,1.00,1e5", "open_amount"),
        ("1,A,X,2026-02-03,,EUR,1.00,£1.00", "open_amount"),
        (",,X,2026-02-03,,EUR,1.00,1.00", "customer_no"),
        ("1,A,X,2026-02-03,,EUR,1.00,1.00,extra", ""),
        ("1,A,X,2026-02-03", ""),
    ],
)
def test_a_bad_cell_holds_its_line_and_no_other(tmp_path: Path, row: str, field: str) -> None:
    parsed = read_text(tmp_path, f"{GOOD}{row}\n")
    assert [(held.line, held.field) for held in parsed.held] == [(3, field)]
    assert parsed.held[0].reason.endswith(".")
    assert classes(parsed) == {"header": 1, "item": 1, "held": 1}
    assert parsed.totals["EUR"].sum == 8050


def test_card_numbers_reach_neither_lines_nor_reasons_nor_samples(tmp_path: Path) -> None:
    header = f"{HEADER},text"
    content = f"{header}\n{ROW},paid by 4111 1111 1111 1111\n{ROW.replace('80.50', '4111111111111111')},x\n"
    parsed = read_text(tmp_path, content)
    shown = repr(parsed) + repr(lines_of(parsed))
    assert "1111 1111 1111" not in shown
    assert "4111111111111111" not in shown
    assert lines_of(parsed)[0].text == "paid by •••• 1111"


def test_a_ledger_may_number_its_documents_with_many_digits(tmp_path: Path) -> None:
    numbers = [f"90000000000000{at:02}" for at in range(9)] + ["4111111111111111"]
    content = "\n".join([HEADER, *[ROW.replace("INV-1", number) for number in numbers]])
    assert [line.document_no for line in lines_of(read_text(tmp_path, content))] == numbers


def test_a_column_of_card_numbers_is_masked_whatever_its_name(tmp_path: Path) -> None:
    rows = [ROW.replace("INV-1", number) for number in ("4111111111111111", "4012888888881881")]
    content = "\n".join([HEADER, *rows])
    assert [line.document_no for line in lines_of(read_text(tmp_path, content))] == [
        "•••• 1111",
        "•••• 1881",
    ]


def test_hostile_text_is_cleaned_and_kept_as_text(tmp_path: Path) -> None:
    content = GOOD.replace("Acme Ltd", "[b]=HYPERLINK(1)\x1b[31m\u202eevil\u200b")
    (line,) = lines_of(read_text(tmp_path, content))
    assert line.customer_name == "[b]=HYPERLINK(1)\ufffd[31mevil"


def test_keys_lose_a_spreadsheets_marks_and_keep_their_zeros(tmp_path: Path) -> None:
    content = GOOD.replace("10001", "000123.0").replace("INV-1", "'00045")
    (line,) = lines_of(read_text(tmp_path, content))
    assert (line.customer_no, line.document_no) == ("000123", "00045")


def test_types_come_from_the_words_else_from_the_sign(tmp_path: Path) -> None:
    content = """Customer No,Document No,Document Type,Date,Currency,Open Amount
1,A,RV,2026-08-01,EUR,10.00
1,B,Gutschrift,2026-08-01,EUR,-5.00
1,C,Payment,2026-08-01,EUR,-1.00
1,D,ZZ,2026-08-01,EUR,-2.00
1,E,,2026-08-01,EUR,3.00
"""
    parsed = read_text(tmp_path, content)
    assert [line.type for line in lines_of(parsed)] == ["invoice", "credit", "payment", "credit", "invoice"]
    assert any('"ZZ"' in warning for warning in parsed.warnings)


def test_credits_without_a_minus_are_made_negative_when_all_are_so(tmp_path: Path) -> None:
    content = """Customer No,Document No,Document Type,Date,Currency,Open Amount
1,A,Invoice,2026-08-01,EUR,10.00
1,B,Credit Memo,2026-08-01,EUR,4.00
"""
    parsed = read_text(tmp_path, content)
    assert [line.open_amount for line in lines_of(parsed)] == [1000, -400]
    assert any("no minus" in warning for warning in parsed.warnings)
    mixed = read_text(tmp_path, content + "1,C,Credit Memo,2026-08-01,EUR,-1.00\n")
    assert [line.open_amount for line in lines_of(mixed)] == [1000, 400, -100]


def test_debit_and_credit_columns_and_paid_amounts(tmp_path: Path) -> None:
    parsed = read_text(
        tmp_path,
        "Customer,Invoice No,Date,Debit,Credit\nA,1,2026-08-01,10.00,\nA,2,2026-08-01,,4.00\n",
        currency="EUR",
    )
    assert [line.open_amount for line in lines_of(parsed)] == [1000, -400]
    parsed = read_text(
        tmp_path,
        "Customer,Invoice No,Date,Amount,Paid\nA,1,2026-08-01,10.00,2.50\nA,2,2026-08-01,4.00,4.00\n",
        currency="EUR",
    )
    assert [(line.amount, line.open_amount) for line in lines_of(parsed)] == [(1000, 750)]
    assert classes(parsed)["settled"] == 1


def test_a_status_settles_or_holds(tmp_path: Path) -> None:
    content = """Customer,Invoice No,Date,Status,Amount Due
A,1,2026-08-01,Sent,10.00
A,2,2026-08-01,Paid,0.00
A,3,2026-08-01,Draft,5.00
A,4,2026-08-01,Paid,5.00
"""
    parsed = read_text(tmp_path, content, currency="EUR")
    assert classes(parsed) == {"header": 1, "item": 1, "settled": 1, "held": 2}


def test_the_as_of_selects_what_was_open_then(tmp_path: Path) -> None:
    content = f"{HEADER},settled_date\n" + "\n".join(
        f"1,A,{name},{day},,EUR,1.00,1.00,{settled}"
        for name, day, settled in [
            ("open", "2026-01-01", ""),
            ("later", "2026-01-01", "2026-07-01"),
            ("settled", "2026-01-01", "2026-06-30"),
            ("future", "2026-07-01", ""),
            ("today", "2026-06-30", ""),
        ]
    )
    parsed = read_text(tmp_path, content, as_of=date(2026, 6, 30))
    assert [line.document_no for line in lines_of(parsed)] == ["open", "later", "today"]
    assert classes(parsed) == {"header": 1, "item": 3, "settled": 1, "future": 1}


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("As of 31 December 2025", date(2025, 12, 31)),
        ("As at 2025-12-31", date(2025, 12, 31)),
        ("Stand 31.12.2025", date(2025, 12, 31)),
        ("1-Apr-2026 to 27-Sep-2026", date(2026, 9, 27)),
        ("As of December 31, 2025", date(2025, 12, 31)),
        ("Open Items at Key Date 31/12/2025", date(2025, 12, 31)),
        ("printed 31.12.2025", date(2026, 9, 30)),
    ],
)
def test_the_as_of_stands_in_the_title(tmp_path: Path, title: str, day: date) -> None:
    assert read_text(tmp_path, f'"{title}"\n{GOOD}').as_of == day
    assert read_text(tmp_path, f'"{title}"\n{GOOD}', as_of=date(2026, 1, 1)).as_of == date(2026, 1, 1)


def test_a_title_that_can_be_read_two_ways_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="the title"):
        read_text(tmp_path, f"As of 03/04/2026\n{GOOD}")


def test_the_currency_is_the_files_else_the_persons_else_the_offices(tmp_path: Path) -> None:
    content = "Customer,Invoice No,Date,Amount\nA,1,2026-08-01,10.00\n"
    assert set(read_text(tmp_path, content, currency="USD", office_currency="EUR").totals) == {"USD"}
    assert set(read_text(tmp_path, content, office_currency="EUR").totals) == {"EUR"}
    assert set(read_text(tmp_path, content.replace("Amount", "Amount (GBP)"), currency="USD").totals) == {
        "GBP"
    }
    assert set(read_text(tmp_path, GOOD, currency="USD").totals) == {"EUR"}
    with pytest.raises(FileRefused, match="--currency USD"):
        read_text(tmp_path, content)


def test_amounts_finer_than_the_currency_are_rounded_with_a_warning(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, GOOD.replace("80.50", "80.505"))
    assert lines_of(parsed)[0].open_amount == 8050
    assert any("more decimals than EUR" in warning for warning in parsed.warnings)


def test_currencies_of_other_decimals(tmp_path: Path) -> None:
    content = f"{HEADER}\n1,A,X,2026-01-01,,JPY,1200,1200\n1,A,Y,2026-01-01,,KWD,1.5,1.5\n"
    assert [line.amount for line in lines_of(read_text(tmp_path, content))] == [1200, 1500]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Customer,Colour,Terms\nA,1,N30\n", "no column gives amount"),
        ("Invoice No,Amount,Due Date\n1,5.00,2026-01-01\n", "no column gives customer"),
        ("Customer,Amount,Date\nA,5.00,01/02/2026\n", 'column "Date" can be read'),
        ('Customer,Amount\nA,"10.000"\n', 'column "Amount" can be read two ways'),
    ],
)
def test_a_file_that_does_not_say_enough_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read_text(tmp_path, content, currency="EUR")


def test_a_file_with_two_vague_columns_hears_of_both(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r'"Date" can be read .* "Amount" can be read two ways'):
        read_text(tmp_path, "Customer;Amount;Date\nA;10.000;01/08/2026\n", currency="EUR")


@pytest.mark.parametrize("option", [{"layout": "nope"}, {"currency": "XYZ"}, {"date_order": "ydm"}])
def test_unknown_options_are_usage_errors(tmp_path: Path, option: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        read_text(tmp_path, GOOD, **option)


def test_a_named_layout_must_fit(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"company.*layout sap_highradius"):
        read_text(tmp_path, GOOD, layout="sap_highradius")


def test_progress_is_told_and_the_reading_can_be_stopped(tmp_path: Path) -> None:
    told: list[int] = []
    read_text(tmp_path, GOOD, progress=told.append)
    assert told == [2]
    asked: Iterator[bool] = iter([False, True])
    with pytest.raises(Refused, match="stopped"):
        read_text(tmp_path, GOOD + f"{ROW}\n" * 9_000, cancelled=lambda: next(asked))


def test_a_file_is_read_over_many_batches(tmp_path: Path) -> None:
    rows = "\n".join(f"{n % 7},C{n % 7},D{n},2026-08-01,,EUR,{n}.00,{n}.50" for n in range(9_001))
    parsed = read_text(
        tmp_path, f"Ledger\n{HEADER}\n{rows}\nTotal,,,,,EUR,,{sum(range(9_001)) + 4500}.50\n"
    )
    assert parsed.count == len(lines_of(parsed)) == 9_001
    assert len(parsed.chunks) == 3
    assert parsed.totals["EUR"].sum == parsed.totals["EUR"].stated
    assert parsed.warnings == ()


def test_a_wrong_line_in_a_late_batch_is_named_by_its_number(tmp_path: Path) -> None:
    rows = [f"1,C,D{n},2026-08-01,,EUR,1.00,1.00" for n in range(8_500)]
    rows[8_200] = "1,C,D,2026-08-01,,EUR,1.00,bad"
    parsed = read_text(tmp_path, "\n".join([HEADER, *rows]))
    assert [held.line for held in parsed.held] == [8_202]


def test_detection_says_what_each_column_is_taken_for(tmp_path: Path) -> None:
    found = propose(write(tmp_path, "Customer,Amount,Colour,Date\nA,5.50,red,13/08/2026\n"), shipped())
    assert found.layout.name == "generic"
    assert 0 < found.sureness < 1
    assert [(column.header, column.field) for column in found.columns] == [
        *[("Customer", "customer_name"), ("Amount", "amount"), ("Colour", ""), ("Date", "document_date")]
    ]
    assert "13/08/2026" in found.columns[3].evidence
    assert found.columns[2].sample == "red"


def test_exact_copies_of_a_line_are_told(tmp_path: Path) -> None:
    assert any(
        "1 line is an exact copy" in warning for warning in read_text(tmp_path, f"{GOOD}{ROW}\n").warnings
    )


def test_the_file_on_disk_is_named_by_its_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert len(read(path).sha256) == 64
    assert read(path).sha256 != read_text(tmp_path, GOOD + "\n").sha256
