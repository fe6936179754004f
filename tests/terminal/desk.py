"""What the tests look up in the store, beside the window or after it."""

from pathlib import Path

from arcollect_tui.services.checks import CheckReport, run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.drafts import SavedDraft, drafts
from arcollect_tui.services.history import HistoryRow, history
from arcollect_tui.services.items import ItemRow, ItemView, item_rows, item_summary
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows
from tests.terminal.program import COLLECTOR, TODAY


def office(store: Path) -> Office:
    """The office, as a second program sees it."""
    return open_office(store, collector=COLLECTOR, clock=Clock(TODAY))


def top(store: Path, count: int | None = 3) -> list[WorklistRow]:
    """The first accounts of the worklist, or all."""
    with office(store) as opened:
        return worklist_rows(opened, WorklistView(), count)


def items(store: Path, text: str, count: int | None = None) -> list[ItemRow]:
    """Items of a filter, in the order of the list."""
    with office(store) as opened:
        return item_rows(opened, ItemView(text), count)


def how_many(store: Path, text: str) -> int:
    """How many items a filter finds."""
    with office(store) as opened:
        return item_summary(opened, ItemView(text)).count


def deeds(store: Path, count: int | None = 5) -> list[HistoryRow]:
    """The newest entries, newest first."""
    with office(store) as opened:
        return history(opened, limit=count)


def new_deeds(store: Path, before: list[HistoryRow]) -> list[HistoryRow]:
    """The entries that were made since, newest first."""
    known = {row.entry for row in before}
    return [row for row in deeds(store, None) if row.entry not in known]


def kept_forms(store: Path) -> list[SavedDraft]:
    """The half-typed forms."""
    with office(store) as opened:
        return drafts(opened)


def checked(store: Path) -> CheckReport:
    """Every check, with the digests."""
    with office(store) as opened:
        return run_checks(opened)
