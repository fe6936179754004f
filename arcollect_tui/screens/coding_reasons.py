"""What can be chosen in the coding drawer: the reasons of a dispute, and the codings that are none."""

from dataclasses import dataclass

from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.reason_codes import beginning, is_foreign
from arcollect_tui.rules.reasons import Reason, ReasonTree
from arcollect_tui.widgets.rows import Column


@dataclass(frozen=True, slots=True)
class Coding:
    """One line to choose: a dispute reason, or another coding."""

    id: str
    name: str
    owner: str


def _of(reason: Reason) -> Coding:
    return Coding(reason.code, reason.name, f"{reason.owner}, {reason.sla_days} d")


OTHERS = (
    Coding(CodingState.COLLECTIBLE.upper(), "Collectible: no dispute", ""),
    Coding(CodingState.UNCODED.upper(), "Take the coding off", ""),
)

CODING_COLUMNS = (
    Column[Coding]("code", "Code", 11, lambda coding: coding.id),
    Column[Coding]("name", "Name", 20, lambda coding: coding.name, grow=True),
    Column[Coding]("owner", "Owner", 18, lambda coding: coding.owner, priority=1),
)


def codings(typed: str, tree: ReasonTree) -> tuple[Coding, ...]:
    """What a few letters may mean, likeliest first; the dispute reasons before the rest.

    With a list before it (`x12:06`, `carc:45`) it is a code of that list.
    """
    if is_foreign(typed):
        return tuple(map(_of, beginning(tree, typed)))
    word = typed.strip().casefold()
    others = [coding for coding in OTHERS if coding.id.casefold().startswith(word)]
    return (*map(_of, tree.type_ahead(typed)), *others)
