"""What the tabs of an account show besides its items: timeline, disputes, changes by import."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from arcollect_tui.data.queries import account_tabs as queries
from arcollect_tui.data.queries import record
from arcollect_tui.data.queries.account_tabs import CodedRecord, FileRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.services.account import Account
from arcollect_tui.services.history import HistoryRow
from arcollect_tui.services.history import rows_in as history_rows
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.services.reasons_then import ReasonsThen
from arcollect_tui.services.worklist import as_day

KINDS = {
    "new": "new",
    "part_paid": "part paid",
    "short_paid": "short paid",
    "credited": "credited",
    "increased": "increased",
    "cleared": "cleared",
    "reappeared": "reopened",
    "due_moved": "due moved",
    "terms_changed": "terms changed",
    "other": "other change",
}
"""What an import did to an item, in words."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What one import did to one item.

    Attributes:
        id: names the row.
        as_of: the day of the file.
        kind: one of the words of `KINDS`.
        before: minor units open before it; None where it brought the item.
        after: minor units open after it.
    """

    id: str
    as_of: date
    file: str
    kind: str
    item_id: int
    document_no: str
    type: str
    currency: str
    before: int | None
    after: int

    @property
    def moved(self) -> int:
        """By how much the open amount changed, minor units."""
        return self.after - (self.before or 0)


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A disputed item, with the coding in force.

    Attributes:
        item: the item; its disputed amount in minor units.
        reason: code of the reason.
        name: of the reason, as it was when the item was coded.
        owner: the department that owned the reason then.
        since: the day from which on it has been disputed without a break; None until the entry is here.
        by: who coded it last.
        handle: of the entry in force; empty until it is here.
        note: of the coding in force.
    """

    item: ItemRow
    reason: str
    name: str
    owner: str
    since: date | None
    by: str
    handle: str
    note: str

    @property
    def id(self) -> int:
        """The item's id."""
        return self.item.item_id


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened on an account: an entry, a file, or what a file made of a promise.

    Attributes:
        id: names the row: the handle of an entry, `file` or `promise` with what it is about.
        at: the instant of an entry, UTC; None for what follows from a file.
        kind: of the entry; `import` or `verdict`.
        who: the collector of an entry.
        counts: it was not taken back.
    """

    id: str
    day: date
    at: datetime | None
    kind: str
    text: str
    who: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The file that a promise was judged by; its day and name."""

    as_of: date
    file: str


@dataclass(frozen=True, slots=True)
class AccountTabs:
    """Everything the tabs show that the account itself does not hold, newest first.

    Attributes:
        verdicts: by the entry of a promise.
    """

    timeline: tuple[TimelineRow, ...]
    disputes: tuple[DisputeRow, ...]
    changes: tuple[ChangeRow, ...]
    verdicts: dict[bytes, Verdict]


def account_tabs(office: Office, found: Account) -> AccountTabs:
    """What the tabs of an account show besides its items, contacts and promises."""
    customer = found.customer.id
    with office.store.reading() as connection:
        files = queries.files(connection)
        changes = _changes(connection, customer, files)
        verdicts = {
            entry: Verdict(date.fromordinal(files[number].as_of), files[number].name)
            for entry, number in queries.verdicts(connection, customer).items()
            if number in files
        }
        entries = record.entries(connection, customer=customer)
        done = history_rows(connection, office, entries, customer)
        disputes = _disputes(connection, found.disputes)
    fmt = office.settings.fmt
    rows = [
        *(_entry(row, found.customer.number) for row in done),
        *_files_read(changes, fmt),
        *(_judged(row, verdicts[row.entry], fmt) for row in found.promises if row.entry in verdicts),
    ]
    rows.sort(key=when, reverse=True)
    return AccountTabs(tuple(rows), disputes, changes, verdicts)


def when(row: TimelineRow) -> tuple[date, float]:
    """The order of the timeline; of one day what a file did comes first: it is of the morning."""
    return row.day, row.at.timestamp() if row.at else 0.0


def _changes(connection: Connection, customer: int, files: dict[int, FileRecord]) -> tuple[ChangeRow, ...]:
    found = queries.changes(connection, customer, {one.id: one.place for one in files.values()})
    known = [change for change in found if change.import_id in files]
    known.sort(key=lambda one: one.document_no)
    known.sort(key=lambda one: files[one.import_id].place, reverse=True)
    return tuple(
        ChangeRow(
            id=f"{one.import_id}-{one.item_id}-{one.kind}",
            as_of=date.fromordinal(files[one.import_id].as_of),
            file=files[one.import_id].name,
            kind=KINDS.get(one.kind, one.kind),
            item_id=one.item_id,
            document_no=one.document_no,
            type=one.type,
            currency=one.currency,
            before=one.before,
            after=one.after,
        )
        for one in known
    )


def _disputes(connection: Connection, items: Sequence[ItemRow]) -> tuple[DisputeRow, ...]:
    coded = queries.codings_of_items(connection, [item.item_id for item in items])
    then = ReasonsThen(connection)
    rows = [_dispute(then, item, coded.get(item.item_id, [])) for item in items]
    return tuple(sorted(rows, key=lambda row: row.since or date.max, reverse=True))


def _dispute(then: ReasonsThen, item: ItemRow, said: Sequence[CodedRecord]) -> DisputeRow:
    if not said:
        return DisputeRow(item, item.reason, "", "", None, "", "", "")
    now = first = said[-1]
    for one in reversed(said):
        if one.state != CodingState.DISPUTED:
            break
        first = one
    reason = then.reason(now.entry, item.reason)
    return DisputeRow(
        item=item,
        reason=item.reason,
        name=reason.name if reason else "",
        owner=reason.owner if reason else "",
        since=as_day(first.local_day),
        by=now.collector or "",
        handle="" if now.seq is None else f"{now.desk or 0}-{now.seq}",
        note=now.note,
    )


def _entry(row: HistoryRow, number: str) -> TimelineRow:
    text = row.text.removeprefix(number).strip()
    counts = row.voided_by is None
    return TimelineRow(row.handle, row.local_day, row.at, row.kind, text, row.collector, counts)


def _files_read(changes: Sequence[ChangeRow], fmt: OfficeFormat) -> list[TimelineRow]:
    """What each file did to the account, in one line: `3 new 900.00 USD, 1 cleared -120.00 USD`."""
    by_file: dict[tuple[date, str], list[ChangeRow]] = defaultdict(list)
    for change in changes:
        by_file[change.as_of, change.file].append(change)
    return [
        TimelineRow(
            f"file {day.isoformat()} {name}", day, None, "import", _read(found, fmt), name, counts=True
        )
        for (day, name), found in by_file.items()
    ]


def _read(changes: Sequence[ChangeRow], fmt: OfficeFormat) -> str:
    counted: Counter[str] = Counter(change.kind for change in changes)
    moved: Counter[tuple[str, str]] = Counter()
    for change in changes:
        moved[change.kind, change.currency] += change.moved
    words = []
    for kind in KINDS.values():
        if counted[kind]:
            sums = [
                f"{shown(total, code, fmt)} {code}"
                for (one, code), total in sorted(moved.items())
                if one == kind
            ]
            words.append(f"{counted[kind]} {kind} {' '.join(sums)}")
    return ", ".join(words)


def _judged(row: PromiseRow, verdict: Verdict, fmt: OfficeFormat) -> TimelineRow:
    amount = f"{shown(row.amount, row.currency, fmt)} {row.currency}"
    text = (
        f"promise {amount} by {short_day(row.due_on)} {row.state}: "
        f"{shown(row.paid, row.currency, fmt)} {row.currency} came"
    )
    return TimelineRow(
        f"promise {row.handle}", verdict.as_of, None, "verdict", text, verdict.file, counts=True
    )
