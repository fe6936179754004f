"""Writing what a form asks for, behind everything that is still to be saved."""

from collections.abc import Callable
from datetime import date

from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.export_form import ExportForm
from arcollect_tui.screens.export_request import EVERY, LAST, THIS, ExportRequest
from arcollect_tui.services.export_forms import ACTIVITY
from arcollect_tui.services.export_habits import keep_habit
from arcollect_tui.services.exports import Exported, export
from arcollect_tui.services.office import Office


def export_seen(screen: OfficeScreen, what: str, text: str, *, since: date | None = None) -> None:
    """Ask for the file, then write it.

    Args:
        screen: whose rows they are.
        what: the export.
        text: the filter of the rows.
        since: the first local day of entries; all of them when None.
    """
    title = f"today's {what}" if since else f"{what}, f {text}" if text else what
    form = ExportForm(what, title, text, since.isoformat() if since else "all", EVERY)
    screen.app.push_screen(form, lambda request: _write(screen, request))


def export_unsent(screen: OfficeScreen) -> None:
    """Ask for the file of what this desk did and no file has carried yet, then write and note it."""
    form = ExportForm(ACTIVITY, "what was not sent yet", "", LAST, THIS)
    screen.app.push_screen(form, lambda request: _write(screen, request))


def _write(screen: OfficeScreen, request: ExportRequest | None) -> None:
    if request is not None:
        hand_out(screen, lambda office: _exported(office, request))


def _exported(office: Office, request: ExportRequest) -> Exported:
    done = export(
        office,
        request.what,
        request.out,
        since=request.since,
        layout=request.layout,
        all_desks=request.all_desks,
        filter=request.filter,
    )
    if not office.read_only:
        keep_habit(office, done.path)
    return done


def hand_out(screen: OfficeScreen, job: Callable[[Office], Exported]) -> None:
    """Write a file and say so; in a store that is open for reading what needs no note."""
    ws, office = screen.ws, screen.ws.office

    def done(exported: Exported) -> None:
        ws.say(exported.sentence)

    if office.read_only:
        screen.ask("export", lambda: job(office), done)
    else:
        ws.write(lambda: job(office), done)
