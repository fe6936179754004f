"""What the plain mode knows between two lines: the list, the row it stands on, marks, what `.` repeats."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from arcollect_tui.errors import Refused
from arcollect_tui.plain.console import Console
from arcollect_tui.plain.listings import MAKERS, Accounts, Items, Listing, Spoken
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.office import Office, Saved

PAGE = 10
"""Rows that are said at once; `more` says the next."""
READ_ONLY = "Open for reading only: nothing can be saved. Start without --read-only."


@dataclass(frozen=True, slots=True)
class Repeat:
    """What `.` does again, worked out anew.

    Attributes:
        deed: takes the account, or the item.
        of_item: it is about an item.
        stays: it does not work the account, so the next one is not gone to.
    """

    deed: Callable[[int], Saved]
    of_item: bool = False
    stays: bool = False


class Session:
    """One sitting.

    Args:
        office: the open office.
        console: what is read and said.
    """

    def __init__(self, office: Office, console: Console) -> None:
        self.office = office
        self.console = console
        self.listing: Listing = Accounts(office)
        self.at = 0
        self.heard = 0
        self.opened: int | None = None
        self.done: dict[int, str] = {}
        self._worked: dict[bytes, int] = {}
        self.marks: set[int] = set()
        self.repeat: Repeat | None = None
        self.before: Listing | None = None
        self.last_filter = ""
        self.goes_on = console.script is False
        self.over = False

    # Lists

    def show(self, listing: Listing) -> None:
        """Make a list the one that numbers mean, and say its first rows."""
        if listing.place != self.listing.place:
            self.before = self.listing
        if listing.filter:
            self.last_filter = listing.filter
        self.listing, self.at, self.heard, self.opened = listing, 0, 0, None
        one, many = listing.nouns
        count = f"1 {one}" if len(listing) == 1 else f"{len(listing):,} {many}"
        about = f" for {listing.filter}" if listing.filter else ""
        sums = f", {found}" if (found := listing.sums()) else ""
        self.console.say(f"{listing.title}{about}: {count}{sums}.")
        if len(listing):
            self.more()

    def go(self, place: str, text: str = "") -> None:
        """Go to a place.

        Raises:
            Refused: the plain mode has no such list.
            QueryError: the filter cannot be read.
        """
        maker = MAKERS.get(place)
        if maker is None:
            raise Refused(f"There is no list {place} here: ? lists the commands.")
        self.show(maker(self.office, text))

    def more(self, count: int = PAGE) -> None:
        """Say the next rows.

        Raises:
            Refused: there are none.
        """
        places = range(self.heard, min(self.heard + count, len(self.listing)))
        if not places:
            raise Refused("That was the last row: list says the list again.")
        self.console.rows(self.listing.lines(places, self.spoken))
        self.heard = places.stop
        left = len(self.listing) - self.heard
        if left:
            self.console.say(f"{left:,} more: more says them.")

    @property
    def spoken(self) -> Spoken:
        """What rows say besides what they hold."""
        return Spoken(self.done, self.marks)

    def stand_on(self, number: int) -> None:
        """Make a row the current one, by its number.

        Raises:
            Refused: the list has no such row.
        """
        self.at, self.opened = self.place_of(number), None

    def place_of(self, number: int) -> int:
        """The place of a row, counted from 0.

        Raises:
            Refused: the list has no such row.
        """
        last = len(self.listing)
        if not 1 <= number <= last:
            rows = f"has rows 1 to {last:,}" if last else "is empty"
            raise Refused(
                f"There is no row {number}: the list {rows}. account {number} is by its own number."
            )
        return number - 1

    def say_row(self, words: str = "") -> None:
        """Say the current row."""
        if len(self.listing):
            for text in self.listing.lines([self.at], self.spoken):
                self.console.row(f"{words}{text}")

    # The account, the item

    def customer(self) -> int:
        """The account that verbs are about.

        Raises:
            Refused: there is none.
        """
        if self.opened is not None:
            return self.opened
        if not len(self.listing):
            raise Refused("The list is empty: w lists the accounts, account NUMBER opens one.")
        return self.listing.customer(self.at)

    def item(self) -> int:
        """The item that verbs are about.

        Raises:
            Refused: there is none.
        """
        if not len(self.listing) or self.opened is not None:
            raise Refused("No item is chosen: name it after the reason, or list items with gi or V s.")
        return self.listing.item(self.at)

    @property
    def on_items(self) -> bool:
        """Whether the current row is an item."""
        return isinstance(self.listing, Items) and self.opened is None

    def account(self, activities: int | None = 0) -> Account:
        """The account that verbs are about, as it is now."""
        return account(self.office, self.customer(), activities=activities)

    # Deeds

    def check_writable(self) -> None:
        """See that deeds are allowed.

        Raises:
            Refused: the store is open for reading only.
        """
        if self.office.read_only:
            raise Refused(READ_ONLY)

    def saved(self, saved: Saved, *, worked: int | None = None) -> None:
        """Say what was stored; where an account was worked, what comes next."""
        self.console.say(saved.sentence)
        for warning in saved.warnings:
            self.console.say(f"Note: {warning}")
        if worked is not None and not saved.again:
            self._worked[saved.entry] = worked
            self.done[worked] = f"done {self.office.clock.local():%H:%M}"
            self._next_undone(worked)

    def next_row(self) -> None:
        """Go to the row below, if there is one, and say it."""
        if self.at + 1 < len(self.listing):
            self.at += 1
            self.say_row("Next: ")

    def not_worked(self, entries: Iterable[bytes]) -> None:
        """The accounts of these entries are as they were before."""
        for entry in entries:
            if entry in self._worked:
                self.done.pop(self._worked.pop(entry), None)

    def _next_undone(self, worked: int) -> None:
        """Go to the next account that is not worked, from the top again after the last one."""
        listing = self.listing
        if not isinstance(listing, Accounts) or listing.customer(self.at) != worked:
            return
        turn: Iterable[int] = (*range(self.at + 1, len(listing)), *range(self.at))
        for place in turn:
            if listing.customer(place) not in self.done:
                self.at, self.opened = place, None
                self.say_row("Next: ")
                return
        self.console.say("That was the last account of the list: w lists what is due now.")
