"""The files that were taken in, newest first; `a` takes in another, Enter shows one with its held lines."""

from collections.abc import Sequence
from pathlib import Path

from textual import on

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import OfficeFormat, long_day, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.kept_form import KeptForm
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.taking_in import take_in_file
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.import_plan import counted
from arcollect_tui.services.imports_taken import TakenIn, imports_taken
from arcollect_tui.services.kept_files import (
    KeptImport,
    nothing_kept,
    proposed_name,
    write_kept,
)
from arcollect_tui.services.office import Office
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


class ImportsScreen(ShortList[TakenIn]):
    """Files of the ledger."""

    SCOPE = "imports"
    NOUN = "file"
    EMPTY = "No file was taken in yet: a takes in the first one."
    ORDERS = {
        "as_of": lambda row: row.as_of,
        "file": lambda row: row.file.casefold(),
        "items": lambda row: row.items,
        "held": lambda row: row.held,
        "layout": lambda row: row.layout,
    }

    def columns(self) -> Sequence[Column[TakenIn]]:
        def tone(row: TakenIn) -> str:
            return "muted" if row.undone_by else ""

        def held(row: TakenIn) -> str:
            return f"! {row.held:,}" if row.held else "-"

        return (
            Column("handle", "Entry", 6, lambda row: row.handle, tone=tone),
            Column("as_of", "As of", 10, lambda row: row.as_of.isoformat(), tone=tone),
            Column("file", "File", 22, lambda row: row.file, grow=True, tone=tone),
            Column("items", "Items", 7, lambda row: f"{row.items:,}", align="right", tone=tone),
            Column("sums", "Open", 22, self._sum, align="right", priority=2, tone=tone),
            Column("held", "Held", 6, held, align="right", tone=lambda row: "alert" if row.held else ""),
            Column("state", "State", 12, _state, tone=tone),
            Column("kept", "Kept", 6, lambda row: row.kept or "-", priority=3, tone=tone),
            Column("layout", "Layout", 12, lambda row: row.layout, priority=3, tone=tone),
            Column("ledger", "Ledger", 8, lambda row: row.ledger, priority=4, tone=tone),
        )

    def _sum(self, row: TakenIn) -> str:
        """The open sum in the office's currency, or the first, and how many others there are."""
        code = self.ws.office.settings.currency
        code = code if code in row.totals else next(iter(row.totals), "")
        if not code:
            return ""
        more = f" +{len(row.totals) - 1}" if len(row.totals) > 1 else ""
        return f"{shown(row.totals[code], code, self.ws.fmt)} {code}{more}"

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(imports_taken(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[TakenIn]:
        return imports_taken(office, text)

    def below(self) -> str:
        held = sum(row.held for row in self.rows)
        wait = f"{counted(held, 'held line')}: h lists them   " if held else ""
        return f"{wait}a take in a file   x file back   Enter open"

    def perform(self, run: Run) -> bool:
        """Take in a file, list the held lines; then what every list does."""
        if run.action_id == "imports.add":
            take_in_file(self.ws)
        elif run.action_id == "imports.held":
            self.ws.open_place("held", "")
        elif run.action_id == "imports.kept":
            self._get_back()
        else:
            return super().perform(run)
        return True

    def _get_back(self) -> None:
        """Ask where the kept bytes of the file go, and write them."""
        row, office = self.row(), self.ws.office
        found = KeptImport(row.handle, row.file, row.as_of, row.files)
        if not found.here:
            raise Refused(nothing_kept(found))

        def chosen(out: Path | None) -> None:
            if out is not None:
                self.ask("kept", lambda: write_kept(office, row.handle, out), self.ws.say)

        self.app.push_screen(KeptForm(found.here, proposed_name(found.here)), chosen)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self._open)

    def _open(self) -> None:
        """The held lines of the file, or else what it was."""
        row = self.row()
        if row.held:
            self.ws.open_place("held", f"{row.handle}:")
            return
        width = max(20, self.app.size.width - 4)
        at = row.at.astimezone()
        undone = f"Undone by {row.undone_by}: it counts no longer." if row.undone_by else ""
        texts = (
            f"As of {long_day(row.as_of)}, ledger {row.ledger}, layout {row.layout}.",
            f"Taken in {short_day(at.date())} {at:%H:%M} by {row.collector}.",
            f"{counted(row.items, 'item')}: {_sums(row, self.ws.fmt) or 'no amounts'}.",
            KEPT[row.kept],
            undone or "It counts; no line of it waits. g u, then Enter on its entry, takes it back.",
        )
        lines = [[(line, "")] for text in texts for line in fold(text, width)]
        self.app.push_screen(TextDrawer(f"{row.handle}  {row.file}", lines))


KEPT = {
    "whole": "Its bytes are kept as they came: x writes them to a file.",
    "rows": "The rows of its sheet are kept: x writes them to a file.",
    "masked": "It is kept with its card numbers masked: x writes it to a file.",
    "cut": "It is kept without the lines of erased customers: x writes it to a file.",
    "gone": "Its bytes are no longer kept: x says why.",
    "": "Its bytes are not here.",
}


def _state(row: TakenIn) -> str:
    return f"undone {row.undone_by}" if row.undone_by else "counts"


def _sums(row: TakenIn, fmt: OfficeFormat) -> str:
    return ", ".join(f"{shown(total, code, fmt)} {code}" for code, total in row.totals.items())
