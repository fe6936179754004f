"""Items go out, come into another office, and go out the same, whatever their texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.services.exports import export
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from tests.services.offices import DAY, HASTY, Line, office_at, take_in

NAUGHTY = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]) | st.sampled_from("='+-@\",;\t 0"),
    max_size=30,
)
LINES = st.lists(
    st.builds(
        Line,
        number=st.integers(1, 9_999).map(str),
        customer=st.sampled_from(["C1", "0012", "Ü 7"]),
        name=NAUGHTY,
        text=NAUGHTY,
        amount=st.integers(1, 10**9),
        currency=st.sampled_from(["USD", "JPY"]),
        company=st.sampled_from(["", "1000"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda line: line.number,
)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_items_are_the_same_after_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, suffix: str
) -> None:
    @HASTY
    @given(LINES)
    def round_trip(lines: list[Line]) -> None:
        folder = tmp_path_factory.mktemp("trip")
        with office_at(folder / "here") as here, office_at(folder / "there") as there:
            take_in(here, folder, lines)
            first = export(here, "items", folder / f"a{suffix}", layout="machine").path
            wanted = ImportOptions(as_of=DAY, accept=frozenset(GUARDS))
            apply_import(there, plan_import(there, first, wanted))
            second = export(there, "items", folder / f"b{suffix}", layout="machine").path
            assert second.read_bytes() == first.read_bytes()

    round_trip()
