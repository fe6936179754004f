"""The action table of an open office: outcomes as it calls them, views as they were saved."""

from collections.abc import Iterable, Sequence

from arcollect_tui.keys.action import Action
from arcollect_tui.screens.office_keys import with_outcomes
from arcollect_tui.screens.view_keys import SAVED, with_views
from arcollect_tui.services.office import Office
from arcollect_tui.services.views import SHIPPED, View, check_filter, saved_views


class OfficeActions:
    """What the keys of an office mean.

    Args:
        office: the open office.
        table: the action table, remapped by the user perhaps.

    Attributes:
        views: the saved ones.
    """

    def __init__(self, office: Office, table: Iterable[Action]) -> None:
        self._office = office
        self._table = tuple(table)
        self._outcomes = office.settings.outcomes
        self.views: Sequence[View] = saved_views(office)

    def now(self) -> tuple[Action, ...]:
        """The table as it is now."""
        return with_views(with_outcomes(self._table, self._outcomes), self.views)

    def take_outcomes(self) -> bool:
        """Call outcomes as the office calls them now; whether that is otherwise than before."""
        found, before = self._office.settings.outcomes, self._outcomes
        self._outcomes = found
        return found != before

    def view(self, argument: str) -> tuple[str, str]:
        """Place and filter of a view, by the argument of its action.

        Raises:
            QueryError: the filter of a saved one can no longer be read.
        """
        if not argument.startswith(SAVED):
            return SHIPPED[argument]
        view = next(view for view in self.views if view.key == argument.removeprefix(SAVED))
        check_filter(self._office, view)
        return view.place, view.filter
