"""Claims: the number in a text, and which items look like one claim made twice."""

from datetime import date

import pytest

from arcollect_tui.rules.claims import ClaimedItem, claim_key, claim_number, claimed_twice

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("damage claim 7781", "7781"),
        ("Claim #7781", "7781"),
        ("claim no. AB-7781/2", "AB77812"),
        ("2 cartons wet - claim 8102", "8102"),
        ("Reklamation Nr. 2026/44", "202644"),
        ("réclamation n° 4711", "4711"),
        ("reclamación 4711", "4711"),
        ("klacht nummer 4711", "4711"),
        ("debit memo DM-99817", "DM99817"),
        ("claim 2 cartons", ""),
        ("claim for wet cartons", ""),
        ("claims paid", ""),
        ("PO 7781", ""),
        ("reclaim 7781", ""),
        ("", ""),
    ],
)
def test_the_number_that_a_text_calls_a_claim(text: str, number: str) -> None:
    assert claim_number(text) == number


@pytest.mark.parametrize("written", ["7781", " 7781 ", "claim 7781", "Claim #7781", "77-81"])
def test_one_number_is_written_in_many_ways(written: str) -> None:
    assert claim_key(written) == "7781"


def claimed(item: int, claim: str = "", **more: object) -> ClaimedItem:
    given = {"customer_id": 1, "amount": item, "currency": "USD", "document_date": DAY, "entry": b""}
    return ClaimedItem(item_id=item, claim=claim, **(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "groups"),
    [
        ([claimed(1, "A"), claimed(2, "A")], [{1, 2}]),
        ([claimed(1, "A"), claimed(2, "B")], []),
        ([claimed(1, "A"), claimed(2, "A", customer_id=2)], []),
        ([claimed(1), claimed(2)], []),
        ([claimed(1, "A", entry=b"1"), claimed(2, "A", entry=b"1")], []),
        ([claimed(1, "A", entry=b"1"), claimed(2, "A", entry=b"2")], [{1, 2}]),
        ([claimed(1, "A", entry=b"1"), claimed(2, "A", entry=b"1"), claimed(3, "A")], [{1, 2, 3}]),
        ([claimed(1, amount=500), claimed(2, amount=500)], [{1, 2}]),
        ([claimed(1, amount=500), claimed(2, amount=501)], []),
        ([claimed(1, amount=500), claimed(2, amount=500, currency="EUR")], []),
        ([claimed(1, amount=500), claimed(2, amount=500, document_date=date(2026, 11, 3))], []),
        ([claimed(n, amount=500, document_date=None) for n in (1, 2)], []),
        ([claimed(1, amount=0), claimed(2, amount=0)], []),
        ([claimed(1, "A", amount=500), claimed(2, "B", amount=500)], []),
        ([claimed(1, "A", amount=500), claimed(2, amount=500)], [{1, 2}]),
        ([claimed(1, "A", amount=500), claimed(2, "A", amount=500)], [{1, 2}]),
        ([claimed(1, "A", amount=500, entry=b"1"), claimed(2, "A", amount=500, entry=b"1")], []),
    ],
)
def test_what_looks_like_one_claim(found: list[ClaimedItem], groups: list[set[int]]) -> None:
    assert [{item.item_id for item in group.items} for group in claimed_twice(found)] == groups


def test_each_group_says_why() -> None:
    (number,) = claimed_twice([claimed(1, "7781"), claimed(2, "7781")])
    assert (number.claim, number.why) == ("7781", "claim 7781")
    (amount,) = claimed_twice([claimed(n, amount=1234_50) for n in (1, 2)])
    assert (amount.claim, amount.why) == ("", "1234.50 USD on documents of 2026-11-02")
