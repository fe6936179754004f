"""Taking in a file: its path, what it would change on a screen of its own, and then as one step."""

from pathlib import Path

from arcollect_tui.screens.file_form import FileForm, Unread
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.mapper import Mapper
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.import_plan import ImportPlan


def take_in_file(ws: Workstation, title: str = "Take in a file", text: str = "", *, left: str = "") -> None:
    """Ask for a file, show what it would change, take it in as one step.

    Args:
        ws: the app.
        title: what stands in the border of the form.
        text: a path to begin with.
        left: what is said when no file is given.

    Raises:
        Refused: the store is open for reading only.
    """
    ws.check_writable()

    def planned(found: ImportPlan | Unread | None) -> None:
        if isinstance(found, Unread):
            path = found.path
            ws.push_screen(Mapper(path, found.options, preview, left=lambda: again(path)))
        elif found is not None:
            preview(found)
        elif left:
            ws.say(left)

    def preview(plan: ImportPlan) -> None:
        ws.push_screen(ImportPreview(plan, lambda plan: again(plan.paths[0])))

    def again(path: Path) -> None:
        take_in_file(ws, title, str(path), left=left)

    ws.push_screen(FileForm(title, text), planned)
