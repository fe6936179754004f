"""Columns whose names nobody listed: proposed for what stands in them, and never taken unseen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from arcollect_tui.data.imports.by_values import GUESSED
from arcollect_tui.data.imports.layout import shipped
from arcollect_tui.data.imports.proposal import propose
from tests.data.imports.helpers import lines_of, read_text, write

NAMES: Final = "Customer,Slip,Balance,Worked,Typed"
LINES: Final = tuple(
    f"{customer},S-{at:03},{at}.50,2026-05-{at + 10},2026-06-{at + 10}"
    for at, customer in enumerate(("Alta", "Alta", "Boro", "Boro", "Boro", "Alta"), 1)
)


def _guessed(folder: Path, names: str, *lines: str) -> Mapping[str, str]:
    """Column to the field that is proposed for its values."""
    path = write(folder, "\n".join((names, *lines)) + "\n")
    proposal = propose(path, shipped())
    columns = zip(proposal.names, proposal.columns, strict=True)
    return {name: column.field for name, column in columns if column.evidence == GUESSED}


def test_dates_and_numbers_of_unknown_names_are_proposed(tmp_path: Path) -> None:
    assert _guessed(tmp_path, NAMES, *LINES) == {
        "Slip": "document_no",
        "Worked": "document_date",
        "Typed": "due_date",
    }


def test_a_day_before_the_document_is_never_proposed_as_its_due_date(tmp_path: Path) -> None:
    names = NAMES.replace("Typed", "Invoice Date")
    assert _guessed(tmp_path, names, *LINES) == {"Slip": "document_no"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("S-00", ""),  # short numbers may count lines or days
        ("S-0", "12."),  # amounts
        ("S-", "Rep Smith has said "),  # remarks
    ],
)
def test_what_is_no_number_of_a_document_is_not_proposed(tmp_path: Path, old: str, new: str) -> None:
    lines = [line.replace(old, new) for line in LINES]
    assert "Slip" not in _guessed(tmp_path, NAMES, *lines)


def test_where_each_customer_stands_once_a_number_may_be_its_telephone(tmp_path: Path) -> None:
    lines = [line.replace("Alta", f"A{at}").replace("Boro", f"B{at}") for at, line in enumerate(LINES)]
    assert "Slip" not in _guessed(tmp_path, NAMES, *lines)


def test_the_guess_is_proposed_and_not_read(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, "\n".join((NAMES, *LINES)) + "\n", currency="EUR")
    assert {line.document_no for line in lines_of(parsed)} == {""}
    assert any("No column gives the number of the document" in one for one in parsed.warnings)


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("Cód.;Nome do cliente;Fatura;Vencimento;Saldo", "00211"),
        ("Nome do cliente;Código;Fatura;Vencimento;Saldo", "00211"),
        ("No;Nome do cliente;Fatura;Vencimento;Saldo", "Silva"),  # it may count the lines
    ],
)
def test_a_code_beside_the_name_is_the_customers(tmp_path: Path, names: str, number: str) -> None:
    cells = {"Nome do cliente": "Silva", "Fatura": "FT 1", "Vencimento": "2026-09-01", "Saldo": "10,50"}
    row = ";".join(cells.get(name, "00211") for name in names.split(";"))
    [line] = lines_of(read_text(tmp_path, f"{names}\n{row}\n", currency="EUR"))
    assert (line.customer_no, line.customer_name) == (number, "Silva")


def test_a_remark_under_the_list_is_no_heading_of_a_customer(tmp_path: Path) -> None:
    """It stood in the column of the customers, and made all lines below a first one nobody's."""
    text = (
        "Payer,Claim #,Billed,Balance\n"
        "Aetna,C1,2026-08-01,10.50\n,C2,2026-08-02,11.50\nSubtotal,,,22.00\n"
        "Cigna,C3,2026-08-03,12.50\n,C4,2026-08-04,13.50\nSubtotal,,,26.00\n\n"
        "* crossover claims are not included,,,\n"
    )
    parsed = read_text(tmp_path, text, currency="USD")
    assert [line.customer_no for line in lines_of(parsed)] == ["Aetna", "Aetna", "Cigna", "Cigna"]
    assert parsed.held == ()


JAPANESE: Final = """\
売掛金残高明細表
2026年9月30日現在
得意先コード,得意先名,請求書番号,請求日,支払期日,請求金額,入金額,残高,備考
0001,株式会社山田商店,INV-4116,R8.5.25,2026年6月25日,"490,595",,"￥490,595",
0001,株式会社山田商店,CN-4119,2026/6/10,2026年6月10日,"△20,000",,"△20,000",返品
,株式会社山田商店 小計,,,,,,"470,595",
0002,東京食品販売(株),INV-4131,2026/9/1,2026年10月1日,"1,300,000","300,000","1,000,000",
,東京食品販売(株) 小計,,,,,,"1,000,000",
,合計,,,,,,"1,470,595",
"""


def test_a_list_in_japanese(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, JAPANESE.encode("cp932"), encoding="cp932", currency="JPY")
    assert (parsed.held, parsed.warnings, parsed.as_of.isoformat()) == ((), (), "2026-09-30")
    assert [(line.customer_no, line.amount, line.open_amount) for line in lines_of(parsed)] == [
        ("0001", 490_595, 490_595),
        ("0001", -20_000, -20_000),
        ("0002", 1_300_000, 1_000_000),
    ]
    assert parsed.totals["JPY"].stated == 1_470_595
