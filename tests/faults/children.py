"""What the processes do that are killed, starved of disk or recorded.

`python -m tests.faults.children VERB STORE [ARGUMENT…]` says on standard output, one line each and
before it goes on: `ACK handle` for a deed shown as saved, `ERR sentence` for one that was refused.
Anything else that goes wrong is a traceback and an exit code of its own.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from arcollect_tui.errors import StoreError
from arcollect_tui.services.calls import CallDraft, log_call, will_write
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.office import Office, Saved, set_office
from tests.faults.office import customer_ids, open_items, opened, take_in

Tell = Callable[[str], None]
TRIES = 3
ERRORS_TOLD = 6
FOREVER = 1_000_000


def log_calls(path: Path, tell: Tell, count: int = FOREVER, start: int = 0) -> None:
    """Log calls one after the other; a save that fails is tried again with the same draft."""
    with opened(path) as office:
        customers = customer_ids(office)
        will_write(office, CallDraft(customers[0], "VM"))  # loads what the first call would wait for
        tell("READY")
        for number in range(start, start + count):
            draft = CallDraft(
                customers[number % len(customers)],
                "VM",
                note=f"call {number}",
                token=number.to_bytes(16, "big"),
            )
            _stubbornly(tell, office, draft)


def _stubbornly(tell: Tell, office: Office, draft: CallDraft) -> None:
    for _ in range(TRIES):
        try:
            saved = log_call(office, draft)
        except StoreError as error:
            tell(f"ERR {error.sentence}")
        else:
            tell(f"ACK {saved.handle}")
            return


def import_file(path: Path, tell: Tell, file: Path) -> None:
    """Take a ledger file in."""
    with opened(path) as office:
        tell("READY")
        take_in(office, file)
        tell("ACK import")


def code_everything(path: Path, tell: Tell) -> None:
    """Code every open item as one deed."""
    with opened(path) as office:
        request = CodingRequest("PRC", tuple(open_items(office)))
        tell("READY")
        _told(tell, apply_coding(office, plan_coding(office, request)))


def start_office(path: Path, tell: Tell) -> None:
    """Make a new store and say whose it is."""
    tell("READY")
    with opened(path) as office:
        _told(tell, set_office(office, name="New", country="US", currency="USD"))


def fill_up(path: Path, tell: Tell, most: int) -> None:
    """Log calls until the disk has no room; a limit of `most` bytes a file stands for a full disk."""
    import resource  # only POSIX has it, and only this verb needs it

    if most:
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


def _told(tell: Tell, saved: Saved) -> None:
    tell(f"ACK {saved.handle}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(verb: str, store: str, *arguments: str) -> None:
    """Run one verb; an error that a user may see is said, and is no failure."""
    path = Path(store)
    try:
        match verb:
            case "log":
                log_calls(path, _say, int(arguments[0]))
            case "fill":
                fill_up(path, _say, int(arguments[0]))
            case "import":
                import_file(path, _say, Path(arguments[0]))
            case "start":
                start_office(path, _say)
    except StoreError as error:
        _say(f"ERR {error.sentence}")


if __name__ == "__main__":
    main(*sys.argv[1:])
