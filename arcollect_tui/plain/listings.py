"""The lists of the plain mode: their rows by number, and whose row each is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from arcollect_tui.errors import Refused
from arcollect_tui.plain import phrases
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import conflicts as conflict_list
from arcollect_tui.services.find import Found, find
from arcollect_tui.services.history import HistoryRow, history
from arcollect_tui.services.imports_taken import TakenIn, imports_taken
from arcollect_tui.services.items import ItemView, item_ids, item_summary, item_window
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promise_rows
from arcollect_tui.services.reasons import ReasonRow, reason_rows
from arcollect_tui.services.worklist import (
    Summary,
    WorklistView,
    worklist_ids,
    worklist_summary,
    worklist_window,
)

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a list needs besides its rows.

    Attributes:
        done: what is said of accounts that were worked since the program was opened.
        marks: the marked items.
    """

    done: Mapping[int, str]
    marks: frozenset[int] | set[int]


class Listing:
    """A list as it was asked for; its numbers stay while it is worked through.

    Attributes:
        place: which one.
        filter: what narrows it.
        title: how it is announced.
    """

    place = ""
    title = ""
    nouns = ("row", "rows")
    filter = ""

    def __len__(self) -> int:
        raise NotImplementedError

    def lines(self, places: Sequence[int], spoken: Spoken) -> Iterable[str]:
        """The rows at these places, counted from 0."""
        raise NotImplementedError

    def customer(self, place: int) -> int:
        """The account of a row.

        Raises:
            Refused: the row is about none.
        """
        raise Refused(f"Row {place + 1} of {self.title.lower()} is about no account: w lists the accounts.")

    def item(self, place: int) -> int:
        """The item of a row.

        Raises:
            Refused: the row is none.
        """
        raise Refused(f"Row {place + 1} of {self.title.lower()} is no item: gi or V s lists items.")

    def sums(self) -> str:
        """What the rows add up to; empty where that means nothing."""
        return ""


class Accounts(Listing):
    """The worklist, or the accounts that a filter finds."""

    place, nouns = "worklist", ("account", "accounts")

    def __init__(self, office: Office, text: str = "") -> None:
        self._office, self.filter = office, text
        self._view = WorklistView(text)
        self._ids = worklist_ids(office, self._view)
        self.title = "Accounts" if text else "Worklist"

    def __len__(self) -> int:
        return len(self._ids)

    def customer(self, place: int) -> int:
        return self._ids[place]

    def lines(self, places: Sequence[int], spoken: Spoken) -> Iterable[str]:
        ids = [self._ids[place] for place in places]
        found = {row.customer_id: row for row in worklist_window(self._office, ids, 1)}
        today, fmt = self._office.today, self._office.settings.fmt
        for place, customer in zip(places, ids, strict=True):
            row = found.get(customer)
            if row is None:
                yield f"{place + 1}. no longer in the ledger; its import was taken back"
            else:
                yield phrases.account_line(place + 1, row, today, fmt, spoken.done.get(customer, ""))

    def sums(self) -> str:
        return _sums(worklist_summary(self._office, self._view), self._office, "overdue")


class Items(Listing):
    """Open items, or those that a filter finds."""

    place, title, nouns = "items", "Items", ("item", "items")

    def __init__(self, office: Office, text: str = "") -> None:
        self._office, self.filter = office, text
        self._view = ItemView(text)
        self.ids: Sequence[int] = item_ids(office, self._view)

    def __len__(self) -> int:
        return len(self.ids)

    def customer(self, place: int) -> int:
        return item_window(self._office, [self.item(place)])[0].customer_id

    def item(self, place: int) -> int:
        return self.ids[place]

    def lines(self, places: Sequence[int], spoken: Spoken) -> Iterable[str]:
        found = {row.item_id: row for row in item_window(self._office, [self.ids[at] for at in places])}
        fmt = self._office.settings.fmt
        for place in places:
            row = found.get(self.ids[place])
            if row is None:
                yield f"{place + 1}. no longer in the ledger; its import was taken back"
            else:
                yield phrases.item_line(place + 1, row, fmt, marked=row.item_id in spoken.marks)

    def sums(self) -> str:
        return _sums(item_summary(self._office, self._view), self._office, "open")


class Rows(Listing):
    """A short list, all of whose rows are here.

    Args:
        place: which one.
        title: how it is announced.
        nouns: what one of its rows is called, and several.
        rows: of the list.
        say: a row by its number.
        customer_of: the account of a row, None where it has none.
        item_of: the item of a row, None where it is none.
    """

    def __init__(
        self,
        place: str,
        title: str,
        nouns: tuple[str, str],
        rows: Sequence[RowT],
        say: Callable[[int, RowT], str],
        customer_of: Callable[[RowT], int | None] = lambda _: None,
        item_of: Callable[[RowT], int | None] = lambda _: None,
    ) -> None:
        self.place, self.title, self.nouns = place, title, nouns
        self.handles = [str(getattr(row, "handle", "")) for row in rows]
        self._say: Callable[[int], str] = lambda at: say(at + 1, rows[at])
        self._customers: Callable[[int], int | None] = lambda at: customer_of(rows[at])
        self._items: Callable[[int], int | None] = lambda at: item_of(rows[at])
        self._count = len(rows)

    def __len__(self) -> int:
        return self._count

    def lines(self, places: Sequence[int], spoken: Spoken) -> Iterable[str]:
        del spoken
        return map(self._say, places)

    def customer(self, place: int) -> int:
        found = self._customers(place)
        return super().customer(place) if found is None else found

    def item(self, place: int) -> int:
        found = self._items(place)
        return super().item(place) if found is None else found


def _sums(found: Summary, office: Office, word: str) -> str:
    fmt = office.settings.fmt
    amounts = [phrases.money(minor, code, fmt) for code, minor in sorted(found.sums.items())]
    return f"{', '.join(amounts)} {word}" if amounts else ""


def promises(office: Office, text: str = "") -> Listing:
    """The promises."""
    fmt, rows = office.settings.fmt, promise_rows(office, filter=text)

    def say(number: int, row: PromiseRow) -> str:
        return phrases.promise_line(number, row, fmt)

    nouns = ("promise", "promises")
    found = Rows("promises", "Promises", nouns, rows, say, lambda row: row.customer_id)
    found.filter = text
    return found


def entries(office: Office, text: str = "", *, today: bool) -> Listing:
    """The history, or what was done today."""
    rows = history(office, filter=text, day=office.today if today else None)

    def say(number: int, row: HistoryRow) -> str:
        return phrases.entry_line(number, row, day=not today)

    place, title = ("activity", "Activity today") if today else ("history", "History")
    found = Rows(place, title, ("entry", "entries"), rows, say)
    found.filter = text
    return found


def reasons(office: Office, text: str = "") -> Listing:
    """The office's reasons of disputes."""

    def say(number: int, row: ReasonRow) -> str:
        return f"{number}. {row.reason.code}, {row.reason.name}"

    found = Rows("reasons", "Reasons", ("reason", "reasons"), reason_rows(office, text), say)
    found.filter = text
    return found


def conflicts(office: Office, text: str = "") -> Listing:
    """What desks said differently of one thing."""

    def say(number: int, row: ConflictRow) -> str:
        return phrases.line(
            number, row.customer_no or row.thing, row.name, [row.about, f"conflict {row.id}"]
        )

    rows = conflict_list(office, filter=text)
    found = Rows(
        "conflicts", "Conflicts", ("conflict", "conflicts"), rows, say, lambda row: row.customer_id
    )
    found.filter = text
    return found


def imports(office: Office, text: str = "") -> Listing:
    """The files that were taken in, newest first."""

    def say(number: int, row: TakenIn) -> str:
        held = f", {row.held} held" if row.held else ""
        state = f"undone by {row.undone_by}" if row.undone_by else f"{row.items} items{held}"
        return f"{number}. {row.file} as of {row.as_of.isoformat()}, {state}, entry {row.handle}"

    found = Rows("imports", "Files taken in", ("file", "files"), imports_taken(office, text), say)
    found.filter = text
    return found


def found_by(office: Office, text: str) -> Listing:
    """What a text finds."""

    def customer_of(row: Found) -> int:
        return row.customer_id

    rows = find(office, text)
    return Rows(
        "found",
        f'Found by "{text}"',
        ("row", "rows"),
        rows,
        phrases.found_line,
        customer_of,
        lambda row: row.item_id,
    )


MAKERS: Mapping[str, Callable[[Office, str], Listing]] = {
    "worklist": Accounts,
    "items": Items,
    "promises": promises,
    "activity": lambda office, text: entries(office, text, today=True),
    "history": lambda office, text: entries(office, text, today=False),
    "reasons": reasons,
    "conflicts": conflicts,
    "imports": imports,
}
"""How each place is made, by the name that its action `go.` has."""
