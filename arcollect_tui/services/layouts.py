"""Layouts of an office: which are known, how a file would be read, and saving one for the next time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from arcollect_tui.data.imports.headers import bare_name, fold
from arcollect_tui.data.imports.joins import grouped, header_of
from arcollect_tui.data.imports.layout import ENDING, Catalogue, catalogue_at, shipped
from arcollect_tui.data.imports.layout_file import LayoutText
from arcollect_tui.data.imports.layout_model import GENERIC, LAYOUT_FIELDS, FileKind, Layout
from arcollect_tui.data.imports.layout_write import toml_of
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.proposal import Proposal, propose
from arcollect_tui.data.imports.values import ColumnDecision
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.data.location import Place
from arcollect_tui.data.platform import private_folder
from arcollect_tui.data.store import Store
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.places import default_store_path

__all__ = [
    "Proposal",
    "SavedLayout",
    "files_together",
    "known_layouts",
    "layouts_of",
    "mapped",
    "propose_layout",
    "save_layout",
]

NOT_READ = ("", "-")


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


def folder_of(place: Place) -> Path:
    """Where an office keeps layouts of its own: beside its store, or in our data folder for a server."""
    if isinstance(place, Path):
        real = place.expanduser().resolve()
        return real.with_name(f"{real.name}.layouts")
    return default_store_path().parent / "layouts"


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


def propose_layout(path: Path, place: Place, wishes: Wishes = NONE) -> Proposal:
    """How a file would be read, column by column.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
    """
    return propose(path, known_layouts(place), wishes)


def mapped(proposal: Proposal, choices: Mapping[str, str]) -> dict[str, str]:
    """Column to field as proposed and chosen; each column by its name, `@3` or its place for one without.

    Args:
        proposal: what the columns seem to be.
        choices: column to field; '' or `-` for a column that is not to be read.

    Raises:
        UsageError: no such column or field, or a field for two columns.
    """
    fields = {
        name: column.field
        for name, column in zip(proposal.names, proposal.columns, strict=False)
        if column.field in LAYOUT_FIELDS
    }
    chosen = {_column(proposal, column): _field(field) for column, field in choices.items()}
    taken = set(chosen.values())
    fields = {name: field for name, field in fields.items() if name not in chosen and field not in taken}
    fields |= {name: field for name, field in chosen.items() if field}
    twice = [field for field, count in Counter(fields.values()).items() if count > 1]
    if twice:
        raise UsageError(f"{twice[0]} was given to two columns. Give each field to one.")
    return fields


def _column(proposal: Proposal, said: str) -> str:
    """The column that a person means, by its name whatever its case and marks."""
    known = {fold(name) if not name.startswith("@") else name: name for name in proposal.names}
    found = known.get(said) or known.get(fold(bare_name(said)))
    if found is not None:
        return found
    near = get_close_matches(fold(said), known, 1)
    hint = f" Nearest: {known[near[0]]}." if near else ""
    names = ", ".join(name for name in proposal.names[:20])
    raise UsageError(f"{proposal.file} has no column {quoted(said)}.{hint} Columns: {names}.")


def _field(said: str) -> str:
    field = said.strip().casefold().replace("-", "_") if said not in NOT_READ else ""
    if not field or field in LAYOUT_FIELDS:
        return field
    near = get_close_matches(field, LAYOUT_FIELDS, 1)
    hint = f" Nearest: {near[0]}." if near else ""
    raise UsageError(f"{quoted(said)} is no field.{hint} Fields: {', '.join(LAYOUT_FIELDS)}.")


def save_layout(
    place: Place,
    name: str,
    path: Path,
    choices: Mapping[str, str],
    wishes: Wishes = NONE,
    *,
    replace_own: bool = False,
) -> SavedLayout:
    """Write a layout for files like this one; the next such file is recognised by its columns.

    Args:
        place: the store of the office.
        name: what the layout is to be called.
        path: a file of its kind.
        choices: column to field, where the proposal is to be changed.
        wishes: how the file is to be opened.
        replace_own: whether a layout of the office of this name may be replaced.

    Raises:
        FileRefused: the file cannot be opened, or its mapping gives neither customer nor amount.
        Refused: the name is taken.
        UsageError: no such column or field, or the name is none.
    """
    catalogue, folder = known_layouts(place), folder_of(place)
    proposal = propose(path, catalogue, wishes)
    target = folder / f"{name}{ENDING}"
    if name in {layout.name for layout in shipped().layouts}:
        raise Refused(f"{name} is a layout of arcollect's own. Choose another name.")
    if target.exists() and not replace_own:
        raise Refused(f"There is a layout {name} already. Choose another name, or add --replace.")
    fields = mapped(proposal, choices)
    _check(proposal.file, fields)
    text = toml_of(name, proposal, fields)
    try:
        layout = LayoutText(target.name, text).layout(shipped().show(GENERIC).types, own=True)
    except FileRefused as refusal:
        raise UsageError(refusal.sentence) from None
    private_folder(folder)
    part = target.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(target)
    return SavedLayout(name, target, _decided(proposal, layout, fields))


def _check(file: str, fields: Mapping[str, str]) -> None:
    """Refuse a mapping by which nothing could be read."""
    given = set(fields.values())
    if not given & {"customer_no", "customer_name", "last_name", "account"}:
        raise FileRefused(f"{file}: no column gives customer. Say which: --set COLUMN=customer_no.")
    if len(given) < 2:
        raise FileRefused(f"{file}: one column says too little. Say more: --set COLUMN=open_amount.")


def _decided(proposal: Proposal, layout: Layout, fields: Mapping[str, str]) -> tuple[ColumnDecision, ...]:
    kind = "" if layout.kind is FileKind.ITEMS else ", of a customer"
    return tuple(
        replace_field(column, fields.get(name, ""), kind)
        for name, column in zip(proposal.names, proposal.columns, strict=False)
    )


def replace_field(column: ColumnDecision, field: str, kind: str) -> ColumnDecision:
    """The decision with another field, and that it was chosen where it was."""
    why = column.evidence if field == column.field else f"as you chose{kind}" if field else "not read"
    return column._replace(field=field, evidence=why)
