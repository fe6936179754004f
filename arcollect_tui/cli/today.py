"""`arcollect today`: the day of a collector, as the Today screen shows it."""

from typing import TYPE_CHECKING

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import reading
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from arcollect_tui.rules.day_queues import DayQueue
    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.office import Office
    from arcollect_tui.services.today import Board, CallBack, Counts
    from arcollect_tui.services.worklist import Summary

QUEUES = (
    Column("#"),
    Column("Queue"),
    Column("Count", right=True),
    Column("Amounts", gives=True),
    Column("Listed by", gives=True),
)
CALL_BACKS = (Column("Call back"), Column("Account"), Column("Name", gives=True), Column("Phone"))


def today(context: typer.Context, as_json: Json = False) -> None:
    """What waits today, what was done, and how fast it goes.

    Beside each queue stands the command that lists its rows.
    """
    from arcollect_tui.services.today import board, item_counts

    with reading(context) as office:
        found = board(office)
        counts = {**found.counts, **item_counts(office).counts}
        if as_json:
            put_json(_shape(office, found, counts))
        else:
            _print(office, found, counts)


def _print(office: "Office", found: "Board", counts: "Counts") -> None:
    from arcollect_tui.rules.day_queues import DAY_QUEUES
    from arcollect_tui.rules.day_words import ledger_text, pace_text

    fmt, day = office.settings.fmt, office.today
    put_table(
        QUEUES,
        [
            (
                str(queue.number),
                queue.label,
                f"{counts[queue.number].count:,}",
                _amounts(counts[queue.number].sums, fmt),
                _command(queue),
            )
            for queue in DAY_QUEUES
        ],
    )
    if found.call_backs:
        put("")
    put_table(CALL_BACKS, [_call_back_cells(row) for row in found.call_backs])
    done = found.activity
    calls = ", ".join(f"{code} {count:,}" for code, count in done.calls.items())
    taken = _amounts(done.promises.sums, fmt)
    put("")
    put(f"calls {sum(done.calls.values()):,}{f' ({calls})' if calls else ''}")
    put(f"promises taken {done.promises.count:,}{f', {taken}' if taken else ''}")
    put(f"items coded {done.coded:,}, notes {done.notes:,}")
    put(pace_text(found.pace, done.first, done.last))
    ledger = found.ledger
    put(ledger_text(ledger.ledger if ledger else "", ledger.as_of if ledger else None, day))


def _command(queue: "DayQueue") -> str:
    """The command that lists the rows of a queue."""
    from arcollect_tui.rules.day_queues import CONFLICTS

    if queue.place == CONFLICTS:
        return "history --conflicts"
    return f'{queue.place} --filter "{queue.filter}"' if queue.filter else queue.place


def _amounts(sums: "Mapping[str, int]", fmt: "OfficeFormat") -> str:
    return ", ".join(f"{money(total, code, fmt)} {code}" for code, total in sorted(sums.items()))


def _call_back_cells(row: "CallBack") -> tuple[str, ...]:
    when = f"{row.day.isoformat()} {shapes.iso(row.at) or 'any time'}"
    return f"{when}{' late' if row.late else ''}", row.number, row.name, row.phone


def _shape(office: "Office", found: "Board", counts: "Counts") -> JsonValue:
    from arcollect_tui.rules.day_queues import DAY_QUEUES

    done, pace, ledger = found.activity, found.pace, found.ledger
    return {
        "day": shapes.iso(office.today),
        "collector": office.collector,
        "ledger": {"name": ledger.ledger, "as_of": shapes.iso(ledger.as_of)} if ledger else None,
        "queues": [
            {
                "number": queue.number,
                "queue": queue.label,
                "list": queue.place,
                "filter": queue.filter,
                **_summary(counts[queue.number]),
            }
            for queue in DAY_QUEUES
        ],
        "call_backs": [_call_back(row) for row in found.call_backs],
        "activity": {
            "calls": dict(done.calls),
            "promises": _summary(done.promises),
            "items_coded": done.coded,
            "notes": done.notes,
            "first": _instant(done.first),
            "last": _instant(done.last),
        },
        "pace": {
            "done": pace.done,
            "left": pace.left,
            "seconds_an_account": pace.seconds,
            "finish": _instant(pace.finish),
        },
    }


def _summary(found: "Summary") -> JsonValue:
    return {
        "count": found.count,
        "sums": {code: shapes.amount(total, code) for code, total in sorted(found.sums.items())},
    }


def _call_back(row: "CallBack") -> JsonValue:
    return {
        "customer_no": row.number,
        "name": row.name,
        "phone": row.phone,
        "day": shapes.iso(row.day),
        "time": shapes.iso(row.at),
        "late": row.late,
    }


def _instant(at: "datetime | None") -> str | None:
    return None if at is None else shapes.instant(at)
