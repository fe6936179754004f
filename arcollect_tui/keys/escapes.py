"""Esc, then a key: two keys, however quickly they follow one another.

A terminal sends Alt with a key as Esc and the key, so the library takes a quick Esc for Alt, and for
some keys it drops the Esc or makes another key of the two. Nothing here uses Alt, and an Esc that is
lost turns "leave this form, then Enter" into "save": so Esc stays Esc.
"""

from typing import NamedTuple, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys

ESC = "\x1b"
_BEGINS_MORE = frozenset("[OPX]^_\\")
"""After Esc these begin or end what terminals send by themselves."""

_NAMES = {" ": "space", "\r": "enter", "\t": "tab", "\x7f": "backspace"}


class _Named(NamedTuple):
    """A key by its name; stands where the library has a member of its enumeration."""

    value: str


def keep_escapes() -> None:
    """Have the library read Esc and a key as two keys. Doing it again changes nothing."""
    table = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    printable = {chr(code): chr(code) for code in range(0x21, 0x7F)}
    control = {chr(code): f"ctrl+{chr(code + 0x60)}" for code in range(1, 0x1A)}
    for character, name in {**control, **printable, **_NAMES}.items():
        if character not in _BEGINS_MORE:
            table[ESC + character] = (Keys.Escape, _Named(name))
