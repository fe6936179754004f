"""Text cells for spreadsheets: none runs as a formula, and each can be read back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arcollect_tui.data.exports.cells import TRIGGERS, people_text, unguarded

TEXTS = st.text(st.sampled_from(f" 'a1{TRIGGERS}")) | st.text()


@given(TEXTS)
@example("'=1+1")
@example("' =1")
@example("''")
@example(" -5")
def test_no_text_runs_and_every_text_comes_back(text: str) -> None:
    shown = people_text(text)
    assert not shown or shown.lstrip(" ")[:1] not in TRIGGERS or not shown.strip(" ")
    assert unguarded(shown) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" +49", "' +49"),
        ("'=1+1", "''=1+1"),
        ("O'Brien", "O'Brien"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_the_apostrophe_stands_only_where_it_is_needed(text: str, shown: str) -> None:
    assert people_text(text) == shown
