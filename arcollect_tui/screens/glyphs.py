"""Borders and bars in other characters: plain ASCII for fonts that lack them, none for ears and fingers.

Every line is drawn as ever and its characters are exchanged one for one, so that nothing moves.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from arcollect_tui.config import ASCII, BOX, NONE
from arcollect_tui.widgets.aging_bar import ASCII_SHADES, SHADES

_BOX: Final = range(0x2500, 0x2580)
_BLOCKS: Final = range(0x2580, 0x25A0)
_LEVEL: Final = "─━┄┅┈┉╌╍═╴╶╸╺"
_UPRIGHT: Final = "│┃┆┇┊┋╎╏║╵╷╹╻"


@cache
def table(borders: str) -> Mapping[int, str]:
    """What stands for what, by the name of the setting; nothing for `box`."""
    if borders == BOX:
        return {}
    bars = dict.fromkeys(_BLOCKS, "#") | {ord(s): a for s, a in zip(SHADES, ASCII_SHADES, strict=True)}
    bars[ord("…")] = "."
    if borders == NONE:
        return bars | dict.fromkeys(_BOX, " ")
    return bars | {code: _ascii(chr(code)) for code in _BOX}


def _ascii(sign: str) -> str:
    return "-" if sign in _LEVEL else "|" if sign in _UPRIGHT else "+"


class Glyphs(LineFilter):
    """Exchanges the characters of borders and bars.

    Args:
        borders: `ascii` or `none`.
    """

    def __init__(self, borders: str = ASCII) -> None:
        super().__init__()
        self._table = table(borders)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the other characters."""
        del background
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(self._table), segment.style, segment.control)
            for segment in segments
        ]
