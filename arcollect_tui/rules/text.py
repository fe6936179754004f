"""Text from outside: cleaned at the doors, made into keys, search words and cells of a width."""

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\ufffd"

# Bidirectional embeddings, overrides and isolates, zero width space, byte order mark, tags and
# lone surrogates carry nothing a reader sees. ZWJ and ZWNJ stay: emoji and Persian need them.
_DROPPED: Final = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]")
_LINE_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# Excel's text mark before a number or a code; an apostrophe that begins a name stays.
_EXCEL_MARK: Final = re.compile(r"\A'+ *(?=[0-9]|\S*[0-9]\S*$)")
_SPREADSHEET_NUMBER: Final = re.compile(r"[0-9]+\.0")


# Marks that turn the reading direction, or take no room: harmless to keep, confusing to show.
_UNSEEN: Final = re.compile("[\u061c\u200e\u200f\u2060\u2061-\u2064]")


def readable(text: str) -> str:
    """One line of text as it is shown: cleaned, and without marks that have no picture."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", clean(text))


def clean(text: str, *, multiline: bool = False) -> str:
    """Make text from outside safe to store and to show; cleaning twice changes nothing.

    The result is NFC. Line breaks and tabs become a space, other control characters (ESC and NUL
    among them) U+FFFD, and invisible direction and tag characters go.

    Args:
        text: anything.
        multiline: keep line breaks, each as one line feed.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", text)
    text = _LINE_BREAK.sub("\n" if multiline else " ", text).replace("\t", " ")
    text = _CONTROL.sub(REPLACEMENT, text)
    return unicodedata.normalize("NFC", text)


def key_text(text: str) -> str:
    """The form in which numbers of customers and items are compared.

    Clean and trimmed; the `.0` that a spreadsheet adds to a number and the apostrophe that Excel
    puts before a text go; leading zeros and upper and lower case stay.
    """
    text = _EXCEL_MARK.sub("", clean(text).strip())
    return text[:-2] if _SPREADSHEET_NUMBER.fullmatch(text) else text


def search_text(*parts: str) -> str:
    """The parts as one line for searching: compatibility forms and case folded, single spaces.

    The folding is Unicode's compatibility caseless match (The Unicode Standard, section 3.13).
    """
    text = " ".join(parts)
    if text.isascii():
        return " ".join(text.lower().split())
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", text).split())


def quoted(text: str, limit: int = 40) -> str:
    """Typed text as an error message shows it: clean, in double quotes, at most `limit` long."""
    shown = clean(text).strip()
    return f'"{shown}"' if len(shown) <= limit else f'"{shown[: limit - 1]}…"'


def counted(count: int, one: str, many: str = "") -> str:
    """A count and what is counted: `1 item`, `1,234 items`, `2 entries`.

    Args:
        count: how many.
        one: the word for one.
        many: the word for several, where it is not the one with an s.
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def po_words(po: str) -> str:
    """A purchase order as it is said; many numbers say already that they are one."""
    return f"PO {po}" if po and not po.upper().startswith("PO") else po


def cells(text: str) -> int:
    """How many terminal cells clean text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_cell_width, text))


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: padded with spaces, or cut with an ellipsis at the end."""
    taken = cells(text)
    if taken > width:
        text = _cut(text, width - 1) + "…" if width > 0 else ""
        taken = cells(text)
    return text + " " * (width - taken)


def _cut(text: str, width: int) -> str:
    """The longest beginning of the text that takes at most `width` cells."""
    taken = 0
    for place, character in enumerate(text):
        taken += _cell_width(character)
        if taken > width:
            return text[:place]
    return text


def _cell_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
