import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.source import BATCH_LINES
from arcollect_tui.errors import EncodingAsked, FileRefused, UsageError
from tests.data.imports.helpers import HEADER, ROW, classes, lines_of, read, read_text, write

GOOD = f"{HEADER}\n{ROW}\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a,b\x00c\n", r"line 1: a NUL byte"),
        (GOOD.encode() + b"1\x00\n", r"line 3: a NUL byte"),
        (b"%PDF-1.7", "a PDF"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"PK\x03\x04broken", "is damaged"),
        (b"\xff\xfea\x00\x00\xd8", "csv: a character is not text in UTF-16"),
        (b"\xef\xbb\xbfM\xfcller", "is marked as UTF-8 and is not"),
        (b"x" * 1_200_000, "a line of more than 1,048,576 bytes"),
        (b"a,b\rc\r\r\nd,\x00e", r"line 3: a NUL byte"),
        (
            f'{HEADER}\n{ROW}\n10,"Open,X,2026-01-01,,EUR,1.00,1.00\n{ROW}\n'.encode(),
            "line 3: a quote is opened",
        ),
        (f'{HEADER}\n10,"Ac"me,X,2026-01-01,,EUR,1.00,1.00\n'.encode(), "line 2: a quote is opened"),
        (f'{HEADER}\n"{"x" * 140_000}\n'.encode(), "line 2: a field is longer"),
        (b"one two three\nfour five\n", "no row of column names"),
        (b"1,2,3\n4,5,6\n", "no row of column names"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileRefused, match=sentence) as caught:
        read_text(tmp_path, content, currency="EUR")
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith("ledger.csv")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"gone\.csv does not exist"):
        read(tmp_path / "gone.csv")
    with pytest.raises(FileRefused, match="is a folder"):
        read(tmp_path)


def test_a_hostile_name_is_cleaned_in_sentences(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(tmp_path / "a\x1b[31mb.csv")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_give_the_same_lines(tmp_path: Path, encoding: str, name: str) -> None:
    text = GOOD.replace("Acme Ltd", "Möbel Čapek")
    parsed = read_text(tmp_path, text.encode(encoding))
    assert parsed.encoding == name
    assert lines_of(parsed)[0].customer_name.startswith("Möbel")


NAMES = "Müller GmbH", "Zoë KG", "Cœur", "Straße"


def _windows(folder: Path) -> Path:
    rows = [ROW.replace("Acme Ltd", name) for name in NAMES]
    return write(folder, "\n".join([HEADER, *rows]).encode("cp1252"))


def test_letters_with_several_readings_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(EncodingAsked, match=r"in 5 ways: .*Müller.*\(cp1252\)") as caught:
        read(_windows(tmp_path))
    readings = dict(caught.value.readings)
    assert next(iter(readings)) == "cp1252"
    assert {len(words) for words in readings.values()} == {3}
    assert any("M³ller" in word for word in readings["cp850"])
    assert len(set(readings.values())) == len(readings)


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Müller GmbH"), ("cp850", "M³ller GmbH")])
def test_letters_are_read_as_the_person_says(tmp_path: Path, encoding: str, name: str) -> None:
    parsed = read(_windows(tmp_path), encoding=encoding)
    assert parsed.encoding == encoding
    assert lines_of(parsed)[0].customer_name == name


def test_letters_that_all_readings_spell_alike_are_no_question(tmp_path: Path) -> None:
    """A byte that only one of them has as a letter, in a file that the others cannot read."""
    content = GOOD.replace("Acme Ltd", "DATEV Müller").encode("cp1252")
    parsed = read(write(tmp_path, b'"EXTF";700;16\n' + content.replace(b",", b";")))
    assert parsed.encoding == "cp1252"


@pytest.mark.parametrize("name", ["klingon", "rot13", "utf-7", "idna", "undefined", "hex", "a\x00b"])
def test_what_is_no_encoding_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no encoding"):
        read(write(tmp_path, GOOD), encoding=name)


def test_a_file_that_is_not_in_the_encoding_that_was_named_says_the_line(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="line 2: a character is not text in ASCII"):
        read(_windows(tmp_path), encoding="ascii")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    parsed = read_text(tmp_path, GOOD.replace(",", delimiter))
    assert parsed.delimiter == delimiter
    assert parsed.totals["EUR"].sum == 8050


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends_make_no_difference(tmp_path: Path, end: str) -> None:
    parsed = read_text(tmp_path, GOOD.replace("\n", end))
    assert parsed.digest == read_text(tmp_path, GOOD).digest
    assert parsed.total_lines == 2


def test_a_quoted_line_break_makes_one_record_and_is_named(tmp_path: Path) -> None:
    content = (
        f"{HEADER}\n{ROW.replace('Acme Ltd', chr(34) + 'Acme' + chr(10) + 'Ltd' + chr(34))}\n{ROW}\n1,2\n"
    )
    parsed = read_text(tmp_path, content)
    assert parsed.total_lines == 4 == sum(parsed.lines.values())
    assert classes(parsed)["item"] == 2
    assert any("line 2" in warning for warning in parsed.warnings)
    assert lines_of(parsed)[0].customer_name == "Acme Ltd"
    assert parsed.held[0].line == 5


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters='\x00\r\n,"', exclude_categories=["Cs"]), max_size=6
)


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_both_ways_of_reading_give_the_same_records(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str
) -> None:
    """Lines without a quote are only split; the csv module must agree."""
    text = end.join([HEADER, *(",".join(row) for row in rows)])
    _, source = open_source(write(tmp_path_factory.mktemp("f"), text))
    assert source.delimiter == ","
    (batch,) = source.batches()
    whole = text.replace("customer_no", '"customer_no"', 1)
    (quoted,) = open_source(write(tmp_path_factory.mktemp("f"), whole))[1].batches()
    assert (batch.rows, list(batch.lines)) == (quoted.rows, list(quoted.lines))


def test_quotes_in_some_lines_change_nothing_about_the_others(tmp_path: Path) -> None:
    """Only some batches go through the csv module; a record may begin in one and end in the next."""
    rows = [f"{at},{at}" for at in range(3 * BATCH_LINES)]
    rows[BATCH_LINES - 2] = '"a,b\nc",1'
    rows[2 * BATCH_LINES] = '"d",2'
    text = "\n".join([HEADER, *rows])
    batches = list(open_source(write(tmp_path, text))[1].batches())
    assert [row for batch in batches for row in batch.rows] == list(csv.reader(io.StringIO(text)))
    numbers = [line for batch in batches for line in batch.lines]
    assert numbers == sorted({*range(1, len(rows) + 3)} - {BATCH_LINES + 1})


@settings(max_examples=60)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    try:
        parsed = read_text(tmp_path_factory.mktemp("f"), HEADER.encode() + b"\n" + content)
    except FileRefused:
        return
    assert sum(parsed.lines.values()) == parsed.total_lines
