"""One amount under several reasons: how it is typed, that it adds up, and how it is kept."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.splits import (
    Split,
    as_text,
    divided,
    from_text,
    main_reason,
    read_share,
    read_split,
    scaled,
    spelt,
)

US, DE = office_format("US"), office_format("DE")
PRC, QTY, FRT = Split("PRC", 60_00), Split("QTY", part=Fraction(1, 2)), Split("FRT")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("50%", Fraction(1, 2)),
        (" 100 % ", Fraction(1)),
        ("12.5%", Fraction(1, 8)),
        ("12,5%", Fraction(1, 8)),
        ("0.01%", Fraction(1, 10_000)),
        ("Half", Fraction(1, 2)),
        ("50", None),
        ("rest", None),
        ("", None),
        ("-5%", None),
    ],
)
def test_shares_as_typed(typed: str, part: Fraction | None) -> None:
    assert read_share(typed) == part


@pytest.mark.parametrize("typed", ["0%", "100.01%", "999%"])
def test_a_share_of_nothing_or_more_than_all_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="more than 0% and at most 100%"):
        read_share(typed)


@pytest.mark.parametrize(
    ("typed", "fmt", "split"),
    [
        ("", US, Split("PRC")),
        ("rest", US, Split("PRC")),
        ("Rest ", US, Split("PRC")),
        ("60%", US, Split("PRC", part=Fraction(3, 5))),
        ("1,080.55", US, Split("PRC", 1_080_55)),
        ("1.080,55", DE, Split("PRC", 1_080_55)),
    ],
)
def test_pieces_as_typed(typed: str, fmt: object, split: Split) -> None:
    assert read_split("PRC", typed, "EUR", fmt) == split  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("splits", "pieces"),
    [
        ((PRC, FRT), (("PRC", 60_00), ("FRT", 40_01))),
        ((FRT, PRC), (("FRT", 40_01), ("PRC", 60_00))),
        ((PRC, Split("QTY", 10_00)), (("PRC", 60_00), ("QTY", 10_00))),
        ((QTY, FRT), (("QTY", 50_00), ("FRT", 50_01))),
        ((QTY, Split("DMG", part=Fraction(1, 2))), (("QTY", 50_00), ("DMG", 50_01))),
        ((QTY, Split("DMG", part=Fraction(1, 4))), (("QTY", 50_00), ("DMG", 25_00))),
    ],
)
def test_pieces_of_100_01(splits: tuple[Split, ...], pieces: tuple[tuple[str, int], ...]) -> None:
    assert divided(splits, 100_01) == pieces


@pytest.mark.parametrize(
    ("splits", "open_amount", "why"),
    [
        ((PRC,), 100_00, "two reasons"),
        ((PRC, PRC), 200_00, "each reason once"),
        ((FRT, Split("DMG")), 100_00, "take the rest"),
        ((PRC, Split("QTY", 50_00)), 100_00, "more than what is open"),
        ((PRC, FRT), 60_00, "more than zero"),
        ((PRC, FRT), 50_00, "more than"),
        ((Split("QTY", 0), FRT), 100_00, "more than zero"),
        ((QTY, FRT), 1, "more than zero"),
    ],
)
def test_what_is_no_split(splits: tuple[Split, ...], open_amount: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        divided(splits, open_amount)


SHARES = st.lists(st.integers(1, 100), min_size=2, max_size=6)


@given(SHARES, st.integers(1, 10**12))
def test_shares_that_make_the_whole_leave_nothing_over(shares: list[int], open_amount: int) -> None:
    splits = [Split(f"R{n}", part=Fraction(share, sum(shares))) for n, share in enumerate(shares)]
    try:
        pieces = divided(splits, open_amount)
    except Refused:
        assert open_amount < 2 * sum(shares)
        return
    assert sum(amount for _, amount in pieces) == open_amount
    assert [reason for reason, _ in pieces] == [split.reason for split in splits]
    exact = [open_amount * split.part for split in splits if split.part is not None]
    assert all(
        abs(amount - wanted) <= len(shares) for (_, amount), wanted in zip(pieces, exact, strict=True)
    )


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(1, 10**12)), max_size=5))
def test_pieces_are_kept_as_they_were(pieces: list[tuple[str, int]]) -> None:
    assert from_text(as_text(pieces)) == tuple(pieces)


def test_the_biggest_piece_gives_the_reason() -> None:
    assert main_reason([("PRC", 5), ("QTY", 7), ("DMG", 7)]) == "QTY"


@pytest.mark.parametrize(
    ("pieces", "amount", "left"),
    [
        ([("PRC", 60_00), ("FRT", 30_00)], 90_00, [60_00, 30_00]),
        ([("PRC", 60_00), ("FRT", 30_00)], 30_00, [20_00, 10_00]),
        ([("PRC", 80_00), ("TAX", 55)], 30_00, [29_80, 20]),
        ([("PRC", 1), ("FRT", 1), ("TAX", 1)], 1, [0, 1, 0]),
        ([("PRC", 1), ("FRT", 1)], 0, [0, 0]),
    ],
)
def test_what_is_left_of_each_piece(pieces: list[tuple[str, int]], amount: int, left: list[int]) -> None:
    assert scaled(pieces, amount) == tuple(zip((reason for reason, _ in pieces), left, strict=True))


@given(
    amounts=st.lists(st.integers(1, 10**12), min_size=2, max_size=6),
    part=st.fractions(min_value=0, max_value=1, max_denominator=1000),
)
def test_what_is_left_adds_up_and_no_piece_grows_by_a_unit(amounts: list[int], part: Fraction) -> None:
    pieces = [(f"R{n}", amount) for n, amount in enumerate(amounts)]
    left = round(sum(amounts) * part)
    found = [amount for _, amount in scaled(pieces, left)]
    assert sum(found) == left
    assert all(0 <= now <= then + 1 for now, then in zip(found, amounts, strict=True))


@pytest.mark.parametrize(
    ("pieces", "currency", "text"),
    [
        ([("PRC", 80_55), ("FRT", 19_45)], "USD", "PRC 80.55; FRT 19.45"),
        ([("PRC-PO", 333), ("QTY", 667)], "JPY", "PRC-PO 333; QTY 667"),
        ([("PRC", 1), ("QTY", 1_204)], "KWD", "PRC 0.001; QTY 1.204"),
        ([], "USD", ""),
    ],
)
def test_a_split_in_the_cell_of_a_file(pieces: list[tuple[str, int]], currency: str, text: str) -> None:
    assert spelt(pieces, currency) == text
