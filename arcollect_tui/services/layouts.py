"""Layouts of an office: which are known, how a file would be read, and saving one for the next time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from arcollect_tui.data.imports.choosing import CUSTOMERS
from arcollect_tui.data.imports.joins import grouped, header_of
from arcollect_tui.data.imports.layout import Catalogue, catalogue_at, shipped
from arcollect_tui.data.imports.layout_model import AS_CHOSEN
from arcollect_tui.data.imports.layout_write import Said
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.proposal import Proposal
from arcollect_tui.data.imports.values import ColumnDecision
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.data.location import Place
from arcollect_tui.data.platform import private_folder
from arcollect_tui.data.store import Store
from arcollect_tui.data.toml_text import ENDING, NAME
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.column_choices import (
    decided,
    look_at_columns,
    said_of,
    understood,
    written,
)
from arcollect_tui.services.import_plan import ImportOptions
from arcollect_tui.services.places import folder_of

__all__ = [
    "Proposal",
    "SavedLayout",
    "files_together",
    "known_layouts",
    "layouts_of",
    "propose_layout",
    "save_layout",
]

AS_IT_IS = ImportOptions()


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """A layout that was written.

    Attributes:
        name: what `--layout` takes.
        path: the file it stands in.
        columns: what each column will be read as.
    """

    name: str
    path: Path
    columns: tuple[ColumnDecision, ...]


def known_layouts(place: Place) -> Catalogue:
    """The shipped layouts and those of the office whose store is there.

    Raises:
        FileRefused: a file of the office's own is no layout; file, line and field are named.
    """
    return catalogue_at(folder_of(place))


def layouts_of(store: Store) -> Catalogue:
    """The layouts of an office that is open."""
    return known_layouts(store.place)


def files_together(
    store: Store, files: Sequence[Path], wishes: Wishes = NONE
) -> list[tuple[Path, tuple[Path, ...]]]:
    """Each file that stands for itself, with those that its layout joins with it."""
    if len(files) < 2:
        return [(file, ()) for file in files]
    catalogue = layouts_of(store)
    return grouped([(file, _layout_name(file, catalogue, wishes)) for file in files], catalogue)


def _layout_name(file: Path, catalogue: Catalogue, wishes: Wishes) -> str:
    """The layout that a file seems to have; '' for one that is no ledger file or cannot be read."""
    try:
        raw, source = open_source(file, catalogue.known_names, wishes)
        with readable(raw):
            found = header_of(source, catalogue)
    except FileRefused:
        return ""
    return "" if found is None else found[1].name


def propose_layout(path: Path, place: Place, options: ImportOptions = AS_IT_IS) -> Proposal:
    """How a file would be read, column by column.

    Args:
        path: the file.
        place: the store of the office.
        options: what a person says of it.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
        UsageError: no such column, field or answer.
    """
    return look_at_columns(path, known_layouts(place), options).proposal


def check_name(place: Place, name: str) -> Path:
    """The file that a layout of this name stands in, or would.

    Raises:
        Refused: arcollect has a layout of this name itself.
        UsageError: it is no name.
    """
    if not NAME.fullmatch(name) or name == AS_CHOSEN:
        raise UsageError(f"{quoted(name)} is no name. Write small letters, digits and _ only: our_erp.")
    if name in {layout.name for layout in shipped().layouts}:
        raise Refused(f"{name} is a layout of arcollect's own. Choose another name.")
    return folder_of(place) / f"{name}{ENDING}"


def save_layout(
    place: Place, name: str, path: Path, options: ImportOptions, *, replace_own: bool = False
) -> SavedLayout:
    """Write a layout for files like this one; the next such file is recognised by its columns.

    Args:
        place: the store of the office.
        name: what the layout is to be called.
        path: a file of its kind.
        options: what a person says of it: how it is opened, and what its columns are.
        replace_own: whether a layout of the office of this name may be replaced.

    Raises:
        FileRefused: the file cannot be opened, or its mapping gives neither customer nor amount.
        Refused: the name is taken, or the layout cannot be written.
        UsageError: no such column or field, or the name is none.
    """
    target = check_name(place, name)
    if target.exists() and not replace_own:
        raise Refused(f"There is a layout {name} already. Choose another name, or add --replace.")
    proposal = understood(path, known_layouts(place), options)
    said = said_of(proposal, options)
    _check(proposal, said)
    text, layout = written(name, proposal, said)
    _write(target, text)
    return SavedLayout(name, target, decided(proposal, layout, said))


def _write(target: Path, text: str) -> None:
    """Put a layout into its file, whole or not at all.

    Raises:
        Refused: it cannot be written there.
    """
    part = target.with_suffix(".part")
    try:
        private_folder(target.parent)
        part.write_text(text, "utf-8")
        part.replace(target)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        raise Refused(
            f"{target} cannot be written: {reason}. Make its folder writable, then save again."
        ) from None


def _check(proposal: Proposal, said: Said) -> None:
    """Refuse a mapping by which nothing could be read."""
    given = set(said.fields.values())
    if not (given & CUSTOMERS or proposal.headed or proposal.layout.headings):
        raise FileRefused(
            f"{proposal.file}: no column gives customer. Say which: --set COLUMN=customer_no."
        )
    if len(given) + len(said.parts) < 2:
        raise FileRefused(
            f"{proposal.file}: one column says too little. Say more: --set COLUMN=open_amount."
        )
