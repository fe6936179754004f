"""Taking in a file: its path, what it would change on a screen of its own, and then as one step."""

from arcollect_tui.screens.file_form import FileForm, Unread
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.mapper import Mapper
from arcollect_tui.screens.returned_preview import ReturnedPreview
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.files_in import FilePlan
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
    form = FileForm(title, text)

    def planned(found: FilePlan | Unread | None) -> None:
        if isinstance(found, Unread):
            ws.push_screen(Mapper(found.path, found.options, looked, left=again))
        elif isinstance(found, ImportPlan):
            preview(found)
        elif found is not None:
            ws.push_screen(ReturnedPreview(found, again))
        elif left:
            ws.say(left)

    def preview(plan: ImportPlan, *, looked: bool = False) -> None:
        ws.push_screen(ImportPreview(plan, lambda _: again(), looked=looked))

    def looked(plan: ImportPlan) -> None:
        preview(plan, looked=True)

    def again() -> None:
        take_in_file(ws, title, form.path, left=left)

    ws.push_screen(form, planned)
