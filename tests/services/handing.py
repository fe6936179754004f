"""Offices at several desks that hand each other files of entries, deed by deed as a test says."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from arcollect_tui.data import digests
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.exchange import ExchangePlan, apply_exchange, export_entries, plan_exchange
from arcollect_tui.services.office import Office, Saved
from tests.places import copy_store, path_of
from tests.services.offices import DAY, customer, items, office_at


@dataclass(frozen=True)
class Shown:
    """The three digests that people compare."""

    record: str
    ledger: str
    standing: str


def shown(office: Office) -> Shown:
    """What the office's store comes to."""
    with office.store.reading() as connection:
        return Shown(
            digests.record_digest(connection),
            digests.ledger_digest(connection),
            digests.standing_digest(connection),
        )


def desk(folder: Path, name: str, day: date = DAY, **options: Any) -> Office:
    """A desk of its own, named after who works there."""
    return office_at(folder / name / "office", day, collector=name, **options)


def file_from(office: Office, folder: Path, name: str = "day", **options: Any) -> Path:
    """A file of the office's entries."""
    return export_entries(office, folder / f"{name}.jsonl", **options).path


def take(office: Office, file: Path) -> Saved:
    """Take a file in."""
    return apply_exchange(office, plan_exchange(office, file))


def give(giver: Office, taker: Office, folder: Path, **options: Any) -> ExchangePlan:
    """Hand everything over; returns what the taker was shown before it took it in."""
    plan = plan_exchange(taker, file_from(giver, folder, **options))
    apply_exchange(taker, plan)
    return plan


def exchange(one: Office, other: Office, folder: Path) -> None:
    """Both hand each other everything."""
    give(one, other, folder)
    give(other, one, folder)


def call(office: Office, number: str = "C1", outcome: str = "NA", **options: Any) -> Saved:
    """Log a call."""
    return log_call(office, CallDraft(customer(office, number), outcome, **options))


def code(office: Office, reason: str, *numbers: str, **options: Any) -> Saved:
    """Code items of these document numbers."""
    request = CodingRequest(reason, items(office, *numbers), **options)
    return apply_coding(office, plan_coding(office, request))


def copied(office: Office, folder: Path, name: str) -> Office:
    """A copy of the office's store, opened as if it were the same desk."""
    copy_store(path_of(office.store), folder / name / "office")
    return desk(folder, name, seated=False)
