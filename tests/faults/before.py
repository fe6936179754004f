"""What is there before a way of saving: stores, ledger files, a colleague's entries, copies."""

import gzip
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from arcollect_tui.data import witness
from arcollect_tui.data.backups import IMPORT
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.exchange import export_entries
from arcollect_tui.services.sync import sync
from tests.faults import children
from tests.faults.office import (
    LEDGER,
    MACHINE,
    OFFICE,
    STATE,
    TODAY,
    customer_ids,
    ledger_file,
    long_form,
    made,
    opened,
    state_of,
)

Preparation = Callable[[Path], object]
"""Makes the files that are there before; called with the place of the store."""

BACKUP, BUNDLE = "backup.arcollect", "day.jsonl"
TO_SHARE, A_FILE = (400, 30) if long_form() else (12, 6)
"""Calls, and how many entries go into one file of a shared folder."""
SHARE, STICK = "share", "stick"
"""Names of a folder that desks share, and of one that is carried around."""
TO_GO = "C00001", "Customer 1"
"""Number and name of the customer that is to be erased."""
OLD_STORE = Path(__file__).parents[1] / "data" / "stores" / "schema-1.arcollect.gz"


def ledger(store: Path) -> None:
    """An office with a ledger."""
    made(store, customers=3, items_each=4)


def ledger_and_another(store: Path) -> None:
    """The same, and the file of the next day."""
    made(store, customers=1, items_each=1)
    ledger_file(store.with_name(LEDGER), 4, 5)


def coded(store: Path) -> None:
    """Entry 1-2 is an import, 1-3 codes what it brought."""
    ledger(store)
    children.code_everything(store, lambda line: None)


def with_calls(store: Path) -> None:
    """There is something to hand back."""
    ledger(store)
    children.log_calls(store, lambda line: None, 6)


def with_many_calls(store: Path) -> None:
    """There is enough to share for several files."""
    ledger(store)
    children.log_calls(store, lambda line: None, TO_SHARE)


def with_a_kept_copy(store: Path) -> None:
    """A customer of whom store and kept copy hold more than the ledger's lines."""
    with_calls(store)
    with opened(store) as office:
        assert office.store.keep_backup(IMPORT, TODAY) is not None


def older_copy(store: Path) -> None:
    """A store that went on after its backup."""
    with_calls(store)
    children.back_up(store, lambda line: None, BACKUP)
    with opened(store) as office:
        log_call(office, CallDraft(customer_ids(office)[0], "VM", note="after the backup"))


def colleagues_file(store: Path) -> None:
    """A colleague took another ledger file in, and logged calls."""
    with TemporaryDirectory(prefix="arcollect-faults-") as place:
        other = made(Path(place, OFFICE), customers=4, items_each=5)
        children.log_calls(other, lambda line: None, 6)
        with opened(other) as office:
            export_entries(office, store.with_name(BUNDLE))
    ledger(store)


def shared_with_a_colleague(store: Path) -> None:
    """Two desks of one office have met in a folder, and the other has put calls in since."""
    folder = store.with_name(SHARE)
    folder.mkdir()
    ledger(store)
    with TemporaryDirectory(prefix="arcollect-faults-") as place:
        other = made(Path(place, OFFICE), customers=4, items_each=5)
        _shared(other, folder)
        _shared(store, folder)
        children.log_calls(other, lambda line: None, 6)
        _shared(other, folder)


def with_a_colleagues_entries(store: Path) -> None:
    """What the other put in is here too, and there are calls to share besides."""
    shared_with_a_colleague(store)
    _shared(store, store.with_name(SHARE))
    children.log_calls(store, lambda line: None, TO_SHARE, 1_000)


def _shared(store: Path, folder: Path) -> None:
    with opened(store) as office:
        sync(office, folder, lambda question: True)


def old_store(store: Path) -> None:
    """A store that an earlier version wrote."""
    store.write_bytes(gzip.decompress(OLD_STORE.read_bytes()))


def nothing(store: Path) -> None:
    """No store yet."""
    del store


def laid_out(prepare: Preparation, folder: Path) -> Path:
    """A new folder with the files that are there before, on a machine that knows the store in it."""
    put(_made_once(prepare), folder)
    os.environ[STATE] = state_of(folder / OFFICE)
    for file in folder.glob(f"{MACHINE}/**/witness/*"):
        said = witness.read(bytes.fromhex(file.name))
        assert said is not None
        assert witness.start(replace(said, path=str((folder / OFFICE).resolve())))
    return folder


@cache
def _made_once(prepare: Preparation) -> Mapping[str, bytes]:
    with TemporaryDirectory(prefix="arcollect-faults-") as place:
        prepare(Path(place, OFFICE))
        return files_in(Path(place))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and the folders in it, by its name there."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def put(files: Mapping[str, bytes], folder: Path) -> Path:
    """A folder that holds these files and no others; folders in it stay, for that is quicker."""
    for file in folder.rglob("*"):
        if file.is_file() and file.relative_to(folder).as_posix() not in files:
            file.unlink()
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder
