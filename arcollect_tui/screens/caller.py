"""Who calls, and their account: the two screens of an inbound call."""

from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.answering import Answering
from arcollect_tui.screens.find import FindDrawer


class AskWho(FindDrawer):
    """Finds the account that calls."""


class CallerScreen(AccountScreen):
    """The account of somebody who called while something else was being done."""

    _told = False

    def on_mount(self) -> None:
        """Say what waits, for as long as the call lasts."""
        self.status(self._parked())

    def on_screen_resume(self) -> None:
        """The form of the call is saved or left: say how to go back."""
        if self.keys_ready and not self._told:
            self._told = True
            self.ws.say(f"P{self._parked()[1:]}.")

    def _parked(self) -> str:
        app = self.app
        return app.parked_words() if isinstance(app, Answering) else ""
