"""The app as it looks: theme and borders, changed at once, without colour where none is wanted."""

import os
import sys
from collections.abc import Sequence

from textual.filter import LineFilter

from arcollect_tui.config import ASCII, BOX
from arcollect_tui.errors import UsageError
from arcollect_tui.screens.glyphs import Glyphs
from arcollect_tui.screens.themes import DARK, MONO, THEMES, NoColours
from arcollect_tui.screens.workstation import Workstation


class ThemedWorkstation(Workstation):
    """The workstation with themes and borders.

    Attributes:
        borders: name of the borders in force.
    """

    borders = BOX
    _glyphs: tuple[Glyphs, ...] = ()
    _no_colours = NoColours()

    def begin_looks(self, theme: str | None, borders: str) -> None:
        """Look as the person wishes, or as the terminal can."""
        for known in THEMES.values():
            self.register_theme(known)
        self.take_look(chosen_theme(theme), borders or usual_borders())

    def take_look(self, theme: str, borders: str = "") -> None:
        """Look otherwise, at once.

        Args:
            theme: one of `THEMES`.
            borders: one of `BORDERS`; those in force when empty.
        """
        self.borders = borders or self.borders
        self._glyphs = () if self.borders == BOX else (Glyphs(self.borders),)
        self.theme = theme
        for screen in self.screen_stack if self.is_running else ():
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is drawn."""
        plain = self.theme == MONO or self.no_color
        return [*([self._no_colours] if plain else super().get_line_filters()), *self._glyphs]


def chosen_theme(theme: str | None) -> str:
    """The theme to use.

    Raises:
        UsageError: there is no such theme.
    """
    if os.environ.get("NO_COLOR"):
        return MONO
    wanted = theme or os.environ.get("TEXTUAL_THEME") or DARK
    if wanted in THEMES or theme is None:
        return wanted if wanted in THEMES else DARK
    names = ", ".join(THEMES)
    raise UsageError(f'There is no theme "{wanted}". There are: {names}.')


def usual_borders() -> str:
    """Lines, where the terminal is written to in an encoding that has them."""
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    return BOX if encoding.lower().startswith("utf") else ASCII
