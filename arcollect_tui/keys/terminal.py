"""What terminals make of keys, and what we make of that. Pure; knows no terminal library."""

from collections.abc import Mapping

BARE_MODIFIERS = frozenset(
    f"{side}_{modifier}"
    for side in ("left", "right")
    for modifier in ("control", "shift", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift"}
"""Some terminals report these as keys of their own."""

_IN_SCREEN = "STY"
"""GNU screen tells the programs in it so."""

Key = tuple[str, str | None]
"""A key's name and the character it printed, if any."""

_ESCAPE: Key = ("escape", "\x1b")


def may_use_mouse(environment: Mapping[str, str]) -> bool:
    """Whether the mouse costs no key.

    GNU screen (4.9) holds back Esc while a program asks for the mouse, until another key is pressed: it
    might begin a report of the mouse. A form that Esc does not close is worse than no mouse.
    """
    return _IN_SCREEN not in environment


def repair(name: str, character: str | None) -> tuple[Key, ...]:
    """The keys that were meant by the key that arrived.

    Esc and a quickly following key arrive as one key with Alt. Nothing uses Alt, so such a key is
    Esc, then the key. A modifier alone is no key.
    """
    if name in BARE_MODIFIERS:
        return ()
    if not name.startswith("alt+"):
        return ((name, character),)
    rest = name.removeprefix("alt+")
    letter = rest.removeprefix("shift+")
    if len(letter) == 1 and letter != rest:
        rest = letter.upper()
    plain = rest if len(rest) == 1 else None
    return (_ESCAPE, (rest, plain if plain is not None else character))


def token(name: str, character: str | None) -> str:
    """The key as the action table writes it: printable keys as themselves, others by name.

    A key with Ctrl keeps its name even when the terminal sends the bare character with it, so that
    Ctrl+. is never taken for the verb behind the dot.
    """
    if "+" in name and len(name) > 1:
        return name
    if character is not None and character.isprintable() and not character.isspace():
        return character
    return name


def is_text(name: str, character: str | None) -> bool:
    """Whether the key types something into a field."""
    held = "+" in name and len(name) > 1
    return not held and character is not None and character.isprintable()
