"""Saving the filter of the list in front as a view, or dropping such a view."""

from arcollect_tui.errors import Refused
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.view_keys import shipped_letters
from arcollect_tui.screens.views import ViewForm, ViewWish
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.views import View, drop_view, save_view, saved_views


def ask_to_save_view(ws: Workstation) -> None:
    """Ask under which letter the filter of the list in front is saved.

    Raises:
        Refused: it has none, or nothing can be written.
    """
    ws.check_writable()
    screen, place = ws.screen, ws.place
    text = screen.view_filter() if isinstance(screen, OfficeScreen) else None
    if not text:
        raise Refused("There is nothing to save: f types a filter first.")

    def filled(wish: ViewWish | None) -> None:
        if wish is not None:
            _keep_view(ws, wish, View(wish.key, place, wish.name, text))

    ws.push_screen(ViewForm(text, ws.views, shipped_letters(ws.engine.actions)), filled)


def _keep_view(ws: Workstation, wish: ViewWish, view: View) -> None:
    office, shipped = ws.office, shipped_letters(ws.engine.actions)

    def job() -> tuple[str, list[View]]:
        if wish.drop:
            dropped = drop_view(office, view.key)
            return f"Dropped the view {dropped.key}, {dropped.name}.", saved_views(office)
        kept = save_view(office, view, shipped)
        return f"Saved: V {kept.key} shows {kept.name}.", saved_views(office)

    def saved(found: tuple[str, list[View]]) -> None:
        ws.take_views(found[1])
        ws.say(found[0])

    ws.write(job, saved)
