"""What the processes do that are killed, starved of disk or recorded.

Each work says its lines as it goes on: `READY` when the store is open, `ACK handle` for a deed shown
as saved, `ERR sentence` for one that the store refused, `NO sentence` for one that a rule refused.
Anything else that goes wrong is a traceback and an exit code of its own. A work that is run again after
it was interrupted does what is left of it.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from arcollect_tui.data.store import Store
from arcollect_tui.data.sync import origins
from arcollect_tui.errors import ArcollectError, StoreError
from arcollect_tui.services import sent
from arcollect_tui.services.backup import backup
from arcollect_tui.services.calls import CallDraft, log_call, will_write
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.coding import CodingPlan, CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.exchange import apply_exchange, export_entries, plan_exchange
from arcollect_tui.services.exports import export
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.restore import plan_restore, restore
from arcollect_tui.services.sync import sync
from tests.faults.office import (
    STATE,
    TODAY,
    customer_ids,
    import_plan,
    open_items,
    opened,
    state_of,
    take_in,
)

Tell = Callable[[str], None]
Work = Callable[..., None]
"""Called with the store's path, what takes its lines, and its own arguments."""

TRIES = 3
ERRORS_TOLD = 6
FOREVER = 1_000_000


def run(work: Work, path: Path, tell: Tell, *arguments: Any) -> None:
    """Do a work; an error that a user may see is said, and is no failure.

    What the machine remembers stands beside the store, whatever the process inherited.
    """
    os.environ[STATE] = state_of(path)
    try:
        work(path, tell, *arguments)
    except ArcollectError as error:
        _refused(tell, error)


def stubbornly(tell: Tell, deed: Callable[[], str]) -> None:
    """Do a deed as a person does it who is told that it was not saved: again, the same, a few times."""
    for _ in range(TRIES):
        try:
            handle = deed()
        except ArcollectError as error:
            _refused(tell, error)
        else:
            tell(f"ACK {handle}")
            return


def _refused(tell: Tell, error: ArcollectError) -> None:
    tell(f"{'ERR' if isinstance(error, StoreError) else 'NO'} {error.sentence}")


def log_calls(path: Path, tell: Tell, count: int = FOREVER, start: int = 0) -> None:
    """Log calls one after the other; a save that fails is tried again with the same draft."""
    with opened(path) as office:
        customers = customer_ids(office)
        will_write(office, CallDraft(customers[0], "VM"))  # loads what the first call would wait for
        tell("READY")
        for number in range(start, start + count):
            draft = a_call(customers[number % len(customers)], number)
            stubbornly(tell, lambda draft=draft: log_call(office, draft).handle)  # type: ignore[misc]


def a_call(customer: int, number: int) -> CallDraft:
    """The call of a number: the same draft each time it is asked for."""
    return CallDraft(customer, "VM", note=f"call {number}", token=number.to_bytes(16, "big"))


def import_file(path: Path, tell: Tell, name: str) -> None:
    """Take a ledger file in."""
    with opened(path) as office:
        plan = import_plan(office, path.with_name(name))
        tell("READY")
        stubbornly(tell, lambda: take_in(office, plan).handle)


def code_everything(path: Path, tell: Tell) -> None:
    """Code every open item as one deed."""
    with opened(path) as office:
        plan = plan_coding(office, CodingRequest("PRC", tuple(open_items(office))))
    code_as_planned(path, tell, plan)


def code_as_planned(path: Path, tell: Tell, plan: CodingPlan) -> None:
    """Code what was planned before."""
    with opened(path) as office:
        token = office.token()
        tell("READY")
        stubbornly(tell, lambda: apply_coding(office, plan, token).handle)


def undo_deed(path: Path, tell: Tell, handle: str) -> None:
    """Take a deed back."""
    with opened(path) as office:
        tell("READY")
        stubbornly(tell, lambda: undo(office, handle).handle)


def back_up(path: Path, tell: Tell, name: str) -> None:
    """Write a backup beside the store."""
    with opened(path) as office:
        tell("READY")
        stubbornly(tell, lambda: backup(office, path.with_name(name)).sentence)


def export_activity(path: Path, tell: Tell, name: str) -> None:
    """Hand back what no earlier export carried."""
    with opened(path) as office:
        tell("READY")
        stubbornly(tell, lambda: export(office, "activity", path.with_name(name), since="last").sentence)


def export_and_die(path: Path, tell: Tell, name: str) -> None:
    """Be killed when the file has its name and nothing is noted yet."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    sent.note_run = die  # type: ignore[assignment]
    export_activity(path, tell, name)


def send_entries(path: Path, tell: Tell, name: str) -> None:
    """Write for a colleague what no earlier file carried."""
    with opened(path) as office:
        tell("READY")
        stubbornly(tell, lambda: export_entries(office, path.with_name(name), since="last").sentence)


def take_entries(path: Path, tell: Tell, name: str) -> None:
    """Take in what a colleague recorded."""
    with opened(path) as office:
        plan = plan_exchange(office, path.with_name(name))
        tell("READY")
        stubbornly(tell, lambda: apply_exchange(office, plan).sentence)


def share(path: Path, tell: Tell, name: str, most: int = origins.MOST_A_FILE) -> None:
    """Share by a folder beside the store: take in what is there, write what is lacking.

    Args:
        path: the store.
        tell: takes the lines.
        name: of the folder.
        most: entries that go into one file.
    """
    folder = path.with_name(name)
    folder.mkdir(exist_ok=True)
    # Put back afterwards: the child may be the process of other tests.
    with patch.object(origins.lacking, "__defaults__", (most,)), opened(path) as office:
        tell("READY")
        stubbornly(tell, lambda: sync(office, folder, lambda question: True).sentence)


def erase_customer(path: Path, tell: Tell, number: str) -> None:
    """Erase a customer for good."""
    with opened(path) as office:
        plan = plan_erasure(office, number)
        tell("READY")
        stubbornly(tell, lambda: erase(office, plan).handle or plan.sentence)


def upgrade(path: Path, tell: Tell) -> None:
    """Open a store that an earlier version wrote."""
    tell("READY")
    stubbornly(tell, lambda: _brought_up_to_date(path))


def _brought_up_to_date(path: Path) -> str:
    Store.open(path).close()
    return "upgrade"


def upgrade_until(path: Path, tell: Tell, last: int) -> None:
    """Open a store of an older program and be killed after so many statements."""
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)
    tell("READY")
    Store.open(path).close()
    tell(f"ACK {done}")


def bring_back(path: Path, tell: Tell, name: str) -> None:
    """Put a backup in the store's place."""
    plan = plan_restore(path, path.with_name(name))
    tell("READY")
    stubbornly(tell, lambda: f"desk {restore(plan, collector='ann', clock=Clock(TODAY)).desk}")


def start_office(path: Path, tell: Tell) -> None:
    """Make a new store and say whose it is, unless it is said already."""
    tell("READY")
    stubbornly(tell, lambda: _named_office(path))


def _named_office(path: Path) -> str:
    with opened(path) as office:
        return _known(office) or set_office(office, name="New", country="US", currency="USD").handle


def _known(office: Office) -> str:
    return "known" if office.settings.name else ""


def fill_up(path: Path, tell: Tell, most: int) -> None:
    """Log calls until a file may not grow beyond `most` bytes, which stands for a full disk."""
    import resource  # only POSIX has it, and only this work needs it

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    told = [0]

    def told_off(line: str) -> None:
        tell(line)
        told[0] += line.startswith("ERR")
        if told[0] >= ERRORS_TOLD:
            raise _Enough

    try:
        log_calls(path, told_off, start=1_000)
    except _Enough:
        return


class _Enough(Exception):
    """The disk has been full for long enough."""
