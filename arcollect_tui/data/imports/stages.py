"""What sorts and converts the lines of a file, by what its layout says the lines are."""

from arcollect_tui.data.imports.convert import Converter
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.lines import Sorter
from arcollect_tui.data.imports.masters import CardConverter, CardSorter
from arcollect_tui.data.imports.netting import Nets
from arcollect_tui.data.imports.source import Source
from arcollect_tui.data.imports.surveyed import Survey


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
        carry=layout.carry,
        before=found.titles,
    )


def converter_for(source: Source, found: Survey) -> Converter | CardConverter:
    """What converts the lines; postings that make one item together are added up before."""
    if found.layout.kind is FileKind.CUSTOMERS:
        return CardConverter(found)
    if not found.layout.net_by:
        return Converter(found)
    nets, sorter, postings = Nets(found.layout.net_by), sorter_for(found), Converter(found)
    skip = found.before + len(found.header_rows)
    for batch in source.batches():
        items = sorter.sort(batch.after(skip))
        skip = 0
        if items.lines:
            cells = postings.convert(items).cells
            nets.add(cells, cells["currency"], cells["open_amount"])
    return Converter(found, nets)
