"""What is kept of a file shows no card number, and else is the file."""

import codecs
import csv
import io
import zlib
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports import gathering as gathering_of
from arcollect_tui.data.imports import keepable as keepable_of
from arcollect_tui.data.imports.gathering import Gathered, Gathering
from arcollect_tui.data.imports.keepable import ROWS, Keepable
from arcollect_tui.data.imports.masking import Masker, lines_of_text, records
from arcollect_tui.rules.cardnumbers import contains_card
from arcollect_tui.rules.text import clean
from tests.data.imports import books
from tests.data.imports.helpers import read, read_text, write
from tests.services.offices import HASTY

CARD = "4111 1111 1111 1111"
HEADER = "Customer No,Customer Name,Invoice No,Date,Due Date,Currency,Amount,Text"
ROW = "00104,Müller & Söhne,1,2026-08-01,2026-09-01,EUR,5.00,"


class Whole(NamedTuple):
    """A file as it is kept, and its bytes."""

    found: Gathered
    content: bytes


def gathered(file: Keepable) -> Whole:
    gathering = Gathering([file], "main", frozenset())
    pieces = [*gathering.ready(), *gathering.rest()]
    assert [piece[:2] for piece in pieces] == [(0, at) for at in range(len(pieces))]
    (found,) = gathering.result()
    assert found.gone or found.packed == sum(len(piece.content) for piece in pieces)
    return Whole(found, b"".join(zlib.decompress(piece.content) for piece in pieces))


@pytest.mark.parametrize(
    "cell",
    [
        CARD,
        "4111-1111-1111-1111",
        "4111111111111111",
        "paid by 5500005555555559 today",
        '"4111 1111\n1111 1111"',
        '"card\r\n4111111111111111"',
        "４１１１ １１１１ １１１１ １１１１",
        "41111111\t11111111",
        "30569309025904,12",
        "CVV: 123",
        "4111\u00a01111\u00a01111\u00a01111",
    ],
)
def test_a_card_number_is_masked_however_it_stands_there(cell: str) -> None:
    text = f"{HEADER}\n{ROW}{cell}\n{ROW}nothing\n"
    masker = Masker(",")
    found = masker.masked(text)
    assert masker.count == 1
    assert not contains_card(found)
    assert not any(contains_card(clean(one)) for row in csv.reader(io.StringIO(found)) for one in row)
    assert found.endswith(f"{ROW}nothing\n")
    assert masker.masked(found) == found


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{ROW}RE 2026001234 vom 01.08.2026 über 1.204,50\n",
        f"{HEADER}\n{ROW}DE89 3704 0044 0532 0130 00\n",
        '"a ""quoted"" one","12"" pipe"\n1,2\n',
        f"{HEADER}\r\n{ROW}\r\n",
        "1234,5678\n9012,3456\n" * 50,
        "4111\n1111\n" * 3,
    ],
)
def test_what_is_no_card_number_stays_as_it_stands(text: str) -> None:
    assert Masker(",").masked(text) == text


@HASTY
@given(
    st.lists(
        st.lists(
            st.sampled_from([CARD, "4111111111111111", "12,5", 'a "b"', "x\ny", "", "7\r\n8", "٤", "acid"]),
            min_size=2,
            max_size=4,
        ),
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_cells_are_those_of_before_but_for_the_masked(
    rows: list[list[str]], delimiter: str, end: str
) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=delimiter, lineterminator=end).writerows(rows)
    text = page.getvalue()
    found = Masker(delimiter).masked(text)
    assert "".join(records(text)) == "".join(lines_of_text(text)) == text
    read_back = list(csv.reader(io.StringIO(found, newline=""), delimiter=delimiter))
    assert len(read_back) == len(rows)
    for before, after in zip(rows, read_back, strict=True):
        for old, new in zip(before, after, strict=True):
            assert not contains_card(clean(new))
            assert new == old or contains_card(clean(old))


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("cp1252", b""),
        ("latin-1", b""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_bytes_are_those_that_came(tmp_path: Path, encoding: str, bom: bytes, end: str) -> None:
    text = f"{HEADER}\n{ROW}plain\n".replace("\n", end)
    path = tmp_path / "open.csv"
    path.write_bytes(bom + text.encode(encoding))
    (file,) = read(path, encoding=encoding).keep
    found, content = gathered(file)
    assert content == path.read_bytes()
    assert (found.digest.hex(), found.masked, found.gone) == (file.raw.sha256, 0, "")
    path.write_bytes(bom + text.replace("plain", CARD).encode(encoding))
    (file,) = read(path, encoding=encoding).keep
    found, content = gathered(file)
    star = "*" if encoding == "latin-1" else "•"
    assert content == bom + text.replace("plain", f"{star * 4} 1111").encode(encoding)
    assert found.masked == 1


def test_of_a_workbook_the_rows_of_its_sheet_are_kept(tmp_path: Path) -> None:
    rows: books.Rows = [
        [*HEADER.split(",")],
        ["C1", "Acme, Inc", "1", "2026-08-01", "2026-09-01", "EUR", "5.00", CARD],
    ]
    (file,) = read(books.xls(tmp_path / "open.xls", rows)).keep
    found, content = gathered(file)
    assert (file.form, found.masked) == (ROWS, 1)
    assert content.decode() == (f'{HEADER}\nC1,"Acme, Inc",1,2026-08-01,2026-09-01,EUR,5.00,•••• 1111\n')


def test_the_name_of_a_sheet_is_masked_too(tmp_path: Path) -> None:
    path = tmp_path / "open.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(f"Card {CARD}")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ["C1", "Acme", "1", "2026-08-01", "2026-09-01", "EUR", "5.00", ""])
    assert read(path).keep[0].sheet == "Card •••• 1111"


def test_no_more_than_a_few_pieces_wait_and_who_stops_waits_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering_of, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(gathering_of, "MOST_WAITING", 2)
    monkeypatch.setattr(keepable_of, "BLOCK_SIGNS", 100)
    text = f"{HEADER}\n" + f"{ROW}\n" * 50
    (file,) = read_text(tmp_path, text).keep
    assert gathered(file).content.decode() == text
    stopped = Gathering([file], "main", frozenset())
    assert len(list(stopped.ready())) <= 2
    stopped.stop()
    assert [found.gone for found in stopped.result()] == ["changed"]


def test_a_file_that_was_changed_or_taken_away_is_not_kept(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, f"{HEADER}\n{ROW}\n")
    path = parsed.keep[0].raw.path
    path.write_text(f"{HEADER}\n{ROW}more\n", encoding="utf-8")
    assert gathered(parsed.keep[0]).found.gone == "changed"
    path.unlink()
    assert gathered(parsed.keep[0]).found.gone == "changed"


@pytest.mark.parametrize(
    ("content", "sure"),
    [
        (f"{HEADER}\n{ROW}\n", (0, 1)),
        ("Customer Name,Invoice No,Date,Amount\nA,1,2026-08-01,5.00\n", (0,)),
        (",Date,Num,Open Balance\nCustomer: 4711,,,\n,2026-08-01,A,5.00\n", ()),
        (
            "|Account|Doc.No.|Doc.Date  |Amount|\n|-------|-------|----------|------|\n"
            "|1000001|90001  |08/21/2026|  1.00|\n",
            (),
        ),
    ],
)
def test_where_each_line_names_its_customer(tmp_path: Path, content: str, sure: tuple[int, ...]) -> None:
    (file,) = read(write(tmp_path, content), currency="EUR").keep
    assert file.customers_at == sure
