"""A column cleaned at once is what its cells are, cleaned one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.texts import TextColumn, clean_key, clean_text

CARD = "4111111111111111"
CELLS = st.one_of(
    st.sampled_from(
        ["", "1000", "1000.0", "'1000", CARD, f"{CARD}.0", " spaced ", "CVV 123", "Müller", "a~b", "a\tb"]
    ),
    st.from_regex(r"[0-9]{1,18}(\.0)?", fullmatch=True),
    st.text(max_size=8),
)


@given(
    columns=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=3), often=st.booleans()
)
@pytest.mark.parametrize("key", [False, True])
def test_every_cell_is_cleaned(columns: list[list[str]], often: bool, key: bool) -> None:
    column, one = TextColumn(key=key), clean_key if key else clean_text
    for few in columns:
        cells = few * 4 if often else few
        assert list(column(cells)) == list(map(one, cells))


@pytest.mark.parametrize("times", [1, 9])
def test_a_column_of_long_numbers_is_masked_whatever_ends_them(times: int) -> None:
    cells = [CARD, f"{CARD}.0", "5500005555555559"] * times
    assert not any(CARD in cell or "5500005555555559" in cell for cell in TextColumn(key=True)(cells))


def test_equal_cells_become_one_text() -> None:
    column = TextColumn()
    first = column(["".join("abc") for _ in range(4)])
    later = column(["".join("abc") for _ in range(4)])
    assert len({id(cell) for cell in (*first, *later)}) == 1
