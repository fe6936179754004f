"""What the options before the command say, and the office that a command works on."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from arcollect_tui.cli.output import say
from arcollect_tui.errors import ArcollectError, Refused, StoreError, UsageError

if TYPE_CHECKING:
    from arcollect_tui.config import Config
    from arcollect_tui.data.location import Place
    from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options before the command, as they were typed.

    Attributes:
        store: the store's path or URL; empty when it was not named.
        day: the local date to work on; None for the system's.
        collector: who works; empty when it was not said.
        read_only: refuse every deed.
        plain: lines instead of screens; None when it was not said.
    """

    store: str = ""
    day: date | None = None
    collector: str = ""
    read_only: bool = False
    plain: bool | None = None


def wishes(context: typer.Context) -> Wishes:
    """The options before the command that this command runs under."""
    found = context.find_object(Wishes)
    return found if found is not None else Wishes()


def parse_today(text: str) -> date:
    """The day of `--today`. No office is open yet, so an order of day and month is never guessed.

    Raises:
        UsageError: no such day, or a text with two possible readings.
    """
    from arcollect_tui.rules.dates import WeekendCalendar, parse_day
    from arcollect_tui.rules.formats import OfficeFormat

    iso = OfficeFormat("", ".", ",", "ymd", "-", 0)
    return parse_day(text, datetime.now().astimezone().date(), iso, WeekendCalendar())


def office_day(office: "Office", text: str, *, past: bool = False) -> date:
    """A day as people type it, in the order and the calendar of the office.

    Raises:
        UsageError: no such day, or a text with two possible readings.
    """
    from arcollect_tui.rules.dates import parse_day

    settings = office.settings
    return parse_day(text, office.today, settings.fmt, settings.calendar, past=past)


def store_place(asked: Wishes, config: "Config") -> "Place":
    """The store: the option, else the settings, else a file in the platform's data folder.

    Raises:
        StoreError: the URL is not one of a PostgreSQL database, or the system cannot look there.
    """
    from arcollect_tui.services.places import default_store_path, named_place

    found = asked.store or config.store or default_store_path()
    named = named_place(found) if isinstance(found, str) else found
    return place(named, StoreError) if isinstance(named, Path) else named


def store_file(asked: Wishes, config: "Config", instead: str) -> Path:
    """The store, for what is done to its file as a whole.

    Args:
        asked: the options.
        config: the settings.
        instead: what to do where the store is on a server.

    Raises:
        Refused: it is.
    """
    where = store_place(asked, config)
    if not isinstance(where, Path):
        raise Refused(f"{where} is on a server. {instead}")
    return where


def place(path: Path, refusal: type[ArcollectError]) -> Path:
    """A place as typed, checked; see `services.places.usable`.

    Raises:
        ArcollectError: `refusal`, when the system has no such place.
    """
    from arcollect_tui.services.places import usable

    return usable(path, refusal)


def collector_name(asked: Wishes, config: "Config") -> str:
    """Who works: the option, else the settings, else the login name."""
    from arcollect_tui.data.platform import login_name
    from arcollect_tui.rules.text import clean

    return clean(asked.collector).strip() or clean(config.collector).strip() or login_name()


def open_at(
    where: "Place",
    asked: Wishes,
    config: "Config",
    *,
    create: bool = False,
    keep_day: bool = True,
    seated: bool = True,
    notices: bool = True,
) -> "Office":
    """Open the store at `where` for the person, the day and the wishes of this command.

    What the collector should know first is said on standard error, unless `notices` says that it is said
    elsewhere.
    """
    from arcollect_tui.services.clock import Clock
    from arcollect_tui.services.office import open_office

    office = open_office(
        where,
        collector=collector_name(asked, config),
        clock=Clock(asked.day),
        keep_day=keep_day,
        seated=seated,
        read_only=asked.read_only,
        create=create and not asked.read_only,
        allow_shared=config.allow_network_store,
    )
    for notice in office.notices if notices else ():
        say(f"notice: {notice}")
    return office


@contextmanager
def reading(context: typer.Context) -> Generator["Office"]:
    """The office for a command that only asks: another day's ranking is for its answer alone."""
    from arcollect_tui.config import load_config

    asked, config = wishes(context), load_config()
    with open_at(store_place(asked, config), asked, config, keep_day=asked.day is None) as office:
        yield office


@contextmanager
def writing(context: typer.Context, *, create: bool = False) -> Generator["Office"]:
    """The office for a command that records a deed.

    Raises:
        StoreError: the store cannot be written; said before anything is read or asked.
    """
    from arcollect_tui.config import load_config

    asked, config = wishes(context), load_config()
    where = store_place(asked, config)
    with open_at(where, asked, config, create=create) as office:
        if office.read_only:
            msg = f"{where} is open for reading only. Nothing was saved."
            raise StoreError(msg)
        yield office


def one_of(first: str, given: object, second: str, other: object) -> None:
    """Refuse two options that say the same thing twice.

    Raises:
        UsageError: both were given.
    """
    if given and other:
        raise UsageError(f"Give {first} or {second}, not both.")


def needed(found: object, sentence: str) -> None:
    """Refuse a command that would do nothing.

    Raises:
        Refused: nothing was found.
    """
    if not found:
        raise Refused(sentence)
