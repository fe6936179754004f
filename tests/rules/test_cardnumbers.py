"""Card numbers never stay in text; other numbers do."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.cardnumbers import contains_card, mask

# The test numbers that card schemes and processors publish.
PUBLISHED = """
    4111111111111111 4012888888881881 4222222222222 4242424242424242 5555555555554444
    5105105105105100 2223003122003222 2720992593319364 378282246310005 371449635398431
    6011111111111117 6011000990139424 30569309025904 38520000023237 3530111333300000
    3566002020360505 6200000000000005 6759649826438453 6304000000000000 6799990100000000019
    5018000000000009
"""
CARDS = PUBLISHED.split()


def last(card: str) -> str:
    return f"•••• {card[-4:]}"


@pytest.mark.parametrize("card", CARDS)
def test_a_card_keeps_its_last_four(card: str) -> None:
    assert mask(card) == last(card)
    assert mask(f"Paid by card {card}, thanks") == f"Paid by card {last(card)}, thanks"
    assert mask(f"card{card}exp") == f"card{last(card)}exp"
    assert mask(f"card:{card}/12/27") == f"card:{last(card)}/12/27"
    assert mask(f"12;{card};x,{card},y\t{card}") == f"12;{last(card)};x,{last(card)},y\t{last(card)}"
    for mark in " -":
        groups = mark.join(re.findall(".{1,4}", card))
        assert mask(f"no {groups}.") == f"no {last(card)}."
    assert contains_card(card)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3782 822463 10005", "•••• 0005"),
        ("3056-930902-5904", "•••• 5904"),
        ("41111111 11111111", "•••• 1111"),
        ("4111 11111111 1111", "•••• 1111"),
        ("4111  1111 - 1111–1111", "•••• 1111"),
        ("4111.1111.1111.1111", "•••• 1111"),
        ("4111\n1111\r\n1111\n1111", "•••• 1111"),
        ("4111/1111/1111/1111", "•••• 1111"),
        ("4111_1111_1111_1111", "•••• 1111"),
        ("4111\u00a01111\u202f1111\u20091111", "•••• 1111"),
        ("4111\u200d1111\u200c1111\u00ad1111", "•••• 1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• 1111"),
        ("４１１１　１１１１　１１１１　１１１１", "•••• 1111"),
        ("٤١١١١١١١١١١١١١١١", "•••• 1111"),
        ("inv 10001 4111 1111 1111 1111 12/27", "inv 10001 •••• 1111 12/27"),
        ("4111 1111 1111 1111 123", "•••• 1111 123"),
        ("4111111111111111 5555555555554444", "•••• 1111 •••• 4444"),
        ("4242 4242 4242 4242", "•••• 4242"),
        ("cvv 123", "cvv •••"),
        ("CVC2: 1234.", "CVC2: •••."),
        ("cvv2 is 987", "cvv2 is •••"),
        ("CID=4321", "CID=•••"),
        ("Prüfziffer 123", "Prüfziffer •••"),
        ("PRÜFZIFFER: 123", "PRÜFZIFFER: •••"),
        ("4111111111111111 cvv 123", "•••• 1111 cvv •••"),
    ],
)
def test_other_spellings(text: str, expected: str) -> None:
    assert mask(text) == expected
    assert contains_card(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4111111111111112",  # wrong check digit
        "1234567812345670",  # no scheme
        "41111111111111111111",  # too long
        "411111111111",  # too short
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00 bitte",
        "de89-3704-0044-0532-0130-00",
        "GB29NWBK60161331926819",
        "BE68539007547034",
        "BE68 5390 0754 7034",
        "NO9386011117947",
        "DK5000400440116243",
        "AT611904300234573201",
        "FI2112345600000785",
        "CH9300762011623852957",
        "4500012345",
        "4500012345 4500012346 4500012353",
        "4001 4002 4003 4004",
        "45000123 45000125",
        "4500012345 2026-11-27",
        "4111111111111.00",
        "4 111 111 111 111 111,00",
        "4.111.111.111.111.111,00",
        "0.4111111111111111",
        "1.204,50 EUR",
        "+49 6221 1234567",
        "2026-11-27T14:30:00",
        "20261127143000",
        "incident 123",
        "placid 123",
        "cvv 12345",
        "cvv none",
        "•••• 1111",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text) == text
    assert not contains_card(text)


MIXED = st.lists(
    st.sampled_from([*CARDS, "4111 1111 1111 1111", "cvv 123", "DE89 3704 0044 0532 0130 00", "•••• 1111"])
    | st.text("0123456789 -.•\n", max_size=20)
    | st.text(max_size=5)
).map("".join)


@given(MIXED)
def test_a_masked_text_stays(text: str) -> None:
    assert mask(mask(text)) == mask(text)
    assert not contains_card(mask(text))


@given(
    st.sampled_from(CARDS),
    st.text(st.characters(categories=("L", "P"), exclude_characters=".+"), max_size=9),
)
def test_no_word_beside_a_card_saves_it(card: str, word: str) -> None:
    for text in (f"{word} {card}", f"{card} {word}", f"{word}:{card}"):
        assert card not in mask(text)


def test_random_references_are_rarely_taken_for_cards() -> None:
    numbers = random.Random(7)
    ten = [str(numbers.randrange(10**9, 10**10)) for _ in range(2000)]
    assert not any(map(contains_card, ten))
    sixteen = [str(numbers.randrange(10**15, 10**16)) for _ in range(5000)]
    assert sum(map(contains_card, sixteen)) < 0.06 * len(sixteen)


@pytest.mark.parametrize(
    "text", ["4 " * 20_000, "4111 " * 10_000, "GB29 " * 5_000 + "4111111111111111 " * 99]
)
def test_long_runs_are_masked_in_reasonable_time(text: str) -> None:
    assert len(mask(text)) <= len(text)
