"""How much of what came in to be coded was coded the same business day.

**The business day.** A day on which the office does not work counts for the next one it works on, for
imports as for codings: what Saturday's import brings may be coded on Saturday, Sunday or Monday.

**Came in**: an item that needs coding after an import of the business day (short paid, a deduction, or
contested by its text: `rules/coding_queue.py`) and did not before it, or was not there. Its value is what
was open after that import. The day of an import is the local day on which it was first taken in here, not
its as-of; an import that was reversed brought nothing. Who carried a coding already came in coded, and is
not counted; who came in twice is counted once.

**Coded**: of these, those with a coding made after the import and within the business day, disputed or
collectible. A later coding that replaces it changes nothing; one that was undone does not count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from arcollect_tui.data.queries import arrivals
from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.arrivals import BroughtImport, Coded, State
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.calendars import add_business_days, roll_forward
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.coding_queue import need_of
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown, shown_short
from arcollect_tui.services.items import ItemView, item_query
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import Summary


@dataclass(frozen=True, slots=True)
class Gauge:
    """The coding of one business day; sums in minor units per currency.

    Attributes:
        day: the business day.
        came: what came in to be coded.
        coded: how much of it was coded the same business day.
        uncoded: what stands uncoded now, whenever it came in; None for a day that is over.
    """

    day: date
    came: Summary
    coded: Summary
    uncoded: Summary | None

    def percent(self, currency: str) -> int | None:
        """Whole percent of the value that was coded, cut off; None where no value came in."""
        came = self.came.sums.get(currency, 0)
        return self.coded.sums.get(currency, 0) * 100 // came if came else None


def coding_gauge(office: Office, day: date | None = None) -> Gauge:
    """The gauge of a business day; of today when none is given.

    A free day stands for the business day that it counts for.
    """
    calendar = office.settings.calendar
    asked = roll_forward(day or office.today, calendar)
    first = add_business_days(asked, -1, calendar) + timedelta(days=1)
    is_now = asked == roll_forward(office.today, calendar)
    query = item_query(office, ItemView("queue"))
    target = queries.item_target(office.today, office.collector)
    with office.store.reading() as connection:
        came = _came(connection, first.toordinal(), asked.toordinal())
        codings = arrivals.codings_of(connection, came)
        uncoded = Summary(*queries.summary(connection, query, target)) if is_now else None
    fresh = {
        item: arrived for item, arrived in came.items() if not _was_coded(codings.get(item, ()), arrived)
    }
    coded = (
        arrived
        for item, arrived in fresh.items()
        if _coded_by(codings.get(item, ()), arrived, asked.toordinal())
    )
    return Gauge(asked, _summed(fresh.values()), _summed(coded), uncoded)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An item as it came in: by which entry, how much was open, in which currency."""

    entry: bytes
    amount: int
    currency: str


def _came(connection: Connection, first: int, last: int) -> dict[int, _Arrival]:
    """Items that came in with the imports of these days, each once."""
    everything = arrivals.brought_imports(connection)
    found: dict[int, _Arrival] = {}
    for place, brought in enumerate(everything):
        if first <= brought.local_day <= last:
            _add_arrivals(connection, brought, [later.number for later in everything[place + 1 :]], found)
    return found


def _add_arrivals(
    connection: Connection, brought: BroughtImport, later: Sequence[int], found: dict[int, _Arrival]
) -> None:
    for moved in arrivals.moved_by(connection, brought, later):
        if moved.item_id not in found and _needs(moved.after) and not _needs(moved.before):
            after = moved.after
            found[moved.item_id] = _Arrival(brought.entry, after.item.open_amount, after.currency)


def _needs(state: State | None) -> bool:
    return state is not None and not state.cleared and need_of(state.item) is not None


def _was_coded(codings: Sequence[Coded], arrived: _Arrival) -> bool:
    """Whether the item carried a coding when it came in."""
    before = [coded.state for coded in codings if coded.entry < arrived.entry]
    return bool(before) and before[-1] != CodingState.UNCODED


def _coded_by(codings: Sequence[Coded], arrived: _Arrival, last: int) -> bool:
    return any(
        coded.entry > arrived.entry and coded.local_day <= last and coded.state != CodingState.UNCODED
        for coded in codings
    )


def _summed(arrivals_: Iterable[_Arrival]) -> Summary:
    sums: defaultdict[str, int] = defaultdict(int)
    count = 0
    for arrived in arrivals_:
        count += 1
        sums[arrived.currency] += arrived.amount
    return Summary(count, dict(sorted(sums.items())))


def gauge_line(gauge: Gauge, fmt: OfficeFormat) -> str:
    """The gauge in one line: `to code 212  41,234.10 USD · coded today 88 % of value`.

    Several currencies have their amounts in three digits, so that a terminal has room for all of them.
    """
    if gauge.uncoded is None:
        return _shares(gauge, "the same day") or "nothing came in that day"
    left = f"to code {gauge.uncoded.count:,}{_amounts(gauge.uncoded, fmt)}"
    return f"{left} · {_shares(gauge, 'today') or 'nothing came in today'}"


def _amounts(found: Summary, fmt: OfficeFormat) -> str:
    write = shown if len(found.sums) == 1 else shown_short
    return "".join(f"  {write(total, code, fmt)} {code}" for code, total in found.sums.items())


def _shares(gauge: Gauge, when: str) -> str:
    """The share that was coded, by currency if there are several; empty when nothing came in."""
    shares = {code: f"{gauge.percent(code)} %" for code in gauge.came.sums}
    if len(shares) == 1:
        return f"coded {when} {next(iter(shares.values()))} of value"
    listed = ", ".join(f"{code} {share}" for code, share in shares.items())
    return f"coded {when} {listed}" if listed else ""
