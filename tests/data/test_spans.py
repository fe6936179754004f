"""Counting spans of entries, against sets of numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.chain import Chain
from arcollect_tui.data.sync.spans import held, less, pieces, united

DESKS = st.sampled_from([b"a", b"b"])
SPAN = st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda at: (at[0], at[0] + at[1]))
SPANS = st.lists(st.tuples(DESKS, SPAN).map(lambda one: (one[0], *one[1])), max_size=8)


def numbers(spans: dict[bytes, list[tuple[int, int]]]) -> set[tuple[bytes, int]]:
    return {
        (desk, number)
        for desk, runs in spans.items()
        for low, high in runs
        for number in range(low, high + 1)
    }


@given(SPANS)
def test_united_spans_cover_the_same_and_do_not_touch(spans: list[tuple[bytes, int, int]]) -> None:
    found = united(spans)
    assert numbers(found) == {(desk, one) for desk, low, high in spans for one in range(low, high + 1)}
    for runs in found.values():
        assert all(later[0] > before[1] + 1 for before, later in pairwise(runs))


@given(SPANS, SPANS)
def test_less_is_the_difference(
    spans: list[tuple[bytes, int, int]], others: list[tuple[bytes, int, int]]
) -> None:
    one, other = united(spans), united(others)
    found = less(one, other)
    assert numbers(found) == numbers(one) - numbers(other)
    assert all(found.values())


@given(st.sets(st.integers(1, 30)))
def test_held_is_what_arrived(arrived: set[int]) -> None:
    found = held({b"a": Chain().with_numbers(arrived)})
    assert numbers(found) == {(b"a", number) for number in arrived}


@given(SPAN, st.integers(1, 7))
def test_pieces_are_small_and_lose_nothing(run: tuple[int, int], most: int) -> None:
    found = pieces(run, most)
    assert [number for low, high in found for number in range(low, high + 1)] == list(
        range(run[0], run[1] + 1)
    )
    assert all(high - low < most for low, high in found)
