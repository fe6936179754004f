"""The workstation: the app, its places, and how it is opened and left."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from textual.screen import Screen

from arcollect_tui.screens.workstation import HOME, Workstation
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.window import claim_window


def _worklist() -> Screen[Any]:
    from arcollect_tui.screens.worklist import WorklistScreen

    return WorklistScreen()


def _items() -> Screen[Any]:
    from arcollect_tui.screens.items import ItemsScreen

    return ItemsScreen()


def _promises() -> Screen[Any]:
    from arcollect_tui.screens.promises import PromisesScreen

    return PromisesScreen()


def _activity() -> Screen[Any]:
    from arcollect_tui.screens.activity import ActivityScreen

    return ActivityScreen()


def _history() -> Screen[Any]:
    from arcollect_tui.screens.history import HistoryScreen

    return HistoryScreen()


PLACES: Mapping[str, Callable[[], Screen[Any]]] = {
    "worklist": _worklist,
    "items": _items,
    "promises": _promises,
    "activity": _activity,
    "history": _history,
}
"""How each place is made, when it is first gone to; so that start-up loads the worklist alone."""
