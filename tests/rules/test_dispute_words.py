"""Words of dispute: what a text says, what it hints at, in seven languages, and what it does not say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.dispute_words import NAMED, SAID, hinted_reason, said_pattern, says_dispute
from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.services.sample.ledger import CUTS

CONTESTED = [
    ("damage claim 7781", "DMG"),
    ("DAMAGED in transit", "DMG"),
    ("freight not agreed", "FRT"),
    ("claim 4711", None),
    ("not agreed", None),
    ("2 cartons wet - claim 12", "DMG"),
    ("short shipped PO 4711", "QTY"),
    ("goods never received", "QTY"),
    ("billed twice", "DUP"),
    ("unauthorised deduction of freight", "UNA"),
    ("Reklamation 8812", None),
    ("Transportschaden, 2 Kartons", "DMG"),
    ("Ware beschädigt", "DMG"),
    ("WARE BESCHAEDIGT", "DMG"),
    ("Ware beschadigt", "DMG"),
    ("Preisdifferenz zu Auftrag 12", "PRC"),
    ("gekürzt wg. Fracht", "FRT"),
    ("Rechnung doppelt berechnet", "DUP"),
    ("litige transport", "FRT"),
    ("marchandise non reçue", "QTY"),
    ("marchandise non recue", "QTY"),
    ("écart de prix", "PRC"),
    ("ECART DE PRIX", "PRC"),
    ("reclamación 12", None),
    ("mercancía dañada", "DMG"),
    ("no recibida", "QTY"),
    ("niet ontvangen", "QTY"),
    ("prijsverschil bestelling 9", "PRC"),
    ("mercadoria não recebida", "QTY"),
    ("diferença de preço", "PRC"),
    ("merce danneggiata", "DMG"),
    ("differenza prezzo", "PRC"),
]
PLAIN = [
    ("", None),
    ("Invoice 4711, delivery note 88123", None),
    ("Freight October", "FRT"),
    ("freight rebill", "FRT"),
    ("2% discount", "DSC"),
    ("promo Q3", "ALW"),
    ("price", "PRC"),
    ("Skonto 3 %", "DSC"),
    ("proclaimed holiday", None),
    ("reclaimer parts", None),
    ("late payment fee", None),
    ("on account - no remittance", None),
]


@pytest.mark.parametrize(("text", "reason"), CONTESTED)
def test_a_text_says_that_somebody_contests(text: str, reason: str | None) -> None:
    assert says_dispute(text)
    assert hinted_reason(text) == reason


@pytest.mark.parametrize(("text", "reason"), PLAIN)
def test_a_word_that_names_a_matter_contests_nothing(text: str, reason: str | None) -> None:
    assert not says_dispute(text)
    assert hinted_reason(text) == reason


def test_no_text_says_nothing() -> None:
    assert not says_dispute(None)


def test_the_first_words_decide_and_of_them_the_longest() -> None:
    assert hinted_reason("freight, damaged") == "FRT"
    assert hinted_reason("damaged, freight") == "DMG"
    assert hinted_reason("missing pallets of returns") == "QTY"


@pytest.mark.parametrize("code", sorted({code for code, _ in (*SAID, *NAMED) if code}))
def test_every_reason_that_is_hinted_at_ships(code: str) -> None:
    assert SHIPPED.get(code) is not None


@pytest.mark.parametrize(
    "phrase", [phrase for _, phrases in (*SAID, *NAMED) for phrase in phrases.split(";")]
)
def test_phrases_are_letters_only_and_each_finds_itself(phrase: str) -> None:
    said = phrase.strip()
    assert said == said.lower()
    assert said.replace(" ", "").replace("-", "").isalpha()
    assert re.search(said_pattern(), said.removesuffix("-")) or hinted_reason(said.removesuffix("-"))


@given(
    st.sampled_from([text for text, _ in CONTESTED if text.isascii()]),
    st.sampled_from([" ", ".", "(", "9-"]),
)
def test_where_a_word_stands_and_how_big_does_not_matter(text: str, before: str) -> None:
    assert says_dispute(f"x {before}{text.upper()}) y") == says_dispute(text)


def test_the_words_of_the_sample_office_hint_at_its_reasons() -> None:
    words = [(code, text.format(po="PO 4711", n=7781)) for code, texts in CUTS for text in texts]
    right = [code for code, text in words if hinted_reason(text) == code]
    assert len(right) >= len(words) - 1
