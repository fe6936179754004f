"""How the worklist would be ordered under other weights, before anybody sets them.

The weights are set, and the standing computed, in a transaction that is rolled back: the preview is what
the worklist will be, whichever rules it rests on, because the same statements make it.
"""

from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from arcollect_tui.data import standing
from arcollect_tui.data.queries import accounts
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.strategy_policy import PREFIX
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy_in
from arcollect_tui.services.policies import PolicyPlan

MOST_SHOWN = 20


class Place(NamedTuple):
    """Where an account stands, counted from 1, and with which score; None for not in the list."""

    rank: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """One account of the worklist before and after."""

    number: str
    name: str
    before: Place
    after: Place

    @property
    def words(self) -> str:
        """Where it goes: `up 3`, `down 12`, `same`, `new`, `leaves`."""
        was, then = self.before.rank, self.after.rank
        if was is None or then is None:
            return "leaves" if then is None else "new"
        if was == then:
            return "same"
        return f"up {was - then}" if was > then else f"down {then - was}"


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """The worklist as it would be.

    Attributes:
        moves: the first accounts then, in their order, and after them those that were among the first.
        moved: accounts whose rank changes, in the whole list.
        total: accounts in the list then.
    """

    moves: tuple[Move, ...]
    moved: int
    total: int

    @property
    def sentence(self) -> str:
        """How much moves."""
        if not self.moved:
            return f"the order stays: {self.total:,} accounts."
        return f"{self.moved:,} of {self.total:,} accounts stand elsewhere."


class _Made(Exception):
    """The preview is made."""

    def __init__(self, preview: OrderPreview) -> None:
        super().__init__()
        self.preview = preview


def touches_order(plan: PolicyPlan) -> bool:
    """Whether a plan sets a weight."""
    return any(change.key.startswith(PREFIX) for change in plan.changes)


def preview_order(office: Office, plan: PolicyPlan, most: int = MOST_SHOWN) -> OrderPreview:
    """What the weights of a plan do to the order of the worklist; nothing is written.

    Args:
        office: the office.
        plan: a plan of policy.
        most: so many accounts from the top.

    Raises:
        StoreError: the store is busy.
    """
    store = office.store.copy_to_memory() if office.read_only else office.store
    try:
        with store.writing() as connection:
            _rehearse(connection, office, plan, most)
    except _Made as made:
        return made.preview
    finally:
        if store is not office.store:
            store.close()


def _rehearse(connection: Connection, office: Office, plan: PolicyPlan, most: int) -> NoReturn:
    """Set the weights, look, and give up what was written.

    Raises:
        _Made: always.
    """
    today = office.today.toordinal()
    if not standing.is_current(connection, today):
        standing.step_day(connection, today)
    before = _order(connection, office)
    values = {change.key: change.value for change in plan.changes}
    set_policy_in(connection, office, values, "", None)
    standing.remeasure(connection, today)
    after = _order(connection, office)
    shown = list(dict.fromkeys([*list(after)[:most], *list(before)[:most]]))
    rows = accounts.rows_of(connection, shown)
    nowhere = Place(None, None)
    moves = tuple(
        Move(
            rows[customer][0].number,
            rows[customer][0].name,
            before.get(customer, nowhere),
            after.get(customer, nowhere),
        )
        for customer in shown
    )
    ranks = [(before.get(one, nowhere).rank, after.get(one, nowhere).rank) for one in {*before, *after}]
    raise _Made(OrderPreview(moves, sum(was != is_now for was, is_now in ranks), len(after)))


def _order(connection: Connection, office: Office) -> dict[int, Place]:
    """Every account of the worklist with its place, first ranked first."""
    target = accounts.account_target(office.today, office.collector)
    scored = accounts.scored(connection, target, accounts.needs_action(office.today))
    return {customer: Place(rank, score) for rank, (customer, score) in enumerate(scored, 1)}
