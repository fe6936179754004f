"""Keeping what is typed into a form: saved at every pause, offered again, dropped.

What was typed before an older draft of the same form was found is saved at once, under a token of its own;
it goes over to the older draft's when that is taken up.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen
from textual.timer import Timer

from arcollect_tui.errors import ArcollectError
from arcollect_tui.rules.formats import long_day
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.drafts import SavedDraft, drafts, drop_draft, new_token, save_draft
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import Texts, as_body

PAUSE = 0.2
"""Seconds after which what was typed is saved, also while somebody goes on typing."""
_LONG_NUMBER = re.compile(r"(?:\d\W{0,3}){7}$")


@runtime_checkable
class KeepsDraft(Protocol):
    """A form whose texts are kept."""

    keeper: "DraftKeeper"


class DraftKeeper:
    """The draft of one open form.

    Args:
        drawer: the form.
        form: names it among the drafts.
        customer: whom it is about; a number that no customer has when it is about none.
        typed: the texts that differ from what the form proposes; empty when there is nothing to keep.
        told: takes a word or two on whether the draft is safe.
        token: of the form, if it is opened once more; the same deed is stored once.
    """

    def __init__(
        self,
        drawer: Drawer[Any],
        form: str,
        customer: int,
        typed: Callable[[], Texts],
        told: Callable[[str], None],
        token: bytes | None = None,
    ) -> None:
        self.token = token or new_token()
        self._drawer = drawer
        self._form = form
        self._customer = customer
        self._typed = typed
        self._told = told
        self._pause: Timer | None = None
        self._kept: str | None = ""
        self._replaced: bytes | None = None
        self._ended = False

    # Finding

    def find(self, office: Office, held: Collection[bytes]) -> SavedDraft | None:
        """The newest draft of such a form that no open form holds; to be asked for in a thread."""
        mine = (self._customer, self._form)
        found = (kept for kept in drafts(office) if (kept.customer_id, kept.form) == mine)
        return next((kept for kept in found if kept.token not in held), None)

    def take_up(self, kept: SavedDraft) -> None:
        """Go on with a draft that was left here before; its texts are to be put into the fields."""
        self._replaced = self.token if self._kept else None
        self.token, self._kept = kept.token, kept.body

    # Keeping

    def changed(self, text: str) -> None:
        """A field was typed in; `text` is what stands there now."""
        # A number that may be growing into a card's waits for the pause after it, to be masked whole.
        if self._pause is None or _LONG_NUMBER.search(text):
            self._stop()
            self._pause = self._drawer.set_timer(PAUSE, self.keep)

    def keep(self) -> None:
        """Save what is typed, if it differs from what was saved."""
        self._stop()
        ws = self._drawer.ws
        if ws.office.read_only or self._ended:
            return
        typed = self._typed()
        body = as_body(typed) if typed else ""
        if body != self._kept:
            self._write(body)
        if self._replaced is not None:
            ws.write(partial(drop_draft, ws.office, self._replaced), look=False)
            self._replaced = None

    def _write(self, body: str) -> None:
        self._kept = body
        ws, token = self._drawer.ws, self.token
        if body:
            job = partial(save_draft, ws.office, self._form, self._customer, token, body)
            ws.write(job, lambda _: self._told("draft saved"), self._refused, look=False)
        else:
            ws.write(partial(drop_draft, ws.office, token))

    def _refused(self, _: ArcollectError) -> None:
        self._kept = None  # what is stored is older: leaving, or the next key, tries again
        self._told("draft not saved")

    def end(self) -> None:
        """Save nothing more: the deed goes its way, and the draft with it."""
        # A pause that has ended already may still be waiting for its turn.
        self._ended = True
        self._stop()

    def _stop(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def drop(self) -> None:
        """Forget what is typed, if any of it was saved."""
        self.end()
        ws = self._drawer.ws
        if self._kept != "":
            ws.write(partial(drop_draft, ws.office, self.token))


def held_tokens(screens: Iterable[Screen[Any]]) -> frozenset[bytes]:
    """The drafts of open forms: one that a call has parked still holds its own."""
    return frozenset(screen.keeper.token for screen in screens if isinstance(screen, KeepsDraft))


def restored(kept: SavedDraft, drop: str) -> str:
    """Says that a draft was taken up, and which key drops it."""
    at = datetime.fromtimestamp(kept.saved_at / 1_000_000).astimezone()
    return f"Restored the draft of {long_day(at.date())} {at:%H:%M}. {drop} drops it."
