"""What a row of a coding file says, before it is known which item it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from arcollect_tui.data.codings.read import CodingFile, CodingRow
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.errors import FileRefused
from arcollect_tui.rules.coding import ASKED, CodingState
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.splits import Pieces, main_reason
from arcollect_tui.rules.text import counted
from arcollect_tui.services.codes import Said
from arcollect_tui.services.coding_cells import CellReader, UnknownReason, Unreadable, check_pieces
from arcollect_tui.services.coding_columns import STATED, WHOLE

OF_DISPUTES = ("reason", "splits", "claim", "their_code", "their_words", "ask")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says.

    Attributes:
        said: the coding; its `stated` is None for the whole open amount.
        whole_if: what is stated is the whole when so much is open on the item; None when it is not.
        now: minor units in dispute as the file has it; None when it does not say.
        currency: of the amounts; '' when the row names none.
    """

    said: Said
    whole_if: int | None = None
    now: int | None = None
    currency: str = ""


class LineReader:
    """Reads the rows of a coding file under the reasons of an office."""

    def __init__(self, file: CodingFile, reasons: ReasonTree) -> None:
        self._file, self._cells = file, CellReader(file, reasons)

    def told(self, rows: Sequence[CodingRow]) -> Told:
        """What the rows of one item say together: one row, or one a piece of a split.

        Raises:
            Unreadable: a cell cannot be read, or two of them contradict each other.
        """
        if self._file.layout.by_piece:
            return self._of_pieces(rows)
        (row,) = rows
        state = self._state(row)
        if state is not CodingState.DISPUTED:
            self._only_state(row, state)
            return Told(
                Said(str(state), note=self._cells.text(row, "note"), rule=self._cells.text(row, "rule"))
            )
        return self._of_item(row)

    def _of_item(self, row: CodingRow) -> Told:
        currency = self._cells.currency(row)
        amount = self._cells.amount(row, "disputed_amount", currency)
        pieces = self._cells.pieces(row, currency)
        reason = self._cells.reason(row) if row.get("reason") else None
        mode = row.get("amount_mode").casefold()
        if mode not in ("", WHOLE, STATED):
            raise Unreadable("amount_mode", f"write {WHOLE} or {STATED}")
        if pieces:
            self._same("splits", amount, pieces, reason)
            amount = sum(piece for _, piece in pieces)
        elif reason is None:
            raise Unreadable("reason", "a dispute needs a reason")
        elif mode == WHOLE:
            if amount is not None and amount != self._left(row, currency):
                raise Unreadable("disputed_amount", f"it is not all that is open: write {STATED} beside it")
            amount = None
        elif mode == STATED and amount is None:
            raise Unreadable("disputed_amount", "the amount is missing")
        code = main_reason(pieces) if pieces else reason.code if reason else ""
        said = self._said(row, code, amount, pieces)
        return Told(said, now=self._cells.amount(row, "disputed_now", currency), currency=currency)

    def _same(self, field: str, amount: int | None, pieces: Pieces, reason: Reason | None) -> None:
        """Whether a split agrees with the amount and the reason that stand beside it."""
        if amount is not None and amount != sum(piece for _, piece in pieces):
            raise Unreadable(field, "its pieces do not add up to the disputed amount")
        if reason is not None and reason.code != main_reason(pieces):
            raise Unreadable("reason", f"the biggest piece of the split is {main_reason(pieces)}")

    def _left(self, row: CodingRow, currency: str) -> int | None:
        left = self._cells.amount(row, "open_amount", currency)
        return None if left is None else max(0, left)

    def _of_pieces(self, rows: Sequence[CodingRow]) -> Told:
        first, currency = rows[0], self._cells.currency(rows[0])
        for row in rows[1:]:
            for field in ("claim", "their_code", "their_words", "note", "ask", "rule", "currency"):
                if row.get(field) != first.get(field):
                    raise Unreadable(field, "the rows of one item differ here")
        stated = [self._cells.amount(row, "stated_amount", currency) for row in rows]
        shown = [self._cells.amount(row, "disputed_now", currency) for row in rows]
        now = None if None in shown else sum(amount or 0 for amount in shown)
        codes = [self._cells.piece_reason(row).code for row in rows]
        if len(rows) == 1:
            said = self._said(first, codes[0], stated[0], ())
            whole = stated[0] is not None or self._says_whole(first, now, currency)
            return Told(said, None if whole else now, now, currency)
        amounts = [own if own is not None else other for own, other in zip(stated, shown, strict=True)]
        pieces = tuple((code, amount or 0) for code, amount in zip(codes, amounts, strict=True))
        check_pieces(pieces, "stated_amount")
        total = sum(amount for _, amount in pieces)
        return Told(self._said(first, main_reason(pieces), total, pieces), now=now, currency=currency)

    def _says_whole(self, row: CodingRow, now: int | None, currency: str) -> bool:
        """Whether a row of ours without a stated amount is as we wrote it: about all of the item."""
        return bool(row.get("item")) and now == self._cells.amount(row, "original_amount", currency)

    def _said(self, row: CodingRow, code: str, stated: int | None, pieces: Pieces) -> Said:
        if stated is not None and stated <= 0:
            field = "stated_amount" if self._file.layout.by_piece else "disputed_amount"
            raise Unreadable(field, "a dispute is about more than zero")
        ask = row.get("ask").casefold()
        if ask and ask not in ASKED:
            raise Unreadable("ask", f"write {', '.join(ASKED)}, or nothing")
        return Said(
            str(CodingState.DISPUTED),
            code,
            stated,
            note=self._cells.text(row, "note"),
            claim=self._cells.text(row, "claim"),
            their_code=self._cells.text(row, "their_code"),
            their_words=self._cells.text(row, "their_words"),
            pieces=tuple(pieces),
            ask=ask,
            rule=self._cells.text(row, "rule"),
        )

    def _state(self, row: CodingRow) -> CodingState:
        word = row.get("coding").casefold()
        if not word:
            if not row.get("reason"):
                raise Unreadable("coding", f"write {', '.join(CodingState)}")
            return CodingState.DISPUTED
        if word not in list(CodingState):
            raise Unreadable("coding", f"{quoted(word)} is none: write {', '.join(CodingState)}")
        return CodingState(word)

    def _only_state(self, row: CodingRow, state: CodingState) -> None:
        for field in OF_DISPUTES:
            if row.get(field):
                raise Unreadable(field, f"this belongs to a dispute, and coding says {state}")


def refuse_unknown(file: CodingFile, found: Sequence[tuple[int, UnknownReason]]) -> None:
    """Refuse a file that names reasons which nobody knows here: it was made under another policy.

    Raises:
        FileRefused: it does.
    """
    if not found:
        return
    line, problem = found[0]
    others = len(found) - 1
    more = f" {counted(others, 'more line')} {'is' if others == 1 else 'are'} like it." if others else ""
    raise FileRefused(
        f"{file.name}, line {line}, column {file.header_of(problem.field)}: {problem.why}{more} "
        "Correct it, or add the reason to the policy first."
    )
