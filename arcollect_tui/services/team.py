"""The team: what each collector owns, has to do and did, as the merged record of the office says.

Each number is that of the list it opens; names are compared without case, as the filter `col` does.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from arcollect_tui.data.queries import team as queries
from arcollect_tui.data.queries.team import Untouched
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.calendars import add_business_days
from arcollect_tui.services.office import Office
from arcollect_tui.services.outcomes_then import worked_on
from arcollect_tui.services.worklist import as_day

PACE_DAYS = 5
"""Business days, today included where it is one, over which the work done is counted."""
SEEN_DAYS = 30
"""So long is somebody listed who owns nothing."""


_PLAIN = re.compile(r"[\w.-]+")
_MEANT = ("me", "none")
"""Names that a filter takes for something else, unless they are quoted."""


@dataclass(frozen=True, slots=True)
class OldAccount:
    """An overdue account that waits for a contact; no day when nobody ever spoke to it."""

    customer_id: int
    number: str
    name: str
    last_contact_on: date | None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One collector; an empty name stands for the accounts of nobody.

    Attributes:
        customers: accounts owned today.
        balances: all open items in minor units, per currency.
        overdue: of these what is past due.
        done_today: accounts worked today.
        done_lately: accounts worked on each of the last business days, added up.
        due: accounts with a promise that is due today.
        broken: accounts whose newest promise is broken.
        oldest: the overdue account with the oldest contact.
        last_seen: when something was recorded last.
        since: the first of the last business days.
    """

    collector: str
    customers: int
    balances: Mapping[str, int]
    overdue: Mapping[str, int]
    done_today: int
    done_lately: int
    due: int
    broken: int
    oldest: OldAccount | None
    last_seen: datetime | None
    since: date

    @property
    def filter(self) -> str:
        """The filter of the worklist that shows the accounts."""
        if _PLAIN.fullmatch(self.collector) and self.collector.lower() not in _MEANT:
            return f"col={self.collector}"
        doubled = self.collector.replace('"', '""')
        return f'col="{doubled}"'

    @property
    def entry_filter(self) -> str:
        """The filter of the history that shows what the collector recorded."""
        bare = self.collector.replace('"', "")
        return f"col:{bare}" if _PLAIN.fullmatch(bare) and bare.lower() != "me" else f'col:"{bare}"'


def first_day_of_pace(office: Office) -> date:
    """The first of the last business days over which work is counted."""
    calendar = office.settings.calendar
    today = office.today
    return add_business_days(today, -(PACE_DAYS - calendar.is_business(today)), calendar)


def team(office: Office) -> list[TeamRow]:
    """Everybody who owns an account or was seen lately, by name; the accounts of nobody last."""
    first, today = first_day_of_pace(office), office.today
    with office.store.reading() as connection:
        owned = queries.portfolios(connection)
        seen = queries.last_seen(connection)
        due = _by_name(queries.promised(connection, today, queries.DUE).items())
        broken = _by_name(queries.promised(connection, today, queries.BROKEN).items())
        oldest = _oldest(queries.oldest_untouched(connection))
        since = datetime.combine(today - timedelta(days=SEEN_DAYS), datetime.min.time(), UTC)
        recent = [name for name, at in seen.items() if _instant(at) >= since]
        names = _spelled([*(row.collector for row in owned), *recent])
        work = {name: _work(connection, seen, name, first, today) for name in names}
    times = [(who.lower(), _instant(at)) for who, at in seen.items()]
    rows = []
    for name, spelled in sorted(names.items(), key=lambda pair: (not pair[0], pair[0])):
        mine = [row for row in owned if row.collector.lower() == name]
        rows.append(
            TeamRow(
                collector=spelled,
                customers=sum(row.customers for row in mine),
                balances=_sums((row.currency, row.balance) for row in mine),
                overdue=_sums((row.currency, row.overdue) for row in mine),
                done_today=work[name][-1],
                done_lately=sum(work[name]),
                due=due.get(name, 0),
                broken=broken.get(name, 0),
                oldest=oldest.get(name),
                last_seen=max((at for who, at in times if who == name), default=None),
                since=first,
            )
        )
    return rows


def _spelled(names: Iterable[str]) -> dict[str, str]:
    """The names in small letters, each as it is spelled first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.lower(), name)
    return found


def _by_name(counts: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for name, count in counts:
        found[name.lower()] += count
    return found


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Amounts per currency, those that are nothing left out."""
    found: defaultdict[str, int] = defaultdict(int)
    for currency, amount in amounts:
        found[currency] += amount
    return {currency: amount for currency, amount in sorted(found.items()) if amount}


def _oldest(rows: Sequence[Untouched]) -> dict[str, OldAccount]:
    found: dict[str, OldAccount] = {}
    for row in sorted(rows, key=lambda row: row.last_contact_on or 0):
        account = OldAccount(row.customer_id, row.number, row.name, as_day(row.last_contact_on))
        found.setdefault(row.collector.lower(), account)
    return found


def _work(
    connection: Connection, seen: Mapping[str, int], name: str, first: date, today: date
) -> list[int]:
    """Accounts worked on each day from the first to today."""
    spellings = [who for who in seen if who.lower() == name]
    days = range(first.toordinal(), today.toordinal() + 1)
    return [len({one for who in spellings for one in worked_on(connection, day, who)}) for day in days]


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
