"""The only way text from outside reaches a widget.

Text is cleaned when it enters the store. This is the second line of defence: whatever a store holds,
no control, escape or direction character reaches the terminal, and nothing is read as markup.
"""

import re

from textual.content import Content

from arcollect_tui.rules import text as rules

# Marks that turn the reading direction, or take no room: harmless to keep, confusing to show.
_UNSEEN = re.compile("[\u061c\u200e\u200f\u2060\u2061-\u2064]")


def clean(text: str) -> str:
    """One line of text without characters that do something else than being read.

    Line breaks and tabs become a blank, other controls the replacement character, so that it shows
    that something was there; characters without a picture are dropped.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", rules.clean(text))


def show(text: str, style: str = "") -> Content:
    """Text as content for a widget: cleaned, one line, never markup.

    Args:
        text: any text.
        style: a style of ours, `bold` or `$text-error` for example; never from outside.
    """
    return Content.styled(clean(text), style) if style else Content(clean(text))
