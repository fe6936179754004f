"""The sample office: ledger files taken in through the importer, deeds done through the services.

Nothing writes behind the writers, so the sample store is one that an office could have made. It is the
same for the same day, seed and size.
"""

import hashlib
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import witness
from arcollect_tui.data.location import Place, Server
from arcollect_tui.data.stamp import DESK_BYTES
from arcollect_tui.errors import Refused
from arcollect_tui.services import calls, coding, contacts, imports, notes
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import Office, Saved, open_office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.references import find_customer, find_items
from arcollect_tui.services.sample import CallDeed, CodeDeed, ContactDeed, NoteDeed, Sample, make_office
from arcollect_tui.services.sample.deeds import Deed
from arcollect_tui.services.sample.office import SampleFile

OFFICE_NAME = "Sample office"
MORNING = time(6, 0)
Progress = Callable[[str, int], None]


class _GivenTime:
    """An instant that the story sets."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def build_demo(
    path: Place,
    *,
    today: date,
    collector: str,
    accounts: int = 300,
    items: int = 4000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Office:
    """Make a sample office in a new store and open it.

    Raises:
        Refused: there is a store at `path` already.
        UsageError: the size is not one that an office can have.
    """
    if path.exists():
        msg = f"{path} is there already. The sample office needs a new place."
        raise Refused(msg)
    sample = make_office(today, accounts=accounts, items=items, seed=seed)
    desk = hashlib.sha256(f"sample office {seed}".encode()).digest()[:DESK_BYTES]
    days: dict[date, list[Deed]] = defaultdict(list)
    for deed in sample.deeds:
        days[deed.at.date()].append(deed)
    first = sample.files[0].as_of
    entropy = random.Random(f"{seed}/{today.isoformat()}").randbytes  # noqa: S311 - a sample, no secret
    with _whole(path) as part:
        with _on_day(part, first, MORNING, collector) as office:
            office.entropy = entropy
            with office.store.writing() as connection:
                drawer.own_desk(connection, desk)
            set_office(office, name=OFFICE_NAME, country="US", currency="USD")
        for file in sample.files:
            _one_day(part, file, days.pop(file.as_of, []), (collector, entropy), progress)
        _check_told(sample, days)
    # Every sample office of a seed has the same desk: what is known of an earlier one does not hold here.
    witness.forget(desk)
    return open_office(path, collector=collector, clock=Clock(today), seated=False)


@contextmanager
def _whole(place: Place) -> Generator[Place]:
    """Where to build, so that a half-built office never looks like one.

    A file is built beside its place and renamed; on a server what was given up is removed.
    """
    if isinstance(place, Server):
        try:
            yield place
        except BaseException:
            place.discard()
            raise
        return
    part = place.with_name(f"{place.name}.part")
    for left in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
        left.unlink(missing_ok=True)
    yield part
    part.replace(place)


def _check_told(sample: Sample, left: dict[date, list[Deed]]) -> None:
    if left:
        msg = f"the sample of seed {sample.office.seed} has deeds on days without a file"
        raise AssertionError(msg)


@contextmanager
def _on_day(path: Place, day: date, at: time, collector: str) -> Generator[Office]:
    now = _GivenTime(datetime.combine(day, at, UTC))
    office = open_office(path, collector=collector, clock=Clock(day, now), seated=False)
    try:
        yield office
    finally:
        office.close()


def _one_day(
    path: Place,
    file: SampleFile,
    deeds: Sequence[Deed],
    by: tuple[str, Callable[[int], bytes]],
    progress: Progress | None,
) -> None:
    """Take the morning's file in, then do the day's deeds at their times."""
    now = _GivenTime(datetime.combine(file.as_of, MORNING, UTC))
    collector, entropy = by
    with open_office(path, collector=collector, clock=Clock(file.as_of, now), seated=False) as office:
        office.entropy = entropy
        with tempfile.TemporaryDirectory(prefix="arcollect-sample-") as folder:
            source = Path(folder) / file.name
            with source.open("w", encoding="utf-8", newline="") as target:
                target.writelines(file.lines())
            options = imports.ImportOptions(
                as_of=file.as_of, accept=frozenset({"shrink", "customers", "total"})
            )
            tell = None if progress is None else lambda stage, done: progress(f"{file.name} {stage}", done)
            imports.apply_import(office, imports.plan_import(office, source, options, tell))
        for deed in deeds:
            now.at = deed.at.replace(tzinfo=UTC)
            _do(Office(office.store, office.clock, deed.collector, entropy), deed)


def _do(office: Office, deed: Deed) -> Saved:
    match deed:
        case CallDeed():
            return _call(office, deed)
        case CodeDeed():
            ids = tuple(item.id for item in find_items(office, None, deed.document_nos))
            request = coding.CodingRequest(deed.reason, ids, mode=deed.mode)
            return coding.apply_coding(office, coding.plan_coding(office, request))
        case NoteDeed():
            customer = find_customer(office, deed.customer_no)
            return notes.add_note(office, customer.id, deed.note, pinned=deed.pinned)
        case ContactDeed():
            customer = find_customer(office, deed.customer_no)
            card = contacts.ContactDraft(
                deed.name, deed.role, deed.phone, deed.email, deed.language, deed.country
            )
            return contacts.add_contact(office, customer.id, card)
        case _:
            msg = f"a sample deed of unknown kind: {type(deed).__name__}"
            raise AssertionError(msg)


def _call(office: Office, deed: CallDeed) -> Saved:
    customer = find_customer(office, deed.customer_no)
    items: tuple[int, ...] = ()
    promise = dispute = follow_up = None
    if deed.promise is not None:
        items = tuple(item.id for item in find_items(office, customer, deed.promise.document_nos))
        promise = calls.PromiseDraft(deed.promise.amount, deed.promise.currency, deed.promise.due_on)
    if deed.dispute is not None:
        items = tuple(item.id for item in find_items(office, customer, deed.dispute.document_nos))
        dispute = calls.DisputeDraft(deed.dispute.reason, deed.dispute.mode)
    if deed.follow_up_on is not None:
        follow_up = calls.FollowUpDraft(deed.follow_up_on, deed.follow_up_at)
    return calls.log_call(
        office,
        calls.CallDraft(
            customer.id,
            deed.outcome,
            contact=deed.contact,
            why=deed.why,
            note=deed.note,
            items=items,
            promise=promise,
            dispute=dispute,
            follow_up=follow_up,
            token=office.token(),
        ),
    )
