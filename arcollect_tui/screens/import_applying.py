"""Taking in the file of a preview, off the screen's thread and as one step."""

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens.import_deeds import PreviewDeeds
from arcollect_tui.services.imports import apply_import
from arcollect_tui.services.office import Saved


class AppliesPlan(PreviewDeeds):
    """A preview whose plan is applied; it goes when that is done."""

    _taken_in = False

    def apply_plan(self) -> None:
        """Take the file in, as one entry.

        Raises:
            Refused: it is in already, a guard stops it, or it is being read.
        """
        plan, office = self.plan, self.ws.office
        self.ws.check_writable()
        if self.reading or self.applying:
            raise Refused("Wait: the file is being read or taken in.")
        if plan.known:
            raise Refused(f"{plan.sentence} Esc leaves.")
        if plan.guards:
            names = ", ".join(guard.name for guard in plan.guards)
            raise Refused(f"Stopped by {names}: read it, then l on that row lets it through.")
        self.applying = True
        self.status(f"Taking in {plan.file}.")

        def progress(stage: str, done: int) -> None:
            self.tell(stage, done)

        def done(found: tuple[Saved]) -> None:
            self.applying = False
            self._taken_in = True
            self.status("")
            self._leave_when_done()
            self.go_on()
            # Said when this screen is gone: its echo line goes with it.
            self.ws.call_later(self.ws.say_saved, found[0])

        def failed(_: ArcollectError) -> None:
            self.applying = False
            self.status("")
            self.go_on()

        self.ws.write(lambda: (apply_import(office, plan, progress),), done, failed)
        self.ws.remember(None)

    def _leave_when_done(self) -> None:
        """Go when the file is in; what stands above, a call for example, is not taken away."""
        if self._taken_in and self.app.screen is self:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """What stood above is gone."""
        self._leave_when_done()
