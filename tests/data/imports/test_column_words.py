"""Names of columns that no list has are read word by word, whole or not at all."""

import tomllib
from importlib.resources import files
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.column_words import fields_of
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.layout import show

RAW = tomllib.loads(files("arcollect_tui.data.imports").joinpath("column_words.toml").read_text("utf-8"))
WORDS: dict[str, list[str]] = RAW["words"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Reference Nbr.", "document_no"),
        ("Amt O/S", "open_amount"),
        ("Total Due", "open_amount"),
        ("Current Trx Amount", "open_amount"),
        ("Original Trx Amount", "amount"),
        ("Curr Code", "currency"),
        ("Customer Order Nbr.", "po"),
        ("Pay Item", "line"),
        ("Förfallodatum", "due_date"),
        ("Restbeløb", "open_amount"),
        ("Kundenavn", "customer_name"),
        ("Data wystawienia", "document_date"),
        ("Termin płatności", "due_date"),
        ("Pozostało do zapłaty", "open_amount"),
        ("Valor Pendente", "open_amount"),
        ("Data Venc.", "due_date"),
        ("Entidade", "customer_name"),
    ],
)
def test_a_name_of_known_words_is_read(name: str, field: str) -> None:
    assert fields_of(fold(name))[:1] == (field,)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Tax Amount",
            "Days Outstanding",
            "Account Manager",
            "GL Account",
            "Net Amount",
            "Opening Balance",
        ),
        *("Customer Balance", "Credit Amount", "Invoice Count", "Due Days", "Order Date", "Ship Date"),
        *("Customer Type", "Account Type", "Customer Since", "Received", "Created", "Current", "Item No"),
        *("Anna", "Adele", "Delia", "Nora", "Alden", "No", "4711", "Amount 2", "", "고객번호"),
    ],
)
def test_a_name_with_another_word_or_another_meaning_says_nothing(name: str) -> None:
    assert fields_of(fold(name)) == ()


def test_no_word_is_of_two_kinds() -> None:
    words = [word for spellings in WORDS.values() for word in spellings]
    assert len(set(words)) == len(words)
    assert [word for word in words if fold(word) != word] == []


def test_kinds_of_a_meaning_are_kinds_of_words_and_its_fields_are_those_of_the_layout() -> None:
    kinds = {kind for one in RAW["meanings"] for kinds in one["of"] for kind in kinds.split()}
    assert kinds <= set(WORDS)
    assert {field for one in RAW["meanings"] for field in one["fields"]} <= set(show("generic").columns)
    sets = [frozenset(kinds.split()) for one in RAW["meanings"] for kinds in one["of"]]
    assert len(set(sets)) == len(sets), "one set of kinds means one thing"


MEANINGS = [(tuple(one["fields"]), kinds.split()) for one in RAW["meanings"] for kinds in one["of"]]


@given(st.sampled_from(MEANINGS), st.data())
def test_the_order_of_the_words_does_not_matter(
    meaning: tuple[tuple[str, ...], list[str]], data: st.DataObject
) -> None:
    fields, kinds = meaning
    words = [data.draw(st.sampled_from(WORDS[kind])) for kind in kinds]
    found = {fields_of("".join(order)) for order in permutations(words)}
    # Too short, or read in a second way as well: then it means nothing, and never something else.
    assert found <= {fields, ()}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzßøł", max_size=60))
def test_any_name_is_answered(name: str) -> None:
    assert isinstance(fields_of(fold(name)), tuple)


def test_a_listed_name_goes_before_one_of_words() -> None:
    header = tuple(map(fold, ("Invoice Reference No", "Invoice No", "Balance")))
    assert show("generic").place(header) == {"open_amount": 2, "document_no": 1}
