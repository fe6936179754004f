"""Today in lines: the queues by their numbers, agreed calls, what was done, the pace."""

from collections.abc import Iterable

from arcollect_tui.plain.listings import Rows
from arcollect_tui.plain.phrases import money, short_row
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed
from arcollect_tui.rules.day_queues import DAY_QUEUES, DayQueue
from arcollect_tui.rules.day_words import pace_text
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.outcome_policy import OutcomeTable
from arcollect_tui.services.today import Activity, CallBack, board, item_counts

TODAY = "today"
NOUNS = ("queue", "queues")


def today(session: Session, typed: Typed) -> None:
    """Say what waits today, what was done, and how fast it goes; a number opens its queue."""
    del typed
    office, fmt = session.office, session.office.settings.fmt
    found = board(office)
    counts = {**found.counts, **item_counts(office).counts}

    def say(number: int, queue: DayQueue) -> str:
        waits = counts[queue.number]
        sums = [money(minor, code, fmt) for code, minor in sorted(waits.sums.items())]
        return short_row(number, f"{queue.label}: {waits.count:,}", sums)

    session.show(Rows(TODAY, "Today", NOUNS, DAY_QUEUES, say))
    session.console.rows(_call_backs(found.call_backs))
    for text in _done(found.activity, session.office.settings.outcomes):
        session.console.say(text)
    session.console.say(pace_text(found.pace, found.activity.first, found.activity.last))


def open_queue(session: Session) -> None:
    """Show the rows behind the number of the current row."""
    queue = DAY_QUEUES[session.at]
    session.go(queue.place, queue.filter)


def _call_backs(rows: Iterable[CallBack]) -> Iterable[str]:
    for row in rows:
        at = f"{short_day(row.day)} {f'{row.at:%H:%M}' if row.at else 'any time'}"
        late = "late" if row.late else ""
        yield ", ".join(filter(None, (f"Call back {row.number} {row.name}", at, late, row.phone)))


def _done(found: Activity, outcomes: OutcomeTable) -> Iterable[str]:
    named = ((outcomes.known(code), code, count) for code, count in found.calls.items())
    calls = ", ".join(f"{kind.name.lower() if kind else code} {count:,}" for kind, code, count in named)
    total = sum(found.calls.values())
    yield f"Done: calls {total:,}{f' ({calls})' if calls else ''}, promises {found.promises.count:,}."
    yield f"Items coded {found.coded:,}, notes {found.notes:,}."
