"""Which layouts and formats an office's exports have: ours, those of other programs, and its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.codings.layouts import CODING as CODING_FILES
from arcollect_tui.data.codings.layouts import coding_layouts
from arcollect_tui.data.exports.layout_file import export_layouts
from arcollect_tui.data.exports.layouts import EXACT, FORMATS, ExportLayout, ending_of
from arcollect_tui.data.location import Place
from arcollect_tui.data.store import Store
from arcollect_tui.errors import UsageError
from arcollect_tui.services.export_forms import (
    CODING,
    EXPORTS,
    FIELDS,
    FOR_MACHINES,
    LAYOUTS,
    MACHINE,
    OF_CODING,
    PEOPLE,
    Form,
)
from arcollect_tui.services.places import folder_of

__all__ = ["ExportCatalogue", "LayoutTitle", "exports_at", "exports_of"]

RESERVED: Final = frozenset((*LAYOUTS, *coding_layouts(), CODING_FILES, "full", "facts"))
"""Names of layouts that are no file of data: an office cannot take them for its own."""
_OURS: Final = {
    PEOPLE: "for people: opens safely in a spreadsheet",
    MACHINE: "for programs: every byte as it is",
}


@dataclass(frozen=True, slots=True)
class LayoutTitle:
    """A layout that an export has, in one line for people."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class ExportCatalogue:
    """The layouts of other programs by name, those of the office among them."""

    layouts: Mapping[str, ExportLayout]

    def _named(self) -> Iterator[tuple[str, ExportLayout]]:
        """The layouts by the names that `--layout` takes: tables also byte for byte."""
        for name, layout in self.layouts.items():
            yield name, layout
            if not layout.suffix:
                yield f"{name}{FOR_MACHINES}", layout

    def titles(self, what: str) -> tuple[LayoutTitle, ...]:
        """The layouts that an export has, ours first."""
        ours = OF_CODING if what == CODING else LAYOUTS
        of_others = [(name, layout.title) for name, layout in self._named() if layout.what == what]
        return (
            *(LayoutTitle(name, _our_title(name)) for name in ours),
            *(LayoutTitle(name, _told(name, title)) for name, title in of_others),
        )

    def names(self, what: str) -> tuple[str, ...]:
        """The names of the layouts that an export has."""
        return tuple(one.name for one in self.titles(what))

    def formats(self, what: str) -> tuple[str, ...]:
        """The endings that files of an export may have without a layout being named."""
        own = (layout.suffix for layout in self.layouts.values() if layout.what == what and layout.suffix)
        return (*FORMATS, *dict.fromkeys(own))

    def form(self, what: str, name: str | None, out: str) -> Form:
        """The form of an export in a layout; without one, what the name of the file asks for.

        Raises:
            UsageError: there is no such export, or it has no such layout.
        """
        if what not in EXPORTS:
            raise UsageError(
                f"There is no export {what}. Exports are {', '.join((*EXPORTS, 'entries', 'handout'))}."
            )
        if name is None:
            name = self._asked_for(what, ending_of(out))
        known = self.names(what)
        if name not in known:
            raise UsageError(f"There is no export layout {name} of {what}. Layouts are {', '.join(known)}.")
        exact = name == MACHINE or name.endswith(FOR_MACHINES)
        return Form(what, name, exact, dict(self._named()).get(name))

    def _asked_for(self, what: str, ending: str) -> str:
        if ending == EXACT:
            return MACHINE
        own = (one for one in self.layouts.values() if one.what == what and one.suffix == ending != "")
        return next((one.name for one in own), PEOPLE)


def _our_title(name: str) -> str:
    if name in _OURS:
        return _OURS[name]
    return _told(name, coding_layouts()[OF_CODING[name]].title)


def _told(name: str, title: str) -> str:
    return f"exact to the byte: {title}" if name.endswith(FOR_MACHINES) else title


def exports_at(place: Place) -> ExportCatalogue:
    """The layouts of the exports of an office whose store is there.

    Raises:
        FileRefused: a file of the office's own is no layout; file, line and field are named.
    """
    return ExportCatalogue(export_layouts(FIELDS, folder_of(place), RESERVED))


def exports_of(store: Store) -> ExportCatalogue:
    """The layouts of the exports of an office that is open."""
    return exports_at(store.place)
