"""The one table of actions: what a key sequence is called, what it means and where it works.

The engine, the footer, the which-key panels, the help, the palette and the documentation read this
table. An action stands in one of its groups when what it does exists, and not before.
"""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action
from arcollect_tui.keys.table import (
    copies,
    day,
    deeds,
    drawers,
    exports,
    forms,
    going,
    imports,
    lists,
    program,
    settings,
)

ACTIONS: tuple[Action, ...] = (
    *going.moves(),
    *going.places(),
    *day.today(),
    *day.calls_in(),
    *lists.lists(),
    *deeds.calls(),
    *deeds.items(),
    *deeds.accounts(),
    *deeds.team(),
    *copies.copies(),
    *settings.settings(),
    *deeds.edits(),
    *program.program(),
    *forms.forms(),
    *imports.imports(),
    *exports.exports(),
    *drawers.drawers(),
)


def for_scope(scope: str, actions: Iterable[Action] = ACTIONS) -> tuple[Action, ...]:
    """The actions that work on a screen, in the order of the table."""
    return tuple(action for action in actions if scope in action.scopes)
