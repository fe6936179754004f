"""Keeps what is typed into a form as its draft, a moment behind the keys, so that nothing typed is lost."""

import re
from collections.abc import Callable
from functools import partial
from typing import ClassVar, Protocol

from textual.timer import Timer

from arcollect_tui.errors import ArcollectError
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.drafts import SavedDraft, drop_draft, save_draft
from arcollect_tui.services.texts import Texts, as_body
from arcollect_tui.services.who import Who

PAUSE = 0.2
"""Seconds after which what was typed is saved, also while somebody goes on typing."""
_LONG_NUMBER = re.compile(r"(?:\d\W{0,3}){7}$")


class Drafted(Protocol):
    """A form whose draft is kept."""

    NAME: ClassVar[str]
    who: Who
    ready: bool

    @property
    def ws(self) -> Workstation:
        """The app."""

    def set_timer(self, _delay: float, _callback: Callable[[], None], /) -> Timer:
        """Call back after so many seconds, unless the form has gone."""

    def typed(self) -> Texts:
        """The texts that differ from the proposals."""

    def say_safe(self, words: str) -> None:
        """Say whether what is typed is saved."""


class DraftKeeper:
    """Saves what is typed into one form.

    Args:
        form: the form.
        token: names the draft; the same form is stored once.
    """

    def __init__(self, form: Drafted, token: bytes) -> None:
        self.token = token
        self._form = form
        self._pause: Timer | None = None
        self._kept = ""

    def restored(self, draft: SavedDraft) -> None:
        """A draft that was left here before stands in the form again."""
        self.token, self._kept = draft.token, draft.body

    def text_changed(self, text: str) -> None:
        """Somebody typed; save soon.

        A number that may be growing into a card's waits for the pause after it, to be masked whole.
        """
        if self._pause is None or _LONG_NUMBER.search(text):
            self.rest()
            self._pause = self._form.set_timer(PAUSE, self.keep)

    def keep(self) -> None:
        """Save what is typed, if it differs from what was saved."""
        self.rest()
        form = self._form
        typed = form.typed()
        body = as_body(typed) if typed else ""
        if body == self._kept or form.ws.office.read_only or not form.ready:
            return
        self._kept = body
        office, token = form.ws.office, self.token
        if body:
            job = partial(save_draft, office, form.NAME, form.who.id, token, body)
            form.ws.write(job, self._saved, self._refused, look=False)
        else:
            form.ws.write(lambda: drop_draft(office, token))

    def drop(self) -> None:
        """Forget what is typed, here and in the store."""
        self.rest()
        office, token = self._form.ws.office, self.token
        self._form.ws.write(lambda: drop_draft(office, token))

    def rest(self) -> None:
        """Save nothing more unless somebody types."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _saved(self, _: None) -> None:
        self._form.say_safe("draft saved")

    def _refused(self, _: ArcollectError) -> None:
        self._kept = ""  # leaving, or the next key, tries again
        self._form.say_safe("draft not saved")
