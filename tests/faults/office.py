"""The office that the faults are tried on: a small ledger, and what must hold of a store afterwards."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from arcollect_tui.data import chain
from arcollect_tui.data.backups import folder_of
from arcollect_tui.data.sync import notes as files
from arcollect_tui.data.sync import spans
from arcollect_tui.data.sync.folder import shared_files
from arcollect_tui.data.sync.seal import check_body
from arcollect_tui.data.sync.seal import opened as unsealed
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.history import history
from arcollect_tui.services.imports import GUARDS, ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.office import Office, Saved, open_office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.sent import runs

TODAY = date(2026, 11, 24)
HEADER = (
    "company,document_no,customer_no,customer_name,type,document_date,due_date,currency,amount,open_amount"
)
TAKE_ALL = frozenset(GUARDS)
OFFICE, LEDGER, MACHINE = "office.arcollect", "ledger.csv", "state"
"""Names of the store, of the ledger file beside it, and of the folder for what the machine remembers."""
STATE = "XDG_STATE_HOME"
"""Says where the machine remembers."""


def long_form() -> bool:
    """Whether the sweeps are to run whole."""
    return os.environ.get("ARCOLLECT_LONG") == "1"


def ledger_file(path: Path, customers: int, items_each: int, first: int = 0) -> Path:
    """Write a ledger of so many customers; `first` numbers its items on from there."""
    lines = [HEADER]
    for customer in range(customers):
        for item in range(items_each):
            number = first + customer * items_each + item
            issued = TODAY - timedelta(days=20 + number % 90)
            due = issued + timedelta(days=30)
            amount = f"{100 + number % 900}.50"
            who = f"C{customer:05},Customer {customer}"
            lines.append(f"1000,INV{number:06},{who},invoice,{issued},{due},USD,{amount},{amount}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def state_of(store: Path) -> str:
    """Where the machine that has this store remembers what it knew of it: beside it."""
    return str(store.parent / MACHINE)


def opened(path: Path) -> Office:
    """The office of the tests, on its day and on a machine that remembers what it knew of this store."""
    os.environ[STATE] = state_of(path)
    return open_office(path, collector="ann", clock=Clock(TODAY))


def import_plan(office: Office, file: Path) -> ImportPlan:
    """Read a ledger file; no guard is to stop it."""
    return plan_import(office, file, ImportOptions(as_of=TODAY, accept=TAKE_ALL))


def take_in(office: Office, plan: ImportPlan | Path) -> Saved:
    """Import a ledger file without being asked."""
    return apply_import(office, import_plan(office, plan) if isinstance(plan, Path) else plan)


def made(path: Path, customers: int = 8, items_each: int = 5) -> Path:
    """A closed store with a ledger in it, and no backup beside it."""
    file = path.with_suffix(".csv")
    with opened(path) as office:
        set_office(office, name="Faults", country="US", currency="USD")
        take_in(office, ledger_file(file, customers, items_each))
    file.unlink()
    shutil.rmtree(folder_of(path))
    return path


def customer_ids(office: Office) -> list[int]:
    """Ids of all customers."""
    with office.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM customer ORDER BY number").scalars())


def open_items(office: Office) -> list[int]:
    """Ids of all open items."""
    with office.store.reading() as connection:
        statement = "SELECT id FROM item WHERE cleared_on IS NULL ORDER BY document_no"
        return list(connection.exec_driver_sql(statement).scalars())


def count(office: Office, table: str) -> int:
    """Rows of a table."""
    with office.store.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def notes(office: Office) -> Counter[str]:
    """How often each call note is stored."""
    with office.store.reading() as connection:
        return Counter(connection.exec_driver_sql("SELECT note FROM call").scalars())


def assert_sound(office: Office) -> None:
    """No check may find anything."""
    report = run_checks(office)
    assert report.ok, [(found.check, found.problems) for found in report.checks if not found.ok]


def assert_acknowledged(office: Office, handles: Iterable[str]) -> None:
    """Every deed that was shown as saved is in the history exactly once."""
    stored = Counter(row.handle for row in history(office))
    wrong = [handle for handle in handles if stored[handle] != 1]
    assert not wrong, f"acknowledged, but not stored exactly once: {wrong}"


def assert_sent(office: Office, file: Path) -> None:
    """What the record says was sent is in the file, whole."""
    for run in runs(office):
        assert sha256(file.read_bytes()).hexdigest() == run.digest


def assert_shared(office: Office, folder: Path) -> None:
    """What the store believes to be in a shared folder is there, whole."""
    with office.store.reading() as connection:
        noted = files.notes(connection, f"{folder.resolve()}/")
    for path, note in noted.items():
        assert Path(path).exists(), f"{path} is noted, and is not there"
        found = unsealed(path, Path(path).read_bytes())
        check_body(found)
        assert (note.aside, found.header) == ("", note.header)


def assert_all_shared(office: Office, folder: Path) -> None:
    """Whoever reads a shared folder has everything that the store has."""
    there = []
    for path in shared_files(folder):
        header = unsealed(path.name, path.read_bytes()).header
        there += [(span.desk, span.first, span.last) for span in header.carries]
    with office.store.reading() as connection:
        here = spans.held(chain.chains(connection))
    assert spans.united(there) == here


def assert_gone(store: Path, name: str) -> None:
    """Once a store has lost a customer, no file beside it has a byte of the customer's name."""
    with opened(store) as office, office.store.reading() as connection:
        statement = "SELECT count(*) FROM customer WHERE name = ?"
        there = connection.exec_driver_sql(statement, (name,)).scalar_one()
    files = [file for file in store.parent.rglob("*") if file.is_file()]
    left = [file.name for file in files if name.encode() in file.read_bytes()]
    assert there or not left, f"{name} is erased and still stands in {left}"


def assert_no_twins(office: Office) -> None:
    """No call is stored twice, however often its save was tried."""
    twins = {note: times for note, times in notes(office).items() if note and times > 1}
    assert not twins, f"stored more than once: {twins}"
