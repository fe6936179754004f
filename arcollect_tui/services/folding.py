"""Bringing a planned file into record, ledger tables and standing, in the caller's transaction."""

import json
from collections.abc import Sequence

from arcollect_tui.data import policy, standing
from arcollect_tui.data.imports.fold import (
    ImportKey,
    applied,
    companies_text,
    keep_lines,
    recipe_of,
    refold,
)
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.journal import Deed, Part, Recorded
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.office import Office

REFRESH_ALL_PERCENT = 30


def fold_in(office: Office, connection: Connection, plan: ImportPlan) -> Recorded:
    """Record the import and bring ledger tables and standing to what it says."""
    trimmed = plan.parsed.lines["erased"] + plan.parsed.orphaned > 0
    keep_lines(connection, plan.key.identity, plan.parsed.chunks, trimmed=trimmed)
    before = applied(connection, plan.ledger)
    parts = [Part(None, None, [_fact(plan, before)]), *_recipe_part(connection, plan)]
    if standing.voids.is_voided(connection, plan.key.identity):
        # An import that was taken back counts again.
        again = {"is": "void", "target": plan.key.identity.hex(), "redo": 1}
        parts.append(Part(None, None, [again]))
    recorded = office.record(connection, Deed("import", parts, office.token()), [], Aspect(0))
    standing.voids.refresh_targets_of(connection, recorded.id)
    customers = refold(connection, plan.ledger, (plan.key, plan.diff))
    appended = [*before, plan.key] == applied(connection, plan.ledger)
    refresh_after_fold(office, connection, customers, appended=appended)
    return recorded


def _fact(plan: ImportPlan, before: Sequence[ImportKey]) -> dict[str, object]:
    """The import as recorded; of several files of a day each names the one it was laid upon."""
    same_day = [other.identity for other in before if other.as_of == plan.key.as_of]
    upon = same_day[-1].hex() if same_day else None
    totals = {code: [count, total] for code, (count, total) in plan.totals.items()}
    return {
        "is": "import",
        "identity": plan.key.identity.hex(),
        "ledger": plan.ledger,
        "as_of": plan.key.as_of,
        "digest": plan.parsed.digest.hex(),
        "companies": companies_text(plan.key.companies),
        "delta": int(plan.key.delta),
        "file": plan.file,
        "layout": plan.layout,
        "items": plan.parsed.count,
        "totals": json.dumps(totals, sort_keys=True),
        "after": upon,
    }


def _recipe_part(connection: Connection, plan: ImportPlan) -> list[Part]:
    if recipe_of(connection, plan.ledger) is not None or plan.parsed.layout.kind is FileKind.CUSTOMERS:
        return []
    return [policy.part(connection, {f"ledger.{plan.ledger}.recipe": ",".join(plan.recipe)})]


def refresh_after_fold(
    office: Office, connection: Connection, customers: set[int], *, appended: bool = False
) -> None:
    """Bring standing up to date after the ledger tables moved.

    Args:
        office: the office.
        connection: the write transaction.
        customers: whose ledger rows moved.
        appended: all that happened is that one file came on top of the others.
    """
    today = office.today.toordinal()
    if standing.standing_day(connection) != today or _many(connection, customers):
        standing.refresh_everything(connection, today)
    else:
        standing.refresh_moved(connection, today, customers, appended=appended)


def _many(connection: Connection, customers: set[int]) -> bool:
    return len(customers) * 100 > standing.customer_count(connection) * REFRESH_ALL_PERCENT
