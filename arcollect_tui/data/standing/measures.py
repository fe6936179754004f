"""What the office's policy says of how accounts are measured: weights of the score, ends of the buckets.

Every statement of a refresh that depends on them binds them by name. The drawer notes which measures the
stored standing was made with, as it notes the day, so that whoever changes policy (a deed, its undo, a
colleague's entries) need not know what follows from it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, select

from arcollect_tui.data import desk
from arcollect_tui.data.policy import value_of
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Policy
from arcollect_tui.rules.aging import BUCKETS_KEY, ENDS, Ends, ends_of
from arcollect_tui.rules.priority import STANDARD, Strategy
from arcollect_tui.rules.strategy_policy import shipped_weights, strategy_of

_P = table(Policy)
_KEYS = (BUCKETS_KEY, *shipped_weights())
_SAID = Prepared(
    select(_P.c.key, _P.c.value)
    .where(_P.c.key.in_(_KEYS), counts(_P.c.entry))
    .order_by(_P.c.entry, _P.c.line)
)
_NOTED = "standing_measures"


def bound(name: str) -> ColumnElement[int]:
    """A number of the strategy in a statement."""
    return bindparam(name, type_=BigInteger)


END_1, END_2, END_3 = bound("end_1"), bound("end_2"), bound("end_3")
"""The ends of the buckets in a statement."""


@dataclass(frozen=True)
class Measures:
    """How accounts are measured.

    Attributes:
        strategy: the weights of the score.
        ends: where the buckets end.
    """

    strategy: Strategy = STANDARD
    ends: Ends = ENDS

    @cached_property
    def binds(self) -> Mapping[str, int]:
        """Every number by the name that statements give it."""
        first, second, third = self.ends
        return {**asdict(self.strategy), "end_1": first, "end_2": second, "end_3": third}

    @cached_property
    def _note(self) -> bytes:
        return " ".join(f"{name}={number}" for name, number in sorted(self.binds.items())).encode()

    def noted(self, connection: Connection) -> bool:
        """Whether the stored standing was made with these."""
        known = desk.get(connection, _NOTED)
        return self == SHIPPED if known is None else known == self._note

    def note(self, connection: Connection) -> None:
        """The stored standing is made with these."""
        if not self.noted(connection):
            desk.put(connection, _NOTED, self._note)


SHIPPED = Measures()


def measures(connection: Connection) -> Measures:
    """The measures in force."""
    said = {key: value_of(value) for key, value in _SAID.rows(connection)}
    return measures_of(said) if said else SHIPPED


def measures_of(values: Mapping[str, str]) -> Measures:
    """The measures under policy keys with their values."""
    return Measures(strategy_of(values), ends_of(values))
