"""The cells of a coding file, read one by one: texts, amounts, reasons and splits."""

from arcollect_tui.data.codings.read import CodingFile, CodingRow
from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.imports.amounts import parse_amount, to_minor
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.splits import Pieces


class Unreadable(Exception):
    """A cell that cannot be read: its column, and what would be right."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


class UnknownReason(Unreadable):
    """A cell names a reason that this office does not know."""


class CellReader:
    """Reads cells of a file under the reasons of an office; each may raise `Unreadable`."""

    def __init__(self, file: CodingFile, reasons: ReasonTree) -> None:
        self._file, self._reasons = file, reasons

    def text(self, row: CodingRow, field: str) -> str:
        """A text as it would be stored."""
        return cleaned_text(row.cells.get(field, "").replace("\r\n", "\n")).strip()

    def currency(self, row: CodingRow) -> str:
        """The code of the row's currency; '' where it names none."""
        code = row.get("currency").upper()
        if code and not is_currency(code):
            raise Unreadable("currency", f"{quoted(code)} is no currency code: write one such as USD")
        return code

    def amount(self, row: CodingRow, field: str, currency: str) -> int | None:
        """The minor units of a cell; None for an empty one."""
        cell = row.get(field)
        found = parse_amount(cell, self._file.mark)
        if found.problem:
            raise Unreadable(field, f"{quoted(cell)} {found.problem}")
        if found.value is None:
            return None
        if not currency:
            raise Unreadable("currency", "an amount needs its currency")
        if found.currency and found.currency != currency:
            raise Unreadable(field, f"{quoted(cell)} is not in {currency}: write it in {currency}")
        minor, rounded = to_minor(found.value, currency)
        if rounded:
            raise Unreadable(field, f"{quoted(cell)} is finer than {currency} goes: round it")
        return minor

    def reason(self, row: CodingRow) -> Reason:
        """The reason that a row names by our own code, in full."""
        return self._known(row.get("reason"), "reason")

    def _known(self, code: str, field: str) -> Reason:
        known = self._reasons.get(code.upper())
        if known is None:
            near = self._reasons.nearest(code)
            hint = f" Did you mean {near.code} ({near.name.lower()})?" if near else ""
            raise UnknownReason(field, f"there is no reason {quoted(code)}.{hint}")
        return known

    def pieces(self, row: CodingRow, currency: str) -> Pieces:
        """The pieces of `PRC 80.55; FRT 19.45`: amounts with a point, as we write them, or a comma."""
        parts = [part.split(None, 1) for part in row.get("splits").split(";") if part.strip()]
        if parts and not currency:
            raise Unreadable("currency", "an amount needs its currency")
        pieces = []
        for part in parts:
            minor = self._piece_amount(part[1], currency) if len(part) == 2 else None
            if minor is None:
                raise Unreadable(
                    "splits", "write each piece as a reason and an amount: PRC 80.55; FRT 19.45"
                )
            pieces.append((self._known(part[0], "splits").code, minor))
        if pieces:
            check_pieces(pieces, "splits")
        return tuple(pieces)

    def _piece_amount(self, text: str, currency: str) -> int | None:
        for mark in ".,":
            value = parse_amount(text, mark).value
            if value is not None:
                minor, rounded = to_minor(value, currency)
                return None if rounded else minor
        return None

    def piece_reason(self, row: CodingRow) -> Reason:
        """The reason that the ledger's code stands for.

        Our own code stands beside it, and decides where the ledger's one stands for several of ours;
        where somebody changed the ledger's code, that one counts.
        """
        theirs, own = row.get("reason_out"), row.get("reason")
        if not theirs:
            if not own:
                raise Unreadable("reason_out", "a dispute needs a reason")
            return self.reason(row)
        word = theirs.casefold()
        meant = [one for one in self._reasons.every if word in map(str.casefold, one.sap or (one.code,))]
        chosen = next((one for one in meant if one.code == own.upper()), None)
        if chosen is not None:
            return chosen
        if len(meant) > 1:
            names = " and ".join(one.code for one in meant)
            raise Unreadable("reason_out", f"{quoted(theirs)} stands for {names}: say which in ZZ_REASON")
        return meant[0] if meant else self._known(theirs, "reason_out")


def check_pieces(pieces: Pieces, field: str) -> None:
    """Whether a split is one.

    Raises:
        Unreadable: it has one piece only, a reason twice, or an empty piece.
    """
    if len(pieces) < 2:
        raise Unreadable(field, "a split has two reasons or more")
    if len({reason for reason, _ in pieces}) < len(pieces):
        raise Unreadable(field, "a split names each reason once")
    if min(amount for _, amount in pieces) <= 0:
        raise Unreadable(field, "each piece of a split is more than zero")
