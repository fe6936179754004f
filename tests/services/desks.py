"""Three desks of one office for the tests: what a collector may do at one, and files between them.

Every choice comes from outside as a function `pick(n)` that answers 0 to n - 1, so that Hypothesis can
shrink a run and a simulation can repeat it from its seed.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from arcollect_tui.data import digests
from arcollect_tui.data.desk import put
from arcollect_tui.errors import Refused
from arcollect_tui.rules.outcomes import OUTCOMES
from arcollect_tui.services import (
    assignments,
    calls,
    coding,
    conflicts,
    contacts,
    followups,
    history,
    notes,
)
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.exchange import apply_exchange, export_entries, plan_exchange
from arcollect_tui.services.office import Office, Saved, open_office
from tests.places import place_of
from tests.services.drawn import drawn_cause, drawn_request
from tests.services.offices import DAY, Line, days, take_in

Pick = Callable[[int], int]

CLOCKS = (timedelta(), timedelta(days=-3), timedelta(days=365 * 40))
"""How far the desks' clocks are off: right, three days slow, forty years fast."""
NAMES = ("ann", "bob", "cyd")
REASONS = ("PRC", "FRT", "DMG", "COLLECTIBLE", "UNCODED")
CODES = tuple(outcome.code for outcome in OUTCOMES)
QUICK_CHECKS = ("chain", "projection", "imports", "money", "disputed")


class SkewedClock:
    """A clock that is off by so much, and a second later each time it is read."""

    def __init__(self, off: timedelta) -> None:
        self.at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC) + off

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Seat:
    """One desk: its office, its folder, and the deeds that it was told are saved."""

    office: Office
    folder: Path
    saved: list[bytes] = field(default_factory=list)

    def done(self, saved: Saved) -> None:
        """Remember a deed that was shown as saved."""
        if saved.entry and not saved.again:
            self.saved.append(saved.entry)


def seated(folder: Path, place: int) -> Seat:
    """The desk at one of three places; chance gives it the same bytes in every run."""
    home = folder / NAMES[place]
    home.mkdir()
    clock = Clock(DAY, SkewedClock(CLOCKS[place]))
    office = open_office(place_of(home / "office"), collector=NAMES[place], clock=clock)
    office.entropy = random.Random(place).randbytes
    with office.store.writing() as connection:
        put(connection, "standing_day", str(DAY.toordinal()).encode())
    return Seat(office, home)


def ledger_lines(pick: Pick, count: int) -> list[Line]:
    """A first file of so many items."""
    return [
        Line(
            str(number),
            f"C{1 + pick(4)}",
            (1 + pick(300)) * 100 * (-1 if pick(9) == 0 else 1),
            due=days(pick(80) - 60) if pick(9) else None,
            currency=("USD", "USD", "EUR", "JPY")[pick(4)],
            company=("10", "10", "20")[pick(3)],
            type=("invoice", "invoice", "invoice", "payment", "credit")[pick(5)],
        )
        for number in range(count)
    ]


def another_file(pick: Pick, lines: Sequence[Line], number: int) -> list[Line]:
    """What a later file may show: some lines gone, some paid down, some new."""
    kept = [line for line in lines if pick(6)]
    paid = [line.paid_down(line.amount * pick(4) // 4) if pick(4) == 0 else line for line in kept]
    new = [Line(f"n{number}-{n}", f"C{1 + pick(5)}", 10_00 + pick(90_00)) for n in range(pick(3))]
    return paid + new or [Line(f"n{number}", "C1")]


def do_any(seat: Seat, pick: Pick) -> None:
    """One deed of a collector, whatever comes; a refusal is an answer too."""
    deeds = (
        *(_call, _call, _call, _note, _contact, _follow_up, _code, _code, _cause),
        *(_assign, _undo, _redo, _settle),
    )
    try:
        deeds[pick(len(deeds))](seat, pick)
    except Refused:
        return


def _ids(seat: Seat, statement: str) -> list[int]:
    """Ids by a statement of our own: the lists of the program cost more than the deed."""
    with seat.office.store.reading() as connection:
        return list(connection.exec_driver_sql(statement).scalars())


def _open_items(seat: Seat, condition: str = "1 = 1") -> list[int]:
    return _ids(seat, f"SELECT id FROM item WHERE cleared_on IS NULL AND {condition} ORDER BY id")


def _customer(seat: Seat, pick: Pick) -> int:
    found = _ids(seat, "SELECT DISTINCT customer_id FROM account_standing ORDER BY customer_id")
    if not found:
        raise Refused("nobody here")
    return found[pick(len(found))]


def _call(seat: Seat, pick: Pick) -> None:
    office, who = seat.office, _customer(seat, pick)
    about = tuple(_open_items(seat, f"customer_id = {who}")[: pick(3)])
    draft = calls.prepare_call(office, who, CODES[pick(len(CODES))], items=about)
    ahead = days(pick(9))
    if draft.promise is not None:
        promise = calls.PromiseDraft(1 + pick(90_00), draft.promise.currency, ahead)
        draft = replace(draft, promise=promise, follow_up=None)
    elif pick(2) or draft.follow_up is None:
        draft = replace(draft, follow_up=calls.FollowUpDraft(ahead))
    if about and pick(2):
        draft = replace(draft, dispute=calls.DisputeDraft("PRC", "whole"))
    seat.done(calls.log_call(office, draft))


def _note(seat: Seat, pick: Pick) -> None:
    seat.done(notes.add_note(seat.office, _customer(seat, pick), f"note {pick(99)}", pinned=pick(2) == 1))


def _contact(seat: Seat, pick: Pick) -> None:
    draft = contacts.ContactDraft(f"Lee {pick(3)}", phone=f"+1 555 010{pick(9)}")
    seat.done(contacts.add_contact(seat.office, _customer(seat, pick), draft))


def _follow_up(seat: Seat, pick: Pick) -> None:
    day = days(pick(9)) if pick(4) else None
    seat.done(followups.reschedule(seat.office, _customer(seat, pick), day))


def _code(seat: Seat, pick: Pick) -> None:
    found = _open_items(seat)
    first = pick(len(found)) if found else 0
    request = drawn_request(pick, REASONS, tuple(found[first : first + 1 + pick(4)]))
    seat.done(coding.apply_coding(seat.office, coding.plan_coding(seat.office, request)))


def _cause(seat: Seat, pick: Pick) -> None:
    found = _ids(seat, "SELECT id FROM item ORDER BY id")
    if found:
        seat.done(drawn_cause(seat.office, pick, found[pick(len(found))]))


def _assign(seat: Seat, pick: Pick) -> None:
    """A customer given to somebody, for good or for some days, or given back."""
    first = days(pick(3))
    last = first + timedelta(days=pick(4)) if pick(2) else None
    who = (*NAMES, "none")[pick(4)]
    request = assignments.AssignRequest(who, (_customer(seat, pick),), first=first, last=last)
    seat.done(assignments.apply_assignment(seat.office, assignments.plan_assignment(seat.office, request)))


def _undo(seat: Seat, pick: Pick) -> None:
    """The newest deed of this desk, or any that counts, a colleague's too."""
    if pick(2):
        seat.done(history.undo(seat.office))
        return
    rows = history.history(seat.office, limit=30)
    found = [row for row in rows if row.voided_by is None and row.kind in history.UNDOABLE]
    if found:
        seat.done(history.undo(seat.office, found[pick(len(found))].handle))


def _redo(seat: Seat, _pick: Pick) -> None:
    seat.done(history.redo(seat.office))


def _settle(seat: Seat, pick: Pick) -> None:
    found = conflicts.conflicts(seat.office)
    if found:
        conflict = found[pick(len(found))]
        values = [None, *[value.entry for value in conflict.values]]
        seat.done(conflicts.settle(seat.office, conflict, values[pick(len(values))]))


def import_lines(seat: Seat, lines: Sequence[Line], as_of: date, *, delta: bool = False) -> None:
    """Take a ledger file in at a desk."""
    seat.done(take_in(seat.office, seat.folder, lines, as_of, delta=delta))


def hand_out(seat: Seat, out: Path, since: str | date = "all", layout: str = "full") -> Path:
    """Write a desk's entries to a file."""
    return export_entries(seat.office, out, since, layout).path


def hand_in(seat: Seat, file: Path) -> None:
    """Take a colleague's file in at a desk."""
    apply_exchange(seat.office, plan_exchange(seat.office, file))


def exchange_everything(seats: Sequence[Seat], folder: Path, pick: Pick) -> None:
    """Everybody gets everything, in some order and some of it twice."""
    files = [hand_out(seat, folder / f"final-{place}.jsonl") for place, seat in enumerate(seats)]
    for seat in seats:
        waiting = [*files, files[pick(len(files))]]
        while waiting:
            hand_in(seat, waiting.pop(pick(len(waiting))))


@dataclass(frozen=True)
class Sight:
    """What a desk holds, as far as desks must agree."""

    record: str
    ledger: str
    standing: str
    conflicts: tuple[str, ...]


def sight(seat: Seat) -> Sight:
    """The three digests and the conflicts of a desk."""
    with seat.office.store.reading() as connection:
        found = (
            digests.record_digest(connection),
            digests.ledger_digest(connection),
            digests.standing_digest(connection),
        )
    return Sight(*found, tuple(row.id for row in conflicts.conflicts(seat.office)))


def assert_agreed(seats: Sequence[Seat]) -> None:
    """All desks hold the same, and of every deed that was shown as saved exactly one."""
    sights = [sight(seat) for seat in seats]
    assert sights[1:] == sights[:-1], sights
    saved = sorted(entry for seat in seats for entry in seat.saved)
    assert len(set(saved)) == len(saved)
    for seat in seats:
        with seat.office.store.reading() as connection:
            stored = [row[0] for row in connection.exec_driver_sql("SELECT id FROM entry ORDER BY id")]
        assert [entry for entry in stored if entry in set(saved)] == saved
        strange = set(stored) - set(saved)
        assert all(row.kind == "export" for row in history.history(seat.office) if row.entry in strange)


def assert_sound_so_far(seat: Seat) -> None:
    """Chain, projection, fold and money hold at a desk."""
    report = run_checks(seat.office, QUICK_CHECKS)
    assert report.ok, [result for result in report.checks if not result.ok]
