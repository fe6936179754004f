"""Esc and a quick key are two keys, whatever the key is."""

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from arcollect_tui.keys.escapes import keep_escapes


def parsed(text: str) -> list[tuple[str, str | None]]:
    keep_escapes()
    parser = XTermParser(debug=False)
    found = [*parser.feed(text), *parser.feed("")]
    return [(event.key, event.character) for event in found if isinstance(event, Key)]


@pytest.mark.parametrize(
    ("typed", "name", "character"),
    [
        ("\r", "enter", None),
        ("\t", "tab", None),
        (" ", "space", None),
        ("=", "=", "="),
        ("!", "!", "!"),
        ("f", "f", "f"),
        ("b", "b", "b"),
        ("3", "3", "3"),
        (".", ".", "."),
        ("G", "G", "G"),
        ("\x12", "ctrl+r", None),
        ("\x11", "ctrl+q", None),
    ],
)
def test_escape_is_never_lost(typed: str, name: str, character: str | None) -> None:
    assert parsed(f"\x1b{typed}")[0][0] == "escape"
    assert parsed(f"\x1b{typed}")[1:] == [(name, character)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("\x1b[A", "up"), ("\x1bOP", "f1"), ("\x1b[Z", "shift+tab"), ("\x1b[5~", "pageup")],
)
def test_sequences_of_the_terminal_stay_one_key(typed: str, name: str) -> None:
    assert [key for key, _ in parsed(typed)] == [name]


def test_escape_alone_is_escape() -> None:
    assert [key for key, _ in parsed("\x1b")] == ["escape"]
