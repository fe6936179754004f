"""`arcollect team`: what each collector owns, has to do and did."""

from typing import TYPE_CHECKING

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import reading
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, put_json_rows, put_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.team import TeamRow

TEAM = (
    Column("Collector"),
    Column("Accounts", right=True),
    Column("Overdue", gives=True),
    Column("Balance", gives=True),
    Column("Today", right=True),
    Column("5 days", right=True),
    Column("Due", right=True),
    Column("Broken", right=True),
    Column("Longest untouched"),
    Column("Last seen"),
    Column("Listed by", gives=True),
)


def team(context: typer.Context, as_json: Json = False) -> None:
    """What each collector owns, has to do and did.

    The accounts of nobody are a row of their own; beside each row stands the command that lists them.
    """
    from arcollect_tui.services.team import team as team_of

    with reading(context) as office:
        rows, fmt = team_of(office), office.settings.fmt
    if as_json:
        put_json_rows(_shape(row) for row in rows)
    else:
        put_table(TEAM, [_cells(row, fmt) for row in rows])


def _cells(row: "TeamRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    from arcollect_tui.services.assign_plan import UNASSIGNED

    return (
        row.collector or UNASSIGNED,
        f"{row.customers:,}",
        _amounts(row.overdue, fmt),
        _amounts(row.balances, fmt),
        f"{row.done_today:,}",
        f"{row.done_lately:,}",
        f"{row.due:,}",
        f"{row.broken:,}",
        f"{row.oldest.number} {shapes.iso(row.oldest.last_contact_on) or 'never'}" if row.oldest else "-",
        row.last_seen.astimezone().strftime("%Y-%m-%d %H:%M") if row.last_seen else "-",
        f"worklist --filter '{row.filter}'" if '"' in row.filter else f'worklist --filter "{row.filter}"',
    )


def _amounts(sums: "Mapping[str, int]", fmt: "OfficeFormat") -> str:
    return ", ".join(f"{money(total, code, fmt)} {code}" for code, total in sums.items()) or "-"


def _shape(row: "TeamRow") -> JsonValue:
    return {
        "collector": row.collector,
        "customers": row.customers,
        "amounts": [
            {
                "currency": code,
                "balance": shapes.amount(row.balances.get(code, 0), code),
                "overdue": shapes.amount(row.overdue.get(code, 0), code),
            }
            for code in sorted({*row.balances, *row.overdue})
        ],
        "done_today": row.done_today,
        "done_last_5_business_days": row.done_lately,
        "promises_due_today": row.due,
        "promises_broken": row.broken,
        "oldest_untouched": None
        if row.oldest is None
        else {
            "customer_no": row.oldest.number,
            "name": row.oldest.name,
            "last_contact_on": shapes.iso(row.oldest.last_contact_on),
        },
        "last_seen": shapes.instant(row.last_seen) if row.last_seen else None,
    }
