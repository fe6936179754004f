"""What sorts and converts the lines of a file, by what its layout says the lines are."""

from collections.abc import Callable
from typing import Final

from arcollect_tui.data.imports.canonical import Columns
from arcollect_tui.data.imports.contact_lists import REACHED, Contacts
from arcollect_tui.data.imports.convert import Converter
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.lines import Sorter
from arcollect_tui.data.imports.masters import CardConverter, CardSorter
from arcollect_tui.data.imports.netting import Nets
from arcollect_tui.data.imports.source import Source
from arcollect_tui.data.imports.surveyed import Survey

_NAMES_CONTACTS: Final = frozenset((*REACHED, "first_name", "last_name"))


def sorter_for(found: Survey) -> Sorter:
    """What tells the classes of the lines after the header."""
    if found.layout.kind is FileKind.CUSTOMERS:
        return CardSorter(found)
    layout = found.layout
    return Sorter(
        found.header_rows,
        found.places,
        layout.item_needs,
        found.buckets,
        carry=found.carry,
        before=found.titles,
        minus=layout.minus if layout.credits == "evidence" else frozenset(),
    )


def converter_for(source: Source, found: Survey) -> Converter | CardConverter:
    """What converts the lines; what only all of them together tell was looked for before.

    Postings that make one item together are added up, and customers with several contacts are known.
    """
    if found.layout.kind is FileKind.CUSTOMERS:
        contacts = Contacts()
        if _NAMES_CONTACTS & set(found.places):
            _look_through(source, found, CardConverter(found), contacts.add)
        return CardConverter(found, contacts.several)
    if not found.layout.net_by:
        return Converter(found)
    nets = Nets(found.layout.net_by)
    _look_through(
        source,
        found,
        Converter(found),
        lambda cells: nets.add(cells, cells["currency"], cells["open_amount"]),
    )
    return Converter(found, nets)


def _look_through(
    source: Source, found: Survey, converter: Converter | CardConverter, look: Callable[[Columns], None]
) -> None:
    """Show all canonical lines of a file before they are read."""
    sorter = sorter_for(found)
    skip = found.before + len(found.header_rows)
    for batch in source.batches():
        items = sorter.sort(batch.after(skip))
        skip = 0
        if items.lines:
            look(converter.convert(items).cells)
