"""What the keys of a record table do, by the name of their action."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.marks import Marks

if TYPE_CHECKING:
    from arcollect_tui.widgets.record_table import RecordTable

_Deed = Callable[["RecordTable[Any]", Run], None]


def _view(change: Callable[[Marks], None]) -> _Deed:
    def deed(table: "RecordTable[Any]", run: Run) -> None:
        del run
        table.view_ids()
        change(table.marks)
        table.changed_marks()

    return deed


def _clear(table: "RecordTable[Any]", run: Run) -> None:
    """Marks first; without any, the rows that are left out are taken in."""
    del run
    if len(table.marks):
        table.marks.clear()
    else:
        table.marks.take_in(tuple(table.marks.out))
    table.changed_marks()


def _to(position: "Callable[[RecordTable[Any]], int]") -> _Deed:
    def deed(table: "RecordTable[Any]", run: Run) -> None:
        table.cursor = position(table) if run.count is None else run.count - 1

    return deed


def _move(sign: int) -> _Deed:
    def deed(table: "RecordTable[Any]", run: Run) -> None:
        table.cursor += sign * run.times

    return deed


def _page(sign: int, share: int) -> _Deed:
    def deed(table: "RecordTable[Any]", run: Run) -> None:
        table.page(sign * max(1, table.page_rows // share) * run.times)

    return deed


DEEDS: dict[str, _Deed] = {
    "move.down": _move(1),
    "move.up": _move(-1),
    "move.page_down": _page(1, 1),
    "move.page_up": _page(-1, 1),
    "move.half_down": _page(1, 2),
    "move.half_up": _page(-1, 2),
    "move.first": _to(lambda _: 0),
    "move.last": _to(lambda table: table.source.count - 1),
    "move.left": lambda table, _: table.choose(-1),
    "move.right": lambda table, _: table.choose(1),
    "mark.toggle": lambda table, run: table.mark(run.times),
    "mark.range": lambda table, _: table.toggle_range(),
    "mark.all": _view(Marks.toggle_all),
    "mark.invert": _view(Marks.invert),
    "mark.clear": _clear,
    "list.sort": lambda table, _: table.sort_by_chosen(False),
    "list.sort_reverse": lambda table, _: table.sort_by_chosen(True),
    "copy.cell": lambda table, _: table.copy_cell(),
    "nav.open": lambda table, _: table.open_row(),
    "nav.back": lambda table, _: table.toggle_range(),
}
