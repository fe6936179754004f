"""The view words of a filter line, taken out of it and no others."""

import pytest

from arcollect_tui.rules.query_view import without_view_words


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("", (), ""),
        ("short sort:-short_amount", (), "short"),
        ("sort:name short", (), "short"),
        ("short sort:name cols:std od>0", (), "short od>0"),
        ("short sort:name cols:std od>0", ("sort",), "short cols:std od>0"),
        ("short SORT:name cols:std", ("cols",), "short SORT:name"),
        ('text:"sort:name cols:std" sort:name', (), 'text:"sort:name cols:std"'),
        ('"a sort:name" short', (), '"a sort:name" short'),
        ("resort:x", (), "resort:x"),
        ("(short)sort:x", (), "(short)sort:x"),
    ],
)
def test_without_view_words(text: str, names: tuple[str, ...], left: str) -> None:
    assert without_view_words(text, *names) == left
