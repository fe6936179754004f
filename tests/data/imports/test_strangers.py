"""Files as offices describe them in a paragraph, with words and habits that no layout of ours names."""

from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.layout import show
from arcollect_tui.data.imports.lines import Sorted
from arcollect_tui.data.imports.sides import signed
from arcollect_tui.errors import FileRefused
from tests.data.imports.helpers import classes, lines_of, read, read_text, write

EXACT = """\
Openstaande posten debiteuren;;;;;;;
Relatiecode;Relatienaam;Factuurnummer;Factuurdatum;Vervaldatum;Omschrijving;Valuta;Openstaand bedrag
00104;Bakkerij Jansen;26700123;01-08-2026;31-08-2026;Meel;EUR;1.204,50
00231;Café 't Hoekje;26700201;15-08-2026;14-09-2026;Koffie;EUR;-45,00
;;;;;;Totaal;1.159,50
"""
SPANISH = """\
Cliente;Nombre;Nº Factura;Fecha;Vencimiento;Debe;Haber
430001;García S.L.;F-2026/101;01/08/2026;31/08/2026;1.204,50;
430002;Peña e Hijos;AB-2026/004;20/08/2026;20/08/2026;;125,25
Total;;;;;1.204,50;125,25
"""
BRAZIL = """\
Código do Cliente;Razão Social;Nota Fiscal;Parcela;Emissão;Vencimento;Valor;Saldo
000123;Comércio São João Ltda;1045;1/2;05/08/2026;05/09/2026;R$ 3.000,00;R$ 1.000,00
000123;Comércio São João Ltda;1045;2/2;05/08/2026;25/09/2026;R$ 3.000,00;R$ 3.000,00
"""
SIDES = """\
Debitor;Name;Belegnummer;Belegdatum;Nettofälligkeit;S/H;Betrag in Hauswährung;Währung
10045;Müller;1800000123;01.08.2026;31.08.2026;S;1.000,00;EUR
10045;Müller;1600000009;15.08.2026;15.08.2026;H;250,00;EUR
"""
SIDES_SIGNED = SIDES.replace("250,00", "250,00-")
PLAIN_US = """\
Cust #,Cust Name,Inv #,Inv Dt,Due Dt,Inv Amt,Amt Paid,Bal Due
1,Joe's Diner,1001,8/1/26,8/31/26,"$1,500.00",$500.00,"$1,000.00"
2,Pizza Palace,1002,8/15/26,9/14/26,$250.00,$0.00,$250.00
"""
SWISS = """\
Kunde;Name;Rechnung;Rechnungsdatum;Fällig am;Whg;Offener Betrag
70012;Zürcher AG;RE-5501;03.08.2026;02.09.2026;EUR;12'450.05
70013;Rösti GmbH;RE-5502;13.08.2026;12.09.2026;EUR;1’200.00
"""
PIPES = """\
Open Items per 09/30/2026
|Account|Name        |Doc.No.   |Doc.Date  |Net Due   |   Amount|Crcy|
|-------|------------|----------|----------|----------|---------|----|
|1000001|Ace Motors  |90001     |08/01/2026|08/31/2026|1,000.00 |EUR |
|1000001|Ace Motors  |90002     |08/14/2026|09/13/2026|  250.00-|EUR |
|Total  |            |          |          |          |  750.00 |EUR |
"""
DUTCH = """\
Klant;Naam;Factuur;Factuurdatum;Vervaldatum;Cur;Bedrag
K0;Firma;F100;3 aug 2026;2/sep/2026;EUR;100,50
"""
ACUMATICA = """\
Branch,Customer,Customer Name,Type,Reference Nbr.,Date,Due Date,Currency,Amount,Balance,Customer Order Nbr.
MAIN,C000001,Alta Ace,Invoice,AR001234,8/3/2026,9/2/2026,USD,"1,500.00","1,500.00",X1
MAIN,C000001,Alta Ace,Credit Memo,AR001240,8/13/2026,,USD,"100.00","(100.00)",
"""
JDE = """\
Address Number,Alpha Name,Doc Type,Doc Number,Pay Item,Inv Date,Due Date,Gross Amount,Open Amt,Curr Code
4242,Capital System,RI,1212,001,08/03/26,09/02/26,"1,000.00","1,000.00",USD
4242,Capital System,RI,1212,002,08/03/26,10/02/26,"1,000.00","1,000.00",USD
4343,Corporate Comp,RM,1300,001,08/15/26,08/15/26,"250.00-","250.00-",USD
"""
DANISH = """\
Kundenr.;Kundenavn;Bilagsnr.;Type;Dato;Forfaldsdato;Beløb;Restbeløb
2001;Sørensen A/S;30001;Faktura;03-08-2026;02-09-2026;1.250,00;1.250,00
2001;Sørensen A/S;30002;Kreditnota;14-08-2026;14-08-2026;-250,00;-250,00
"""
SWEDISH = """\
Reskontra;Kundnr;Kundnamn;Fakturanr;Fakturadatum;Förfallodatum;Belopp;Restbelopp;Valuta
1;1001;Åkeri Öst AB;50012;2026-08-03;2026-09-02;12 500,00;12 500,00;SEK
1;1002;Café Blå HB;50013;2026-08-14;2026-09-13;-300,00;-300,00;SEK
"""
POLISH = """\
Kontrahent;NIP;Nr dokumentu;Data wystawienia;Termin płatności;Kwota;Pozostało do zapłaty;Waluta
Żabka Łódź sp. z o.o.;1234567890;FV/12/08/2026;2026-08-03;2026-09-02;1 230,00;1 230,00;PLN
Góral S.A.;9876543210;FV/13/08/2026;2026-08-14;2026-09-13;615,50;15,50;PLN
"""
PORTUGUESE = """\
Entidade;Nome;Tipo Doc.;N.º Doc.;Série;Data Doc.;Data Venc.;Moeda;Valor Total;Valor Pendente
C0001;Silva & Filhos Lda;FA;1023;2026;03/08/2026;02/09/2026;EUR;1.200,00;1.200,00
C0001;Silva & Filhos Lda;NC;45;2026;14/08/2026;14/08/2026;EUR;-120,00;-120,00
"""
BY_HAND = """\
AR List ,,,,,,
,,,,,,
 Customer#,Customer,Inv No,Inv Date,Terms,Due,Amt O/S
100,"Smith, John & Sons",A-1,3-Aug-26,Net 30,2-Sep-26,"1,234.50"
100,"Smith, John & Sons",A-2,14-Aug-26,Net 30,13-Sep-26,(34.50)
,,,,,Grand Total,"1,200.00"
"""


class Office(NamedTuple):
    """What such a file says: its first customer and document, count and sum, the currency to be told."""

    text: str
    customer: str
    document: str
    items: int
    total: int
    currency: str | None = None


OFFICES: Final = {
    "exact": Office(EXACT, "00104", "26700123", 2, 115950),
    "spanish": Office(SPANISH, "430001", "F-2026/101", 2, 107925, "EUR"),
    "brazilian": Office(BRAZIL, "000123", "1045", 2, 400000),
    "sides": Office(SIDES, "10045", "1800000123", 2, 75000),
    "sides that are signed too": Office(SIDES_SIGNED, "10045", "1800000123", 2, 75000),
    "plain words": Office(PLAIN_US, "1", "1001", 2, 125000, "USD"),
    "swiss": Office(SWISS, "70012", "RE-5501", 2, 1365005),
    "pipes": Office(PIPES, "1000001", "90001", 2, 75000),
    "dutch": Office(DUTCH, "K0", "F100", 1, 10050),
    "acumatica": Office(ACUMATICA, "C000001", "AR001234", 2, 140000),
    "jd edwards": Office(JDE, "4242", "1212", 3, 175000),
    "danish": Office(DANISH, "2001", "30001", 2, 100000, "DKK"),
    "swedish": Office(SWEDISH, "1001", "50012", 2, 1220000),
    "polish": Office(POLISH, "Żabka Łódź sp. z o.o.", "FV/12/08/2026", 2, 124550),
    "portuguese": Office(PORTUGUESE, "C0001", "1023", 2, 108000),
    "kept by hand": Office(BY_HAND, "100", "A-1", 2, 120000, "USD"),
}


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_that_nobody_foresaw_gets_in_without_a_word(tmp_path: Path, name: str) -> None:
    office = OFFICES[name]
    parsed = read(write(tmp_path, office.text), currency=office.currency)
    lines = lines_of(parsed)
    assert (lines[0].customer_no, lines[0].document_no) == (office.customer, office.document)
    assert [(sums.count, sums.sum) for sums in parsed.totals.values()] == [(office.items, office.total)]
    assert parsed.held == ()
    assert parsed.warnings == ()
    assert sum(parsed.lines.values()) == parsed.total_lines == len(office.text.splitlines())


def test_the_real_beside_an_amount_is_its_currency(tmp_path: Path) -> None:
    assert list(read_text(tmp_path, BRAZIL).totals) == ["BRL"]


def test_a_sap_list_names_each_customer_over_a_table_of_its_own(tmp_path: Path) -> None:
    head = "|St|Zuordnung|Belegnr   |Belegdatum|Nettofäll.|  Betrag in HW|HWähr|"
    rule = "-" * len(head)
    text = "\n".join(
        [
            *("Debitor        10045", "Buchungskreis  1000", "", "Name           Müller", rule, head, rule),
            "|  |4500012  |1800000123|01.08.2026|31.08.2026|     10.500,00|EUR  |",
            *(
                rule,
                "Debitor        10077",
                "Buchungskreis  1000",
                "",
                "Ort            Ulm",
                rule,
                head,
                rule,
            ),
            "|  |4500019  |1800000131|28.08.2026|27.09.2026|        999,00|EUR  |",
        ]
    )
    parsed = read_text(tmp_path, text)
    assert [(line.customer_no, line.document_no, line.open_amount) for line in lines_of(parsed)] == [
        ("10045", "1800000123", 1050000),
        ("10077", "1800000131", 99900),
    ]
    assert sum(parsed.lines.values()) == parsed.total_lines


def test_headings_of_customers_are_taken_where_no_column_names_them(tmp_path: Path) -> None:
    text = (
        "Invoice,Due date,Amount,Currency\nHarbor Logistics,,,\n5001,2026-10-01,100.00,USD\n"
        "Sunrise Foods,,,\n5003,2026-10-03,300.00,USD\n"
    )
    parsed = read_text(tmp_path, text)
    assert [line.customer_name for line in lines_of(parsed)] == ["Harbor Logistics", "Sunrise Foods"]
    assert classes(parsed) == {"header": 1, "customer": 2, "item": 2}


def test_a_heading_may_have_its_word_and_its_customer_in_two_cells(tmp_path: Path) -> None:
    header = "No,Type,Date,Ref,Details,Balance\n"
    text = (
        f"A/C:,ABC001,Name:,ABC Builders,,\n{header}101,SI,13/08/2026,INV1,Bricks,120.00\n"
        ",,,,Totals:,120.00\n"
        f"A/C:,SMI010,Name:,Smith,,\n{header}133,SC,14/08/2026,CRN2,Cement,-20.00\n,,,,Totals:,-20.00\n"
        ",,,,Grand Totals:,100.00\n"
    )
    parsed = read_text(tmp_path, text, currency="GBP")
    assert [(line.customer_no, line.type) for line in lines_of(parsed)] == [
        ("ABC001", "invoice"),
        ("SMI010", "credit"),
    ]
    assert parsed.warnings == ()


def test_a_closing_remark_makes_no_file_of_headings(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no column gives customer"):
        read_text(
            tmp_path, "Invoice,Due date,Amount,Currency\n5001,2026-10-01,1.00,USD\nEnd of report,,,\n"
        )


def test_the_titles_of_a_further_page_are_titles(tmp_path: Path) -> None:
    top = "MERIDIAN SUPPLY CO                    OPEN ITEM AGING          PAGE   {}\n\n"
    head = (
        "CUSTOMER  NAME                  INVOICE     DUE DATE        BALANCE\n"
        "--------  --------------------  ----------  ----------  -----------\n"
    )
    text = (
        f"{top.format(1)}{head}00012     SOUTHERN PUMPS        A10045      08/31/2026     1,250.00\n"
        f"\f{top.format(2)}{head}00051     TRI CITY DRILLING     A10060      09/28/2026    12,000.00\n"
    )
    parsed = read_text(tmp_path, text, currency="USD")
    assert (parsed.held, parsed.totals["USD"].sum) == ((), 1325000)
    assert sum(parsed.lines.values()) == parsed.total_lines


def test_a_sum_that_names_its_currency_behind_a_word_is_compared(tmp_path: Path) -> None:
    text = "Customer ID,Document No,Due Date,Currency,Balance\n1,A,2026-09-30,EUR,500.00\n,,,Total EUR,{}\n"
    assert read_text(tmp_path, text.format("500.00")).warnings == ()
    (said,) = read_text(tmp_path, text.format("501.00")).warnings
    assert "the file states 501.00 EUR, the lines above add up to 500.00" in said


def test_an_error_of_a_formula_is_no_customer_and_no_document(tmp_path: Path) -> None:
    rows = "#N/A,One,I1,EUR,1.00\nC2,Two,#REF!,EUR,2.00\nC3,,I3,EUR,3.00\n"
    text = f"Customer,Name,Invoice,Currency,Amount\n{rows}"
    parsed = read_text(tmp_path, text)
    assert [(held.line, held.field) for held in parsed.held] == [(2, "customer_no"), (3, "document_no")]
    assert parsed.held[0].reason == '"#N/A" is an error of a formula. Write the value.'


def test_columns_that_leave_a_doubt_are_told(tmp_path: Path) -> None:
    twice = "Customer,Invoice,Date,Currency,Amount,Amount\nC1,I1,2026-09-01,EUR,100.00,40.00\n"
    (said,) = read_text(tmp_path, twice).warnings
    assert said.startswith(
        'Column "Amount" stands more than once: the one furthest left is read, "Amount.1"'
    )
    (said,) = read_text(
        tmp_path, "Customer,Paper,Due date,Currency,Amount\nC1,I1,2026-09-01,EUR,1.00\n"
    ).warnings
    assert said == (
        "No column gives the number of the document, so items are told apart without it. "
        'Columns not read: "Paper".'
    )


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 10**9)), min_size=1, max_size=30))
def test_sides_and_minus_never_count_twice(rows: list[tuple[bool, int]]) -> None:
    sides = ["H" if credit else "S" for credit, _ in rows]
    truth = [-value if credit else value for credit, value in rows]
    for written in (truth, [value for _, value in rows]):
        items = Items({"side": 0}, Sorted([sides], range(len(rows)), None, []))
        assert signed(items, show("generic"), written) == truth


def test_one_is_said_as_one(tmp_path: Path) -> None:
    header = "Customer,Name,Invoice,Type,Invoice Date,Terms,Currency,Amount"
    text = f"{header}\nC,N,I,Odd,2026-09-01,Net 30,EUR,1.0054\n"
    assert read_text(tmp_path, text).warnings == (
        "1 amount has more decimals than EUR has; each was rounded once, half to even.",
        'Document type "Odd" is not known (1 line); the sign of the amount decided.',
        "1 due date is not in the file: it follows from the terms.",
    )


def test_a_sign_of_several_currencies_contradicts_the_others(tmp_path: Path) -> None:
    text = "Customer,Invoice,Due Date,Amount\nC1,I1,2026-10-01,€100.00\nC2,I2,2026-10-02,$50.00\n"
    parsed = read_text(tmp_path, text)
    assert {code: sums.sum for code, sums in parsed.totals.items()} == {"EUR": 10000}
    (held,) = parsed.held
    assert held.reason == '"$50.00" is not in EUR, the currency of the line. Correct one of them.'
    dollars = read_text(tmp_path, text.replace("€", "$"), currency="CAD")
    assert dollars.totals["CAD"].sum == 15000


def test_a_number_cut_by_a_spreadsheet_is_no_document(tmp_path: Path) -> None:
    text = "Customer,Invoice,Currency,Amount\nC1,1.93057E+09,EUR,1.00\nC2,1E+10-A,EUR,2.00\n"
    parsed = read_text(tmp_path, text)
    assert [(held.line, held.field) for held in parsed.held] == [(2, "document_no")]
    assert [line.document_no for line in lines_of(parsed)] == ["1E+10-A"]


def test_a_line_without_its_side_says_which_sides_there_are(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, SIDES.replace(";H;", ";;").replace(";S;", ";?;"))
    assert [held.reason for held in parsed.held] == [
        '"?" is neither debit nor credit. Write D or C.',
        "the side is missing. Write D or C.",
    ]


def test_a_customer_called_total_is_a_heading(tmp_path: Path) -> None:
    text = (
        "Invoice,Due Date,Currency,Balance\nTotal Energies SE,,,\nI1,2026-10-01,EUR,1.00\nSubtotal,,,1.00\n"
        "Balance Systems,,,\nI2,2026-10-01,EUR,2.00\nSubtotal,,,2.00\n"
    )
    assert [line.customer_name for line in lines_of(read_text(tmp_path, text))] == [
        "Total Energies SE",
        "Balance Systems",
    ]


def test_a_title_names_the_currency_of_all_amounts(tmp_path: Path) -> None:
    rows = "Kunden-Nr.;Name;Re-Nr.;Re-Datum;fällig;offen\n1;M;R1;2026-09-01;2026-10-01;1,50\n"
    parsed = read_text(tmp_path, f"Alle Beträge in EUR\n{rows}")
    assert (lines_of(parsed)[0].document_no, parsed.totals["EUR"].sum) == ("R1", 150)
