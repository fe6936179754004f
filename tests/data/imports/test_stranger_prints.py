"""What printed lists of offices do: names over the edge of a column, sums with a side, days in titles."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from arcollect_tui.data.imports.amounts import parse_amount
from arcollect_tui.data.imports.dates import UNREADABLE, find_dates, read_date
from arcollect_tui.data.imports.encodings import find_encoding
from arcollect_tui.data.imports.labels import is_total, subtotal_of
from arcollect_tui.data.imports.raw import open_raw
from arcollect_tui.errors import EncodingAsked
from tests.data.imports.helpers import classes, lines_of, read_text, write

BILLS: Final = """\
As on 30-Sep-2026
Date       Bill No.        Bill Amount  Pending Amount  Due on
--------------------------------------------------------------
M/s Gupta & Sons
19-May-26  KD/4119/26        44,371.59       29,581.06   3-Jun-26
24-May-26  KD/4126/26      2,19,476.42     2,19,476.42   8-Jun-26
Khan Brothers (Hubli)
 1-Jun-26  KD/4132/26      1,97,716.12     1,97,716.12  16-Jun-26
"""
UNPAID: Final = """\
Date: 30/09/2026            Bluebird Staffing Ltd
A/C: BRIG01     Name: Brighton Care Homes Ltd        Tel: 01904 600100

No     Type  Date        Ref       Details         Due Date          Amount  Outstanding
13101  SI    08/05/2026  4101      Week to 08/05   07/06/2026      1,559.46     1,559.46
13120  SI    31/05/2026  4120      Week to 31/05   30/06/2026      4,748.47     4,000.00
                                                   Total for BRIG01              5,559.46

A/C: CITY01     Name: City of York Council           Tel: 01904 600177

No     Type  Date        Ref       Details         Due Date          Amount  Outstanding
13123  SC    04/06/2026  4113      Week to 04/06   04/06/2026         50.00-       50.00-
                                                   Total for CITY01                50.00-
                                                   Grand Total                  5,509.46
"""
SIDED: Final = """\
Rechnung;Datum;Fällig;Text;Saldo;S/H
10001 Bauverein Nord eG;;;;;
R 4101;13.05.2026;27.05.2026;Küche;100,00;S
GS 4103;15.05.2026;15.05.2026;Gutschrift;160,00;H
Saldo 10001;;;;60,00;H
10101 Familie Özdemir;;;;;
R 4105;16.05.2026;30.05.2026;Treppe;1.200,00;S
Saldo 10101;;;;1.200,00;S
Gesamtsaldo;;;;1.140,00;S
"""
TWO_CURRENCIES: Final = """\
Kontrahent;Numer faktury;Data wystawienia;Termin płatności;Do zapłaty;Waluta
Żubr;FV/1;13.05.2026;13.06.2026;100,00;PLN
Żubr;FV/2;13.05.2026;13.06.2026;7,00;EUR
;;;Razem PLN;90,00;PLN
;;;Razem EUR;7,00;EUR
"""
ROWS: Final = "customer_no,document_no,document_date,currency,open_amount\nC,D1,2026-08-01,EUR,1.00\n"
JAPANESE: Final = "得意先コード,得意先名,残高\r\n0001,株式会社山田商店,100\r\n0002,東京食品販売(株),200\r\n"


def test_a_customer_over_its_lines_stays_whole_where_a_blank_meets_the_edge_of_a_column(
    tmp_path: Path,
) -> None:
    parsed = read_text(tmp_path, BILLS, currency="INR")
    assert (parsed.held, parsed.as_of) == ((), date(2026, 9, 30))
    assert [(line.customer_no, line.open_amount) for line in lines_of(parsed)] == [
        ("M/s Gupta & Sons", 2_958_106),
        ("M/s Gupta & Sons", 21_947_642),
        ("Khan Brothers (Hubli)", 19_771_612),
    ]


def test_an_account_with_name_and_telephone_heads_its_lines_also_after_the_header(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, UNPAID, currency="GBP")
    assert (parsed.held, parsed.warnings) == ((), ())
    assert [
        (line.customer_no, line.customer_name, line.amount, line.open_amount) for line in lines_of(parsed)
    ] == [
        ("BRIG01", "Brighton Care Homes Ltd", 155_946, 155_946),
        ("BRIG01", "Brighton Care Homes Ltd", 474_847, 400_000),
        ("CITY01", "City of York Council", -5_000, -5_000),
    ]
    assert (classes(parsed)["subtotal"], classes(parsed)["total"]) == (2, 1)


def test_a_sum_on_the_side_that_takes_off_is_below_zero(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, SIDED, currency="EUR")
    assert (parsed.held, parsed.warnings) == ((), ())
    assert (parsed.totals["EUR"].sum, parsed.totals["EUR"].stated) == (114_000, 114_000)
    assert (classes(parsed)["subtotal"], classes(parsed)["item"]) == (2, 3)


def test_a_total_of_each_currency_is_compared_with_its_own_lines(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, TWO_CURRENCIES)
    assert {code: (one.sum, one.stated) for code, one in parsed.totals.items()} == {
        "EUR": (700, 700),
        "PLN": (10_000, 9_000),
    }
    assert classes(parsed)["total"] == 2
    assert len(parsed.warnings) == 1


@pytest.mark.parametrize(
    ("label", "total", "of"),
    [
        ("Razem PLN", True, "PLN"),
        ("Total EUR:", True, "EUR:"),
        ("Total XYZ", False, "XYZ"),
        ("Gesamtsaldo", True, None),
        ("Saldo 10001", False, "10001"),
        ("Saldo anterior", False, None),
        ("Saldovortrag", False, None),
        ("山田商店 小計", False, "山田商店"),
        ("合計", True, None),
    ],
)
def test_words_of_sums(label: str, total: bool, of: str | None) -> None:
    assert (is_total(label), subtotal_of(label)) == (total, of)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Stan na dzień: 29.09.2026", date(2026, 9, 29)),
        ("Peildatum 29-09-2026", date(2026, 9, 29)),
        ("売掛金 2026年9月29日現在", date(2026, 9, 29)),
        ("Open claims 9/29/2026", date(2026, 9, 29)),
        ("Year begins 2026-01-01", date(2026, 9, 30)),  # before the documents: no day of this file
        ("Made 2026-09-01; checked 2026-09-28", date(2026, 9, 30)),  # two days: neither is said to be it
    ],
)
def test_the_day_that_a_title_names_is_the_day_of_the_file(tmp_path: Path, title: str, day: date) -> None:
    assert read_text(tmp_path, f'"{title}"\n{ROWS}').as_of == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026年8月5日", date(2026, 8, 5)),
        ("R8.8.5", date(2026, 8, 5)),
        ("令和8年8月5日", date(2026, 8, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
    ],
)
def test_dates_of_east_asia(cell: str, day: date) -> None:
    assert read_date(cell, "dmy") == day.toordinal()


def test_what_is_no_date_of_east_asia() -> None:
    assert {read_date(cell, "dmy") for cell in ("2026年13月5日", "R8.8", "X8.8.5")} == {UNREADABLE}
    assert find_dates("売掛金 2026年9月29日現在") == ["2026年9月29日"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE.replace(",100", ",△100,2026年9月1日,￥200"), "cp932"),
        (JAPANESE.replace("山田商店", "やまだ"), "euc-jp"),
        ("客户编号,客户名称\r\n1,上海贸易有限公司\r\n", "gb18030"),
        ("고객번호,고객명\r\n1,서울상사\r\n", "euc-kr"),
        ("Код,Наименование покупателя\r\n1,ООО Ромашка\r\n", "cp1251"),
    ],
)
def test_letters_of_other_scripts_are_offered_first(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(EncodingAsked) as asked:
        find_encoding(open_raw(write(tmp_path, text.encode(encoding))))
    names = [name for name, _ in asked.value.readings]
    assert names[0] == encoding


def test_letters_of_latin_scripts_are_not_taken_for_others(tmp_path: Path) -> None:
    text = "Casa Brandão;Pingo d'Água;São João;Hotel Mar à Vista;Müller & Söhne;Größe;£ 12;º 4\r\n"
    with pytest.raises(EncodingAsked) as asked:
        find_encoding(open_raw(write(tmp_path, text.encode("cp1252"))))
    assert {name for name, _ in asked.value.readings} <= {
        *("cp1252", "cp1250", "cp850", "cp437", "latin-1", "mac-roman")
    }


@pytest.mark.parametrize(
    ("cell", "value"), [("△1,200", "-1200"), ("▲ 1,200", "-1200"), ("￥1,200", "1200"), ("1,200円", "1200")]
)
def test_amounts_of_east_asia(cell: str, value: str) -> None:
    assert str(parse_amount(cell, ".").value) == value


LACKING: Final = """\
Customer,Invoice No,Due Date,Currency,Balance
Alta,A1,2026-09-01,EUR,100.00
Boro,B1,2026-09-02,EUR,25.50
Boro,B2,2026-09-03,EUR,-7.25
Total,,,,{}
"""


@pytest.mark.parametrize(
    ("total", "document"),
    [("92.75", "B1"), ("125.50", "B2"), ("118.25", ""), ("90.00", "")],
)
def test_a_total_that_lacks_one_document_is_explained_by_it(
    tmp_path: Path, total: str, document: str
) -> None:
    parsed = read_text(tmp_path, LACKING.format(total))
    explained = [one for one in parsed.warnings if "seems to lack it" in one]
    assert len(explained) == bool(document)
    assert all(f'"{document}" of "Boro" has open' in one for one in explained)


def test_a_total_that_lacks_one_of_two_equal_amounts_is_not_explained(tmp_path: Path) -> None:
    text = LACKING.format("82.25").replace("100.00", "25.50").replace("82.25", "18.25")
    assert not any("seems to lack it" in one for one in read_text(tmp_path, text).warnings)
