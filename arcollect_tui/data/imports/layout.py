"""All layouts that an office knows: those in the package, and its own in a folder beside the store."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from arcollect_tui.data.imports.column_words import fields_of
from arcollect_tui.data.imports.headers import fold_headers
from arcollect_tui.data.imports.layout_file import LayoutText
from arcollect_tui.data.imports.layout_model import GENERIC, Layout
from arcollect_tui.data.toml_text import ENDING, OF_EXPORTS, own_texts
from arcollect_tui.errors import FileRefused, UsageError

__all__ = [
    "Catalogue",
    "Layout",
    "catalogue_at",
    "detect",
    "known_names",
    "load_layouts",
    "shipped",
    "show",
]


@dataclass(frozen=True)
class KnownNames(Collection[str]):
    """Folded column names that some layout has, and those that are made of known words."""

    listed: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.listed or (isinstance(name, str) and bool(fields_of(name)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)


@dataclass(frozen=True)
class Catalogue:
    """Layouts by name, the office's own first among equals, the generic one last."""

    layouts: tuple[Layout, ...]
    _by_name: dict[str, Layout] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {layout.name: layout for layout in self.layouts})

    @cached_property
    def known_names(self) -> KnownNames:
        """Every folded column name that can be read: what a header row is recognised by."""
        names = frozenset(
            key for layout in self.layouts for keys in layout.columns.values() for key in keys
        )
        return KnownNames(names.union(*[one for layout in self.layouts for one in layout.fingerprint]))

    def with_layout(self, layout: Layout) -> "Catalogue":
        """The catalogue with one layout more, in the place of another of its name."""
        others = [one for one in self.layouts if one.name != layout.name]
        return Catalogue(tuple(sorted([layout, *others], key=lambda one: (one.name == GENERIC, one.name))))

    def show(self, name: str) -> Layout:
        """The layout of that name.

        Raises:
            UsageError: there is none; the sentence lists those there are.
        """
        if name in self._by_name:
            return self._by_name[name]
        names = ", ".join(layout.name for layout in self.layouts)
        raise UsageError(f"There is no layout named {name!r}. Layouts: {names}.")

    def detect(self, headers: Sequence[str]) -> tuple[Layout, float]:
        """The layout whose whole fingerprint is in the header; else the generic one.

        Of several the office's own goes first, then the one with the longest fingerprint, then the one
        that explains more columns. The second value is the share of the fingerprint found; for the generic
        layout, the share of the columns whose name it knows.
        """
        folded = fold_headers(headers)
        generic = self.show(GENERIC)
        known = len(generic.place(folded))
        sure = [layout for layout in self.layouts if layout.sureness(folded) == 1.0]
        # Our own names fold like many a ledger's; its other columns then tell that it is none of ours.
        sure = [layout for layout in sure if not layout.yields or len(layout.place(folded)) >= known]
        if sure:
            return max(sure, key=lambda one: (one.own, len(one.fingerprint), len(one.place(folded)))), 1.0
        return generic, round(known / max(1, sum(1 for key in folded if key)), 2)


@cache
def shipped() -> Catalogue:
    """The layouts in the package."""
    folder = files("arcollect_tui.data.imports").joinpath("layouts")
    texts = [
        LayoutText(entry.name, entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(ENDING)
    ]
    texts.sort(key=lambda text: (text.raw["name"] == GENERIC, text.raw["name"]))
    common = texts[-1].words_of_types()
    return Catalogue(tuple([text.layout(common, own=False) for text in texts]))


def load_layouts() -> tuple[Layout, ...]:
    """The shipped layouts by name, the generic one last."""
    return shipped().layouts


def show(name: str) -> Layout:
    """The shipped layout of that name; see `Catalogue.show`."""
    return shipped().show(name)


def detect(headers: Sequence[str]) -> tuple[Layout, float]:
    """The shipped layout that a header has; see `Catalogue.detect`."""
    return shipped().detect(headers)


def known_names() -> KnownNames:
    """Column names that can be read without a layout of an office's own."""
    return shipped().known_names


def catalogue_at(folder: Path | None) -> Catalogue:
    """The shipped layouts and those of an office; an own one of the same name takes the place of ours.

    Args:
        folder: where the office keeps its own; None, or a folder that is not there, for none.

    Raises:
        FileRefused: a file in it is no layout; the sentence says file, line and field.
    """
    own = _own(folder)
    if not own:
        return shipped()
    names = {layout.name for layout in own}
    ours = [layout for layout in shipped().layouts if layout.name not in names]
    return Catalogue(tuple(sorted([*own, *ours], key=lambda one: (one.name == GENERIC, one.name))))


def _own(folder: Path | None) -> list[Layout]:
    common = LayoutText("generic", _generic_text()).words_of_types()
    found = []
    for name, content in own_texts(folder):
        text = LayoutText(name, content)
        if OF_EXPORTS in text.raw:
            continue
        layout = text.layout(common, own=True)
        if layout.name == GENERIC:
            raise FileRefused(f"{name}, line 1, name: {GENERIC} is taken. Choose another name.")
        found.append(layout)
    return found


def _generic_text() -> str:
    folder = files("arcollect_tui.data.imports").joinpath("layouts")
    return folder.joinpath(f"{GENERIC}{ENDING}").read_text("utf-8")
