"""A believable sample office: its ledger files of some days and what was done between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice

from arcollect_tui.services.sample.deeds import Deed
from arcollect_tui.services.sample.files import lines
from arcollect_tui.services.sample.ledger import Maker
from arcollect_tui.services.sample.plan import STREAM_ABOVE, SampleOffice
from arcollect_tui.services.sample.story import Story

LEDGER = "main"
_ACCOUNTS_OF_A_STREAM = 200
"""So many customers of a streamed office are looked at for deeds."""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One ledger file, a canonical CSV in UTF-8; it may be read any number of times."""

    name: str
    as_of: date
    _lines: Callable[[], Iterator[str]] = field(repr=False, compare=False)

    def lines(self) -> Iterator[str]:
        """The text line by line, made while it is read; each line ends with a line feed."""
        return self._lines()

    @property
    def text(self) -> str:
        """The whole text; prefer `lines` for a large office."""
        return "".join(self._lines())


@dataclass(frozen=True, slots=True)
class Sample:
    """What `make_office` returns: `files` oldest first, `deeds` in the order of time.

    A deed belongs after the file of its day and before the next one.
    """

    office: SampleOffice
    files: tuple[SampleFile, ...]
    deeds: tuple[Deed, ...]


def make_office(
    today: date, *, accounts: int = 300, items: int = 4_000, seed: int = 1, days: int = 6
) -> Sample:
    """A sample office, the same for the same arguments.

    Args:
        today: the day it is opened; the newest file is of this day or the last business day before.
        accounts: customers in the newest file.
        items: open lines of the newest file; above `STREAM_ABOVE` there is one file, made line by
            line as it is read, and one day of deeds.
        seed: another number gives another office.
        days: ledger files, one a business day.

    Raises:
        UsageError: no customer, no day, or fewer items than customers.
    """
    office = SampleOffice(seed, today, accounts, items, days)
    maker = Maker(office)
    streamed = items > STREAM_ABOVE
    known = list(islice(maker.accounts(), _ACCOUNTS_OF_A_STREAM if streamed else None))
    deeds = Story(maker, known).deeds()
    files = tuple(
        SampleFile(
            f"{LEDGER}-{day.isoformat()}.csv",
            day,
            partial(_stream, office, day) if streamed else partial(lines, known, day),
        )
        for day in maker.file_days
    )
    return Sample(office, files, deeds)


def _stream(office: SampleOffice, day: date) -> Iterator[str]:
    return lines(Maker(office).accounts(), day)
