"""Bringing a backup back: the store as it was is kept, and what was erased since stays erased."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from arcollect_tui.data import backups, chain, restoring, witness
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.erasure import erase_in
from arcollect_tui.data.platform import machine_id, private_folder, sync_file
from arcollect_tui.data.restoring import Contents, Exchanged
from arcollect_tui.data.store import Store
from arcollect_tui.data.witness import Remembered
from arcollect_tui.errors import FileRefused, NotAStore, Refused, StoreError
from arcollect_tui.rules.text import counted
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.window import claim_window


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What a restore would bring back; nothing is written yet.

    Attributes:
        file: the backup.
        store: the store that it would replace.
        entries: how many entries the backup holds.
        last_at: when the last of them was recorded; None without entries.
        later: entries of the present store that are not in the backup; None when it cannot be read.
        sentence: the plan in words.
    """

    file: Path
    store: Path
    entries: int
    last_at: datetime | None
    later: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        entries: how many entries are back.
        later: how many of the store as it was are not; None when it could not be read.
        kept: where that store is kept; None when there was none.
        desk: the short number of the desk that it goes on as.
        sentence: all that in words.
    """

    entries: int
    later: int | None
    kept: Path | None
    desk: int
    sentence: str


def plan_restore(store: Path, file: Path) -> RestorePlan:
    """Check a backup to its last page and say what restoring it would change.

    Raises:
        FileRefused: there is no such file, or it is not an arcollect store.
        Refused: it is the store itself.
        StoreError: it is damaged, or was written by a newer arcollect.
    """
    _refuse_no_backup(store, file)
    try:
        held = restoring.contents(file, checked=True)
    except NotAStore:
        raise FileRefused(f"{file} is not an arcollect store. Name a backup of one.") from None
    before = _present(store)
    later = 0 if before is None else len(before.entries - held.entries)
    unread = before is None and _is_there(store)
    last_at = _instant(held)
    sentence = f"{file.name} holds {_entries(len(held.entries))}{_up_to(last_at)}."
    if unread:
        sentence += " The present store cannot be read."
    elif later:
        sentence += f" {_entries(later)} of the present store {_is(later)} not in it."
    return RestorePlan(file, store, len(held.entries), last_at, None if unread else later, sentence)


def restore(plan: RestorePlan, *, collector: str, clock: Clock, allow_shared: bool = False) -> Restored:
    """Put the backup in the store's place, as a desk of its own.

    Args:
        plan: what was shown.
        collector: who restores.
        clock: the day that the replaced store is filed under.
        allow_shared: also on a network drive or in a cloud folder.

    Raises:
        StoreError: a window or a command has the store open, the backup is damaged, or something
            cannot be written. The store is as it was.
    """
    store = plan.store.expanduser().resolve()
    try:
        private_folder(store.parent)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"No store can be made at {store}: {reason}. Name another place with --store."
        raise StoreError(msg) from None
    claim = claim_window(store, collector, "then restore again")
    work = _Work(plan.file, store, allow_shared=allow_shared)
    try:
        work.prepare()
        exchanged = restoring.exchange(
            work.ready,
            store,
            work.finish,
            lambda: backups.next_place(store, backups.RESTORE, clock.today()),
        )
    finally:
        restoring.drop(work.ready)
        claim.release()
    return work.done(exchanged)


class _Work:
    """Makes the copy ready that takes the store's place."""

    def __init__(self, file: Path, store: Path, *, allow_shared: bool) -> None:
        self.file = file
        self.store = store
        self.ready = restoring.place_beside(store)
        self._allow_shared = allow_shared
        self._desk = 0

    def prepare(self) -> None:
        """Copy the backup and bring it to this program's schema; the store is not touched."""
        restoring.copy_to(self.ready, self.file)
        with closing(self._opened()) as copy:
            _refuse_broken_chain(copy, self.file)
        self._held = restoring.contents(self.ready)

    def finish(self, before: Contents | None) -> None:
        """Take out what was erased since, as far as anybody here knows, and go on as a new desk."""
        desks = self._held.desks | (before.desks if before else frozenset())
        known = [said.erased for said in witness.related(desks)]
        erased = self._held.erased.union(*known, before.erased if before else ())
        with closing(self._opened()) as copy:
            erase_in(copy, erased - self._held.erased)
            self._change_desk(copy, erased)
        sync_file(self.ready)

    def _opened(self) -> Store:
        return Store.open(self.ready, allow_shared=self._allow_shared, keep_older=False)

    def _change_desk(self, store: Store, erased: frozenset[int]) -> None:
        with store.reading() as connection:
            former = frozenset(desk for desk, _ in drawer.own_entries(connection))
        fresh = Remembered(drawer.new_desk(), machine_id(), str(self.store), former=former, erased=erased)
        witnessed = witness.start(fresh)
        with store.writing() as connection:
            self._desk = drawer.change_desk(connection, fresh.desk)
            drawer.set_witnessed(connection, witnessed=witnessed)

    def done(self, exchanged: Exchanged) -> Restored:
        """What was done, in words."""
        before, kept = exchanged.held, exchanged.kept
        entries = len(self._held.entries)
        later = None if before is None else len(before.entries - self._held.entries)
        told = [f"Restored {_entries(entries)}{_up_to(_instant(self._held))} from {self.file.name}."]
        if kept is not None:
            told.append(f"{_since(later)}; the store as it was is kept at {kept}.")
        told.append(f"It goes on as desk {self._desk}.")
        return Restored(entries, 0 if kept is None else later, kept, self._desk, " ".join(told))


def _refuse_no_backup(store: Path, file: Path) -> None:
    if file.is_dir():
        raise FileRefused(f"{file} is a folder. Name a backup; arcollect restore --list shows them.")
    if not file.exists():
        raise FileRefused(f"There is no file {file}. arcollect restore --list shows the kept backups.")
    if store.exists() and store.samefile(file):
        raise Refused(f"{file} is the store itself. Name a backup of it.")


def _refuse_broken_chain(store: Store, file: Path) -> None:
    with store.reading() as connection:
        problem = next(chain.verify(connection), None)
        if problem is None:
            return
        number = drawer.known_number(connection, problem.desk)
    msg = f"{file} was tampered with: desk {number or problem.desk.hex()}, {problem.sentence}."
    raise StoreError(f"{msg} Restore another backup.")


def _is_there(store: Path) -> bool:
    return store.exists() and store.stat().st_size > 0


def _present(store: Path) -> Contents | None:
    if not _is_there(store):
        return None
    try:
        return restoring.contents(store)
    except StoreError:
        return None


def _instant(held: Contents) -> datetime | None:
    return None if held.last_at is None else datetime.fromtimestamp(held.last_at / 1_000_000, UTC)


def _up_to(instant: datetime | None) -> str:
    return "" if instant is None else f" up to {instant.astimezone().strftime('%Y-%m-%d %H:%M')}"


def _since(later: int | None) -> str:
    if later is None:
        return "What was there could not be read"
    return (
        f"{_entries(later)} recorded since {_is(later)} not in it"
        if later
        else "Nothing was recorded since"
    )


def _entries(count: int) -> str:
    return counted(count, "entry", "entries")


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
