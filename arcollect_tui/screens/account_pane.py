"""The pane about one account. It follows the cursor a moment behind, so that moving stays smooth.

What an account is read and written with is loaded with the first account, so that the rows beside the
pane need not wait for it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.widgets.pane import PaneLine, TextPane

if TYPE_CHECKING:
    from arcollect_tui.services.account import Account
    from arcollect_tui.services.conflict_rows import ConflictRow
    from arcollect_tui.services.reach import Reach

FOLLOW = 0.08
"""Seconds without a move after which the pane follows the cursor."""

ACTIVITIES = 60
ROOMY = 16
"""Lines from which on each fact has a line of its own."""

MARGIN = 1
HINTS = "Enter open  J/K next/prev  z zoom"


class AccountPane(TextPane):
    """Shows the account under the cursor, in the form that its place has room for."""

    def __init__(self) -> None:
        super().__init__(widget_id="pane")
        self._customer: int | None = None
        self._shown: tuple[Account, Reach] | None = None
        self.loaded: int | None = None
        """The account that was asked for last and has come, or has not been found."""
        self._later: Timer | None = None
        self._reaching = False
        """Whether the tables of numbers and zones are loaded, so that all can be asked for at once."""

    @property
    def _ws(self) -> Workstation:
        app = self.app
        if not isinstance(app, Workstation):
            raise TypeError("the pane lives in a Workstation")
        return app

    def follow(self, customer: int | None) -> None:
        """Another account is under the cursor."""
        if customer == self._customer and customer is not None:
            return
        first = self._customer is None
        self._customer = customer
        if self._later is not None:
            self._later.stop()
        if customer is None:
            self._shown = None
            self.caption("")
            self.set_lines(())
        elif first:
            self.call_after_refresh(self.reload)
        else:
            self._later = self.set_timer(FOLLOW, self.reload)

    def reload(self) -> None:
        """Ask for the account anew."""
        customer, ws = self._customer, self._ws
        if customer is None:
            return
        office, reaching = ws.office, self._reaching

        def job() -> "tuple[Account, Reach | None]":
            from arcollect_tui.screens import account_text  # noqa: F401 - loaded here, beside the keys
            from arcollect_tui.services.account import account
            from arcollect_tui.services.reach import reach_of

            found = account(office, customer, activities=ACTIVITIES)
            return found, reach_of(office, found) if reaching else None

        ws.fetch(self, "account", job, self._show, lambda error: self._gone(error.sentence))

    def _show(self, answer: "tuple[Account, Reach | None]") -> None:
        """Show the account at once; what time it is there takes longer to know the first time."""
        from arcollect_tui.services.reach import NOWHERE, reach_of

        found, reach = answer
        same = self._shown is not None and self._shown[0].customer.id == found.customer.id
        before = self._shown[1] if self._shown is not None and same else NOWHERE
        self._shown = (found, before if reach is None else reach)
        self._compose_lines(to_top=not same)
        self._came(found.customer.id)
        if reach is None:
            office = self._ws.office
            self._ws.fetch(self, "clock", lambda: (found, reach_of(office, found)), self._show_clock)

    def _show_clock(self, answer: "tuple[Account, Reach]") -> None:
        self._reaching = True
        if self._shown is not None and self._shown[0] is answer[0] and self._shown[1] != answer[1]:
            self._shown = answer
            self._compose_lines(to_top=False)

    def _came(self, customer: int | None) -> None:
        """Keys may have waited for what is shown."""
        self.loaded = customer
        self._ws.call_later(self._ws.take_keys)

    @property
    def conflicts(self) -> tuple["ConflictRow", ...]:
        """The conflicts that are shown."""
        return () if self._shown is None else self._shown[0].conflicts

    def hide(self, conflict: "ConflictRow") -> None:
        """Take a conflict off the pane; it is about to be settled."""
        from arcollect_tui.screens.conflict_text import without

        if self._shown is not None:
            self._shown = (without(self._shown[0], conflict), self._shown[1])
            self._compose_lines(to_top=False)

    def _gone(self, sentence: str) -> None:
        self._shown = None
        self._came(self._customer)
        self.caption("")
        self.set_lines((_indented(((sentence, ""),)),))

    def _compose_lines(self, *, to_top: bool) -> None:
        if self._shown is None:
            return
        from arcollect_tui.screens.account_text import Setting, account_lines

        found, there = self._shown
        setting = Setting(self._ws.fmt, self._ws.today, max(20, self.size.width - 2 * MARGIN))
        setting = replace(setting, compact=self.size.height < ROOMY)
        self.caption(f"{found.customer.number} {found.customer.name}", HINTS)
        self.set_lines([_indented(line) for line in account_lines(found, there, setting)], to_top=to_top)

    def on_resize(self) -> None:
        """Compose for the new size."""
        self._compose_lines(to_top=False)


def _indented(line: PaneLine) -> PaneLine:
    """The line with its margin: a padding of the widget would be sent apart, with every line."""
    if not line:
        return line
    (text, tone), *rest = line
    return ((f"{' ' * MARGIN}{text}", tone), *rest)
