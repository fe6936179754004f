"""A file to take in, of whatever kind: of the ledger, of codings, an edited list, a colleague's entries."""

from collections.abc import Sequence
from pathlib import Path

from arcollect_tui.data.imports.wishes import Wishes
from arcollect_tui.data.sync.header import SUFFIX as BUNDLE
from arcollect_tui.errors import FileRefused
from arcollect_tui.services.coding_files import (
    CodingFilePlan,
    apply_coding_file,
    is_coding_file,
    plan_coding_file,
)
from arcollect_tui.services.edited_lists import EditedPlan, apply_edited, is_edited_list, plan_edited
from arcollect_tui.services.exchange import ExchangePlan, apply_exchange, is_exchange, plan_exchange
from arcollect_tui.services.imports import ImportOptions, ImportPlan, Progress, apply_import, plan_import
from arcollect_tui.services.office import Office, Saved

ReturnedPlan = ExchangePlan | CodingFilePlan | EditedPlan
"""Of a file that an arcollect wrote."""
FilePlan = ImportPlan | ReturnedPlan


def plan_file(
    office: Office,
    path: Path,
    options: ImportOptions,
    progress: Progress | None = None,
    beside: Sequence[Path] = (),
) -> FilePlan:
    """Read a file and work out what it would change; nothing is written.

    Args:
        office: the office.
        path: the file; its kind is known by what stands in it, or by the layout that is named.
        options: what the user says about it.
        progress: told how far it is.
        beside: files that its layout joins with it.

    Raises:
        EncodingAsked: its letters have several readings.
        FileRefused: it cannot be read or understood.
        ForkRefused: it tells another story of a desk than the store.
        UsageError: an option cannot be read.
    """
    if path.suffix.lower() == BUNDLE:
        raise FileRefused(
            f"{path.name} is a bundle of a shared folder. Sync with the folder: arcollect sync FOLDER, g y."
        )
    if is_exchange(path):
        return plan_exchange(office, path, progress)
    if is_coding_file(path, options.layout):
        return plan_coding_file(office, path, options.layout, Wishes(options.encoding, options.sheet))
    if options.layout is None and is_edited_list(path):
        return plan_edited(office, path)
    return plan_import(office, path, options, progress, beside)


def apply_file(office: Office, plan: FilePlan, progress: Progress | None = None) -> Saved:
    """Write what a planned file changes, as one step.

    Raises:
        ForkRefused: file and store tell two stories of one desk.
        GuardRefused: a guard stops it.
        Refused: nothing of it can be written, or the office changed since the plan was made.
    """
    if isinstance(plan, ExchangePlan):
        return apply_exchange(office, plan, progress)
    if isinstance(plan, CodingFilePlan):
        return apply_coding_file(office, plan)
    if isinstance(plan, EditedPlan):
        return apply_edited(office, plan)
    return apply_import(office, plan, progress)
