"""The places of arcollect by name."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen


def _today() -> Screen[Any]:
    from arcollect_tui.screens.today import TodayScreen

    return TodayScreen()


def _conflicts() -> Screen[Any]:
    from arcollect_tui.screens.conflicts import ConflictsScreen

    return ConflictsScreen()


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


def _settings() -> Screen[Any]:
    from arcollect_tui.screens.settings import SettingsScreen

    return SettingsScreen()


def _outcomes() -> Screen[Any]:
    from arcollect_tui.screens.outcomes import OutcomesScreen

    return OutcomesScreen()


def _reasons() -> Screen[Any]:
    from arcollect_tui.screens.reasons import ReasonsScreen

    return ReasonsScreen()


def _imports() -> Screen[Any]:
    from arcollect_tui.screens.imports import ImportsScreen

    return ImportsScreen()


def _held() -> Screen[Any]:
    from arcollect_tui.screens.held import HeldScreen

    return HeldScreen()


def _team() -> Screen[Any]:
    from arcollect_tui.screens.team import TeamScreen

    return TeamScreen()


def _exports() -> Screen[Any]:
    from arcollect_tui.screens.exports import ExportsScreen

    return ExportsScreen()


PLACES: Mapping[str, Callable[[], Screen[Any]]] = {
    "today": _today,
    "worklist": _worklist,
    "items": _items,
    "promises": _promises,
    "activity": _activity,
    "history": _history,
    "settings": _settings,
    "reasons": _reasons,
    "conflicts": _conflicts,
    "outcomes": _outcomes,
    "imports": _imports,
    "held": _held,
    "team": _team,
    "exports": _exports,
}
"""How each place is made, when it is first gone to; so that start-up loads the worklist alone."""
