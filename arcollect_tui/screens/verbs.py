"""What a collector does with an account, the same on the worklist and on the account's own screen.

Each verb acts at once on what the screen holds (the account under the cursor), then hands the writing
to the writer; the screen shows the deed before the store has it and takes it back if it is refused.
The verbs themselves stand in `call_verbs`, `note_verbs` and `contact_verbs`, which the worklist does not
need for its first rows: they load after it, or with the first key that wants them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.outcomes import Outcome
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.settling import ConflictVerbs
from arcollect_tui.services.office import Saved
from arcollect_tui.services.who import Who


@dataclass(frozen=True, slots=True)
class Repeat:
    """What `.` does again: a deed that is worked out anew for another account."""

    run: Run
    deed: Callable[[int], Saved]


class AccountVerbs(ConflictVerbs):
    """A screen with an account to act on."""

    def who(self) -> Who:
        """The account to act on.

        Raises:
            Refused: there is none.
        """
        raise NotImplementedError

    def walk(self, steps: int) -> None:
        """Go to another account of the list."""
        del steps

    def marked_items(self) -> tuple[int, ...]:
        """Items of the account that are marked here."""
        return ()

    def worked(self, customer: int, words: str = "") -> None:
        """The account was worked: say so (or these words) in its row and go to the next."""

    def not_worked(self, customer: int) -> None:
        """The deed was refused or taken back."""

    def perform(self, run: Run) -> bool:
        """Do a verb on the account."""
        deed = _VERBS.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed(self, run)
        return True

    # How a deed is written, shown and repeated

    def write_deed(
        self,
        who: Who,
        deed: Callable[[int], Saved],
        *,
        stay: bool,
        words: str = "",
        failed: Callable[[ArcollectError], None] | None = None,
    ) -> None:
        """Hand a deed to the writer and go on."""

        def refused(error: ArcollectError) -> None:
            self.not_worked(who.id)
            self.ws.remember(None)
            if failed is not None:
                failed(error)

        self.ws.write(lambda: deed(who.id), lambda saved: self.recorded(who.id, saved), refused)
        if not stay:
            self.worked(who.id, words)

    def recorded(self, customer: int, saved: Saved) -> None:
        """A deed about the account is in the store."""

    def is_repeated(self, run: Run) -> bool:
        """Whether the last deed is wanted as it was, not with another count."""
        repeat = self.ws.repeat
        return isinstance(repeat, Repeat) and repeat.run.count == run.count

    def do_again(self, who: Who, run: Run) -> None:
        """Do the last deed with this account.

        Raises:
            Refused: there is none.
        """
        repeat = self.ws.repeat
        if not isinstance(repeat, Repeat):
            raise Refused(". repeats the last write, and there is none yet")
        deed = repeat.deed
        self.write_deed(who, deed, stay=run.action_id == "account.note")

    def remember(self, run: Run, deed: Callable[[int], Saved], label: str) -> None:
        """Note a deed for the repeat key, with the words of the status line."""
        self.ws.repeat = Repeat(run, deed)
        self.ws.remember(run, label)

    # The verbs

    def log_outcome(self, run: Run) -> None:
        """Log a call; the form asks for what the outcome needs."""
        from arcollect_tui.screens.call_verbs import log_outcome

        log_outcome(self, run)

    def open_call(self, who: Who, outcome: Outcome, run: Run) -> None:
        """Open the form of a call."""
        from arcollect_tui.screens.call_verbs import open_call

        open_call(self, who, outcome, run)

    def pick_outcome(self, run: Run) -> None:
        """Pick an outcome from the list of all, then fill in its form."""
        from arcollect_tui.screens.call_verbs import pick_outcome

        pick_outcome(self, run)

    def note(self, run: Run) -> None:
        """Write a note on the account."""
        from arcollect_tui.screens.note_verbs import write_note

        write_note(self, run)

    def reschedule(self, run: Run) -> None:
        """Set the next action; a count is days from today."""
        from arcollect_tui.screens.note_verbs import change_day

        change_day(self, run)

    def contacts(self, run: Run) -> None:
        """Add, correct or retire a contact."""
        from arcollect_tui.screens.contact_verbs import open_contacts

        open_contacts(self, run)

    def open_card(self, who: Who, contact: int | None = None, again: Again | None = None) -> None:
        """Open the form of contacts, on one of them or on a new one."""
        from arcollect_tui.screens.contact_verbs import open_card

        open_card(self, who, contact, again)

    def assign(self, run: Run) -> None:
        """Assign the account, or the marked ones, to a colleague."""
        from arcollect_tui.screens.assign_verb import assign

        assign(self, run)

    def copy(self, run: Run) -> None:
        """Copy something of the account to the terminal's clipboard."""
        from arcollect_tui.screens.contact_verbs import copy_of_account

        copy_of_account(self, run)


_VERBS: dict[str, Callable[[AccountVerbs, Run], None]] = {
    "worklist.log_outcome": AccountVerbs.log_outcome,
    "worklist.pick_outcome": AccountVerbs.pick_outcome,
    "account.note": AccountVerbs.note,
    "account.reschedule": AccountVerbs.reschedule,
    "account.contacts": AccountVerbs.contacts,
    "account.assign": AccountVerbs.assign,
    "copy": AccountVerbs.copy,
}
