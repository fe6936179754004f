"""`V =`: under which letter and name the present filter is saved, or that a saved view is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.views import View, check_letter
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.safe import show

DROP = "-"
"""Typed as the name: forget the view."""


@dataclass(frozen=True, slots=True)
class ViewWish:
    """What to do with the present filter: save it under a letter, or drop what is there."""

    key: str
    name: str
    drop: bool = False


class ViewForm(Drawer[ViewWish | None]):
    """Asks for a letter and a name.

    Args:
        text: the filter that would be saved.
        views: the saved views there are.
        shipped: letters that are taken.
    """

    SCOPE = "view"

    def __init__(self, text: str, views: Sequence[View], shipped: Sequence[str]) -> None:
        super().__init__()
        self._text = text
        self._views = {view.key: view for view in views}
        self._shipped = tuple(shipped)
        self._letter = Field("letter", "Letter", echo=self._say_letter, size=4)
        self._called = Field("name", "Name", echo=self._say_name, size=40)

    def compose_body(self) -> ComposeResult:
        """Letter and name."""
        yield self._letter
        yield self._called

    def on_mount(self) -> None:
        """The letter first."""
        box = self.query_one("#box")
        box.border_title = show(f"Save the view: {self._text}")
        box.border_subtitle = show("Enter save  Tab letter, name  Esc leave")
        self._letter.focus_input()
        saved = ", ".join(f"{view.key} {view.name}" for view in self._views.values())
        self.status(f"saved: {saved}" if saved else "")

    def on_field_changed(self, event: Field.Changed) -> None:
        """What an empty name means depends on the letter."""
        event.stop()
        if event.field is self._letter:
            self._called.retell()

    @property
    def _key(self) -> str:
        return self._letter.value.strip()

    def _say_letter(self, typed: str) -> Echo:
        key = typed.strip()
        if not key:
            return Echo(f"a to z or A to Z, not {' '.join(sorted(self._shipped))}")
        try:
            check_letter(key, self._shipped)
        except ArcollectError as error:
            return Echo(error.sentence, ok=False)
        known = self._views.get(key)
        return Echo(f"V {key} is {known.name} now" if known else f"V {key} will show it")

    def _say_name(self, typed: str) -> Echo:
        known = self._views.get(self._key)
        if known is None:
            return Echo("a word or two")
        if typed.strip() == DROP:
            return Echo(f"Enter drops {known.name}")
        return Echo("replaces it" if typed.strip() else f"nothing: still {known.name}; {DROP} drops it")

    def perform(self, run: Run) -> bool:
        """Save or leave."""
        if run.action_id == "view.leave":
            self.dismiss(None)
        elif run.action_id == "view.keep":
            self._keep()
        else:
            return super().perform(run)
        return True

    def _keep(self) -> None:
        """Give the wish back; from the letter go on to the name first.

        Raises:
            ArcollectError: the letter cannot be had, or the name is missing.
        """
        key, name = self._key, self._called.value.strip()
        check_letter(key, self._shipped)
        if self._letter.has_focus_within and not name:
            self._called.focus_input()
            return
        if name == DROP and key not in self._views:
            raise Refused(f"There is no saved view {key} to drop: V lists them.")
        if not name and key not in self._views:
            raise Refused("The view has no name: type a word or two.")
        self.dismiss(ViewWish(key, name, drop=name == DROP))
