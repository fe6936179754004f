"""The colours. Hue never says anything alone: every state has a character or a word too.

Contrast of text on its background is at least 4.5:1; with `mono` no colour is sent at all.
"""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

DARK, LIGHT, MONO = "dark", "light", "mono"

THEMES = {
    theme.name: theme
    for theme in (
        Theme(
            DARK,
            primary="#6FB1E0",
            secondary="#56B4E9",
            accent="#E69F00",
            warning="#F0E442",
            error="#FF8A5C",
            success="#35C29A",
            foreground="#E4E7EA",
            background="#101418",
            surface="#161C22",
            panel="#1F2830",
            dark=True,
            variables={"border": "#6FB1E0", "border-blurred": "#5E6A75", "text-muted": "#9AA0A6"},
        ),
        Theme(
            LIGHT,
            primary="#0B5E8F",
            secondary="#0B5E8F",
            accent="#8A5A00",
            warning="#8A5A00",
            error="#A83200",
            success="#006B4E",
            foreground="#14181C",
            background="#FFFFFF",
            surface="#F4F6F8",
            panel="#E6EAEE",
            dark=False,
            variables={"border": "#0B5E8F", "border-blurred": "#7A8590", "text-muted": "#50585F"},
        ),
        Theme(
            "contrast",
            primary="#FFFFFF",
            secondary="#FFFFFF",
            accent="#F0E442",
            warning="#F0E442",
            error="#FFB08A",
            success="#7CF0C8",
            foreground="#FFFFFF",
            background="#000000",
            surface="#000000",
            panel="#1A1A1A",
            dark=True,
            variables={"border": "#FFFFFF", "border-blurred": "#B8B8B8", "text-muted": "#DADADA"},
        ),
        Theme(
            "contrast-light",
            primary="#000000",
            secondary="#000000",
            accent="#5C3C00",
            warning="#5C3C00",
            error="#8A1F00",
            success="#00452F",
            foreground="#000000",
            background="#FFFFFF",
            surface="#FFFFFF",
            panel="#EDEDED",
            dark=False,
            variables={"border": "#000000", "border-blurred": "#4A4A4A", "text-muted": "#2B2B2B"},
        ),
        # Okabe and Ito (2008), their blue lightened for contrast: no two differ by red and green alone.
        Theme(
            "safe",
            primary="#6FB1E0",
            secondary="#56B4E9",
            accent="#E69F00",
            warning="#F0E442",
            error="#E69F00",
            success="#56B4E9",
            foreground="#E4E7EA",
            background="#101418",
            surface="#161C22",
            panel="#1F2830",
            dark=True,
            variables={"border": "#56B4E9", "border-blurred": "#7A8794", "text-muted": "#9AA0A6"},
        ),
        Theme(
            "ansi16",
            ansi=True,
            primary="ansi_default",
            secondary="ansi_cyan",
            accent="ansi_green",
            warning="ansi_yellow",
            error="ansi_red",
            success="ansi_green",
            foreground="ansi_default",
            background="ansi_default",
            surface="ansi_default",
            panel="ansi_default",
            boost="ansi_default",
            dark=True,
            variables={
                "border": "ansi_cyan",
                "border-blurred": "ansi_default",
                "text-muted": "ansi_default",
                "ansi-background": "ansi_black",
                "ansi-foreground": "ansi_white",
                "input-cursor-background": "ansi_default",
                "input-cursor-foreground": "ansi_default",
                "input-cursor-text-style": "reverse",
                "input-selection-background": "ansi_cyan",
                "input-selection-foreground": "ansi_black",
            },
        ),
        Theme(
            MONO,
            primary="#FFFFFF",
            foreground="#FFFFFF",
            background="#000000",
            surface="#000000",
            panel="#000000",
            dark=True,
        ),
    )
}


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    return style.without_color


class NoColours(LineFilter):
    """Takes every colour off: bold, underline and reverse remain."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        del background
        return [
            Segment(text, None if style is None else _without_colour(style), control)
            for text, style, control in segments
        ]
