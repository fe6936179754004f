"""An open store with who works on it and when: the first argument of every service."""

import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict, Unpack

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import erased, policy, standing
from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.journal import TOKEN_BYTES, Deed, Journal, Recorded
from arcollect_tui.data.location import Place, Server
from arcollect_tui.data.stamp import desk_of
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.standing.touched import touch
from arcollect_tui.data.store import Connection, Store
from arcollect_tui.rules.phones import phone_zones
from arcollect_tui.rules.zones import zones_of
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office_settings import OfficeSettings, settings_of
from arcollect_tui.services.places import is_throw_away
from arcollect_tui.services.seat import Seated, look_at_clock, take_seat


@dataclass(frozen=True, slots=True)
class Saved:
    """A deed as it was stored.

    Attributes:
        handle: what people type to name it, `desk-seq`; empty when nothing was written.
        sentence: what just happened.
        warnings: what the collector should know all the same.
        again: the same deed was stored before; nothing was written.
        entry: id of the entry; empty when nothing was written.
    """

    handle: str
    sentence: str
    warnings: tuple[str, ...] = ()
    again: bool = False
    entry: bytes = b""


class Opening(TypedDict, total=False):
    """How a store file is opened.

    Attributes:
        read_only: refuse every deed.
        create: make a new store when there is none; it is, unless this says no.
        allow_shared: also on a network drive or in a cloud folder.
        key: 48 bytes, of a store that is encrypted.
    """

    read_only: bool
    key: bytes
    create: bool
    allow_shared: bool


class Office:
    """One collector at one desk, working on one store.

    Attributes:
        seated: the store stays: it has a witness, and backups are kept of it.
        notices: what the collector should know before anything else, in sentences.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        collector: str,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.store = store
        self.clock = clock
        self.collector = cleaned_text(collector).replace("\n", " ").strip()
        self.entropy = entropy
        self.seated = True
        self._desk: bytes | None = None
        self.notices: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether deeds are refused."""
        return self.store.read_only

    @property
    def today(self) -> date:
        """The collector's local date."""
        return self.clock.today()

    @property
    def desk(self) -> bytes:
        """The id of this desk, which the first deed in a copied store changes."""
        if self._desk is not None:
            return self._desk
        with self.store.reading() as connection:
            known = drawer.get(connection, "desk")
        if known is None and not self.read_only:
            with self.store.writing() as connection:
                known = drawer.own_desk(connection)
        if self.store.arrive is None:
            self._desk = known
        return known or bytes(8)

    @cached_property
    def settings(self) -> OfficeSettings:
        """The office's settings in force."""
        return self._read_settings()

    def _read_settings(self) -> OfficeSettings:
        with self.store.reading() as connection:
            values = policy.office_values(connection)
        return settings_of(values)

    def token(self) -> bytes:
        """A draft token: the same deed under the same token is stored once."""
        return self.entropy(TOKEN_BYTES)

    def settings_changed(self) -> None:
        """Read the settings again at the next use."""
        self.__dict__.pop("settings", None)

    def look_at_settings(self) -> None:
        """Take over what somebody else changed of the settings; they stay the same where nobody did.

        Another program may have set policy, or taken it back, or brought a colleague's. Whoever reads
        the settings meanwhile has the old ones or the new ones, and never waits.
        """
        found = self._read_settings()
        known = self.__dict__.get("settings")
        if known is None or known.policy != found.policy:
            self.__dict__["settings"] = found

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @contextmanager
    def deed(self) -> Generator[Connection]:
        """A write transaction on the day this office works on.

        The stored standing always belongs to one day; a deed of another day steps it first.
        """
        with self.store.writing() as connection:
            today = self.today.toordinal()
            if standing.standing_day(connection) != today:
                standing.step_day(connection, today)
            yield connection
            standing.remeasure(connection, today)

    def record(
        self,
        connection: Connection,
        deed: Deed,
        customers: Sequence[int],
        aspects: Aspect,
        *,
        coded: bool = False,
    ) -> Recorded:
        """Record a deed and refresh what it touches, inside `deed()`."""
        journal = Journal(drawer.own_desk(connection), self.collector, self.entropy)
        recorded = journal.record(connection, deed, self.clock.moment())
        if not recorded.again:
            touch(connection, customers)
            coded_by = recorded.id if coded else None
            standing.refresh(connection, self.today.toordinal(), aspects, coded_by=coded_by)
        drawer.drop_draft(connection, deed.draft)
        return recorded

    def saved(
        self, connection: Connection, recorded: Recorded, sentence: str, warnings: Sequence[str] = ()
    ) -> Saved:
        """What a front end is told about a recorded deed."""
        number = drawer.desk_number(connection, desk_of(recorded.id))
        handle = f"{number}-{recorded.seq}"
        return Saved(handle, sentence, tuple(warnings), again=recorded.again, entry=recorded.id)


def open_office(
    path: Place,
    *,
    collector: str,
    clock: Clock,
    keep_day: bool = True,
    seated: bool = True,
    **opening: Unpack[Opening],
) -> Office:
    """Open a store and bring its standing to today.

    Args:
        path: the store: a file, or a server.
        collector: who works.
        clock: when.
        keep_day: store the standing of today; without it, or where nothing may be written, another
            day's standing is computed in a private copy for this answer only.
        seated: the store stays, so it is watched and backups are kept; not for one that is thrown away,
            nor for one on a server, which many machines use and which makes its own backups.
        **opening: how the file is opened.

    Raises:
        StoreError: the store cannot be used.
    """
    store = Store.open(path, **opening)
    office = Office(store, clock, collector)
    try:
        office.seated = seated and isinstance(path, Path) and not is_throw_away(path)
        found = Seated()
        with store.reading() as connection:
            if office.seated and not store.read_only:
                found = take_seat(store, connection, clock)
            elif isinstance(path, Server) and not store.read_only:
                found = look_at_clock(connection, clock)
            due = not store.read_only and erased.is_due(connection, found.erased)
            current = standing.is_current(connection, clock.today().toordinal())
        office.notices = (*found.notices, *(_erased_anew(office, found.erased) if due else ()))
        today = clock.today().toordinal()
        if current:
            return office
        if keep_day and not store.read_only:
            with store.writing() as connection:
                standing.step_day(connection, today)
            return office
    except BaseException:
        store.close()
        raise
    return _private_copy(office, today)


def _erased_anew(office: Office, remembered: frozenset[int]) -> tuple[str, ...]:
    """Carry on with erasures that a killed program or an older copy of the store left undone."""
    # Imported here: it is rare, and every window opens sooner without its modules.
    from arcollect_tui.services.erasure import catch_up

    return catch_up(office, remembered)


def warm_up(office: Office) -> None:
    """Load what the first deed and the first form would wait for; in a thread, after the first paint."""
    standing.load()
    office.settings.calendar.is_business(office.today)
    phone_zones("+1 212 555 0144", "US")
    zones_of(office.settings.country)


def begin_day(office: Office) -> None:
    """Bring the stored standing to today, when a window was left open over midnight."""
    if not office.read_only:
        with office.deed():
            return


def _private_copy(office: Office, today: int) -> Office:
    """The office on a copy in memory, where the standing of another day may be computed."""
    copied = office.store.copy_to_memory()
    office.store.close()
    with copied.writing() as connection:
        standing.step_day(connection, today)
    copied.read_only = True
    other = Office(copied, office.clock, office.collector)
    other.notices = office.notices
    # The copy has one connection: what is read once is read before anybody holds a transaction on it.
    _ = other.settings, other.desk
    return other
