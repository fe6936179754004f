"""What follows from a planned file: promises judged, disputes that close, accounts that come up.

The file is taken in, and the standing computed, in a private copy of the store that is thrown away: what is
shown is what will be, because the same statements make it, and nobody has to wait meanwhile.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from arcollect_tui.data import standing
from arcollect_tui.data.queries import accounts, verdicts
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries.customers import names_of
from arcollect_tui.data.queries.verdicts import DisputeOpen, PromiseVerdict
from arcollect_tui.data.store import Connection, bytes_copied
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.services.folding import fold_in
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.import_planning import made_from
from arcollect_tui.services.office import Office

MOST_COPIED = 512 << 20
"""Bytes of a store file that may be copied into memory; one of a million items has some 350 million."""
NOT_AHEAD = "not worked out ahead"
CLOSES, COMES_UP, LEAVES = "disputes that close", "accounts that come up", "accounts that need nothing more"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows.

    Attributes:
        kind: the group: `promises kept`, `disputes that close`.
        customer_no: whose.
        name: the customer's name.
        about: the promise, the item or the account in words.
        currency: of the amount, '' when there is none.
        amount: minor units.
    """

    kind: str
    customer_no: str
    name: str
    about: str
    currency: str = ""
    amount: int = 0


class Weighed(NamedTuple):
    """The standing that a file may change."""

    promises: dict[tuple[bytes, int], PromiseVerdict]
    disputes: dict[int, DisputeOpen]
    waiting: frozenset[int]


def consequences(office: Office, plan: ImportPlan) -> list[Consequence]:
    """What follows from a file beside the lines it changes; nothing is written.

    An office without promises and codings has nothing that a file could decide: the list is empty. Of a
    store that is too large to be copied it says that alone, and so of a ledger that others changed since.
    """
    with office.store.reading() as connection:
        if plan.known or not verdicts.any_to_judge(connection):
            return []
        size = bytes_copied(connection)
    if size > MOST_COPIED:
        about = f"the store has {size >> 20} MB; what follows shows once the file is taken in"
        return [Consequence(NOT_AHEAD, "", "", about)]
    copy = office.store.copy_to_memory(of_deeds=True)
    try:
        with copy.writing() as connection:
            return _rehearsed(connection, office, plan)
    finally:
        copy.close()


def _rehearsed(connection: Connection, office: Office, plan: ImportPlan) -> list[Consequence]:
    """Take the file in, in a copy, and compare what stood there with what stands there then."""
    today = office.today.toordinal()
    if plan.made_from != made_from(connection, plan.ledger):
        about = "the ledger changed since the file was read; what follows shows once it is taken in"
        return [Consequence(NOT_AHEAD, "", "", about)]
    if not standing.is_current(connection, today):
        standing.step_day(connection, today)
    before = _weighed(connection, office)
    fold_in(office, connection, plan)
    standing.remeasure(connection, today)
    return _differences(connection, office, before, _weighed(connection, office))


def _weighed(connection: Connection, office: Office) -> Weighed:
    target = accounts.account_target(office.today, office.collector)
    scored = accounts.scored(connection, target, accounts.needs_action(office.today))
    waiting = frozenset(customer for customer, _ in scored)
    return Weighed(verdicts.promise_verdicts(connection), verdicts.disputes_open(connection), waiting)


def _differences(
    connection: Connection, office: Office, before: Weighed, after: Weighed
) -> list[Consequence]:
    judged = [
        now
        for key, now in after.promises.items()
        if key in before.promises and before.promises[key].state != now.state
    ]
    closed = {item: was for item, was in before.disputes.items() if item not in after.disputes}
    moved = before.waiting ^ after.waiting
    customers = {one.customer_id for one in judged} | {one.customer_id for one in closed.values()} | moved
    names = names_of(connection, sorted(customers))
    found = [*_judged(judged, names, office), *_closed(connection, closed, names)]
    for customer in sorted(moved, key=lambda one: names.get(one, ("", ""))):
        comes = customer in after.waiting
        words = "its next action is due" if comes else "nothing is due there after the file"
        found.append(Consequence(COMES_UP if comes else LEAVES, *names.get(customer, ("", "")), words))
    return found


def _judged(
    judged: list[PromiseVerdict], names: dict[int, tuple[str, str]], office: Office
) -> Iterator[Consequence]:
    fmt = office.settings.fmt
    for one in sorted(judged, key=lambda one: (one.state, one.due_on, one.customer_id)):
        due = short_day(date.fromordinal(one.due_on))
        paid = shown(one.paid, one.currency, fmt)
        words = f"promised for {due}, {paid} came: {one.state}"
        kind = f"promises {one.state.replace('_', ' ')}"
        yield Consequence(kind, *names.get(one.customer_id, ("", "")), words, one.currency, one.amount)


def _closed(
    connection: Connection, closed: dict[int, DisputeOpen], names: dict[int, tuple[str, str]]
) -> Iterator[Consequence]:
    records = item_queries.records(connection, sorted(closed))
    for item, was in sorted(closed.items(), key=lambda pair: names.get(pair[1].customer_id, ("", ""))):
        number = records[item].document_no if item in records else ""
        words = f"{number} {was.reason}: no longer open, the dispute closes".strip()
        who = names.get(was.customer_id, ("", ""))
        yield Consequence(CLOSES, *who, words, was.currency, was.disputed)


def sums_of(found: list[Consequence]) -> dict[str, tuple[int, dict[str, int]]]:
    """By group, how many and the sum per currency, in the order of the list."""
    sums: dict[str, tuple[int, Counter[str]]] = {}
    for one in found:
        count, totals = sums.get(one.kind, (0, Counter()))
        if one.currency:
            totals[one.currency] += one.amount
        sums[one.kind] = count + 1, totals
    return {kind: (count, dict(sorted(totals.items()))) for kind, (count, totals) in sums.items()}
