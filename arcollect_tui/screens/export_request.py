"""What is to be exported, as typed into the form: read, checked, and told in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from arcollect_tui.data.exports.layouts import CSV, EXACT
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.rules.dates import parse_day
from arcollect_tui.rules.formats import OfficeFormat, long_day
from arcollect_tui.services.export_catalogue import ExportCatalogue
from arcollect_tui.services.export_forms import (
    COMPLAINTS,
    EXPORTS,
    FILTERED,
    FOR_MACHINES,
    MACHINE,
    OF_ENTRIES,
    PEOPLE,
)

ALL, LAST = "all", "last"
EVERY, THIS = "all", "this"
"""Whose entries: of every desk, or of this one."""
ABOUT: Final[Mapping[str, str]] = {
    "activity": "what was done",
    "coding": "what is said of items, for the ledger",
    "complaints": "what is in dispute, a sheet a department",
    "promises": "promises and what came of them",
    "worklist": "who is next; comes back edited",
    "items": "items with their codings",
    "contacts": "contacts; come back edited",
    "customers": "customers, as the ledger has them",
    "calendar": "what is next, by day",
    "history": "every entry",
}


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is exported.

    Attributes:
        what: the export.
        out: the file.
        layout: name of its layout; None for what the name of the file asks for.
        since: `all`, `last`, or the first local day.
        all_desks: entries of every desk, not only of this one.
        filter: narrows what is shown.
    """

    what: str
    out: Path
    layout: str | None = None
    since: str | date = ALL
    all_desks: bool = True
    filter: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """What the reading of days needs."""

    today: date
    fmt: OfficeFormat
    calendar: Calendar


def read_what(typed: str) -> str:
    """The export that a text names; the beginning of its name is enough.

    Raises:
        UsageError: it names none, or several.
    """
    found = [what for what in EXPORTS if what.startswith(typed.strip().casefold())]
    if typed.strip().casefold() in EXPORTS:
        return typed.strip().casefold()
    if typed.strip() and len(found) == 1:
        return found[0]
    raise UsageError(f"Type one of {', '.join(EXPORTS)}; F2 lists them.")


def read_layout(typed: str, what: str, catalogue: ExportCatalogue) -> str:
    """The layout of an export that a text names.

    Raises:
        UsageError: it has no such layout.
    """
    name, known = typed.strip().casefold() or PEOPLE, catalogue.names(what)
    if name not in known:
        raise UsageError(f"{what} has no layout {name}. Layouts: {', '.join(known)}; F2 lists them.")
    return name


def read_since(typed: str, what: str, dates: Dates) -> str | date:
    """From when on.

    Raises:
        UsageError: it is neither a day nor a word for one.
    """
    text = typed.strip().casefold()
    if what not in OF_ENTRIES or text in ("", ALL):
        return ALL
    return LAST if text == LAST else parse_day(text, dates.today, dates.fmt, dates.calendar, past=True)


def since_words(since: str | date) -> str:
    """What is taken, in words."""
    if since == LAST:
        return "what was not sent yet; noted: g x"
    return f"from {long_day(since)} on" if isinstance(since, date) else "all there is"


def read_desks(typed: str) -> bool:
    """Whether entries of every desk are wanted.

    Raises:
        UsageError: neither `all` nor `this` is typed.
    """
    text = typed.strip().casefold() or EVERY
    if text not in (EVERY, THIS):
        raise UsageError("Type all for every desk's entries, or this for those of this desk.")
    return text == EVERY


def takes_filter(what: str, since: str) -> bool:
    """Whether an export may be narrowed: what notes what it sent is whole."""
    return what in FILTERED and since.strip().casefold() != LAST


def proposed_name(what: str, layout: str, day: date, catalogue: ExportCatalogue) -> str:
    """The name of a file that tells what is in it, when it was, and whether it is exact to the byte."""
    known = catalogue.layouts.get(layout)
    ending = known.suffix if known is not None and known.suffix else CSV
    if layout == MACHINE or layout.endswith(FOR_MACHINES):
        ending = EXACT
    if what == COMPLAINTS and layout == PEOPLE:
        ending = ".xlsx"
    return f"{what}-{day:%Y-%m-%d}{ending}"
