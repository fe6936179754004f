"""An inbound call interrupts anything, and the very place comes back.

What is in front stays on the stack of screens as it is: cursor, marks, filter, a form with all that is
typed. The call gets the screens above it and places of its own, so nothing that is done meanwhile can
move what is parked. A call may interrupt a call. Forms keep their drafts in the store at once, so that
what is parked also survives the end of the program.
"""

from typing import Any

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.outcomes import INBOUND
from arcollect_tui.screens.base import Drawer, OfficeScreen
from arcollect_tui.screens.visits import Parked
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.office import Saved

WHO_CALLS = "A call comes in: who is it?"
BACK = "R back"


class Answering(Workstation):
    """The workstation, with calls that come in."""

    def perform(self, run: Run) -> bool:
        """Answer a call; go back to what it interrupted."""
        if run.action_id == "call.answer":
            self._answer()
        elif run.action_id == "call.back":
            self._go_back()
        else:
            return super().perform(run)
        return True

    def _answer(self) -> None:
        """Park what is in front and ask who calls.

        Raises:
            Refused: that is being asked already.
        """
        from arcollect_tui.screens.caller import AskWho

        if isinstance(self.screen, AskWho):
            raise Refused("Type who calls: a part of a name, a number or a phone. Esc goes back.")
        self.put_away()
        self.parked.append(Parked(self._doing(), len(self.screen_stack), self.visits))
        self.visits = self.visits.anew()
        self.push_screen(AskWho(WHO_CALLS), self._found)

    def _doing(self) -> str:
        """What is in front, in words."""
        screens = (s for s in reversed(self.screen_stack) if isinstance(s, OfficeScreen | Drawer))
        return next((words for screen in screens if (words := screen.doing())), "what you did")

    def _found(self, found: Any) -> None:  # noqa: ANN401 - Found, whose module loads with the drawer
        from arcollect_tui.screens.caller import CallerScreen

        if found is None:
            self._restore()
            return
        screen = CallerScreen(found.who, item_id=found.item_id)
        self.push_screen(screen, lambda _: self._restore())
        if not self.office.read_only:
            run = Run("worklist.log_outcome", argument=INBOUND, writes=True)
            outcomes = self.office.settings.outcomes
            screen.attempt(lambda: screen.open_call(found.who, outcomes.find(INBOUND), run))

    def _go_back(self) -> None:
        """Leave the call and go back.

        Raises:
            Refused: nothing is parked.
        """
        if not self.parked:
            raise Refused("Nothing is parked: Ctrl+T parks what you do and answers a call.")
        self.put_away()
        while len(self.screen_stack) > self.parked[-1].depth:
            self.pop_screen()
        self._restore()

    def _restore(self) -> None:
        """What was parked is in front again: its places are the places."""
        parked = self.parked.pop()
        over, self.visits = self.visits, parked.visits
        for screen in over.screens():
            self.uninstall_screen(screen)
            screen.remove()
        for place in self._places():
            place.show_top()
        self.engine.clear()
        self.say(f"Back at: {parked.words}.")

    # While something is parked

    def parked_words(self) -> str:
        """What is parked, and how to go back to it; empty when nothing is."""
        return f"parked: {self.parked[-1].words}, R goes back" if self.parked else ""

    def say_saved(self, saved: Saved) -> None:
        """Announce what was stored, how to take it back, and how to go back to what is parked."""
        super().say_saved(saved)
        if self.parked and not saved.again:
            self.say(f"{self.said.pop()}  {BACK}")

    def leave_place(self) -> None:
        """Go back; from the first place of a call to the caller's account."""
        if self.parked and self.place and self.visits.at_the_start:
            self.pop_screen()
            self.visits.front = ""
            return
        super().leave_place()
