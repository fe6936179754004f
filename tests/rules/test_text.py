"""Cleaning at the doors, key text, search text and cell widths."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arcollect_tui.rules.text import cells, clean, counted, fit, key_text, po_words, quoted, search_text

ANY = st.text(st.characters(codec=None))  # lone surrogates too


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        ("Mu\u0308ller", "Müller"),
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("nul\x00 del\x7f c1\x9b", "nul\ufffd del\ufffd c1\ufffd"),
        ("one\r\ntwo\nthree\rfour\tfive", "one two three four five"),
        ("para\u2029line\u2028next\x85", "para line next "),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\ufeffzero\u200bwidth", "zerowidth"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("half \ud83d pair", "half  pair"),
        ("e\u200b\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("[bold]x[/bold] ; DROP", "[bold]x[/bold] ; DROP"),
        ("", ""),
    ],
)
def test_clean(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_line_breaks_of_notes_are_kept_as_line_feeds() -> None:
    assert clean("a\r\nb\rc\nd\te\u2028f", multiline=True) == "a\nb\nc\nd e\nf"


@given(ANY, st.booleans())
@example("\r\u200b\n", True)
def test_clean_text_is_clean(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert {unicodedata.category(c) for c in once.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert multiline or "\n" not in once
    once.encode()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  C10413 ", "C10413"),
        ("1930571575.0", "1930571575"),
        ("000123.0", "000123"),
        ("000123", "000123"),
        ("12.50", "12.50"),
        ("1.0.0", "1.0.0"),
        ("A1.0", "A1.0"),
        ("'00123", "00123"),
        ("'00123.0", "00123"),
        ("'INV-7", "INV-7"),
        ("'t Hooft BV", "'t Hooft BV"),
        ("O'Neil7", "O'Neil7"),
        ("abC", "abC"),
        ("\u00a042\u00a0", "42"),
        ("10 000", "10 000"),
        ("", ""),
    ],
)
def test_key_text(typed: str, key: str) -> None:
    assert key_text(typed) == key


@given(ANY | st.text("'0123456789. aB\u00a0"))
def test_key_text_of_a_key_is_the_key(text: str) -> None:
    assert key_text(key_text(text)) == key_text(text)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Fjord  Logistics", "C10413"), "fjord logistics c10413"),
        (("STRASSE", "Straße"), "strasse strasse"),
        (("Ｆｕｌｌ", "\ufb01n"), "full fin"),
        (("Müller", ""), "müller"),
        ((), ""),
    ],
)
def test_search_text(parts: tuple[str, ...], expected: str) -> None:
    assert search_text(*parts) == expected


@given(st.text())
def test_search_text_is_stable_and_blind_to_case(text: str) -> None:
    assert search_text(search_text(text)) == search_text(text)
    assert search_text(text.casefold()) == search_text(text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Fjord", 8, "Fjord   "),
        ("Fjord", 5, "Fjord"),
        ("Fjord Logistics", 8, "Fjord L…"),
        ("株式会社山田", 12, "株式会社山田"),
        ("株式会社山田", 8, "株式会… "),
        ("e\u0301tat", 3, "e\u0301t…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 2, "  "),
    ],
)
def test_fit(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))), st.integers(0, 30))
def test_fitted_text_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width


def test_quoted_text_is_clean_and_short() -> None:
    assert quoted(" a\x1bb\n") == '"a\ufffdb"'
    assert quoted("x" * 50) == '"' + "x" * 39 + '…"'


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("item",), "0 items"),
        (1, ("item",), "1 item"),
        (2, ("item",), "2 items"),
        (1234, ("customer",), "1,234 customers"),
        (1, ("entry", "entries"), "1 entry"),
        (3, ("entry", "entries"), "3 entries"),
    ],
)
def test_what_is_counted_stands_in_its_number(count: int, words: tuple[str, ...], said: str) -> None:
    assert counted(count, *words) == said


@pytest.mark.parametrize(
    ("po", "said"), [("4711", "PO 4711"), ("PO 4711", "PO 4711"), ("po-1", "po-1"), ("", "")]
)
def test_a_purchase_order_is_called_one_once(po: str, said: str) -> None:
    assert po_words(po) == said
