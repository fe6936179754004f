"""Handing out: one file a collector, for the desk that collector works at; theirs come back as entries.

A hand-out carries the whole record, and says in the policy that a worklist begins with one's own accounts.
Parts about other customers are not held back: a part that is missing looks, to whomever the file's
entries are passed on, like one that was lost or erased, and a desk passes on all that it has.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from arcollect_tui.data import chain
from arcollect_tui.data.exchange import write
from arcollect_tui.data.exchange.write import Carried
from arcollect_tui.data.exports.write import check_target, renamed
from arcollect_tui.data.queries import team as queries
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.own_accounts import OWN, OWN_KEY, shows_own
from arcollect_tui.rules.text import counted
from arcollect_tui.services.exchange import SUFFIX
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable
from arcollect_tui.services.policies import apply_policy, plan_policy

HANDOUT = "handout"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_MOST_SIGNS = 40
"""Of a collector's name in the name of a file; systems take 255 bytes, and a sign has up to four."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One written file.

    Attributes:
        collector: whose accounts it hands out.
        customers: how many these are.
    """

    collector: str
    customers: int
    path: Path


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was handed out."""

    folder: Path
    files: tuple[Handed, ...]
    sentence: str


def hand_out(office: Office, folder: Path) -> HandedOut:
    """Write one file for every collector who owns accounts, but for oneself.

    The policy `worklist.shows` is set first, where it does not say `own`: then the files carry it.

    Raises:
        Refused: nobody else owns an account, or a file cannot be written.
    """
    folder = usable(folder, Refused)
    with office.store.reading() as connection:
        whose = _whose(connection, office.collector)
    if not whose:
        raise Refused("Nobody but you owns an account: assign some first, with t or arcollect assign.")
    _make(folder)
    wanted = _named(folder, whose, f"{office.today:%Y-%m-%d}")
    for one in wanted:
        check_target(one.path, (SUFFIX,))
    if not shows_own(office.settings.policy):
        apply_policy(office, plan_policy(office, [(OWN_KEY, OWN)]))
    _write(office, wanted)
    names = ", ".join(one.collector for one in wanted)
    customers = counted(sum(one.customers for one in wanted), "customer")
    files = counted(len(wanted), "file")
    return HandedOut(folder, tuple(wanted), f"Handed out {customers} to {names}: {files} in {folder}.")


def _whose(connection: Connection, me: str) -> dict[str, int]:
    """How many customers everybody else owns, by the name as it is spelled first."""
    spelled: dict[str, str] = {}
    found: dict[str, int] = {}
    for row in queries.portfolios(connection):
        if row.collector and row.collector.lower() != me.lower():
            name = spelled.setdefault(row.collector.lower(), row.collector)
            found[name] = found.get(name, 0) + row.customers
    return found


def _make(folder: Path) -> None:
    """See that the folder is there.

    Raises:
        Refused: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        raise Refused(f"{folder} is a file. Name a folder for the hand-out.") from None
    except OSError as error:
        reason = error.strerror or "refused by the system"
        raise Refused(f"The folder {folder} cannot be made: {reason}. Nothing was handed out.") from None


def _named(folder: Path, whose: dict[str, int], day: str) -> list[Handed]:
    """The files, each with a name that no other has, in small or capital letters."""
    taken: set[str] = set()
    found = []
    for collector, customers in whose.items():
        stem = _NOT_IN_NAMES.sub("-", collector)[:_MOST_SIGNS].strip(".-") or "collector"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found.append(Handed(collector, customers, folder / f"{HANDOUT}-{name}-{day}{SUFFIX}"))
    return found


def _write(office: Office, wanted: Sequence[Handed]) -> None:
    """Write the first file from one state of the store and the others as it is; all are there, or none.

    Raises:
        Refused: one of them cannot be written; then none is there.
    """
    with ExitStack() as files:
        first, *others = [files.enter_context(renamed(one.path)) for one in wanted]
        with office.store.reading() as connection:
            write.write_entries(
                connection, first, office.desk, Carried(dict.fromkeys(chain.chains(connection), 0))
            )
        for other in others:
            shutil.copyfile(first, other)
