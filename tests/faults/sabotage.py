"""Works that break a promise on purpose: the harness must notice each of them.

They change the program in their own process, which ends with them.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from arcollect_tui.data.store import SETTINGS, Connection, Store
from arcollect_tui.data.sync import folder as shared
from arcollect_tui.services import erasure
from arcollect_tui.services.calls import log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from tests.faults.children import Tell, a_call, back_up, erase_customer, log_calls, share
from tests.faults.office import customer_ids, open_items, opened


def log_without_waiting_for_the_disk(path: Path, tell: Tell, count: int) -> None:
    """`synchronous=NORMAL`: a power cut takes back what was shown as saved."""
    SETTINGS["synchronous"] = 1
    log_calls(path, tell, count)


def log_without_any_sync(path: Path, tell: Tell, count: int) -> None:
    """`synchronous=OFF`: a power cut damages the file."""
    SETTINGS["synchronous"] = 0
    log_calls(path, tell, count)


def log_without_commit(path: Path, tell: Tell, count: int) -> None:
    """What is shown as saved is never committed."""
    writing = Store.writing

    @contextmanager
    def undone(store: Store) -> Generator[Connection]:
        with writing(store) as connection:
            yield connection
            connection.rollback()

    Store.writing = undone  # type: ignore[assignment,method-assign]
    log_calls(path, tell, count)


def log_and_say_so_too_soon(path: Path, tell: Tell, count: int) -> None:
    """The person is told before the commit."""
    with opened(path) as office:
        customer = customer_ids(office)[0]
        tell("READY")
        for number in range(count):
            tell(f"ACK {number}")
            log_call(office, a_call(customer, number))


def log_everything_twice(path: Path, tell: Tell, count: int) -> None:
    """A retry that forgets its draft token."""
    with opened(path) as office:
        customer = customer_ids(office)[0]
        tell("READY")
        for number in range(count):
            log_call(office, a_call(customer, number))
            tell(f"ACK {log_call(office, a_call(customer, number + count)).handle}")


def code_in_two_halves(path: Path, tell: Tell) -> None:
    """A bulk deed that is two commits."""
    with opened(path) as office:
        items = open_items(office)
        tell("READY")
        handles = [
            apply_coding(office, plan_coding(office, CodingRequest("PRC", tuple(half)))).handle
            for half in (items[::2], items[1::2])
        ]
        tell(f"ACK {handles[-1]}")


def back_up_without_sync(path: Path, tell: Tell, name: str) -> None:
    """A backup that is named before its bytes are on the disk."""
    os.fsync = lambda descriptor: None  # type: ignore[assignment]
    back_up(path, tell, name)


def share_without_sync(path: Path, tell: Tell, name: str) -> None:
    """A shared file that is noted before its bytes are on the disk."""
    os.fsync = lambda descriptor: None  # type: ignore[assignment]
    share(path, tell, name)


def share_and_note_too_soon(path: Path, tell: Tell, name: str) -> None:
    """A shared file that is noted before it is written."""
    waiting: list[tuple[Path, bytes]] = []

    def written_later(folder: Path, file: str, data: bytes) -> Path:
        waiting.append((folder / file, data))
        return folder / file

    shared.put = written_later  # type: ignore[assignment]
    shared.state_of = lambda file: (1, 1)  # type: ignore[assignment]
    share(path, lambda line: None, name)
    for file, data in waiting:
        file.write_bytes(data)
    tell("READY")
    tell("ACK shared")


def upgrade_without_backup(path: Path, tell: Tell) -> None:
    """Nothing is kept of the store as it was."""
    Store.open(path, keep_older=False).close()
    tell("ACK upgrade")


def erase_but_not_in_copies(path: Path, tell: Tell, number: str) -> None:
    """The customer stays in the copies that are kept."""
    erasure._erased_in_copies = lambda store, ids: []
    erase_customer(path, tell, number)
