"""The only way text from outside reaches a widget.

Text is cleaned when it enters the store. This is the second line of defence: whatever a store holds,
no control, escape or direction character reaches the terminal, and nothing is read as markup.
"""

from textual.content import Content

from arcollect_tui.rules import text as rules


def clean(text: str) -> str:
    """One line of text without characters that do something else than being read.

    Line breaks and tabs become a blank, other controls the replacement character, so that it shows
    that something was there; characters without a picture are dropped.
    """
    return rules.readable(text)


def show(text: str, style: str = "") -> Content:
    """Text as content for a widget: cleaned, one line, never markup.

    Args:
        text: any text.
        style: a style of ours, `bold` or `$text-error` for example; never from outside.
    """
    return Content.styled(clean(text), style) if style else Content(clean(text))
