"""The outcomes as an office calls them, behind `c`: renamed ones say so, retired ones are gone."""

from collections.abc import Iterable
from dataclasses import replace

from arcollect_tui.keys.action import Action
from arcollect_tui.rules.outcome_policy import SHIPPED, OutcomeTable
from arcollect_tui.widgets.safe import clean

_LOG = "worklist.log_outcome"


def with_outcomes(actions: Iterable[Action], table: OutcomeTable) -> tuple[Action, ...]:
    """The action table under the outcomes of an office; letters stay what they are."""
    if table == SHIPPED:
        return tuple(actions)
    found = (_under(action, table) if action.id == _LOG else action for action in actions)
    return tuple(action for action in found if action is not None)


def _under(action: Action, table: OutcomeTable) -> Action | None:
    outcome, shipped = table.known(action.argument), SHIPPED.known(action.argument)
    if outcome is None or not outcome.active:
        return None
    if shipped is None or outcome.name == shipped.name:
        return action
    name = clean(outcome.name)
    sentence = f"Log a call: {name}. A count sets the days to the next."
    return replace(action, label=name.lower(), sentence=sentence)
