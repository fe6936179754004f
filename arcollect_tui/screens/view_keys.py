"""Saved views as keys: `V` and a letter, in the which-key panel, the help and the palette too."""

from collections.abc import Iterable

from arcollect_tui.keys.action import PLACES, Action
from arcollect_tui.services.views import View
from arcollect_tui.widgets.safe import clean

SAVED = "saved:"
"""How the argument of `view.open` begins for a saved view; its letter follows."""
_OPEN, _START = "view.open", "V "


def with_views(actions: Iterable[Action], views: Iterable[View]) -> tuple[Action, ...]:
    """The action table with the saved views in it."""
    return (*actions, *map(_action, views))


def _action(view: View) -> Action:
    return Action(
        _OPEN,
        (f"{_START}{view.key}",),
        clean(view.name),
        f"Show the saved view {clean(view.name)}: {clean(view.filter)}.",
        PLACES,
        argument=f"{SAVED}{view.key}",
    )


def shipped_letters(actions: Iterable[Action]) -> tuple[str, ...]:
    """The letters of the views that come with arcollect."""
    shipped = [action for action in actions if action.id == _OPEN and not action.argument.startswith(SAVED)]
    return tuple(keys.removeprefix(_START) for action in shipped for keys in action.keys)
